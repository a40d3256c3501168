"""How much unpaid work is completed on the way to its due date, counted over each extract."""

import django.db.models.deletion
from django.db import migrations, models

import apps.performance.models.runs


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0010_case_rows_by_run"),
    ]

    operations = [
        migrations.AddField(
            model_name="qualityreading",
            name="unpaid_work_counted",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="UnpaidWorkCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", apps.performance.models.runs.Bytewise(max_length=20)),
                ("after_months", models.PositiveSmallIntegerField()),
                ("counts_in", apps.performance.models.runs.Bytewise(max_length=7)),
                ("region", apps.performance.models.runs.Bytewise(max_length=20)),
                ("unit", apps.performance.models.runs.Bytewise(max_length=20)),
                ("requirements", models.PositiveIntegerField()),
                ("completed", models.PositiveIntegerField()),
                (
                    "reading",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unpaid_work",
                        to="performance.qualityreading",
                    ),
                ),
            ],
            options={
                "ordering": ["reading", "after_months", "counts_in", "region", "unit"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reading", "after_months", "counts_in", "region", "unit", "edition"),
                        name="one_unpaid_work_count_per_place_and_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("completed__lte", models.F("requirements"))),
                        name="completed_of_the_requirements",
                    ),
                ],
            },
        ),
    ]

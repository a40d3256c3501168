"""Cases told apart by who the people are: counts of groups by measure, year and place."""

import django.db.models.deletion
from django.db import migrations, models

import apps.performance.models.runs


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0012_due_by_occurrence"),
    ]

    operations = [
        migrations.CreateModel(
            name="EqualityReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rules_from", models.DateField()),
                (
                    "years",
                    models.JSONField(help_text='Performance years with cases, the newest last: ["2024-25"]'),
                ),
                ("counted_at", models.DateTimeField()),
                ("seconds", models.DecimalField(decimal_places=2, max_digits=7)),
                ("holds_cells", models.BooleanField(default=True)),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="equality",
                        to="performance.measurerun",
                    ),
                ),
            ],
            options={
                "ordering": ["-counted_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="EqualityCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", apps.performance.models.runs.Bytewise(db_collation="C", max_length=7)),
                ("measure", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("edition", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("region", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("unit", apps.performance.models.runs.Bytewise(blank=True, db_collation="C", max_length=20)),
                ("characteristic", apps.performance.models.runs.Bytewise(db_collation="C", max_length=40)),
                ("member_of", apps.performance.models.runs.Bytewise(db_collation="C", max_length=80)),
                ("numerator", models.PositiveIntegerField()),
                ("denominator", models.PositiveIntegerField()),
                ("not_recorded", models.PositiveIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("squared", models.PositiveBigIntegerField()),
                ("numerator_squared", models.PositiveBigIntegerField()),
                ("crossed", models.PositiveBigIntegerField()),
                (
                    "reading",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="performance.equalityreading",
                    ),
                ),
            ],
            options={
                "ordering": ["reading", "year", "region", "unit", "measure", "characteristic", "member_of"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "reading",
                            "year",
                            "region",
                            "unit",
                            "measure",
                            "characteristic",
                            "member_of",
                            "edition",
                        ),
                        name="one_equality_cell_per_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("numerator__lte", models.F("denominator")),
                            ("people__lte", models.F("denominator")),
                        ),
                        name="equality_numerator_of_its_denominator",
                    ),
                ],
            },
        ),
    ]

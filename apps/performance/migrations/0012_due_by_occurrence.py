"""The due list is asked whose an occurrence is, by the occurrence alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0011_unpaid_work_counts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dueitem",
            index=models.Index(fields=["occurrence_id", "measure"], name="due_by_occurrence"),
        ),
    ]

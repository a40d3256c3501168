"""Of a measure where lower is better the missed cases are the numerator: they are kept and listed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("performance", "0005_vintages")]

    operations = [
        migrations.RemoveConstraint(
            model_name="measureoutcome",
            name="only_listed_verdicts_are_kept",
        ),
        migrations.AddConstraint(
            model_name="measureoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict", "not_in_population"), _negated=True),
                name="only_listed_verdicts_are_kept",
            ),
        ),
    ]

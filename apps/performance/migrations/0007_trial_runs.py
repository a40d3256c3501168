from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("performance", "0006_missed_where_lower_is_better")]

    operations = [
        migrations.AddField(
            model_name='measurerun',
            name='is_trial',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='measurerun',
            constraint=models.CheckConstraint(condition=models.Q(('is_current', True), ('is_trial', True), _negated=True), name='trial_run_is_never_current'),
        ),
    ]

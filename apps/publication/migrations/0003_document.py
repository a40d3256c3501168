"""Which document a set of frozen figures was frozen for; all earlier ones: the annual report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publication", "0002_protect_figures")]
    operations = [
        migrations.AddField(
            model_name="frozenfigures",
            name="document",
            field=models.CharField(default="annual_report", max_length=20),
        ),
    ]

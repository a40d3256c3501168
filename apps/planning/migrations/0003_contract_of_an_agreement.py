from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_publication_outside_april")]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="contract",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]

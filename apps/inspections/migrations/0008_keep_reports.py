"""What a report said, what was said about it and what was answered is never changed: PostgreSQL refuses."""

from django.db import migrations

from apps.organisation.kept_rows import NEEDS, keep_rows


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_reports"), NEEDS]
    operations = [
        keep_rows("inspections_reporttext"),
        keep_rows("inspections_recommendation", but=("withdrawn_at",)),
        keep_rows("inspections_practiceexample", but=("withdrawn_at",)),
        keep_rows("inspections_frozenreport"),
        keep_rows("inspections_accuracypoint"),
        keep_rows("inspections_accuracyanswer"),
        keep_rows("inspections_accuracyclosing"),
        keep_rows("inspections_response"),
    ]

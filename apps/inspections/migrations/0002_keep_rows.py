"""Standards, stages and evidence packs are never changed or removed: PostgreSQL itself refuses."""

from django.db import migrations

from apps.organisation.kept_rows import NEEDS, keep_rows


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial"), NEEDS]
    operations = [
        keep_rows("inspections_standardsedition"),
        keep_rows("inspections_stage"),
        keep_rows("inspections_evidencepack"),
        keep_rows("inspections_member", but=("left_at",)),
    ]

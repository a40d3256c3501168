"""A sign-off is never changed or removed: PostgreSQL itself refuses."""

from django.db import migrations

PROTECT = """
CREATE TRIGGER keep_sign_offs_rows BEFORE UPDATE OR DELETE ON audits_signoff
    FOR EACH ROW EXECUTE FUNCTION audits_keep_steps();
-- Row triggers do not see TRUNCATE.
CREATE TRIGGER keep_sign_offs_table BEFORE TRUNCATE ON audits_signoff
    FOR EACH STATEMENT EXECUTE FUNCTION audits_keep_steps();
"""
RELEASE = """
DROP TRIGGER keep_sign_offs_table ON audits_signoff;
DROP TRIGGER keep_sign_offs_rows ON audits_signoff;
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0006_review_and_calibration")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]

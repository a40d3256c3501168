"""Substitutions and recusals are only ever added; of a sample, only the day it is due may change."""

from django.db import migrations

TABLES = ("substitution", "recusal")
PROTECT = """
CREATE TRIGGER keep_{table}_rows BEFORE UPDATE OR DELETE ON assessments_{table}
    FOR EACH ROW EXECUTE FUNCTION assessments_keep_evidence();
CREATE TRIGGER keep_{table}_table BEFORE TRUNCATE ON assessments_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION assessments_keep_evidence();
"""
RELEASE = """
DROP TRIGGER keep_{table}_table ON assessments_{table};
DROP TRIGGER keep_{table}_rows ON assessments_{table};
"""
# A deadline can be put off; what was drawn, from what and how, stays as it was.
DUE_DAY_MAY_MOVE = """
DROP TRIGGER keep_sample_rows ON assessments_sample;
CREATE TRIGGER keep_sample_rows BEFORE DELETE ON assessments_sample
    FOR EACH ROW EXECUTE FUNCTION assessments_keep_evidence();
CREATE TRIGGER keep_sample_draw BEFORE UPDATE ON assessments_sample
    FOR EACH ROW WHEN ((to_jsonb(OLD) - 'due_on') IS DISTINCT FROM (to_jsonb(NEW) - 'due_on'))
    EXECUTE FUNCTION assessments_keep_evidence();
"""
NOTHING_MAY_MOVE = """
DROP TRIGGER keep_sample_draw ON assessments_sample;
DROP TRIGGER keep_sample_rows ON assessments_sample;
CREATE TRIGGER keep_sample_rows BEFORE UPDATE OR DELETE ON assessments_sample
    FOR EACH ROW EXECUTE FUNCTION assessments_keep_evidence();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_reserves_and_groups")]
    operations = [
        *(migrations.RunSQL(PROTECT.format(table=table), RELEASE.format(table=table)) for table in TABLES),
        migrations.RunSQL(DUE_DAY_MAY_MOVE, NOTHING_MAY_MOVE),
    ]

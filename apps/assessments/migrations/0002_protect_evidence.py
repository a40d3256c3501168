"""Published banks, draws and the history of evidence cannot be rewritten: PostgreSQL itself refuses."""

from django.db import migrations

TABLES = ("bankedition", "sample", "stratum", "evidencechange")
FUNCTION = """
CREATE FUNCTION assessments_keep_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed or removed (% refused).', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
# Row triggers do not see TRUNCATE.
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


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION assessments_keep_evidence();"),
        *(migrations.RunSQL(PROTECT.format(table=table), RELEASE.format(table=table)) for table in TABLES),
    ]

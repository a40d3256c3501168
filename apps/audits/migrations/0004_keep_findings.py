"""Steps of actions, practitioners' words and their answers are only ever added: PostgreSQL itself refuses."""

from django.db import migrations

TABLES = ("actionstep", "feedback", "feedbackanswer")
FUNCTION = """
CREATE FUNCTION audits_keep_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed or removed (% refused).', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
# Row triggers do not see TRUNCATE.
PROTECT = """
CREATE TRIGGER keep_{table}_rows BEFORE UPDATE OR DELETE ON audits_{table}
    FOR EACH ROW EXECUTE FUNCTION audits_keep_steps();
CREATE TRIGGER keep_{table}_table BEFORE TRUNCATE ON audits_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION audits_keep_steps();
"""
RELEASE = """
DROP TRIGGER keep_{table}_table ON audits_{table};
DROP TRIGGER keep_{table}_rows ON audits_{table};
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0003_findings_and_feedback")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION audits_keep_steps();"),
        *(migrations.RunSQL(PROTECT.format(table=table), RELEASE.format(table=table)) for table in TABLES),
    ]

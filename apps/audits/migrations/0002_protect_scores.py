"""A locked score cannot be rewritten: PostgreSQL itself refuses."""

from django.db import migrations

PROTECT = """
CREATE FUNCTION audits_keep_scores() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A locked score is never changed or removed (% refused).', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER keep_scores_rows BEFORE UPDATE OR DELETE ON audits_auditscore
    FOR EACH ROW EXECUTE FUNCTION audits_keep_scores();
-- Row triggers do not see TRUNCATE.
CREATE TRIGGER keep_scores_table BEFORE TRUNCATE ON audits_auditscore
    FOR EACH STATEMENT EXECUTE FUNCTION audits_keep_scores();
"""
RELEASE = """
DROP TRIGGER keep_scores_table ON audits_auditscore;
DROP TRIGGER keep_scores_rows ON audits_auditscore;
DROP FUNCTION audits_keep_scores();
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]

"""The trail cannot be rewritten: PostgreSQL itself refuses to change or remove a recorded action."""

from django.db import migrations

PROTECT = """
CREATE FUNCTION organisation_keep_recorded_actions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Recorded actions are never changed or removed (% refused).', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER keep_recorded_actions_rows
    BEFORE UPDATE OR DELETE ON organisation_recordedaction
    FOR EACH ROW EXECUTE FUNCTION organisation_keep_recorded_actions();
-- Row triggers do not see TRUNCATE.
CREATE TRIGGER keep_recorded_actions_table
    BEFORE TRUNCATE ON organisation_recordedaction
    FOR EACH STATEMENT EXECUTE FUNCTION organisation_keep_recorded_actions();
"""
RELEASE = """
DROP TRIGGER keep_recorded_actions_table ON organisation_recordedaction;
DROP TRIGGER keep_recorded_actions_rows ON organisation_recordedaction;
DROP FUNCTION organisation_keep_recorded_actions();
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]

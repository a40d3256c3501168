"""What was proposed and decided about targets stays: PostgreSQL itself refuses to change or remove it,
and to let anyone decide on a proposal of their own."""

from django.db import migrations

TABLES = ("targetproposal", "proposedpath", "proposedstep", "targetdecision")
FUNCTIONS = """
CREATE FUNCTION performance_keep_targets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Targets are never changed or removed; propose new ones (% on % refused).', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE FUNCTION performance_two_people_decide() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM performance_proposedpath path
        JOIN performance_targetproposal proposal ON proposal.id = path.proposal_id
        WHERE path.id = NEW.path_id AND proposal.by_id = NEW.by_id
    ) THEN
        RAISE EXCEPTION 'A proposal is decided by another person than the one who made it.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER two_people_decide BEFORE INSERT ON performance_targetdecision
    FOR EACH ROW EXECUTE FUNCTION performance_two_people_decide();
"""
NO_FUNCTIONS = """
DROP TRIGGER two_people_decide ON performance_targetdecision;
DROP FUNCTION performance_two_people_decide();
DROP FUNCTION performance_keep_targets();
"""
# Row triggers do not see TRUNCATE.
PROTECT = """
CREATE TRIGGER keep_{table}_rows BEFORE UPDATE OR DELETE ON performance_{table}
    FOR EACH ROW EXECUTE FUNCTION performance_keep_targets();
CREATE TRIGGER keep_{table}_table BEFORE TRUNCATE ON performance_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION performance_keep_targets();
"""
RELEASE = """
DROP TRIGGER keep_{table}_table ON performance_{table};
DROP TRIGGER keep_{table}_rows ON performance_{table};
"""


class Migration(migrations.Migration):
    dependencies = [("performance", "0002_ramp_up_targets")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(migrations.RunSQL(PROTECT.format(table=table), RELEASE.format(table=table)) for table in TABLES),
    ]

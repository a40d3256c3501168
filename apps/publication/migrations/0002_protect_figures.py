"""What was frozen stays as it was: PostgreSQL itself refuses to change or remove figures."""

from django.db import migrations

TABLES = ("frozenfigures", "statisticaltable", "tablecell")
FUNCTION = """
CREATE FUNCTION publication_keep_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Frozen figures are never changed or removed (% on % refused).', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
# Row triggers do not see TRUNCATE.
PROTECT = """
CREATE TRIGGER keep_{table}_rows BEFORE UPDATE OR DELETE ON publication_{table}
    FOR EACH ROW EXECUTE FUNCTION publication_keep_figures();
CREATE TRIGGER keep_{table}_table BEFORE TRUNCATE ON publication_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION publication_keep_figures();
"""
RELEASE = """
DROP TRIGGER keep_{table}_table ON publication_{table};
DROP TRIGGER keep_{table}_rows ON publication_{table};
"""


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION publication_keep_figures();"),
        *(migrations.RunSQL(PROTECT.format(table=table), RELEASE.format(table=table)) for table in TABLES),
    ]

"""The function behind the triggers of every table whose rows are only ever added (apps.organisation.kept_rows)."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION organisation_keep_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed or removed (% refused).', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_api_token_last_used")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION organisation_keep_rows();")]

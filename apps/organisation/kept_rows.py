"""Rows that PostgreSQL itself keeps as they were written: the one text of the triggers for new migrations.

Migrations import this, so what it returns for given arguments never changes: a new way is a new function.
"""

from django.db.migrations import RunSQL

NEEDS = ("organisation", "0005_keep_rows")

_KEEP = """
CREATE TRIGGER keep_{table}_rows BEFORE {verbs} ON {table}
    FOR EACH ROW EXECUTE FUNCTION organisation_keep_rows();
-- Row triggers do not see TRUNCATE.
CREATE TRIGGER keep_{table}_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION organisation_keep_rows();
"""
_KEEP_THE_REST = """
CREATE TRIGGER keep_{table}_origin BEFORE UPDATE ON {table}
    FOR EACH ROW WHEN ((to_jsonb(OLD) - {but}) IS DISTINCT FROM (to_jsonb(NEW) - {but}))
    EXECUTE FUNCTION organisation_keep_rows();
"""
_RELEASE = """
DROP TRIGGER IF EXISTS keep_{table}_origin ON {table};
DROP TRIGGER keep_{table}_table ON {table};
DROP TRIGGER keep_{table}_rows ON {table};
"""


def keep_rows(table: str, *, but: tuple[str, ...] = ()) -> RunSQL:
    """The operation after which rows of `table` can only be added; only the columns in `but` may change.

    `table` and `but` are names in the database (`inspections_visit`, `due_on`, `closed_by_id`). Removing a
    row and emptying the table are always refused, as IntegrityError "<table> rows are never changed or
    removed". The migration that uses it depends on `NEEDS`.
    """
    names = f"ARRAY[{', '.join(repr(name) for name in but)}]"
    sql = _KEEP.format(table=table, verbs="DELETE" if but else "UPDATE OR DELETE")
    if but:
        sql += _KEEP_THE_REST.format(table=table, but=names)
    return RunSQL(sql, _RELEASE.format(table=table))

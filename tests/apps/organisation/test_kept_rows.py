"""Tables of later apps are kept by one operation; here it keeps a table of the test's own."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.organisation.kept_rows import keep_rows

pytestmark = pytest.mark.django_db

TABLE = "a_kept_table"


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def table() -> str:
    run(f"CREATE TABLE {TABLE} (id int, words text, due_on date, closed_by_id int)")
    run(f"INSERT INTO {TABLE} VALUES (1, 'said', '2025-04-01', NULL)")
    return TABLE


def refused(sql: str) -> None:
    with (
        pytest.raises(IntegrityError, match=f"{TABLE} rows are never changed or removed"),
        transaction.atomic(),
    ):
        run(sql)


@pytest.mark.parametrize("but", [(), ("due_on", "closed_by_id")])
def test_a_kept_row_is_never_changed_removed_or_emptied_away(table: str, but: tuple[str, ...]) -> None:
    run(keep_rows(table, but=but).sql)
    refused(f"UPDATE {table} SET words = 'unsaid'")
    refused(f"DELETE FROM {table}")
    refused(f"TRUNCATE {table}")
    run(f"INSERT INTO {table} VALUES (2, 'said too', NULL, NULL)")


def test_the_columns_named_may_change_and_no_other_with_them(table: str) -> None:
    run(keep_rows(table, but=("due_on", "closed_by_id")).sql)
    run(f"UPDATE {table} SET due_on = '2025-05-01', closed_by_id = 7")
    refused(f"UPDATE {table} SET due_on = '2025-06-01', words = 'unsaid'")


@pytest.mark.parametrize("but", [(), ("due_on",)])
def test_the_migration_can_be_undone(table: str, but: tuple[str, ...]) -> None:
    operation = keep_rows(table, but=but)
    run(operation.sql)
    run(operation.reverse_sql)
    run(f"DELETE FROM {table}")

"""The contract, the tables that mirror it and the page that explains it say the same."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from apps.caseload.contract import Column, Kind, load_contract
from apps.caseload.contract.document import document
from apps.caseload.queries import event_tables, held_tables

ROOT = Path(__file__).resolve().parents[3]
TYPES = {
    Kind.REF: ("text", "C"),
    Kind.TEXT: ("text", None),
    Kind.CODE: ("text", None),
    Kind.DATE: ("date", None),
    Kind.WALL_CLOCK: ("timestamp without time zone", None),
    Kind.INSTANT: ("timestamp with time zone", None),
    Kind.INTEGER: ("bigint", None),
    Kind.BOOLEAN: ("boolean", None),
}


def test_the_page_of_the_extract_is_current() -> None:
    assert (ROOT / "docs" / "extract.md").read_text(encoding="utf-8") == document(), "run `make docs`"


def test_every_table_and_column_is_explained() -> None:
    for table in load_contract().tables.values():
        assert table.title, table.name
        assert table.description, table.name
        for column in table.columns:
            assert column.title, (table.name, column.name)
            assert column.description.endswith("."), (table.name, column.name)


def test_references_of_the_contract_lead_somewhere() -> None:
    tables = load_contract().tables
    for table in tables.values():
        assert table.has(table.key)
        assert table.column(table.key).required
        for parent in table.parents:
            assert table.has(parent.column)
            assert tables[parent.table].key == parent.key
        for column in table.columns:
            assert table.has(*filter(None, (column.not_before, column.requires))), (table.name, column.name)
            assert not column.after_birth or table.has("person_id")


def test_the_contract_names_each_table_that_the_measures_need() -> None:
    needed = [
        "people",
        "deaths",
        "transfers_out",
        "custody_periods",
        "detention_periods",
        "sentences",
        "releases",
        "requirements",
        "supervision_periods",
        "allocations",
        "contacts",
        "plans",
        "recalls",
        "parole_reports",
        "parole_report_due_dates",
        "handovers",
        "handover_meetings",
        "unpaid_work_sessions",
        "programmes",
        "programme_episodes",
        "programme_decisions",
        "accommodation",
        "employment",
        "crs_contracts",
        "crs_referrals",
        "crs_appointments",
        "crs_outcomes",
        "judicial_survey_responses",
        "victim_survey_responses",
        "people_survey_responses",
        "court_reports",
        "breaches",
        "assessments",
        "assessment_quality_checks",
        "visor_records",
        "mappa_meetings",
        "electronic_monitoring",
    ]
    assert set(needed) <= set(load_contract().tables)


def _type_of(column: Column) -> tuple[str, str | None, str]:
    kind, collation = TYPES[column.kind]
    return kind, collation, "NO" if column.required else "YES"


@pytest.mark.django_db
def test_the_tables_of_the_database_are_those_of_the_contract_column_for_column() -> None:
    assert len(event_tables()) == len(load_contract().tables)
    for table, name in zip(held_tables(), event_tables(), strict=True):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name, data_type, collation_name, is_nullable FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name = %s",
                [name],
            )
            found = {column: tuple(rest) for column, *rest in cursor.fetchall()}
        assert found == {column.name: _type_of(column) for column in table.columns}, name


def test_a_wall_clock_column_takes_no_time_zone() -> None:
    from datetime import UTC, datetime

    from django.core.exceptions import ValidationError

    field = apps.get_model("caseload", "Contact")._meta.get_field("recorded_at")
    with pytest.raises(ValidationError):
        field.get_prep_value(datetime(2024, 1, 1, tzinfo=UTC))

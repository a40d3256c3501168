"""Each check finds a record on the wrong side of its edge and leaves one on the right side alone."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from rules.definitions.quality_checks import load_quality_checks
from rules.quality.checks import findings_sql

AS_AT = date(2024, 6, 30)
_TABLES = """
CREATE TABLE caseload_contacts (person_id text, contact_version_id text, scheduled_on date, outcome text,
  recorded_at timestamp, superseded_at timestamp, cancelled_at timestamp, mode text, provider text,
  practitioner_code text);
CREATE TABLE caseload_supervision_periods (person_id text, period_id text, region_code text, unit_code text,
  practitioner_code text, start_on date, end_on date);
CREATE TABLE caseload_deaths (person_id text, died_on date);
CREATE TABLE caseload_sentences (person_id text, sentence_id text, sentenced_on date);
CREATE TABLE caseload_releases (person_id text, release_id text, released_on date);
CREATE TABLE caseload_programme_episodes (person_id text, episode_id text, started_on date, ended_on date,
  outcome text);
CREATE TABLE caseload_parole_reports (person_id text, parole_report_id text, requested_on date);
CREATE TABLE caseload_parole_report_due_dates (due_date_version_id text, parole_report_id text, due_on date,
  superseded_at timestamp);
"""
# Supervised from 1 January 2024: a place for every finding.
_SUPERVISED = "INSERT INTO caseload_supervision_periods VALUES ('P1','SP1','H','H103','X1','2024-01-01',NULL)"


@pytest.fixture
def extract() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as there:
        there.execute(_TABLES)
        there.execute(_SUPERVISED)
        yield there


def found(extract: duckdb.DuckDBPyConnection, *inserts: str) -> list[tuple[str, str, str]]:
    for insert in inserts:
        extract.execute(f"INSERT INTO caseload_{insert}")
    rows = extract.execute(findings_sql(as_at=AS_AT)).fetchall()
    return sorted((rule, record, str(day)) for rule, _, _, _, _, record, day in rows)


def contact(version: str, day: str, outcome: str = "NULL", recorded: str = "2024-03-01", **more: str) -> str:
    superseded, cancelled = more.get("superseded", "NULL"), more.get("cancelled", "NULL")
    mode, provider = more.get("mode", "office"), more.get("provider", "practitioner")
    by = more.get("by", "'X1'")
    return (
        f"contacts VALUES ('P1', '{version}', '{day}', {outcome}, '{recorded}', {superseded}, {cancelled},"
        f" '{mode}', '{provider}', {by})"
    )


def test_an_outcome_is_missing_after_more_than_fourteen_days(extract: duckdb.DuckDBPyConnection) -> None:
    # 14 days before Sunday 30 June is 16 June.
    assert found(
        extract,
        contact("V1", "2024-06-15"),
        contact("V2", "2024-06-16"),
        contact("V3", "2024-06-14", superseded="'2024-06-01'"),
        contact("V4", "2024-06-13", cancelled="'2024-06-01'"),
        contact("V5", "2024-06-12", "'attended'", "2024-06-12"),
    ) == [("outcome_missing", "V1", "2024-06-15")]


def test_a_contact_is_recorded_late_after_more_than_fourteen_days(extract: duckdb.DuckDBPyConnection) -> None:
    assert found(
        extract,
        contact("V1", "2024-05-01", "'attended'", "2024-05-16 00:00:00"),
        contact("V2", "2024-05-02", "'attended'", "2024-05-16 23:59:59"),
        contact("V3", "2024-06-28", "NULL", "2024-07-20"),
        contact("V4", "2024-05-03", "'attended'", "2024-06-30", superseded="'2024-06-30'"),
    ) == [("recorded_late", "V1", "2024-05-01")]


def test_the_later_ids_of_one_contact_entered_twice_are_listed(extract: duckdb.DuckDBPyConnection) -> None:
    day = ("2024-05-01", "'attended'", "2024-05-01")
    assert found(
        extract,
        contact("V2", *day),
        contact("V1", *day),
        contact("V3", *day, mode="telephone"),
        contact("V4", *day, provider="supplier"),
        contact("V5", *day, by="NULL"),
        contact("V6", *day, by="NULL", cancelled="'2024-04-01'"),
        contact("V7", "2024-05-02", "'attended'", "2024-05-02"),
    ) == [("contact_twice", "V2", "2024-05-01")]


def test_supervision_that_runs_on_after_a_death_is_found(extract: duckdb.DuckDBPyConnection) -> None:
    assert found(
        extract,
        "deaths VALUES ('P1', '2024-06-29'), ('P2', '2024-06-30'), ('P3', '2024-05-01')",
        "supervision_periods VALUES ('P2','SP2','H','H103','X1','2024-01-01',NULL),"
        " ('P3','SP3','H','H103','X1','2024-01-01','2024-05-01'),"
        " ('P3','SP4','H','H103','X1','2024-01-01','2024-05-02')",
    ) == [("supervised_after_death", "SP1", "2024-06-29"), ("supervised_after_death", "SP4", "2024-05-01")]


def test_all_but_the_lowest_id_of_a_person_and_day_are_found(extract: duckdb.DuckDBPyConnection) -> None:
    rows = "('P1','{0}3','2024-03-04'), ('P1','{0}2','2024-03-04'), ('P1','{0}1','2024-03-05'),"
    rows += " ('P2','{0}4','2024-03-04')"
    said = found(extract, f"sentences VALUES {rows.format('S')}", f"releases VALUES {rows.format('R')}")
    assert said == [
        ("same_day_releases", "R3", "2024-03-04"),
        ("same_day_sentences", "S3", "2024-03-04"),
    ]


def test_a_programme_that_ended_well_without_a_start_is_found(extract: duckdb.DuckDBPyConnection) -> None:
    assert found(
        extract,
        "programme_episodes VALUES ('P1','E1',NULL,'2024-05-01','completed_successfully'),"
        " ('P1','E2',NULL,NULL,'completed_successfully'), ('P1','E3',NULL,'2024-05-01','removed'),"
        " ('P1','E4','2024-02-01','2024-05-01','completed_successfully')",
    ) == [("programme_not_started", "E1", "2024-05-01"), ("programme_not_started", "E2", "2024-06-30")]


def test_a_report_that_is_due_before_it_was_requested_is_found(extract: duckdb.DuckDBPyConnection) -> None:
    assert found(
        extract,
        "parole_reports VALUES ('P1','PR1','2024-05-02')",
        "parole_report_due_dates VALUES ('D1','PR1','2024-05-01',NULL), ('D2','PR1','2024-05-02',NULL),"
        " ('D3','PR1','2024-04-01','2024-04-20')",
    ) == [("report_due_before_request", "D1", "2024-05-02")]


PERIODS = [
    ("P1", "SP1", "H", "H101", "X1", "2024-01-01", "2024-02-29"),
    ("P1", "SP3", "H", "H103", "X3", "2024-03-01", "2024-03-31"),
    ("P1", "SP4", "H", "H104", "X4", "2024-05-01", None),
    ("P1", "SP2", "H", "H102", "X2", "2024-03-01", "2024-03-31"),
]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        ("2024-02-29", ("H", "H101", "X1")),
        ("2024-03-01", ("H", "H102", "X2")),  # of two from one day the lower unit
        ("2024-03-31", ("H", "H102", "X2")),
        ("2024-04-15", ("H", "H104", "X4")),  # none runs: the latest
        ("2024-05-01", ("H", "H104", "X4")),
    ],
)
def test_a_finding_stands_where_the_person_is_supervised_on_the_day(
    extract: duckdb.DuckDBPyConnection, day: str, place: tuple[str, str, str]
) -> None:
    extract.execute("DELETE FROM caseload_supervision_periods")
    extract.executemany("INSERT INTO caseload_supervision_periods VALUES (?, ?, ?, ?, ?, ?, ?)", PERIODS)
    extract.execute(f"INSERT INTO caseload_sentences VALUES ('P1','S1','{day}'), ('P1','S2','{day}')")
    extract.execute("INSERT INTO caseload_releases VALUES ('P9','R1','2024-01-01'), ('P9','R2','2024-01-01')")
    columns = ["rule", "region", "unit", "practitioner_code", "person_id", "record_id", "on_day"]
    answer = extract.execute(findings_sql(as_at=AS_AT))
    assert answer.description is not None
    assert [column[0] for column in answer.description] == columns
    assert sorted(row[:6] for row in answer.fetchall()) == [
        ("same_day_releases", "", "unallocated", "", "P9", "R2"),
        ("same_day_sentences", *place, "P1", "S2"),
    ]


def test_every_check_of_the_file_has_its_query() -> None:
    query = findings_sql(as_at=AS_AT)
    assert all(f"'{name}' AS rule" in query for name in load_quality_checks())

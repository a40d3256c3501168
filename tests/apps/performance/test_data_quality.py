"""Data quality: what was not recorded, and which records look wrong, as far as the viewer's scope reaches."""

import csv
from collections.abc import Callable
from datetime import date, datetime

import duckdb
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.caseload.models import Contact, Death, Sentence
from apps.performance.models import MeasureRun, QualityCount, QualityFinding, QualityReading
from apps.performance.quality_checks import is_unread, read_quality
from rules.definitions.quality_checks import load_quality_checks
from rules.quality import findings_sql
from rules.quality.checks import _SELECTS

Browse = Callable[..., Client]


@pytest.fixture
def reading(run: MeasureRun) -> QualityReading:
    """P1 and P5 (region A) died while supervised; P3 has two sentences of a day and a contact twice."""
    for person in ("P1", "P5"):
        Death.objects.create(person_id=person, died_on=date(2024, 5, 1))
    Sentence.objects.create(
        sentence_id="T-P3",
        person_id="P3",
        sentence_type="community_order",
        sentenced_on=date(2024, 3, 4),
        court_region_code="H",
        offence_group="theft",
    )
    Contact.objects.create(
        contact_version_id="X-P3-1",
        contact_id="X-P3",
        person_id="P3",
        mode="office",
        provider="practitioner",
        practitioner_code="H103-P01",
        scheduled_on=date(2024, 3, 5),
        recorded_at=datetime(2024, 3, 4, 10),
    )
    found = read_quality(now=timezone.now())
    assert found is not None
    return found


def found_by(rule: str) -> set[tuple[str, str, str]]:
    rows = QualityFinding.objects.filter(rule=rule)
    return {(row.person_id, row.record_id, row.unit) for row in rows}


def page(client: Client, query: str = "") -> str:
    return client.get(reverse("performance:quality") + query).content.decode()


def records(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(reverse("performance:quality-findings-csv") + query)
    return list(csv.DictReader(answer.getvalue().decode().splitlines()))


def test_every_check_has_its_select_and_every_select_its_check() -> None:
    assert set(load_quality_checks()) == set(_SELECTS)


def test_each_check_finds_what_looks_wrong_and_nothing_else(reading: QualityReading) -> None:
    assert found_by("supervised_after_death") == {("P1", "V-P1", "H103"), ("P5", "V-P5", "A25")}
    assert found_by("same_day_sentences") == {("P3", "T-P3", "H103")}
    assert found_by("contact_twice") == {("P3", "X-P3-1", "H103")}
    assert found_by("outcome_missing") == {("P3", "X-P3-1", "H103")}
    assert found_by("recorded_late") == set()


def test_counts_are_kept_by_place_and_the_extract_is_read_once(reading: QualityReading) -> None:
    assert QualityCount.objects.get(rule="supervised_after_death", region="A").records == 1
    assert not is_unread()
    assert read_quality(now=timezone.now()) == reading


def test_the_page_shows_a_region_only_its_own_records(reading: QualityReading, browse: Browse) -> None:
    wales, far = browse("regional_director", region="H"), browse("regional_director", region="A")
    assert {row["person_id"] for row in records(wales)} == {"P1", "P3"}
    assert {row["person_id"] for row in records(far)} == {"P5"}
    assert {row["person_id"] for row in records(far, "?place=region-H")} == {"P5"}
    text = page(wales, "?check=supervised_after_death&measure=SL004")
    assert "Supervision after death" in text
    assert "1 record<" in text
    assert "share not recorded by month" in text
    assert "V-P5" not in text


def test_a_practitioner_sees_the_records_of_their_own_cases(reading: QualityReading, browse: Browse) -> None:
    assert records(browse("practitioner", staff_code="H103-P02")) == []
    assert {row["person_id"] for row in records(browse("practitioner", staff_code="H103-P01"))} == {
        "P1",
        "P3",
    }


def test_what_was_not_recorded_is_a_file_too(reading: QualityReading, browse: Browse) -> None:
    answer = browse("performance_analyst").get(reverse("performance:quality-csv") + "?measure=SL004")
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert {row["measure"] for row in rows} == {"SL004"}
    assert {row["records_that_look_wrong"] for row in rows} == {"3"}


def test_the_page_of_a_figure_says_it_beside_the_rate(reading: QualityReading, browse: Browse) -> None:
    address = reverse("performance:about-figure", args=["region", "H", "SL004"])
    text = browse("performance_analyst").get(address).content.decode()
    assert "3 records that touch this measure look wrong" in text


def test_before_an_extract_is_read_the_page_says_so(run: MeasureRun, browse: Browse) -> None:
    assert "has not been checked yet" in page(browse("performance_analyst"))
    assert is_unread()


def test_without_a_run_the_page_is_empty_and_not_broken(reference: None, browse: Browse) -> None:
    assert "Data quality" in page(browse("performance_analyst"))


def test_the_select_is_read_alike_by_duckdb() -> None:
    """DuckDB binds it over empty tables of the contract; what it means is told by PostgreSQL above."""
    there = duckdb.connect()
    for table, columns in {
        "contacts": "contact_version_id text, person_id text, mode text, provider text,"
        " practitioner_code text, scheduled_on date, recorded_at timestamp, superseded_at timestamp,"
        " cancelled_at timestamp, outcome text",
        "supervision_periods": "period_id text, person_id text, region_code text, unit_code text,"
        " practitioner_code text, start_on date, end_on date",
        "deaths": "person_id text, died_on date",
        "sentences": "sentence_id text, person_id text, sentenced_on date",
        "releases": "release_id text, person_id text, released_on date",
        "programme_episodes": "episode_id text, person_id text, started_on date, ended_on date, outcome text",
        "parole_reports": "parole_report_id text, person_id text, requested_on date",
        "parole_report_due_dates": "due_date_version_id text, parole_report_id text, due_on date,"
        " superseded_at timestamp",
    }.items():
        there.execute(f"CREATE TABLE caseload_{table} ({columns})")
    there.execute("INSERT INTO caseload_deaths VALUES ('P1', DATE '2024-05-01')")
    there.execute(
        "INSERT INTO caseload_supervision_periods VALUES"
        " ('V1', 'P1', 'H', 'H103', 'H103-P01', DATE '2024-01-01', NULL)"
    )
    rows = there.execute(findings_sql(as_at=date(2024, 6, 30))).fetchall()
    assert [row[:6] for row in rows] == [("supervised_after_death", "H", "H103", "H103-P01", "P1", "V1")]

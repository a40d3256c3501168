"""The missed cases as work: by unit, team, practitioner and reason, with what is said of their records."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from apps.caseload.models import SupervisionPeriod
from apps.organisation.models import User
from apps.performance.models import MeasureOutcome, MeasureRun
from apps.performance.quality_actions import raise_item
from apps.performance.views.cases import CSV_COLUMNS
from rules.facts import Verdict

Browse = Callable[..., Client]
ALL = "?month="


@pytest.fixture
def managed(run: MeasureRun) -> MeasureRun:
    """H103-P01 works for M1, H103-P02 for M2."""
    SupervisionPeriod.objects.filter(practitioner_code="H103-P01").update(manager_code="M1")
    SupervisionPeriod.objects.filter(practitioner_code="H103-P02").update(manager_code="M2")
    return run


def listed(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(reverse("performance:cases-csv") + query)
    return list(csv.DictReader(answer.getvalue().decode().splitlines()))


def text_of(client: Client, query: str) -> str:
    return client.get(reverse("performance:cases") + query).content.decode()


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("&team=M1", {"P2"}),
        ("&team=M2", {"P4"}),
        ("&team=M3", set()),
        ("&practitioner=H103-P02", {"P4"}),
        ("&practitioner=-", {"'=P6"}),
        ("&place=unit-H103", {"P2", "P4"}),
        ("&framework=service_delivery_2014", set()),
        ("&framework=probation_service&team=M1", {"P2"}),
    ],
)
def test_the_list_is_narrowed_to_whose_work_it_is(
    managed: MeasureRun, browse: Browse, query: str, people: set[str]
) -> None:
    assert {row["person_id"] for row in listed(browse("performance_analyst"), ALL + query)} == people


def test_other_frameworks_are_one_link_away_and_keep_the_rest_of_the_address(
    managed: MeasureRun, browse: Browse
) -> None:
    text = text_of(browse("performance_analyst"), ALL + "&sort=case&page=2")
    assert "<strong>Current measures</strong>" in text
    assert 'href="?month=&amp;sort=case&amp;framework=service_delivery_2014"' in text
    assert 'href="?month=&amp;sort=case&amp;framework=all"' in text
    assert "<strong>Current measures</strong>" not in text_of(browse("performance_analyst"), "?measure=SL004")


def test_the_spreadsheets_hold_the_rows_of_the_csv(managed: MeasureRun, browse: Browse) -> None:
    client = browse("performance_analyst")
    expected = [list(CSV_COLUMNS), *(list(row.values()) for row in listed(client, ALL))]
    answer = client.get(reverse("performance:cases-sheet", args=["xlsx"]) + ALL)
    assert answer["Content-Disposition"] == 'attachment; filename="probity-cases.xlsx"'
    book = load_workbook(io.BytesIO(answer.getvalue()))
    assert [[str(cell.value or "") for cell in row] for row in book["Table"].iter_rows()] == expected
    assert "not suppressed" in str(book["About"]["A2"].value)
    assert f"run {managed.pk}." in str(book["About"]["A3"].value)
    assert client.get(reverse("performance:cases-sheet", args=["ods"])).getvalue()[:2] == b"PK"


def test_the_file_names_the_team_and_the_item(
    managed: MeasureRun, browse: Browse, person_with: object
) -> None:
    case = MeasureOutcome.objects.get(run=managed, occurrence_id="S-P2")
    head: User = person_with("head_of_delivery_unit", unit="H103")  # type: ignore[operator]
    item = raise_item(case, fault="other", words="Look.", owner=head, by=head, on=date(2024, 4, 5))
    rows = {row["person_id"]: row for row in listed(browse("performance_analyst"), ALL)}
    assert (rows["P2"]["team"], rows["P2"]["quality_item"], rows["P2"]["quality_item_state"]) == (
        "M1",
        str(item.pk),
        "open",
    )
    assert rows["P4"]["quality_item"] == ""
    text = text_of(browse("performance_analyst"), ALL)
    assert reverse("performance:quality-item", args=[item.pk]) in text
    assert reverse("performance:quality-raise", args=["SL004", "S-P4"]) in text


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("unit", ["Heads of", "(H104)"]),
        ("team", [">M1<", ">M2<", "Nobody recorded"]),
        ("practitioner", ["H103-P01", "Nobody recorded"]),
        ("measure", ["Initial appointment"]),
        ("reason", ["By reason"]),
    ],
)
def test_the_cases_are_counted_by_what_is_asked(
    managed: MeasureRun, browse: Browse, group: str, names: list[str]
) -> None:
    text = text_of(browse("performance_analyst"), f"{ALL}&measure=SL004&by={group}")
    counts = re.search(r'id="counted-caption".*?</table>', text, re.DOTALL)
    assert counts is not None
    for name in names[1:]:
        assert name in counts.group()


def test_a_reason_narrows_the_list(managed: MeasureRun, browse: Browse) -> None:
    client = browse("performance_analyst")
    reasons = {row["reason"] for row in listed(client, ALL)}
    for reason in reasons:
        found = listed(client, f"{ALL}&measure=SL004&reason={reason}")
        assert {row["reason"] for row in found} == {reason}


def test_a_practitioner_sees_only_their_own_whatever_the_address_says(
    managed: MeasureRun, browse: Browse
) -> None:
    client = browse("practitioner", staff_code="H103-P01")
    assert {row["person_id"] for row in listed(client, ALL)} == {"P2"}
    assert listed(client, f"{ALL}&team=M2") == []


def test_every_verdict_word_is_explained_where_people_meet_it(managed: MeasureRun, browse: Browse) -> None:
    client = browse("performance_analyst")
    pages = [
        text_of(client, ""),
        client.get(reverse("performance:explain", args=["SL004", "S-P2"])).content.decode(),
        client.get(reverse("performance:place", args=["region", "H"])).content.decode(),
    ]
    words = ("Met", "Missed", "Exception", "Excluded", "Not recorded", "Not yet due", "Not counted")
    assert len(words) == len(Verdict)
    for text in pages:
        assert "What do these words mean?" in text
        for word in words:
            assert f'summary-list__key">{word}<' in text

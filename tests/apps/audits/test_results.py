"""Results beyond the score: questions, delivery units, people, complete exports, the API."""

import csv
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from apps.audits.actions import lock_score
from apps.audits.question_results import QuestionResult
from apps.audits.result_presentation import question_cells
from apps.audits.result_queries import _changed, question_table
from rules.definitions.banks import load_bank
from tests.factories.audits import finish_round
from tests.factories.people import make_person_with

E01 = load_bank("QM102", "1.0").questions["E01"]


def result(full: int, counted: int) -> QuestionResult:
    return QuestionResult(
        question=E01,
        counted=counted,
        full=full,
        points=Fraction(full),
        not_applicable=0,
        no_evidence=0,
        frame_size=100,
        on=date(2026, 3, 31),
    )


def test_a_question_of_very_few_cases_shows_counts_and_no_percentage():
    assert question_cells([result(3, 4)])[0].share is None
    five = question_cells([result(4, 5)])[0]
    assert (str(five.share), five.low < five.share < five.high) == ("80.0", True)
    assert question_cells([None]) == [None]


def test_a_difference_needs_five_cases_on_both_sides():
    assert _changed(result(3, 4), result(9, 10)).difference is None
    assert _changed(result(2, 10), result(9, 10)).difference.is_clear
    assert _changed(None, result(9, 10)).difference is None


@pytest.fixture
def locked(small, lead):
    finish_round(small)
    lock_score(small, by=lead)
    small.refresh_from_db()
    return small


@pytest.mark.django_db
def test_a_published_round_is_read_in_detail_exported_whole_and_served_to_programs(client, locked, lead):
    director = make_person_with("regional_director", region="H")
    client.force_login(director)
    table = client.get("/audits/questions/")
    assert "E01" in table.text
    assert "Wales" in table.text
    detail = client.get(f"/audits/{locked.pk}/detail/")
    assert "No earlier round" in detail.text
    assert "2" in detail.text
    assert "Complete files" not in detail.text
    assert client.get(f"/audits/{locked.pk}/export/answers.csv").status_code == 403
    client.force_login(make_person_with("regional_director", region="A"))
    assert client.get(f"/audits/{locked.pk}/detail/").status_code == 404
    assert client.get("/api/v1/audits/rounds/").json() == {"rounds": []}

    client.force_login(lead)
    text = b"".join(client.get(f"/audits/{locked.pk}/export/answers.csv").streaming_content).decode()
    rows = list(csv.DictReader(StringIO(text)))
    first = [row for row in rows if row["mark"] == "1" and row["question"] == "E01"]
    assert len(first) == 2
    assert {row["scores"] for row in first} <= {"met", "partly_met", "not_met"}
    assert {row["mark"] for row in rows} == {"1", "2"}
    sheet = client.get(f"/audits/{locked.pk}/export/cases.xlsx")
    book = load_workbook(BytesIO(b"".join(sheet.streaming_content)), read_only=True)
    assert any("case_id" in [cell.value for cell in row] for page in book for row in page.iter_rows())
    listed = client.get("/api/v1/audits/rounds/").json()["rounds"]
    assert [(one["id"], one["score_exact"]) for one in listed] == [(locked.pk, locked.score.score)]
    asked = client.get(f"/api/v1/audits/rounds/{locked.pk}/questions/").json()["questions"]
    assert asked[0]["question"] == question_table([locked])[0].question.id
    facts = client.get(f"/api/v1/audits/rounds/{locked.pk}/facts/").json()
    assert facts["columns"][-3:] == ["value", "origin", "changed_at"]
    assert client.get(f"/api/v1/audits/rounds/{locked.pk}/secrets/").status_code == 404

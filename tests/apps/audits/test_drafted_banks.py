"""The drafted banks, each from its frame to a published score."""

from datetime import date, datetime

import pytest

from apps.assessments.actions import confirm_facts, publish_edition, submit
from apps.assessments.models import CaseFact
from apps.audits.actions import draw_round, lock_score, open_round
from apps.audits.moderation import sign_off
from apps.audits.moderation_queries import second_marks
from rules.definitions.banks import load_bank
from tests.factories.audits import answer_everything, make_plan, settle_differences
from tests.factories.failures import make_live_extract, person, release
from tests.factories.people import make_person_with
from tests.factories.pieces_of_work import (
    IN_WINDOW,
    court_report,
    on_programme,
    programme,
    put_work,
    requirement,
)

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 1)


def _unpaid_work(number):
    session = {
        "session_version_id": f"V{number}",
        "session_id": f"V{number}",
        "person_id": f"X{number:03d}",
        "requirement_id": f"Q{number:03d}",
        "session_type": "work",
        "scheduled_on": LATER,
        "recorded_at": datetime(2026, 2, 3, 9),
        "cancelled_at": datetime(2026, 4, 1, 7),
        "cancelled_by": "region",
    }
    return {"requirements": [requirement(number, IN_WINDOW)], "unpaid_work_sessions": [session]}


def _on_a(kind):
    return lambda number: on_programme(number, programme_code=kind, started_on=IN_WINDOW, ended_on=LATER)


def _released(number):
    early = {
        "release_date_version_id": f"D{number}",
        "sentence_id": f"S{number:03d}",
        "kind": "automatic",
        "release_on": date(2027, 1, 5),
        "recorded_at": datetime(2026, 1, 6, 9),
        "set_at_sentence": True,
    }
    return {"releases": [release(number, IN_WINDOW)], "release_dates": [early]}


# bank -> what each person of the frame adds, the kind of the cases, a fact that the caseload knows, and
# something that the case page says of the case.
BANKS = {
    "QM030": (_unpaid_work, "unpaid_work_only", ("stood_down", True), ["Hours ordered", "80"]),
    "QM34": (_on_a("TSP"), "programme", ("programme_ended", True), ["First session", "2026-02-02"]),
    "QM036": (_on_a("ETS"), "intervention", ("long_enough", True), ["Length", "19 weeks"]),
    "QM25": (_released, "release", ("long_custody", True), ["Released to", "Licence"]),
    "PSR": (court_report, "court_report", ("woman", True), ["The court had it", "2026-02-02"]),
}
SHELF = (programme("TSP"), programme("ETS", kind="structured_intervention"))


@pytest.fixture
def cases_of(reference):
    def put(bank):
        more = BANKS[bank][0]
        put_work(*SHELF, *(person(number) | more(number) for number in range(1, 7)))
        return make_live_extract()

    return put


def _mark_everything(drawn):
    for mark in [*drawn.assignments, *second_marks(drawn)]:
        confirm_facts(mark, by=mark.auditor)
        answer_everything(mark)
        submit(mark, by=mark.auditor)
    settle_differences(drawn)
    sign_off(drawn, by=make_person_with("senior_reviewer"))


@pytest.mark.parametrize("bank", BANKS)
def test_a_round_of_a_drafted_bank_goes_from_its_frame_to_a_published_score(bank, cases_of):
    _, kind, (fact, value), line = BANKS[bank]
    cases_of(bank)
    auditors, lead = (
        [make_person_with("auditor", region="H") for _ in range(2)],
        make_person_with("lead_auditor"),
    )
    edition = publish_edition(load_bank(bank, "1.0"), by=None)[0]
    opened = open_round(make_plan(auditors, edition=edition, size=2), by=lead)
    assert draw_round(opened, by=lead) == []
    opened.refresh_from_db()
    case = opened.sample.cases.filter(standing="sampled").first()
    assert (opened.sample.cases.count(), case.kind) == (6, kind)
    assert CaseFact.objects.get(sampled_case=case, fact=fact, mark=1).value == value
    assert line in case.snapshot["case"]["more"]
    _mark_everything(opened)
    score = lock_score(opened, by=lead)
    assert (score.score, score.band, score.scored, score.frame_size) == ("100", "green", 2, 6)

"""Where two assessors of a case differ: what stands in the way of rating, who decides, and what counts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.assessments.actions import Refused
from apps.assessments.adjudication import Decision
from apps.assessments.models import Adjudication, Assignment
from apps.inspections.differing import agreement_of, compared_cases, decide, judged_questions
from apps.inspections.gates import reasons_not_to_go
from apps.inspections.judgements import case_judgements
from apps.inspections.models import Inspection, Member
from apps.organisation.models import User
from rules.scoring.key_questions import Judged
from tests.factories.inspections import assess, draw_made_up_cases, join, make_inspection
from tests.factories.people import form_key, make_person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
State, Job = Inspection.State, Member.Job
DISPUTED = "2.2.1"
WHY = "The record shows both sessions"


def marks_of(inspection: Inspection) -> list[Assignment]:
    """By case and mark."""
    found = Assignment.objects.filter(sampled_case__sample=inspection.sample)
    ordered = found.order_by("sampled_case__case_id", "mark")
    return list(ordered.select_related("sampled_case__sample", "edition", "auditor"))


@pytest.fixture
def differing() -> Inspection:
    """One case, found sufficient by its first assessor, and not in one key question by its second."""
    inspection = make_inspection(size=1)
    join(inspection, Job.INSPECTOR)
    join(inspection, Job.INSPECTOR)
    draw_made_up_cases(inspection, size=1)
    first, second = marks_of(inspection)
    assess(first)
    assess(second, no=(DISPUTED,))
    Inspection.objects.filter(pk=inspection.pk).update(state=State.FIELDWORK)
    inspection.refresh_from_db()
    return inspection


@pytest.fixture
def say(differing: Inspection) -> Callable[..., Adjudication]:
    """`say(by, "no")`: decide the disputed key question."""
    first = marks_of(differing)[0]
    asked = next(each.id for each in judged_questions(first.bank) if each.judges == DISPUTED)

    def said(by: User, answer: str, *, key: str = asked, reason: str = WHY) -> Adjudication:
        decision = Decision(kind=Adjudication.Kind.ANSWER, key=key, value=answer, reason=reason)
        return decide(differing, first, decision, by=by)

    return said


def judged(inspection: Inspection) -> Judged:
    found = case_judgements(inspection).judgements
    return next(each.judged for each in found if each.key_question == DISPUTED)


def browser(user: User | None) -> Client:
    assert user is not None
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_panel_waits_for_a_difference_and_counts_what_was_decided(
    differing: Inspection, say: Callable[..., Adjudication]
) -> None:
    assert "Two assessors differ and nobody has decided yet: C001" in reasons_not_to_go(
        differing, State.RATING
    )
    assert judged(differing) is Judged.YES
    say(differing.planned_by, "no")
    assert judged(differing) is Judged.NO
    assert not any("differ" in reason for reason in reasons_not_to_go(differing, State.RATING))
    assert [mark.answers.filter(note=WHY).count() for mark in marks_of(differing)] == [0, 0]


def test_the_panel_waits_for_a_second_assessment() -> None:
    inspection = make_inspection()
    join(inspection, Job.INSPECTOR)
    join(inspection, Job.INSPECTOR)
    draw_made_up_cases(inspection, size=1)
    Inspection.objects.filter(pk=inspection.pk).update(state=State.FIELDWORK)
    inspection.refresh_from_db()
    assert "1 second assessment not submitted yet" in reasons_not_to_go(inspection, State.RATING)


def test_who_decides(differing: Inspection, say: Callable[..., Adjudication]) -> None:
    first, second = marks_of(differing)
    for stranger in (join(differing, Job.PANEL), make_person_with("lead_inspector"), second.auditor):
        with pytest.raises(Refused, match="leads the inspection or assures its quality"):
            say(stranger, "no")
    join(differing, Job.QUALITY, user=first.auditor)
    with pytest.raises(Refused, match="You marked this case"):
        say(first.auditor, "no")
    assert say(join(differing, Job.QUALITY), "no").value == "no"


def test_a_prompt_needs_no_decision_and_none_is_made_once_the_draft_is_out(
    differing: Inspection, say: Callable[..., Adjudication]
) -> None:
    bank = marks_of(differing)[0].bank
    prompt = next(each.id for each in bank.questions.values() if not each.judges)
    with pytest.raises(Refused, match="Prompts inform a judgement"):
        say(differing.planned_by, "yes", key=prompt)
    Inspection.objects.filter(pk=differing.pk).update(state=State.ACCURACY)
    with pytest.raises(Refused, match="until the panel has sat"):
        say(differing.planned_by, "no")


def test_agreement_is_told_by_key_question_and_keeps_to_what_was_said_blind(
    differing: Inspection, say: Callable[..., Adjudication]
) -> None:
    def figures() -> dict[str, Any]:
        tables = agreement_of(differing)
        assert tables is not None
        return {row.key: row.figures.percent.value for row in tables.by_question if row.figures.items}

    before = figures()
    assert before[DISPUTED] == 0
    assert {value for key, value in before.items() if key != DISPUTED} == {1}
    say(differing.planned_by, "yes")
    assert figures() == before


def test_the_lead_decides_on_the_page(differing: Inspection) -> None:
    lead = browser(differing.planned_by)
    (case,) = compared_cases(differing)
    first = case.settlement.assignment
    listed = lead.get(reverse("inspections:agreement", args=[differing.pk])).content.decode()
    assert "1 case to decide." in listed
    assert "0 of 1" in listed  # of few cases counts, no percentage
    address = reverse("inspections:differences", args=[differing.pk, first.pk])
    assert "1 to decide." in lead.get(address).content.decode()
    (key,) = case.to_decide
    named = {"kind": "answer", "key": key, f"answer-{key}-value": "no"}
    assert lead.post(address, form_key() | named).status_code == 422
    sent = form_key() | named | {f"answer-{key}-reason": WHY}
    assert [lead.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert Adjudication.objects.count() == 1
    shown = lead.get(address).content.decode()
    assert "Nothing is left to decide." in shown
    assert WHY in shown
    table = lead.get(reverse("inspections:agreement_table-csv", args=[differing.pk]))
    assert DISPUTED in b"".join(table.streaming_content).decode()


@pytest.mark.parametrize("job", [Job.INSPECTOR, Job.PANEL, Job.LOCAL])
def test_others_of_the_team_read_neither_agreement_nor_differences(differing: Inspection, job: str) -> None:
    client, first = browser(join(differing, job)), marks_of(differing)[0]
    for address in (
        reverse("inspections:agreement", args=[differing.pk]),
        reverse("inspections:agreement_table-csv", args=[differing.pk]),
        reverse("inspections:differences", args=[differing.pk, first.pk]),
    ):
        assert client.get(address).status_code in (403, 404)


def test_a_case_that_one_assessor_still_works_on_is_not_shown() -> None:
    inspection = make_inspection()
    join(inspection, Job.INSPECTOR)
    join(inspection, Job.INSPECTOR)
    draw_made_up_cases(inspection, size=1)
    first = assess(marks_of(inspection)[0])
    lead = browser(inspection.planned_by)
    assert lead.get(reverse("inspections:differences", args=[inspection.pk, first.pk])).status_code == 404
    listed = lead.get(reverse("inspections:agreement", args=[inspection.pk])).content.decode()
    assert "stay blind to each other until then" in listed

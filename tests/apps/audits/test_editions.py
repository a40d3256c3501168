"""A round moves to a newer edition of its bank: the lead sees what happens to every case, then does it."""

from typing import get_args

import pytest
from django.urls import reverse

from apps.assessments.actions import Refused, publish_edition
from apps.assessments.models import Assignment
from apps.audits.editions import move_round, newer_edition, plan_round_move
from apps.audits.frames import FRAMES
from apps.audits.models import AuditRound
from apps.audits.queries import standing_of
from apps.organisation.models import RecordedAction
from rules.definitions.banks import FrameKind, build_bank, load_bank
from tests.factories.audits import mark_case

pytestmark = pytest.mark.django_db


def _edition(number, **values):
    raw = load_bank("QM102", "1.0").file.model_dump(mode="json") | {"edition": number}
    raw["sections"][0]["questions"][0] |= values
    return publish_edition(build_bank(raw, file="new"), by=None)[0]


@pytest.fixture
def minor(drawn):
    return _edition("1.1", text="Other words")


@pytest.fixture
def major(drawn):
    return _edition("2.0", weight=3)


def _submit_one(drawn):
    mark_case(drawn.assignments.select_related("sampled_case__sample", "edition", "auditor").first())


def test_every_kind_of_frame_that_a_bank_may_name_is_built_from_the_caseload():
    assert set(get_args(FrameKind)) == FRAMES


def test_a_round_without_a_newer_edition_has_nothing_to_move_to(drawn):
    assert newer_edition(drawn) is None


def test_a_minor_edition_moves_what_is_open_and_leaves_what_is_submitted(drawn, minor, lead):
    _submit_one(drawn)
    plan = plan_round_move(drawn, minor)
    assert (len(plan.moving), len(plan.staying), plan.problem) == (3, 1, "")
    move_round(drawn, minor, by=lead, reason="Clearer words")
    moved = AuditRound.objects.get(pk=drawn.pk)
    assert moved.edition == minor
    editions = [mark.edition.edition for mark in moved.assignments.order_by("submitted_at")]
    assert sorted(editions) == ["1.0", "1.1", "1.1", "1.1"]
    assert standing_of(moved).submitted == 1
    trace = RecordedAction.objects.get(verb="move_round_to_edition")
    assert (trace.before, trace.after["moved"], len(trace.after["stayed"])) == ({"edition": "1.0"}, 3, 1)


def test_second_marks_move_with_their_case(drawn, minor, lead):
    move_round(drawn, minor, by=lead, reason="Clearer words")
    marks = Assignment.objects.filter(sampled_case__sample=drawn.sample)
    assert {mark.edition.edition for mark in marks} == {"1.1"}


def test_a_change_of_meaning_moves_the_whole_round_or_nothing(drawn, major, lead):
    _submit_one(drawn)
    with pytest.raises(Refused, match="changes the meaning of the bank, and 1 of the 4 cases are submitted"):
        move_round(drawn, major, by=lead, reason="A better weight")
    assert AuditRound.objects.get(pk=drawn.pk).edition.edition == "1.0"


def test_a_round_without_a_submitted_case_moves_to_a_major_edition(drawn, major, lead):
    move_round(drawn, major, by=lead, reason="A better weight")
    moved = AuditRound.objects.get(pk=drawn.pk)
    assert {mark.edition for mark in moved.assignments} == {major}


@pytest.mark.parametrize(
    ("state", "reason", "problem"), [("locked", "Because", "being marked"), ("drawn", " ", "reason")]
)
def test_a_round_that_is_locked_or_without_a_reason_does_not_move(drawn, minor, lead, state, reason, problem):
    AuditRound.objects.filter(pk=drawn.pk).update(state=state)
    with pytest.raises(Refused, match=problem):
        move_round(drawn, minor, by=lead, reason=reason)


def test_a_round_never_moves_back(drawn, lead):
    with pytest.raises(Refused, match="not a later edition"):
        move_round(drawn, _edition("0.9", weight=1), by=lead, reason="Because")


def test_the_lead_sees_it_first_and_does_it_with_a_reason(drawn, minor, browse):
    lead = browse("lead_auditor")
    address = reverse("audits:change_edition", args=[drawn.pk])
    assert address in lead.get(reverse("audits:round", args=[drawn.pk])).content.decode()
    page = lead.get(address).content.decode()
    assert "4 cases can move" in page
    assert "Other words" in page
    assert lead.post(address, {"reason": ""}).status_code == 422
    done = lead.post(address, {"reason": "Clearer words"}, follow=True).content.decode()
    assert "4 cases are marked with QM102 Enforcement quality (1.1) from now on" in done
    assert lead.get(address).status_code == 404  # nothing newer is left


def test_the_page_says_why_a_round_cannot_move(drawn, major, browse):
    _submit_one(drawn)
    page = browse("lead_auditor").get(reverse("audits:change_edition", args=[drawn.pk])).content.decode()
    assert "a round cannot be scored with both" in page
    assert "was submitted and stays in its edition" in page
    assert "Move 3 cases" not in page

"""A round before its draw is changed or withdrawn, and what was planned stays on record."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from apps.assessments.actions import Refused
from apps.audits.actions import draw_round, open_round
from apps.audits.board_forms import BoardFilter
from apps.audits.handing import extend_deadline
from apps.audits.models import AuditRound
from apps.audits.moderation import sign_off
from apps.audits.planning import plan_rounds
from apps.audits.undrawn import change_round, history_of, plan_of, withdraw_round
from apps.organisation.models import RecordedAction, Region
from tests.factories.audits import make_plan
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db
WHY = "The window was a month off"


@pytest.fixture
def opened(caseload, auditors, lead):
    return open_round(make_plan(auditors), by=lead)


def test_a_change_is_what_is_drawn_then(opened, lead, auditors):
    plan = replace(plan_of(opened), size=3, seed="other", strata_columns=(), window_first_on=date(2026, 3, 1))
    change_round(opened, plan, by=lead, reason=WHY)
    draw_round(opened, by=lead)
    drawn = AuditRound.objects.get(pk=opened.pk)
    assert (drawn.size, drawn.sample.seed, drawn.sample.strata_columns) == (3, "other", [])
    assert drawn.sample.window_first_on == date(2026, 3, 1)


def test_every_plan_stays_on_record_with_who_changed_it_and_why(opened, lead):
    change_round(opened, replace(plan_of(opened), size=3, due_on=date(2026, 9, 1)), by=lead, reason=WHY)
    first, second = history_of(opened)
    assert (first.what, first.changes) == ("Opened", ())
    assert (second.what, second.by, second.reason) == ("Changed", lead, WHY)
    assert second.changes == (
        ("Cases to sample", "4", "3"),
        ("Score by", "1 August 2026", "1 September 2026"),
    )


def test_region_window_strata_and_auditors_are_told_in_words(opened, lead):
    elsewhere = Region.objects.get(code="A")
    other = make_person_with("auditor", region="A")
    plan = replace(
        plan_of(opened),
        region=elsewhere,
        auditors=(other,),
        strata_columns=(),
        window_last_on=date(2026, 5, 31),
    )
    change_round(opened, plan, by=lead, reason=WHY)
    told = {part: after for part, _, after in history_of(opened)[-1].changes}
    assert told == {
        "Region": str(elsewhere),
        "Window": "1 January 2026 to 31 May 2026",
        "Shared out by": "nothing: one pool",
        "Auditors": other.username,
    }
    assert list(AuditRound.objects.get(pk=opened.pk).auditors.all()) == [other]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, "Nothing is different"),
        ({"seed": " "}, "Give a seed"),
        ({"auditors": ()}, "at least one auditor"),
        ({"window_last_on": date(2025, 1, 1)}, "ends before it begins"),
    ],
)
def test_a_plan_that_cannot_work_or_says_nothing_new_is_refused(opened, lead, changed, problem):
    with pytest.raises(Refused, match=problem):
        change_round(opened, replace(plan_of(opened), **changed), by=lead, reason=WHY)
    assert len(history_of(opened)) == 1


def test_an_auditor_of_another_region_is_refused_with_the_new_region(opened, lead):
    with pytest.raises(Refused, match="Not auditors of this region"):
        change_round(
            opened, replace(plan_of(opened), region=Region.objects.get(code="A")), by=lead, reason=WHY
        )


def test_a_change_to_a_round_that_exists_already_is_refused_and_leaves_it_as_it_was(opened, auditors, lead):
    other = open_round(make_plan(auditors, window_first_on=date(2026, 2, 1)), by=lead)
    with pytest.raises(Refused, match="There is a round of this bank"):
        change_round(other, replace(plan_of(other), window_first_on=date(2026, 1, 1)), by=lead, reason=WHY)
    other.refresh_from_db()
    assert other.window_first_on == date(2026, 2, 1)


def test_a_drawn_round_is_neither_changed_nor_withdrawn(drawn, lead):
    with pytest.raises(Refused, match="is drawn"):
        change_round(drawn, replace(plan_of(drawn), size=3), by=lead, reason=WHY)
    with pytest.raises(Refused, match="is drawn"):
        withdraw_round(drawn, by=lead, reason=WHY)


def test_without_a_reason_nothing_happens(opened, lead):
    with pytest.raises(Refused, match="reason"):
        withdraw_round(opened, by=lead, reason=" ")
    with pytest.raises(Refused, match="reason"):
        change_round(opened, replace(plan_of(opened), size=3), by=lead, reason="")
    assert AuditRound.objects.get(pk=opened.pk).state == "open"


def test_a_withdrawn_round_is_never_drawn_put_off_signed_or_changed_again(opened, lead):
    withdraw_round(opened, by=lead, reason=WHY)
    for step in (
        lambda: draw_round(opened, by=lead),
        lambda: withdraw_round(opened, by=lead, reason=WHY),
        lambda: change_round(opened, replace(plan_of(opened), size=3), by=lead, reason=WHY),
        lambda: extend_deadline(opened, due_on=date(2027, 1, 1), by=lead, reason=WHY),
        lambda: sign_off(opened, by=make_person_with("senior_reviewer")),
    ):
        with pytest.raises(Refused):
            step()
    assert RecordedAction.objects.filter(verb="withdraw_round").get().reason == WHY


def test_another_round_can_take_the_place_of_a_withdrawn_one(opened, auditors, lead):
    withdraw_round(opened, by=lead, reason=WHY)
    plan = plan_rounds(
        [opened.region],
        [opened.edition],
        as_at=date(2026, 6, 30),
        window=(opened.window_first_on, opened.window_last_on),
    )
    assert [each.why_not for each in plan.rounds] == [""]
    assert open_round(make_plan(auditors), by=lead).pk != opened.pk


def test_the_board_shows_withdrawn_rounds_only_when_asked(opened, lead):
    withdraw_round(opened, by=lead, reason=WHY)
    rounds = AuditRound.objects.all()
    shown = [list(BoardFilter(given, rounds=rounds).chosen()) for given in ({}, {"state": "withdrawn"})]
    assert shown == [[], [opened]]


def _entered(plan, **changed):
    """The form as it is filled in from a plan."""
    days = {
        f"{name}_{part}": getattr(getattr(plan, name), part)
        for name in ("window_first_on", "window_last_on", "due_on")
        for part in ("day", "month", "year")
    }
    same = {
        "region": plan.region.pk,
        "size": plan.size,
        "seed": plan.seed,
        "strata": list(plan.strata_columns),
        "auditors": [user.pk for user in plan.auditors],
        "reason": WHY,
    }
    return days | same | changed


def test_the_lead_changes_a_round_in_the_browser_and_sees_what_it_was(opened, browse):
    client = browse("lead_auditor")
    address = reverse("audits:change_plan", args=[opened.pk])
    assert address in client.get(reverse("audits:round", args=[opened.pk])).content.decode()
    assert client.get(address).status_code == 200
    page = client.post(address, _entered(plan_of(opened), size=3), follow=True).content.decode()
    assert "Cases to sample: 4 became 3" in page
    assert WHY in page
    wrong = client.post(address, _entered(plan_of(opened), size=0, reason=""))
    assert wrong.status_code == 422
    assert "Give a reason for the change" in wrong.content.decode()
    assert (
        "Nothing is different"
        in client.post(address, _entered(plan_of(AuditRound.objects.get(pk=opened.pk)))).content.decode()
    )


def test_the_lead_withdraws_a_round_in_the_browser_and_it_stays_in_the_list(opened, browse):
    client = browse("lead_auditor")
    address = reverse("audits:withdraw", args=[opened.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    page = client.post(address, {"reason": WHY}, follow=True).content.decode()
    assert "Nothing was drawn or scored" in page
    assert WHY in page
    assert "Draw the sample" not in page
    assert "Withdrawn before the draw" in client.get(reverse("audits:rounds")).content.decode()
    assert client.get(address).status_code == 409
    assert client.get(reverse("audits:change_plan", args=[opened.pk])).status_code == 409

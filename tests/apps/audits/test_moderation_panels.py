"""What the home pages of adjudicators and senior reviewers list, however many newer rounds there are."""

from datetime import date

import pytest

from apps.audits import moderation_panels
from apps.audits.actions import draw_round, open_round
from apps.audits.moderation_panels import differences_to_decide, rounds_to_sign_off
from apps.audits.moderation_queries import second_marks
from tests.factories.audits import make_plan, mark_case, settle_differences
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(small, auditors, lead, monkeypatch):
    """A round opened after the marked one, still to be scored, where a panel has room for one."""
    monkeypatch.setattr(moderation_panels, "MOST", 1)
    opened = open_round(make_plan(auditors, size=2, window_first_on=date(2026, 2, 1)), by=lead)
    draw_round(opened, by=lead)
    return opened


@pytest.fixture
def differing(small):
    """One case of the round that its two markers read otherwise."""
    second = second_marks(small).select_related("sampled_case__sample", "edition", "auditor")[0]
    first = small.assignments.get(sampled_case=second.sampled_case_id)
    mark_case(first)
    mark_case(second, E01="not_met")


def test_an_older_round_with_a_difference_is_not_hidden_by_newer_rounds(small, differing, newer):
    panel = differences_to_decide(make_person_with("adjudicator"))
    assert [(row.url, row.value) for row in panel.rows] == [
        (f"/audits/{small.pk}/moderation/", "1 to decide")
    ]


def test_an_older_round_to_sign_off_is_not_hidden_by_newer_rounds(small, marked, newer):
    settle_differences(small)
    panel = rounds_to_sign_off(make_person_with("senior_reviewer"))
    assert [row.url for row in panel.rows] == [f"/audits/{small.pk}/moderation/"]

"""The nation's score from its regions', and a score a year on."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from apps.audits.levels import nation_score
from apps.audits.models import AuditScore
from apps.audits.presentation import nation_text
from apps.audits.result_presentation import score_change_text
from apps.audits.result_queries import score_change
from tests.factories.audits import make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(reference):
    return make_edition()


def published(edition, region, percent, *, frame=100, variance=4, scored=20):
    """As much of a locked round as its figures are told from: what was locked."""
    detail = {
        "strata": [{"name": "order"}],
        "variance": None if variance is None else str(Fraction(variance)),
    }
    score = AuditScore(
        score=str(Fraction(percent)),
        scored=scored,
        too_thin=1,
        sampled=scored + 1,
        frame_size=frame,
        detail=detail,
    )
    return SimpleNamespace(region_id=region, edition=edition, score=score)


def of_edition(number):
    return SimpleNamespace(edition=number)


def test_the_nation_weights_regions_by_their_frames_and_names_those_that_are_missing(edition):
    rounds = [published(edition, "A", 90), published(edition, "H", 70, frame=300)]
    nation = nation_score(rounds)
    assert (nation.combined.percent, nation.banded.band.id) == (75, "amber_green")
    assert (nation.combined.scored, nation.sampled, nation.too_thin, nation.regions) == (40, 42, 2, 2)
    assert len(nation.missing) == 10
    assert "Wales" not in nation.missing
    text = nation_text(rounds[0], nation)
    # The variance is 1/16 x 4 + 9/16 x 4 = 2.5; t(0.975, 38) = 2.0244, so that it reaches 3.2 either way.
    assert (text.interval, text.touched) == ("71.8% to 78.2%", "AMBER/GREEN, AMBER/RED")
    assert text.distance == "11.5 points below GREEN (87% after rounding)"


def test_two_meanings_of_a_bank_and_no_round_at_all_make_no_score(edition):
    assert nation_score([]) is None
    other = published(of_edition("2.0"), "H", 70)
    assert nation_score([published(edition, "A", 90), other]) is None


def test_a_score_is_compared_with_the_year_before_with_an_interval(edition):
    before, after = published(edition, "H", 70), published(edition, "H", 80)
    found = score_change(before, after)
    # A standard error of the square root of 8; t(0.975, 38) = 2.0244.
    assert (found.points, round(float(found.low), 2), round(float(found.high), 2)) == (10, 4.27, 15.73)
    assert score_change_text(found) == "+10.0 (+4.3 to +15.7) points"
    little = score_change(before, published(edition, "H", 72))
    assert score_change_text(little).endswith("points: no clear change")


def test_scores_that_cannot_be_compared_say_so(edition):
    before = published(edition, "H", 70)
    assert score_change(before, published(of_edition("2.0"), "H", 80)) is None
    assert score_change(before, published(edition, "H", 80, variance=None)) is None
    assert "cannot be compared" in score_change_text(None)

"""A delivery unit's score is the round's arithmetic over the unit's own part of frame and sample."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from apps.assessments.models import SampledCase
from apps.audits.presentation import unit_text
from apps.audits.queries import ScoredCase
from apps.audits.unit_scores import unit_scores
from rules.scoring.score import Stratum, score_round
from tests.factories.audits import make_case, make_edition, make_sample

pytestmark = pytest.mark.django_db


def row(number):
    unit = "H103" if number < 16 else "H104" if number < 26 else "H105"
    return replace(make_case(number, kind="order" if number % 3 else "licence"), unit=unit)


@pytest.fixture
def drawn_round(reference):
    """Thirty cases of three units in two strata, twenty drawn."""
    frame = [row(number) for number in range(30)]
    return SimpleNamespace(
        sample_id=make_sample(frame, size=20).pk, edition=make_edition(), window_last_on=date(2026, 6, 30)
    )


def submitted(drawn_round, *, thin=()):
    cases = SampledCase.objects.filter(sample=drawn_round.sample_id, standing="sampled").order_by("case_id")
    return [
        ScoredCase(
            SimpleNamespace(sampled_case=case),
            {"percent": None if case.case_id in thin else str(Fraction(60 + 7 * (place % 6), 1))},
        )
        for place, case in enumerate(cases)
    ]


def test_it_is_the_round_s_formula_over_the_unit_s_lines(drawn_round):
    cases = submitted(drawn_round)
    found = {one.unit: one for one in unit_scores(drawn_round, cases)}
    assert list(found) == ["H103", "H104", "H105"]
    own = [case for case in cases if case.assignment.sampled_case.unit_code == "H103"]
    of_kind = {
        kind: tuple(case.percent() for case in own if case.assignment.sampled_case.kind == kind)
        for kind in ("order", "licence")
    }
    expected = score_round(
        [Stratum("licence", 6, of_kind["licence"]), Stratum("order", 10, of_kind["order"])]
    )
    assert (found["H103"].score.percent, found["H103"].score.variance) == (
        expected.percent,
        expected.variance,
    )
    assert found["H103"].score.interval == expected.interval
    assert [one.frame_size for one in found.values()] == [16, 10, 4]
    assert sum(one.scored for one in found.values()) == 20


def test_fewer_than_five_scored_cases_show_counts_and_no_score(drawn_round):
    few = unit_scores(drawn_round, submitted(drawn_round))[-1]
    assert few.scored < 5
    assert (few.score, few.banded, few.touched) == (None, None, ())
    assert unit_text(drawn_round, few) is None


def test_cases_too_thin_to_score_are_counted_apart(drawn_round):
    first = submitted(drawn_round)[0].assignment.sampled_case.case_id
    found = unit_scores(drawn_round, submitted(drawn_round, thin={first}))[0]
    assert (found.too_thin, found.scored + 1) == (1, found.sampled)


def test_a_unit_s_band_stands_with_its_interval_and_the_bands_that_it_touches(drawn_round):
    text = unit_text(drawn_round, unit_scores(drawn_round, submitted(drawn_round))[0])
    assert text.interval
    assert text.few
    assert text.band in text.touched

"""In the demo of 12,000 people every measure and clock has cases met, missed and excluded, at a fair rate."""

from datetime import date

import pytest

from demo.make import make_extract
from demo.profiles import latest_profile
from rules.definitions.measures import load_clocks, load_measures
from rules.facts import Verdict
from rules.periods import Month
from tests.demo.verdicts import Counts, open_caseload, verdicts_of

DEFINED = {**load_measures(), **load_clocks()}
# How far a rate may lie from its profile's base: planted people and what cuts a case short move it.
POINTS = 15


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> Counts:
    """Verdicts of every measure and clock from April 2024 to half a year after the as-at day."""
    out = tmp_path_factory.mktemp("verdicts") / "extract"
    make_extract(out, people=12_000, seed=1)
    months = {"first": Month.parse("2024-04"), "last": Month.parse("2026-09")}
    with open_caseload(out) as there:
        return verdicts_of(there, DEFINED, as_at=date(2026, 3, 31), **months)


@pytest.mark.parametrize("measure", sorted(DEFINED))
def test_every_measure_and_clock_shows_each_verdict_that_it_can_give(measure: str, counts: Counts) -> None:
    """Excluded wherever the definition has such a verdict; met and missed always."""
    can_give = {rule.verdict for rule in DEFINED[measure].verdicts}
    wanted = {Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY} | (can_give & {Verdict.EXCLUDED})
    assert {verdict for verdict in wanted if not counts[measure].get(verdict)} == set()


def test_rates_lie_around_what_the_profile_wants(counts: Counts) -> None:
    """For every measure that the profile names (the demo's own levels, near the published ones)."""
    profile = {name: each for name, each in latest_profile()["measures"].items() if isinstance(each, dict)}
    far = {}
    for measure in set(profile) & set(counts):
        met, missed = (counts[measure][verdict] for verdict in (Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY))
        rate = 100 * met / (met + missed)
        wanted = 100 * profile[measure].get("expected", profile[measure]["base"])
        if abs(rate - wanted) > POINTS:
            far[measure] = (rate, wanted)
    assert far == {}


@pytest.mark.parametrize("measure", ["SL011", "SL014", "SL015A", "SL016", "SL017B", "SL020", "OM040"])
def test_some_cases_are_not_recorded(measure: str, counts: Counts) -> None:
    assert counts[measure].get(Verdict.NOT_RECORDED, 0) > 0

"""Where regions begin a change on days of their own, the engines give the same editions and verdicts."""

from datetime import date

import pytest

from rules.definitions import measures
from rules.definitions.measures import measure
from tests.differential.duckdb_rows import in_duckdb
from tests.differential.persons import people, together
from tests.differential.test_three_engines import compare, judged_in_postgresql
from tests.factories.caseload_rows import replace_caseload

OWN = {"A": date(2024, 6, 7), "H": date(2024, 6, 7), "G": date(2024, 7, 1)}


@pytest.mark.django_db
def test_the_engines_agree_on_which_edition_judges_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "load_regional_dates", lambda name: OWN)
    everybody = people(7, 150)
    rows = together(everybody)
    replace_caseload(rows)
    with in_duckdb(rows) as there:
        for measure_id in ("SL007", "SL015A", "SL015B", "SL016", "SL017A", "SL017B"):
            compare(measure_id, everybody, there)


@pytest.mark.django_db
def test_a_region_with_its_own_day_is_judged_by_the_earlier_edition_in_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everybody = people(7, 150)
    replace_caseload(together(everybody))
    facts = tuple(measure("SL007").facts)
    together_dates = judged_in_postgresql("SL007", facts)
    monkeypatch.setattr(measures, "load_regional_dates", lambda name: OWN)
    own_dates = judged_in_postgresql("SL007", facts)
    changed = {key for key in own_dates if own_dates[key] != together_dates[key]}
    assert changed
    assert own_dates.keys() == together_dates.keys()
    assert {own_dates[key][4] for key in changed} <= set(OWN)

"""Annexes protect people together with the annual report: nothing small is printed or can be worked out."""

from collections import Counter
from datetime import date

import pytest

from apps.caseload.described import Described, Traits
from apps.organisation.models import Region
from apps.planning.shapes import ProvisionRow
from apps.publication.assembly import annex_people
from apps.publication.assembly.annex_caseload import caseload_grids
from apps.publication.assembly.annex_people import Caseload, caseload_of
from apps.publication.assembly.annex_provision import matrix_of, provision_grids
from apps.publication.assembly.profile import profile_grids
from rules.definitions.disclosure import load_disclosure
from rules.definitions.profile import load_profile
from rules.tables.provision import Verdict

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
RULE = load_disclosure().on(DAY)


def people(
    number: int, *, unit: str = "H103", home: str | None = "settled", **traits: str
) -> list[Described]:
    of = Traits(
        kind="community",
        sentence_type="community_order",
        offence_group=traits.get("offence", "theft"),
        reoffending_band="low",
        sex=traits.get("sex", "male"),
        ethnicity=traits.get("ethnicity", "white"),
        requirements=frozenset(),
    )
    one = Described(
        unit=unit, born_on=date(1990, 1, 1), accommodation=home, employment=None, risk="low", traits=of
    )
    return [one] * number


@pytest.fixture
def caseload(reference: None, monkeypatch: pytest.MonkeyPatch) -> Caseload:
    """40 people: 2 women, 3 of another ethnic group, 8 without a home and 3 of them in Gwent."""
    found = [
        *people(5, home="homeless"),
        *people(3, home="homeless", unit="H104"),
        *people(2, sex="female", unit="H104"),
        *people(3, ethnicity="other"),
        *people(12, offence="violence"),
        *people(10, unit="H104"),
        *people(5, home=None, unit="H105"),
    ]
    monkeypatch.setattr(annex_people, "described_on", lambda _day, _region: found)
    return caseload_of(Region.objects.get(code="H"), DAY, edition=RULE)


def test_no_small_count_is_printed_and_none_by_subtraction(caseload: Caseload) -> None:
    grids = [*caseload_grids(caseload, Counter()), *provision_grids(matrix_of(caseload, []))]
    counts = {"people", "with", "without", "not_recorded"}
    small = [
        (grid.key, at)
        for grid in grids
        for at, value in grid.cells.items()
        if (at[1] in counts or grid.key == "demand") and value.number is not None and 0 < value.number < 5
    ]
    assert small == []
    in_gwent = caseload.demand("accommodation", "unit:H104")
    in_north_wales = caseload.demand("accommodation", "unit:H103")
    assert (in_gwent.symbol, in_north_wales.symbol) == ("c", "c"), "8 less 5 would give the 3 away"


def test_what_the_annual_report_suppresses_the_annex_suppresses(caseload: Caseload) -> None:
    annual = profile_grids(
        caseload.profile.region,
        [one.supervised for one in annex_people.described_on(DAY, "H")],
        DAY,
        profile=load_profile(),
        edition=RULE,
    )
    mine = {grid.key: grid for grid in caseload.profile.grids(dict(caseload.shown))}
    for grid in annual:
        hidden = {at for at, value in grid.cells.items() if value.symbol == "c"}
        assert hidden <= {at for at, value in mine[grid.key].cells.items() if value.symbol == "c"}, grid.key


def test_a_verdict_follows_the_printed_count_and_the_cohort_of_the_offer(caseload: Caseload) -> None:
    def offer(need: str, cohort: str, unit: str = "H103") -> ProvisionRow:
        return ProvisionRow(
            agreement=1,
            title="Homes",
            provider="Open Door",
            kind="grant",
            need=need,
            need_words="",
            unit=unit,
            unit_name="",
            cohort=cohort,
            cohort_words="",
            capacity=40,
        )

    bare = matrix_of(caseload, []).verdicts
    assert bare["H103", "accommodation"] is Verdict.GAP, "expected everywhere, though the count is hidden"
    assert bare["H105", "accommodation"] is Verdict.ENOUGH, "nobody there is known to need it"
    served = matrix_of(caseload, [offer("accommodation", "everyone")]).verdicts
    assert served["H103", "accommodation"] is Verdict.NOT_KNOWN
    for_women = matrix_of(caseload, [offer("accommodation", "women")]).verdicts
    assert for_women["H103", "accommodation"] is Verdict.GAP, "a place for women is none for everybody"
    assert for_women["H103", "women"] is not Verdict.GAP

"""Made-up delivery agreements: with gaps and duplicates of provision, so that there is something to find."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from apps.caseload.contracts import contracts_of
from apps.organisation.models import ProbationDeliveryUnit, Region, User
from apps.planning.agreement_actions import (
    AgreementWords,
    ProvisionWords,
    make_agreement,
    set_provision,
)
from apps.planning.contract_actions import link_contract
from apps.planning.demo_words import PROVIDERS
from apps.planning.models import Agreement

BEGAN = date(2021, 6, 26)
LONG = date(2028, 3, 31)
# kind, title, provider, [(need, cohort, share of the units, capacity in one unit)]
_WELLBEING = ("social_inclusion", "lifestyle_associates", "family", "emotional_wellbeing")
_WOMEN = (("emotional_wellbeing", "women", 0.8, 40), ("family", "women", 0.8, 30))
AGREEMENTS = (
    ("contract", "Accommodation support", 0, (("accommodation", "everyone", 1.0, 180),)),
    ("contract", "Work and learning", 1, (("education_training_employment", "everyone", 0.9, 210),)),
    ("contract", "Personal wellbeing", 3, tuple((need, "everyone", 0.75, 90) for need in _WELLBEING)),
    ("contract", "Services for women", 8, _WOMEN),
    ("grant", "Debt and benefit advice", 4, (("finance", "everyone", 0.45, 60),)),
    ("grant", "Recovery mentors", 5, (("dependency", "everyone", 0.6, 75),)),
    ("grant", "Young adults into work", 9, (("education_training_employment", "young_adults", 0.3, 25),)),
    ("delivery_plan", "Behaviour programmes in-house", None, (("cognitive_change", "everyone", 1.0, 120),)),
    ("delivery_plan", "Involving people on probation", None, (("user_involvement", "everyone", 0.5, 20),)),
)  # fmt: skip
# Title of an agreement -> the service of the extract's contract that it is. The others are left to be found.
CONTRACTED = {
    "Accommodation support": "accommodation",
    "Work and learning": "education_training_employment",
    "Personal wellbeing": "personal_wellbeing",
    "Services for women": "womens_services",
}
# A second provider of the same in one or two units: the duplicates.
DOUBLES = (
    ("contract", "Housing first steps", 7, "accommodation"),
    ("grant", "Learning hub", 2, "education_training_employment"),
)


def seed_agreements(region: Region, *, by: User, today: date, chance: Random) -> list[Agreement]:
    """The region's agreements; one of them ends within the months of warning."""
    units = list(region.units.order_by("code"))
    made = []
    for kind, title, provider, rows in AGREEMENTS:
        ends = today + timedelta(days=chance.randint(40, 150)) if title == "Recovery mentors" else LONG
        agreement = _make(region, kind, title, provider, ends, by=by, today=today, chance=chance)
        for need, cohort, share, capacity in rows:
            chosen = _some(units, share, chance)
            _provide(agreement, need, cohort, capacity, chosen, by=by, today=today)
        made.append(agreement)
    _link(region, made, by=by, today=today)
    for kind, title, provider, need in DOUBLES:
        agreement = _make(region, kind, title, provider, LONG, by=by, today=today, chance=chance)
        chosen = chance.sample(units, min(2, len(units)))
        _provide(agreement, need, "everyone", 40, chosen, by=by, today=today)
        made.append(agreement)
    return made


def _link(region: Region, agreements: Sequence[Agreement], *, by: User, today: date) -> None:
    """Name the extract's contracts, where an extract is there."""
    contracts = {one.service: one for one in contracts_of([region.code], first_on=BEGAN, last_on=today)}
    for agreement in agreements:
        contract = contracts.get(CONTRACTED.get(agreement.title, ""))
        if contract:
            link_contract(region, contract.contract_id, agreement, seen=0, by=by, on=today)


def _some(
    units: Sequence[ProbationDeliveryUnit], share: float, chance: Random
) -> list[ProbationDeliveryUnit]:
    count = max(1, round(len(units) * share))
    return sorted(chance.sample(list(units), count), key=lambda unit: unit.code)


def _make(
    region: Region,
    kind: str,
    title: str,
    provider: int | None,
    last_on: date,
    *,
    by: User,
    today: date,
    chance: Random,
) -> Agreement:
    in_house = provider is None
    given = AgreementWords(
        kind=kind,
        title=title,
        provider=f"Probation Service, {region}" if in_house else PROVIDERS[provider or 0],
        first_on=BEGAN,
        last_on=last_on,
        reference="" if in_house else f"{region.code}-{chance.randint(1000, 9999)}",
        value=None if in_house else Decimal(chance.randrange(40, 900) * 1000),
        signed_on=BEGAN - timedelta(days=30),
    )
    return make_agreement(region, given, by=by, on=today)


def _provide(
    agreement: Agreement,
    need: str,
    cohort: str,
    capacity: int,
    units: Sequence[ProbationDeliveryUnit],
    *,
    by: User,
    today: date,
) -> None:
    given = ProvisionWords(need=need, cohort=cohort, capacity=capacity, units=units)
    set_provision(agreement, given, by=by, on=today)

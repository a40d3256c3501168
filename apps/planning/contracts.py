"""The contracts of the extract beside the region's agreements: which fit, and what either side lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.caseload.contracts import Contract, contracts_of, referral_counts
from apps.planning.shapes import AgreementShown, ProvisionRow
from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.planning_needs import NeedsEdition, needs_on
from rules.periods import PerformanceYear
from rules.tables.contracts import WORDS, Standing, standing
from rules.tables.disclosure import Total
from rules.tables.regional import NOT_APPLICABLE, Figure, publish_profile

# The kind of agreement that names a contract; grants and delivery plans need none.
CONTRACT = "contract"
ALL = "all"
NO_REFERRALS = Figure(symbol=NOT_APPLICABLE)


@dataclass(frozen=True, kw_only=True)
class ContractCheck:
    """A contract of the extract, an agreement, or both. referrals: of the year, as they may be printed.

    contract: its id; empty for an agreement that is linked with none. agreements: those that name it.
    """

    contract: str
    service: str
    supplier: str
    agreements: tuple[AgreementShown, ...]
    referrals: Figure
    standing: Standing

    @property
    def words(self) -> str:
        return WORDS[self.standing]

    @property
    def referrals_words(self) -> str:
        """ "1,204", or the symbol: "[c]" suppressed, "[z]" for an agreement without a contract."""
        value = self.referrals.value
        return f"[{self.referrals.symbol}]" if value is None else f"{value:,}"

    @property
    def titles(self) -> str:
        return "; ".join(one.title for one in self.agreements)

    @property
    def is_fine(self) -> bool:
        return self.standing in (Standing.AGREED, Standing.IDLE)


def contract_checks(
    region_code: str,
    agreements: Sequence[AgreementShown],
    year: PerformanceYear,
    *,
    on: date,
    edition: DisclosureEdition,
) -> tuple[ContractCheck, ...]:
    """Every contract that ran in the year and every agreement that should name one, the faulty first.

    `agreements`: those that stand on the day. `edition`: the rule by which referrals are printed.
    The referrals of all contracts together are taken as known to everybody, so no count can be subtracted.
    """
    running = contracts_of([region_code], first_on=year.first_on, last_on=year.last_on)
    counted = referral_counts(
        [one.contract_id for one in running], first_on=year.first_on, last_on=year.last_on
    )
    shown = _printed({one.contract_id: counted.get(one.contract_id, 0) for one in running}, edition)
    needs = needs_on(on)
    found = [
        _check(one, agreements, counted.get(one.contract_id, 0), shown[one.contract_id], needs)
        for one in running
    ]
    found += _without(agreements, {one.contract_id for one in running})
    order = list(Standing)
    return tuple(sorted(found, key=lambda one: (order.index(one.standing), one.service, one.contract)))


def _printed(counts: Mapping[str, int], edition: DisclosureEdition) -> Mapping[object, Figure]:
    whole = Total(whole=ALL, parts=tuple(counts))
    return publish_profile({**counts, ALL: sum(counts.values())}, [whole], edition=edition)


def _check(
    contract: Contract,
    agreements: Iterable[AgreementShown],
    counted: int,
    referrals: Figure,
    needs: NeedsEdition,
) -> ContractCheck:
    mine = tuple(one for one in agreements if one.contract == contract.contract_id)
    return ContractCheck(
        contract=contract.contract_id,
        service=needs.service(contract.service).title,
        supplier=contract.supplier_name,
        agreements=mine,
        referrals=referrals,
        standing=standing(referrals=counted, is_agreed=bool(mine)),
    )


def _without(agreements: Iterable[AgreementShown], running: set[str]) -> list[ContractCheck]:
    """The agreements whose contract the extract does not hold, or that name none."""
    return [
        ContractCheck(
            contract=one.contract,
            service="",
            supplier=one.provider,
            agreements=(one,),
            referrals=NO_REFERRALS,
            standing=Standing.NOT_IN_EXTRACT if one.contract else Standing.NOT_LINKED,
        )
        for one in agreements
        if one.contract not in running and (one.contract or one.kind == CONTRACT)
    ]


def likely_first(
    contract: Contract,
    agreements: Iterable[AgreementShown],
    provision: Iterable[ProvisionRow],
    on: date,
) -> list[AgreementShown]:
    """The agreements by how likely the contract is theirs: its supplier's, then what serves its needs."""
    serves = set(needs_on(on).service(contract.service).serves)
    serving = {row.agreement for row in provision if serves & {row.need, row.cohort}}

    def unlikely(one: AgreementShown) -> tuple[bool, bool, bool, str]:
        supplier = one.provider.casefold() == contract.supplier_name.casefold()
        return not supplier, one.id not in serving, one.kind != CONTRACT, one.title

    return sorted(agreements, key=unlikely)

"""Published results of contracts for commissioned services, within what a reader may see of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q, QuerySet

from apps.audits.models import AuditRound, AuditScore
from apps.caseload.contracts import Contract, contract_from
from apps.caseload.models import CrsContract
from apps.organisation.access import Scope
from apps.organisation.models import Region
from rules.definitions.audit_rounds import load_round_rules
from rules.definitions.bands import load_bands
from rules.scoring.bands import Banded, band_of
from rules.scoring.combine import Combined, Part, combine


def contract_rounds(scope: Scope) -> QuerySet[AuditRound]:
    """The published rounds of contracts that the scope covers: a supplier's own, a region's, or all.

    Nothing unpublished is ever among them, whoever asks.
    """
    published = AuditRound.objects.filter(state=AuditRound.State.LOCKED).exclude(contract_id="")
    seen = published.filter(_covered(scope, region_field="region", supplier_field="supplier_code"))
    return seen.select_related("region", "edition", "score", "sample").order_by("-window_last_on", "-pk")


def _covered(scope: Scope, *, region_field: str, supplier_field: str) -> Q:
    if scope.all_regions:
        return Q()
    covered = Q(**{f"{region_field}__in": scope.region_codes})
    if scope.supplier_code:  # an account without a code belongs to no supplier, not to the one without a name
        covered |= Q(**{supplier_field: scope.supplier_code})
    return covered


@dataclass(frozen=True, kw_only=True)
class ContractLine:
    """One contract with its published rounds, the newest first."""

    contract: Contract
    region: str
    rounds: tuple[AuditRound, ...]

    @property
    def service(self) -> str:
        return self.contract.service.replace("_", " ")

    @property
    def newest(self) -> list[AuditRound]:
        """The newest round of each bank, by bank."""
        found: dict[str, AuditRound] = {}
        for each in self.rounds:
            found.setdefault(each.edition.bank, each)
        return [found[bank] for bank in sorted(found)]


@dataclass(frozen=True, kw_only=True)
class SupplierScore:
    """A supplier's score with one bank: the newest round of each of its contracts that the reader sees."""

    bank: str
    title: str
    contracts: int
    combined: Combined
    banded: Banded


@dataclass(frozen=True, kw_only=True)
class SupplierLine:
    code: str
    name: str
    contracts: tuple[ContractLine, ...]
    scores: tuple[SupplierScore, ...]


def suppliers_in(scope: Scope) -> list[SupplierLine]:
    """The suppliers of the audited contracts that the scope covers, by name; also those without results."""
    rounds = list(contract_rounds(scope))
    lines = _lines(_contracts(scope, rounds), rounds)
    by_supplier: dict[str, list[ContractLine]] = {}
    for line in lines:
        by_supplier.setdefault(line.contract.supplier_code, []).append(line)
    found = [
        SupplierLine(
            code=code,
            name=own[0].contract.supplier_name or code,
            contracts=tuple(own),
            scores=tuple(_scores(own)),
        )
        for code, own in by_supplier.items()
    ]
    return sorted(found, key=lambda each: (each.name, each.code))


def _contracts(scope: Scope, rounds: Iterable[AuditRound]) -> dict[str, Contract]:
    """Those of the live extract whose size is audited, and those of published rounds that it lost since."""
    sizes = load_round_rules()[-1].audited_sizes
    covered = _covered(scope, region_field="region_code", supplier_field="supplier_code")
    held = CrsContract.objects.filter(covered, size__in=sizes)
    past = {each.contract_id: _contract_of(each) for each in rounds}
    return past | {row.contract_id: contract_from(row) for row in held}


def _contract_of(audit_round: AuditRound) -> Contract:
    return Contract(
        contract_id=audit_round.contract_id,
        supplier_code=audit_round.supplier_code,
        supplier_name=audit_round.supplier_name,
        service=audit_round.service,
        region_code=audit_round.region_id,
    )


def _lines(contracts: dict[str, Contract], rounds: list[AuditRound]) -> Iterator[ContractLine]:
    names = dict(Region.objects.values_list("code", "name"))
    for contract in sorted(
        contracts.values(), key=lambda each: (each.region_code, each.service, each.contract_id)
    ):
        own = tuple(each for each in rounds if each.contract_id == contract.contract_id)
        yield ContractLine(contract=contract, region=names[contract.region_code], rounds=own)


def _scores(lines: Iterable[ContractLine]) -> Iterator[SupplierScore]:
    by_bank: dict[str, list[AuditRound]] = {}
    for line in lines:
        for each in line.newest:
            by_bank.setdefault(each.edition.bank, []).append(each)
    for bank, rounds in sorted(by_bank.items()):
        combined = combine([part_of(each.score) for each in rounds])
        edition = rounds[0].edition
        yield SupplierScore(
            bank=bank,
            title=edition.title,
            contracts=len(rounds),
            combined=combined,
            banded=band_of(combined.percent, load_bands(edition.definition.file.bands)),
        )


def part_of(score: AuditScore) -> Part:
    """A locked score as a part of a greater one."""
    variance = score.detail.get("variance")
    return Part(
        frame_size=score.frame_size,
        percent=score.exact,
        variance=None if variance is None else Fraction(variance),
        scored=score.scored,
        strata=len(score.detail["strata"]),
    )

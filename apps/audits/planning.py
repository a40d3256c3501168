"""Rounds before they are opened: for each bank and place the window, the frame, and how many are enough."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Max

from apps.assessments.models import BankEdition
from apps.audits.frame_sizes import (
    FrameCount,
    frame_size,
    sizes_of_contracts,
    sizes_of_regions,
    strata_sizes,
)
from apps.audits.frames import REFERRAL, STRATA_LABELS
from apps.audits.models import AuditRound
from apps.caseload.contracts import Contract, contracts_of, referral_counts
from apps.caseload.queries import live_extract
from apps.organisation.models import Region
from rules.definitions.audit_rounds import round_rules_on
from rules.sampling.allocate import sample_size
from rules.sampling.windows import frame_window


@dataclass(frozen=True)
class SizeHint:
    confidence: int
    margin: int
    cases: int


@dataclass(frozen=True)
class FrameTable:
    """The frame by one of its columns: rows are (value, cases)."""

    label: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class PlannedRound:
    """One round as it would be. `why_not`: why it cannot be opened, empty when it can."""

    round: AuditRound
    contract: Contract | None
    frame: Sequence[FrameCount]
    why_not: str

    @property
    def key(self) -> str:
        """Names the round among those of one plan, in forms and in its seed."""
        place = self.round.contract_id or self.round.region_id
        return f"{self.round.edition.bank}-{place}"

    @property
    def frame_size(self) -> int:
        return frame_size(self.frame)

    @property
    def tables(self) -> list[FrameTable]:
        return frame_tables(self.frame)

    @property
    def hints(self) -> list[SizeHint]:
        return size_hints(self.frame_size, on=self.round.window_last_on)


@dataclass(frozen=True)
class LeftOut:
    """A contract of which no round is proposed, and how many referrals it had."""

    contract: Contract
    referrals: int

    @property
    def service(self) -> str:
        return self.contract.service.replace("_", " ")


@dataclass(frozen=True)
class Plan:
    rounds: tuple[PlannedRound, ...]
    left_out: tuple[LeftOut, ...]


def frame_tables(frame: Sequence[FrameCount]) -> list[FrameTable]:
    """The frame by each column by which it can be shared out."""
    return [
        FrameTable(
            label,
            tuple((value.replace("_", " "), cases) for value, cases in strata_sizes(frame, [name]).items()),
        )
        for name, label in STRATA_LABELS.items()
    ]


def size_hints(frame_size: int, *, on: date) -> list[SizeHint]:
    """How many cases are enough at each precision of the day; the first is what a plan proposes."""
    return [
        SizeHint(
            confidence,
            margin,
            sample_size(frame_size, confidence=Fraction(confidence, 100), margin=Fraction(margin, 100)),
        )
        for confidence, margin in round_rules_on(on).precisions
    ]


def editions_to_open() -> list[BankEdition]:
    """The newest published edition of each bank, by bank; those of inspections are never audited."""
    newest = BankEdition.objects.order_by().values("bank").annotate(last=Max("published_at"))
    found = [BankEdition.objects.filter(bank=row["bank"], published_at=row["last"]).last() for row in newest]
    scored = (each for each in found if each.definition.file.result == "score")
    return sorted(scored, key=lambda each: each.bank)


def count_usual_frames() -> int:
    """Count the frame of every bank and its own window in the live extract; gives how many there are.

    What was counted before costs a look. Banks of contracts are left out: theirs are small.
    """
    extract = live_extract()
    if extract is None:
        return 0
    rules = [edition.definition.file.frame for edition in editions_to_open()]
    wanted = {(rule.kind, frame_window(rule, drawn_on=extract.as_at)) for rule in rules}
    wanted = {(kind, window) for kind, window in wanted if kind != REFERRAL}
    for kind, (first_on, last_on) in sorted(wanted):
        sizes_of_regions(kind, (), first_on=first_on, last_on=last_on)
    return len(wanted)


def plan_rounds(
    regions: Sequence[Region],
    editions: Sequence[BankEdition],
    *,
    as_at: date,
    window: tuple[date, date] | None = None,
) -> Plan:
    """A round for every bank and region, and for banks of referrals for every large contract there.

    `window`: first and last day, else each bank's own, counted from the day to which the caseload is known.
    """
    planner = _Planner(as_at)
    rounds, left_out = [], {}
    for edition in editions:
        rule = edition.definition.file.frame
        first_on, last_on = window or frame_window(rule, drawn_on=as_at)
        empty = AuditRound(edition=edition, window_first_on=first_on, window_last_on=last_on)
        if rule.kind != REFERRAL:
            planner.count(empty, [region.code for region in regions])
            rounds += [planner.of_region(empty, region) for region in regions]
            continue
        large, small = planner.contracts(regions, first_on, last_on)
        planner.count(empty, [each.contract_id for each in large])
        by_code = {region.code: region for region in regions}
        rounds += [planner.of_contract(empty, by_code[each.region_code], each) for each in large]
        left_out |= {each.contract.contract_id: each for each in small}
    return Plan(tuple(rounds), tuple(left_out.values()))


class _Planner:
    """Counts each frame once, however many banks share it."""

    def __init__(self, as_at: date) -> None:
        self.rules = round_rules_on(as_at)
        self._frames: dict[tuple[object, ...], list[FrameCount]] = {}

    def count(self, empty: AuditRound, places: Sequence[str]) -> None:
        """Count the frames of all these regions or contracts at once."""
        kind, window = empty.edition.definition.file.frame.kind, (empty.window_first_on, empty.window_last_on)
        missing = [place for place in places if (kind, place, *window) not in self._frames]
        days = {"first_on": window[0], "last_on": window[1]}
        if kind == REFERRAL:
            found = sizes_of_contracts(missing, **days)
        else:
            found = sizes_of_regions(kind, missing, **days)
        self._frames |= {(kind, place, *window): frame for place, frame in found.items()}

    def of_region(self, empty: AuditRound, region: Region) -> PlannedRound:
        return self._planned(_copy(empty, region=region), None)

    def of_contract(self, empty: AuditRound, region: Region, contract: Contract) -> PlannedRound:
        values = {
            name: getattr(contract, name)
            for name in ("contract_id", "supplier_code", "supplier_name", "service")
        }
        return self._planned(_copy(empty, region=region, **values), contract)

    def contracts(
        self, regions: Sequence[Region], first_on: date, last_on: date
    ) -> tuple[list[Contract], list[LeftOut]]:
        """The contracts to audit, and those with too few referrals."""
        codes = [region.code for region in regions]
        found = contracts_of(codes, sizes=self.rules.audited_sizes, first_on=first_on, last_on=last_on)
        counts = referral_counts([each.contract_id for each in found], first_on=first_on, last_on=last_on)
        few = [LeftOut(each, counts.get(each.contract_id, 0)) for each in found]
        few = [each for each in few if each.referrals < self.rules.least_referrals]
        thin = {each.contract.contract_id for each in few}
        return [each for each in found if each.contract_id not in thin], few

    def _planned(self, planned: AuditRound, contract: Contract | None) -> PlannedRound:
        kind, place = planned.edition.definition.file.frame.kind, planned.contract_id or planned.region_id
        frame = self._frames[kind, place, planned.window_first_on, planned.window_last_on]
        return PlannedRound(round=planned, contract=contract, frame=frame, why_not=_why_not(planned, frame))


def _copy(empty: AuditRound, **values: object) -> AuditRound:
    return AuditRound(
        edition=empty.edition,
        window_first_on=empty.window_first_on,
        window_last_on=empty.window_last_on,
        **values,
    )


def _why_not(planned: AuditRound, frame: Sequence[FrameCount]) -> str:
    same = AuditRound.objects.filter(
        region=planned.region,
        contract_id=planned.contract_id,
        edition=planned.edition,
        window_first_on=planned.window_first_on,
        window_last_on=planned.window_last_on,
    )
    if same.exclude(state=AuditRound.State.WITHDRAWN).exists():
        return "There is a round of this bank for this place and window already."
    return "" if frame else why_empty(planned)


def why_empty(planned: AuditRound) -> str:
    """Why a frame may hold nothing, in words for the lead."""
    text = planned.edition.definition.file.frame.text
    return (
        f"No case of {planned.place} fits “{text}” from {planned.window_text}. Either the window lies "
        "outside the days that the extract covers, or nothing of the kind was recorded there."
    )


def by_bank(plan: Plan) -> Mapping[str, list[PlannedRound]]:
    """bank title -> its planned rounds."""
    grouped: dict[str, list[PlannedRound]] = {}
    for each in plan.rounds:
        grouped.setdefault(f"{each.round.edition.bank} {each.round.edition.title}", []).append(each)
    return grouped


def usable(plan: Plan) -> Iterator[PlannedRound]:
    return (each for each in plan.rounds if not each.why_not)

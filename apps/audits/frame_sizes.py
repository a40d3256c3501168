"""How large frames are, by the columns by which they can be shared out: enough to plan, without the cases."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.audits.frames import REFERRAL, frame_query, rule_of
from apps.audits.models import AuditRound, FrameSizes
from apps.caseload.queries import live_extract
from apps.caseload.sampling_frame import frame_counts
from apps.organisation.models import Region
from rules.sampling.frames import stratum_of


@dataclass(frozen=True)
class FrameCount:
    """So many cases of a frame share these values of its columns."""

    kind: str
    unit: str
    level: str
    cases: int


def sizes_of(planned: AuditRound) -> list[FrameCount]:
    """The frame from which an undrawn round would draw today, counted."""
    window = {"first_on": planned.window_first_on, "last_on": planned.window_last_on}
    if rule_of(planned).kind == REFERRAL:
        return sizes_of_contracts([planned.contract_id], **window)[planned.contract_id]
    return sizes_of_regions(rule_of(planned).kind, [planned.region_id], **window)[planned.region_id]


def sizes_of_contracts(
    contract_ids: Collection[str], *, first_on: date, last_on: date
) -> dict[str, list[FrameCount]]:
    """Contract -> its frame, counted."""
    return _read(frame_counts(frame_query(REFERRAL), contract_ids, first_on=first_on, last_on=last_on))


def sizes_of_regions(
    kind: str, region_codes: Collection[str], *, first_on: date, last_on: date
) -> dict[str, list[FrameCount]]:
    """Region -> its frame of this kind, counted; from what was counted before in the live extract if it was.

    Counting one region's frame costs nearly as much as all of them, so all are counted and kept. What is
    drawn is always built from the cases themselves.
    """
    found = _counted(kind, first_on, last_on)
    return {code: [FrameCount(*row) for row in found.get(code, ())] for code in region_codes}


def _counted(kind: str, first_on: date, last_on: date) -> Mapping[str, Sequence[Sequence[object]]]:
    extract = live_extract()
    key = {"extract": extract, "kind": kind, "first_on": first_on, "last_on": last_on}
    kept = FrameSizes.objects.filter(**key).first() if extract else None
    if kept is not None:
        return kept.counts
    regions = Region.objects.values_list("code", flat=True)
    counts = frame_counts(frame_query(kind), regions, first_on=first_on, last_on=last_on)
    # Another extract may have gone live while the cases were counted.
    if extract is not None and live_extract() == extract:
        FrameSizes.objects.get_or_create(**key, defaults={"counts": counts})
    return counts


def _read(counts: Mapping[str, Sequence[Sequence[object]]]) -> dict[str, list[FrameCount]]:
    return {place: [FrameCount(*row) for row in rows] for place, rows in counts.items()}


def frame_size(counts: Sequence[FrameCount]) -> int:
    return sum(each.cases for each in counts)


def strata_sizes(counts: Sequence[FrameCount], columns: Sequence[str]) -> dict[str, int]:
    """stratum -> cases, by stratum; empty for an empty frame."""
    found: Counter[str] = Counter()
    for each in counts:
        found[stratum_of(vars(each), columns)] += each.cases
    return dict(sorted(found.items()))

"""One bank over one window at every level: the nation, its regions, their delivery units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from apps.audits.contract_queries import part_of
from apps.audits.models import AuditRound
from apps.audits.queries import scale_of
from apps.organisation.models import Region
from rules.definitions.bands import Band
from rules.definitions.bank_changes import same_trend
from rules.scoring.bands import Banded, band_of, bands_touched
from rules.scoring.combine import Combined, combine


@dataclass(frozen=True, order=True)
class Audited:
    """A bank over a window, in which regions can be put side by side and added up. `key`: in addresses."""

    last_on: date
    first_on: date
    bank: str
    title: str

    @property
    def key(self) -> str:
        return f"{self.bank}_{self.first_on}_{self.last_on}"


@dataclass(frozen=True, kw_only=True)
class NationScore:
    """Regions weighted by the size of their frames. `missing`: the regions without a published score."""

    combined: Combined
    banded: Banded
    touched: tuple[Band, ...]
    regions: int
    too_thin: int
    sampled: int
    missing: tuple[str, ...]


def audited(rounds: QuerySet[AuditRound]) -> list[Audited]:
    """Each bank and window with a published round of a region, the newest window first, then by bank."""
    published = rounds.filter(state=AuditRound.State.LOCKED, contract_id="").order_by("edition__valid_from")
    columns = ("edition__bank", "window_first_on", "window_last_on", "edition__title")
    named = {(bank, first, last): title for bank, first, last, title in published.values_list(*columns)}
    found = [Audited(last, first, bank, title) for (bank, first, last), title in named.items()]
    return sorted(found, key=lambda one: (-one.last_on.toordinal(), -one.first_on.toordinal(), one.bank))


def rounds_of(rounds: QuerySet[AuditRound], wanted: Audited) -> list[AuditRound]:
    """The published rounds of that bank and window, one a region, by region; of several editions the last."""
    found = rounds.filter(
        state=AuditRound.State.LOCKED,
        contract_id="",
        edition__bank=wanted.bank,
        window_first_on=wanted.first_on,
        window_last_on=wanted.last_on,
    )
    ordered = found.order_by("region__code", "edition__valid_from", "pk")
    return list({one.region_id: one for one in ordered}.values())


def nation_score(rounds: Sequence[AuditRound]) -> NationScore | None:
    """The nation's score from its regions' rounds of one bank and window; None without a round, and where
    an edition in between changed the meaning of the bank: scores of two meanings make no score."""
    if not rounds or not _one_meaning(rounds):
        return None
    combined = combine([part_of(one.score) for one in rounds])
    scale = scale_of(rounds[0])
    return NationScore(
        combined=combined,
        banded=band_of(combined.percent, scale),
        touched=bands_touched(combined.interval, scale) if combined.interval else (),
        regions=len(rounds),
        too_thin=sum(one.score.too_thin for one in rounds),
        sampled=sum(one.score.sampled for one in rounds),
        missing=tuple(_missing(one.region_id for one in rounds)),
    )


def _one_meaning(rounds: Sequence[AuditRound]) -> bool:
    return all(same_trend(rounds[0].edition.edition, one.edition.edition) for one in rounds)


def _missing(codes: Iterable[str]) -> list[str]:
    regions = Region.objects.filter(valid_to__isnull=True).exclude(code__in=list(codes))
    return list(regions.order_by("code").values_list("name", flat=True))

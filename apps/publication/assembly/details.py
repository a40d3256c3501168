"""The words that a report prints beside its tables, frozen with them: definitions, editions, sources."""

from collections.abc import Iterable, Sequence
from typing import Any

from apps.audits.queries import LockedScore
from apps.performance.queries.breaks import marked
from apps.publication.assembly.audits import SCALE
from apps.publication.assembly.periods import YearOfMeasure
from rules.definitions.bands import load_bands
from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.measures import Edition
from rules.definitions.profile import CaseloadProfile


def details_of(
    years: Iterable[tuple[YearOfMeasure, YearOfMeasure | None]],
    scores: Iterable[LockedScore],
    *,
    edition: DisclosureEdition,
    profile: CaseloadProfile,
) -> dict[str, Any]:
    """Plain JSON: measures with the editions that judged them, audits, bands, and publication rules.

    `years`: each measure's year with the year before, where the run judged that as well.
    """
    scale = load_bands(SCALE)
    return {
        "measures": [_measure(year) | {"break_before": _breaks(before, year)} for year, before in years],
        "audits": [
            {"measure": score.measure, "title": score.title, "edition": score.edition} for score in scores
        ],
        "bands": {
            "source": scale.source,
            "bands": [
                {"name": band.name, "from": band.starts_at, "means": band.means} for band in scale.bands
            ],
        },
        "disclosure": {
            "from": edition.valid_from.isoformat(),
            "suppress_from": edition.suppress_from,
            "suppress_to": edition.suppress_to,
            "source": edition.source,
        },
        "profile": {"source": profile.source},
    }


def _measure(year: YearOfMeasure) -> dict[str, Any]:
    measure = year.measure
    judged = list(
        dict.fromkeys(edition.name for figure in year.counted.values() for edition in figure.editions)
    )
    return {
        "id": measure.id,
        "name": measure.id.replace("_", " "),
        "title": measure.title,
        "why_it_matters": measure.why_it_matters,
        "direction": measure.direction,
        "unit_counted": measure.unit_counted,
        "met_when": measure.met_when,
        "counting_month": measure.counting_month,
        "place": measure.place,
        "source": str(measure.source),
        "editions": [_edition(edition) for edition in measure.editions if edition.name in judged],
    }


def _breaks(*years: YearOfMeasure | None) -> Sequence[str]:
    """The quarters ("2024-Q2") of those in the measure's table that begin with a break or hold one."""
    quarters = [(key, one.counted[key]) for one in years if one for key in one.quarters]
    found = marked([figure for _, figure in quarters])
    return [key for (key, _), (_, broken) in zip(quarters, found, strict=True) if broken]


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "name": edition.name,
        "valid_from": edition.valid_from.isoformat(),
        "changes": edition.changes,
        "source": str(edition.source),
        "break_reason": edition.break_reason or "",
    }

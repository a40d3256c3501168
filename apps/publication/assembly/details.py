"""The words that a report prints beside its tables, frozen with them: definitions, editions, sources."""

from collections.abc import Iterable
from typing import Any

from apps.audits.queries import LockedScore
from apps.publication.assembly.audits import SCALE
from apps.publication.assembly.periods import YearOfMeasure
from rules.definitions.bands import load_bands
from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.measures import Edition
from rules.definitions.profile import CaseloadProfile


def details_of(
    years: Iterable[YearOfMeasure],
    scores: Iterable[LockedScore],
    *,
    edition: DisclosureEdition,
    profile: CaseloadProfile,
) -> dict[str, Any]:
    """Plain JSON: measures with the editions that judged them, audits, bands, and publication rules."""
    scale = load_bands(SCALE)
    return {
        "measures": [_measure(year) for year in years],
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


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "name": edition.name,
        "valid_from": edition.valid_from.isoformat(),
        "changes": edition.changes,
        "source": str(edition.source),
        "break_reason": edition.break_reason or "",
    }

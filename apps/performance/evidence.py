"""How a place does on the measures, for readers from outside: operational figures of the current run."""

from datetime import date

from apps.organisation.evidence import EvidenceTable
from apps.organisation.models import ProbationDeliveryUnit, Region
from apps.performance.forms import default_months
from apps.performance.models import MeasureRun
from apps.performance.queries import current_run
from apps.performance.queries.catalogue import current_frameworks, shown_id
from apps.performance.queries.cells import figure
from apps.performance.queries.figures import Figure, period_in_words
from apps.performance.queries.places import Place, place_of
from rules.definitions.measures import load_measures

TITLE = "Performance on the measures"
COLUMNS = ("Measure", "Title", "Met", "Counted", "Rate (%)", "95% interval (%)", "Target (%)", "Target met")
NO_RUN = "The measures have not been run over the live extract."


def measure_tables(
    region: Region,
    unit: ProbationDeliveryUnit | None,
    on: date,  # noqa: ARG001 (a provider's shape; the run has its own as-at day)
) -> list[EvidenceTable]:
    """Every measure of the frameworks in force over the last year of whole months, in the place."""
    run = current_run()
    if run is None:
        return [EvidenceTable(id="measures", title=TITLE, notes=(NO_RUN,))]
    first, last = default_months(run)
    found = _figures(run, place_of(region, unit))
    notes = (
        f"{period_in_words(first, last)}; run {run.pk}, extract as at {run.as_at.day} {run.as_at:%B %Y}.",
        "Operational figures: management information, not published statistics.",
    )
    rows = tuple(_row(one) for one in found)
    return [EvidenceTable(id="measures", title=TITLE, notes=notes, columns=COLUMNS, rows=rows)]


def _figures(run: MeasureRun, place: Place) -> list[Figure]:
    first, last = default_months(run)
    frameworks = set(current_frameworks())
    wanted = (one for name, one in load_measures().items() if name in run.measures)
    return [
        figure(run, place, measure=one.id, first=first, last=last)
        for one in wanted
        if one.framework in frameworks
    ]


def _row(one: Figure) -> tuple[str, ...]:
    interval = f"{one.interval[0]} to {one.interval[1]}" if one.interval else ""
    target = one.target
    return (
        shown_id(one.measure.id),
        one.measure.title,
        str(one.counts.numerator),
        str(one.counts.denominator),
        "" if one.rate is None else str(one.rate),
        interval,
        "" if target is None else str(target.percent),
        "" if target is None or target.met is None else ("yes" if target.met else "no"),
    )

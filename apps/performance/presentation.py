"""A figure or an explanation as plain data and as a chart; the numbers come from the queries."""

from collections.abc import Iterator, Sequence
from typing import Any

from apps.organisation.audit_figures import AuditFigure
from apps.performance.queries import ExplainedCase, Series
from apps.performance.queries.composites import CompositeFigure, CompositeSeries
from apps.performance.queries.figures import Counts, Figure
from apps.performance.queries.target_steps import target_steps, targets_of
from apps.performance.queries.targets import Span
from charts import Moment, Point, SkippedDay, Svg, measure_over_time, timeline
from rules.definitions.fixed_figures import CountingSpan
from rules.definitions.measures import Edition
from rules.facts import TimelineDate

# The chart's kinds are fewer than the rules': what met a measure is an event like any other on a strip.
_MARKS = {"trigger": "trigger", "due": "due", "event": "event", "met": "event"}
COUNT_COLUMNS = (
    "numerator",
    "denominator",
    "not_in_population",
    "excluded",
    "pending",
    "not_recorded",
    "exception",
    "denominator_only",
)
# Of a count, for each of its spans: the figure to reach by 31 March, and how far it is.
PROGRESS_COLUMNS = ("figure", "count", "profile", "verdict")
SPAN_COLUMNS = tuple(f"{span}_{name}" for span in CountingSpan for name in PROGRESS_COLUMNS)
FIGURE_COLUMNS = (
    "measure",
    "title",
    "place",
    "place_name",
    "period",
    "first_on",
    "last_on",
    "complete",
    "editions",
    *COUNT_COLUMNS,
    "rate_percent",
    "low_percent",
    "high_percent",
    "not_recorded_percent",
    "target_percent",
    "target_kind",
    "target_met",
    "target_source",
    "framework",
    *SPAN_COLUMNS,
    "break_on",
    "break_reason",
)
AUDIT_COLUMNS = (
    "measure",
    "title",
    "region",
    "first_on",
    "last_on",
    "score_percent",
    "low_percent",
    "high_percent",
    "band",
    "scored",
    "too_thin",
    "sampled",
    "frame_size",
    "edition",
    "locked_at",
    "demo",
)


def headline(series: Series) -> str:
    """What the chart shows in a sentence: the newest period with a rate."""
    if series.total.is_count:
        return _count_headline(series)
    shown = [figure for figure in series.figures if figure.rate is not None]
    if not shown:
        return "No rate in these months"
    newest = shown[-1]
    words = f"{newest.rate}% in {newest.label} ({newest.counts.numerator:,} of {newest.counts.denominator:,})"
    return words if newest.is_complete else f"{words}, not yet complete"


def _count_headline(series: Series) -> str:
    newest = series.total.main_progress
    if newest is None:
        return f"{series.total.counts.numerator:,} since April; no fixed figure for this place"
    return f"{newest.count:,} of {newest.figure:,}, {newest.span.label}. {newest.verdict}"


def chart(series: Series) -> Svg:
    """The measure's rate by period with its interval, and the target, straight or in steps."""
    steps = target_steps(series)
    is_one = len(steps) == 1
    described = [*map(_point_in_words, series.figures), *(() if is_one else map(_step_in_words, steps))]
    return measure_over_time(
        [_point(figure, broken, with_targets=not is_one) for figure, broken in series.marked],
        steps[0].value.percent if is_one and steps[0].value else None,
        f"{series.measure.title}, {series.place.name}: {headline(series)}",
        f"Rate with its 95% interval. {'; '.join(described)}.",
    )


def _step_in_words(step: Span) -> str:
    held = f"{step.value.percent.normalize():f}%" if step.value else "none"
    return f"target {held} from {step.first_month} to {step.last_month}"


def _point(figure: Figure, broken: Edition | None, *, with_targets: bool) -> Point:
    targets = [value and value.percent for value in targets_of(figure)] if with_targets else ()
    low, high = figure.interval or (None, None)
    return Point(
        figure.short_label,
        figure.rate,
        low,
        high,
        figure.counts.denominator,
        break_before=broken is not None,
        targets=targets,
    )


def _point_in_words(figure: Figure) -> str:
    return f"{figure.label} {figure.rate}%" if figure.rate is not None else f"{figure.label} no rate"


def case_timeline(found: ExplainedCase) -> Svg | None:
    """The dates of one case on a strip of days; None without a date."""
    told = found.explanation
    if not told.dates:
        return None
    moments = [Moment(on=one.on, label=one.label, kind=_MARKS.get(one.kind, "other")) for one in told.dates]
    skipped = [SkippedDay(on=day, why=why) for day, why in told.skipped_days]
    return timeline(
        moments,
        f"The dates of this case: {told.sentence}",
        "; ".join(_moment_in_words(one) for one in told.dates),
        skipped=skipped,
    )


def _moment_in_words(moment: TimelineDate) -> str:
    return f"{moment.on:%a} {moment.on.day} {moment.on:%B %Y}: {moment.label}"


def figure_rows(several: Sequence[Series]) -> Iterator[dict[str, Any]]:
    """A mapping by FIGURE_COLUMNS for each figure."""
    for one in several:
        for figure, broken in one.marked:
            yield figure_data(figure) | {
                "place": one.place.code,
                "place_name": one.place.name,
                "break_on": broken.valid_from if broken else None,
                "break_reason": broken.break_reason if broken else None,
            }


def figure_data(figure: Figure) -> dict[str, Any]:
    """The figure as plain values; None where there is nothing to show."""
    low, high = figure.interval or (None, None)
    target = figure.target
    return {
        "measure": figure.measure.id,
        "title": figure.measure.title,
        "period": figure.label,
        "first_on": figure.first_on,
        "last_on": figure.last_on,
        "complete": figure.is_complete,
        "editions": figure.edition_names,
        **counts_data(figure.counts),
        "rate_percent": figure.rate,
        "low_percent": low,
        "high_percent": high,
        "not_recorded_percent": figure.not_recorded_percent,
        "target_percent": target.percent if target else None,
        "target_kind": target.kind if target else None,
        "target_met": target.met if target else None,
        "target_source": target.source if target else None,
        "framework": figure.measure.framework,
        **progress_data(figure),
    }


def progress_data(figure: Figure) -> dict[str, Any]:
    """Of a count: `<span>_figure`, `_count`, `_profile` and `_verdict`; None where there is none."""
    return dict.fromkeys(SPAN_COLUMNS) | {
        f"{one.span}_{name}": value
        for one in figure.progress
        for name, value in zip(
            PROGRESS_COLUMNS, (one.figure, one.count, one.profile, one.verdict), strict=True
        )
    }


def composite_rows(several: Sequence[CompositeSeries]) -> Iterator[dict[str, Any]]:
    """A mapping by FIGURE_COLUMNS for each figure that is made of others; it has no counts of its own."""
    for one in several:
        for figure in one.figures:
            named = {"place": one.place.code, "place_name": one.place.name}
            yield dict.fromkeys(FIGURE_COLUMNS) | composite_data(figure) | named


def composite_data(figure: CompositeFigure) -> dict[str, Any]:
    target = figure.target
    return {
        "measure": figure.composite.id,
        "title": figure.composite.title,
        "period": figure.label,
        "first_on": figure.parts[0].first_on,
        "last_on": figure.parts[0].last_on,
        "complete": figure.is_complete,
        "rate_percent": figure.rate,
        "target_percent": target.percent if target else None,
        "target_kind": target.kind if target else None,
        "target_met": target.met if target else None,
        "target_source": target.source if target else None,
        "framework": figure.composite.framework,
    }


def audit_data(figure: AuditFigure) -> dict[str, Any]:
    """A mapping by AUDIT_COLUMNS."""
    same = ("measure", "title", "first_on", "last_on", "band", "scored", "too_thin", "sampled", "frame_size")
    return {
        "region": figure.region_code,
        "score_percent": figure.score,
        "low_percent": figure.low,
        "high_percent": figure.high,
        "edition": figure.edition,
        "locked_at": figure.locked_at.isoformat(timespec="seconds"),
        "demo": figure.demo,
        **{name: getattr(figure, name) for name in same},
    }


def counts_data(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNT_COLUMNS}


def explanation_data(found: ExplainedCase) -> dict[str, Any]:
    """The explanation as JSON values: ISO dates, None for null."""
    told = found.explanation
    return {
        "measure": told.measure,
        "title": told.title,
        "edition": told.edition,
        "occurrence_id": told.occurrence_id,
        "person_id": told.person_id,
        "region": told.region,
        "unit": told.unit,
        "counts_in": told.counts_in,
        "trigger_on": told.trigger_on.isoformat(),
        "due_on": told.due_on.isoformat() if told.due_on else None,
        "as_at": told.as_at.isoformat(),
        "verdict": str(told.verdict),
        "reason": told.reason,
        "sentence": told.sentence,
        "dates": [{"on": one.on.isoformat(), "label": one.label, "kind": one.kind} for one in told.dates],
        "skipped_days": [{"on": day.isoformat(), "why": why} for day, why in told.skipped_days],
        "tried": [
            {"reason": one.reason, "verdict": str(one.verdict), "held": one.held, "sentence": one.sentence}
            for one in told.tried
        ],
        "what_would_have_met_it": told.what_would_have_met_it,
        "source": told.source,
        "notes": list(told.notes),
    }

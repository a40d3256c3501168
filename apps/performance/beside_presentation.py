"""Quality beside timeliness as a chart and as rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from apps.performance.queries.beside import Pair
from charts import AxisTitles, PairPoint, Svg, scatter_plot
from rules.definitions.measures import MeasureDefinition

PAIR_COLUMNS = (
    "place",
    "place_name",
    "audit",
    "audit_first_on",
    "audit_last_on",
    "cases_scored",
    "cases_sampled",
    "score_percent",
    "score_low_percent",
    "score_high_percent",
    "band",
    "measure",
    "first_on",
    "last_on",
    "numerator",
    "denominator",
    "rate_percent",
    "low_percent",
    "high_percent",
)


def pair_chart(pairs: Sequence[Pair], measure: MeasureDefinition) -> Svg | None:
    """The places with both percentages; None where fewer than two have them."""
    drawn = [_point(one) for one in pairs if one.is_drawn]
    if len(drawn) < 2:
        return None
    left = len(pairs) - len(drawn)
    said = "; ".join(f"{one.label}: {one.across}% in time, score {one.up}%" for one in drawn)
    rest = f" {left} without both percentages are in the table only." if left else ""
    return scatter_plot(
        drawn,
        AxisTitles(across=f"{measure.title}", up="Audit score"),
        f"{measure.title} and audit score of {len(drawn)} places",
        f"Each place with the 95% interval of its rate across and of its score up. {said}.{rest}",
    )


def _point(pair: Pair) -> PairPoint:
    audit, figure = pair.audit, pair.figure
    has_range = audit.low is not None and audit.high is not None
    return PairPoint(
        label=pair.place.code,
        across=figure.rate,
        up=audit.score,
        across_range=figure.interval,
        up_range=(audit.low, audit.high) if has_range else None,
    )


def pair_rows(pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    """A mapping by PAIR_COLUMNS for each place; None where there is nothing to show."""
    return [dict.fromkeys(PAIR_COLUMNS) | _audit_values(one) | _figure_values(one) for one in pairs]


def _audit_values(pair: Pair) -> dict[str, Any]:
    audit = pair.audit
    values: dict[str, Any] = {"place": pair.place.code, "place_name": pair.place.name}
    if audit is None:
        return values
    of_region = getattr(audit, "audit", audit)
    return values | {
        "audit": of_region.measure,
        "audit_first_on": of_region.first_on,
        "audit_last_on": of_region.last_on,
        "cases_scored": audit.scored,
        "cases_sampled": audit.sampled,
        "score_percent": audit.score,
        "score_low_percent": audit.low,
        "score_high_percent": audit.high,
        "band": audit.band,
    }


def _figure_values(pair: Pair) -> dict[str, Any]:
    figure = pair.figure
    shown = pair.timeliness.shows_rate
    low, high = (figure.interval if shown else None) or (None, None)
    return {
        "measure": figure.measure.id,
        "first_on": figure.first_on,
        "last_on": figure.last_on,
        "numerator": figure.counts.numerator,
        "denominator": figure.counts.denominator,
        "rate_percent": figure.rate if shown else None,
        "low_percent": low,
        "high_percent": high,
    }

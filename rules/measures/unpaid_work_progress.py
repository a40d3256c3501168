"""How much unpaid work is completed on the way to SL029's due date: management information, never a rate.

Source: operating model, line 1874 (progress at six and nine months beside the measure at twelve).
"""

from collections.abc import Iterator
from datetime import date

from rules.definitions.measures import Edition, MeasureDefinition, measure
from rules.facts import Verdict
from rules.measures.run import definition_sql
from rules.periods import Month

MEASURE = "SL029"


def progress_sql(*, as_at: date, first: Month, last: Month) -> str:
    """One SELECT over the caseload_* tables that counts requirements at each point on the way.

    A requirement counts in the month in which its six (nine) months end, judged as SL029 judges it at
    twelve: taken out by death, transfer, a quashed sentence or removal by then, and pending beyond the
    as-at day. Rows: one per edition, point, month, region and unit; columns: edition, after_months,
    counts_in, region, unit, requirements (those counted) and completed (by that point). Raises what
    run_sql does.
    """
    points = {months for e in measure(MEASURE).editions for months in e.parameters.progress_months}
    return "\nUNION ALL\n".join(_at(months, as_at, first, last) for months in points)


def _at(months: int, as_at: date, first: Month, last: Month) -> str:
    judged = definition_sql(_with_clock(months), as_at=as_at, first=first, last=last)
    counted = ", ".join(f"'{verdict}'" for verdict in Verdict if verdict.in_denominator)
    return f"""SELECT edition, {months} AS after_months, counts_in, region, unit, count(*) AS requirements,
  count(*) FILTER (WHERE verdict = '{Verdict.NUMERATOR}') AS completed
FROM ({judged}) AS judged_after_{months}
WHERE verdict IN ({counted})
GROUP BY edition, counts_in, region, unit"""


def _with_clock(months: int) -> MeasureDefinition:
    definition = measure(MEASURE)
    return definition.model_copy(update={"editions": tuple(_editions(definition, months))})


def _editions(definition: MeasureDefinition, months: int) -> Iterator[Edition]:
    for edition in definition.editions:
        if months in edition.parameters.progress_months:
            parameters = edition.parameters.model_copy(update={"clock_months": months})
            yield edition.model_copy(update={"parameters": parameters})

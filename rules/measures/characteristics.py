"""How often each protected characteristic is recorded, among the people whom SL040 counts."""

from collections.abc import Iterator
from datetime import date

from rules.definitions.measures import Edition, measure
from rules.facts import Verdict
from rules.measures.candidates.characteristics import asked, recorded
from rules.measures.run import run_sql
from rules.periods import Month

MEASURE = "SL040"


def characteristics_sql(*, as_at: date, first: Month, last: Month) -> str:
    """One SELECT over the caseload_* tables that counts each characteristic of SL040 on its own.

    Rows: one per edition, month, region, unit and characteristic of the edition's list; columns: edition,
    counts_in, region, unit, characteristic, asked (people asked about it among those counted) and recorded
    (those of them with an answer). A characteristic asked of nobody gives 0 and 0. Raises what run_sql does.
    """
    judged = run_sql(MEASURE, as_at=as_at, first=first, last=last)
    selects = [one for edition in measure(MEASURE).editions for one in _of_edition(edition)]
    return f"WITH judged AS ({judged})\n" + "\nUNION ALL\n".join(selects)


def _of_edition(edition: Edition) -> Iterator[str]:
    p = edition.parameters
    counted = ", ".join(f"'{verdict}'" for verdict in Verdict if verdict.in_denominator)
    for name in p.characteristics:
        is_asked = asked(p, name, "j.due_on")
        yield f"""SELECT j.edition, j.counts_in, j.region, j.unit, '{name}' AS characteristic,
  count(*) FILTER (WHERE {is_asked}) AS asked,
  count(*) FILTER (WHERE {is_asked} AND {recorded(p, name)}) AS recorded
FROM judged j JOIN caseload_people person ON person.person_id = j.person_id
WHERE j.edition = '{edition.name}' AND j.verdict IN ({counted})
GROUP BY j.edition, j.counts_in, j.region, j.unit"""

"""What the requirements of the 2014 agreement share: early exits, place, and the facts told from them.

Each `occurrences` table has occurrence_id, person_id, since_on (from when a transfer out ends the case),
trigger_on, due_on, counts_in, home_region, quashed_on and same_day_rank, and columns of its own.
"""

from collections.abc import Mapping, Sequence

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

_TRANSFERS = """transfers AS (
  SELECT o.occurrence_id, min(t.transferred_on) AS transferred_on
  FROM occurrences o
  JOIN caseload_transfers_out t ON t.person_id = o.person_id AND t.transferred_on >= o.since_on
  GROUP BY o.occurrence_id)"""
# Of what hangs on a person alone, and of what may hang on a sentence (common rule 10).
OF_THE_PERSON = "quashes.quashed_on"
OF_THE_SENTENCE_IF_ANY = "CASE WHEN o.sentence_id IS NULL THEN quashes.quashed_on ELSE o.quashed_on END"
# Records that name no court: the region of the person's latest sentence up to the day, else of a later one.
_HOMES = """homes AS (
  SELECT DISTINCT ON (o.occurrence_id) o.occurrence_id, s.court_region_code AS region_code
  FROM occurrences o
  JOIN caseload_sentences s ON s.person_id = o.person_id
  ORDER BY o.occurrence_id, CASE WHEN s.sentenced_on <= o.trigger_on THEN 0 ELSE 1 END,
    s.sentenced_on DESC, s.sentence_id)"""


def judged(
    request: Request,
    occurrences: Sequence[str],
    facts: Mapping[str, str],
    *,
    more: Sequence[str] = (),
    joins: Sequence[str] = (),
    quashed_on: str = "o.quashed_on",
) -> str:
    """The SELECT. occurrences: tables up to `occurrences`; more: those that read it; joins: their names."""
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.place_until_cte(request.number("place_business_days")),
        *occurrences,
        f.PLACES_CTE,
        _TRANSFERS,
        _HOMES,
        *more,
    ]
    if "quashes." in quashed_on:
        tables.append(f.PERSON_QUASHES_CTE)
        joins = (*joins, "quashes")
    known = {**_exits(request, quashed_on), **facts}
    wanted = {fact: known[fact] for fact in request.definition.facts}
    joined = [f.DEATHS, *map(f.by_occurrence, ("transfers", "homes", *joins))]
    answer = f.answer(wanted, joined, home="coalesce(o.home_region, homes.region_code)")
    # Someone whom no unit supervises and no court has sentenced belongs nowhere.
    return f.query(tables, f"SELECT * FROM ({answer}) AS placed WHERE region IS NOT NULL")


def _exits(request: Request, quashed_on: str) -> dict[str, str]:
    return {
        "same_day_rank": "o.same_day_rank",
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due(quashed_on),
        "due_days_after_as_at": f"coalesce(o.due_on - {f.day(request.as_at)}, 0)",
    }

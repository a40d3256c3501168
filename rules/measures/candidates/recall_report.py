"""SL010: returns to custody on recall, and the risk management report (part B) of each."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# A recorded due date before the return is a fault of the data, not a deadline that nobody could have met.
_OCCURRENCES = """returns AS (
  SELECT r.recall_id AS occurrence_id, r.person_id, r.returned_on AS trigger_on,
    CASE WHEN r.part_b_due_on IS NULL THEN d.until_on
      WHEN r.part_b_due_on >= r.returned_on THEN r.part_b_due_on END AS due_on,
    r.rescinded_on, r.part_b_accepted_on AS accepted_on,
    l.prison_region_code AS home_region, {quashed_on} AS quashed_on,
    row_number() OVER (PARTITION BY r.person_id, r.returned_on ORDER BY r.recall_id) AS same_day_rank
  FROM caseload_recalls r
  JOIN caseload_releases l ON l.release_id = r.release_id
  LEFT JOIN caseload_sentences s ON s.sentence_id = l.sentence_id
  JOIN usually_due d ON d.trigger_on = r.returned_on
  JOIN place_until u ON u.trigger_on = r.returned_on),
occurrences AS (
  SELECT r.*, m.counts_in
  FROM returns r JOIN months m ON coalesce(r.due_on, r.trigger_on) BETWEEN m.first_on AND m.last_on)"""


def candidates(request: Request) -> str:
    """One row per return to custody on recall: occurrence, person, place, dates and facts.

    Without a due date that can be used the row counts in the month of the return.
    """
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.nth_business_day_cte("usually_due", request.number("clock_business_days")),
        f.place_until_cte(request.number("place_business_days")),
        _OCCURRENCES.format(quashed_on=f.quashed_on("s")),
        f.PLACES_CTE,
        f.TRANSFERS_CTE,
    ]
    facts = {
        "same_day_rank": "o.same_day_rank",
        **f.EARLY_EXITS,
        "rescinded_days_after_due": f.days_after_due("o.rescinded_on"),
        "due_days_after_as_at": f"coalesce(o.due_on, o.trigger_on) - {f.day(request.as_at)}",
        "due_found": f.found("o.due_on"),
        "accepted_days_after_due": f.days_after_due("o.accepted_on"),
        "accepted_found": f.found("o.accepted_on"),
    }
    return f.query(tables, f.answer(facts, [f.DEATHS, f.by_occurrence("transfers")]))

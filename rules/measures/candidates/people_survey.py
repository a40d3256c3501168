"""SL020: answers of supervised people to a survey."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# One response a person and survey; the lowest id stays.
_OCCURRENCES = """ranked AS (
  SELECT s.*,
    row_number() OVER (PARTITION BY s.person_id, s.survey ORDER BY s.response_id) AS same_survey_rank
  FROM caseload_people_survey_responses s),
occurrences AS (
  SELECT r.response_id AS occurrence_id, r.person_id, r.responded_on AS trigger_on, r.responded_on AS due_on,
    m.counts_in, r.overall, r.same_survey_rank
  FROM ranked r
  JOIN months m ON r.responded_on BETWEEN m.first_on AND m.last_on)"""
# The court or prison last heard of on the day of the answer, else the first one after it.
_HOMES = """homes AS (
  SELECT DISTINCT ON (o.occurrence_id) o.occurrence_id, h.region_code
  FROM occurrences o
  JOIN (
    SELECT person_id, sentenced_on AS known_on, court_region_code AS region_code FROM caseload_sentences
    UNION ALL
    SELECT person_id, released_on, prison_region_code FROM caseload_releases) h ON h.person_id = o.person_id
  ORDER BY o.occurrence_id, CASE WHEN h.known_on <= o.due_on THEN 0 ELSE 1 END,
    CASE WHEN h.known_on <= o.due_on THEN o.due_on - h.known_on ELSE h.known_on - o.due_on END,
    h.region_code)"""


def candidates(request: Request) -> str:
    """One row per response: occurrence, person, place, dates and facts."""
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.place_until_cte(request.number("place_business_days")),
        _OCCURRENCES,
        f.PLACES_CTE,
        _HOMES,
        f.TRANSFERS_CTE,
        f.PERSON_QUASHES_CTE,
    ]
    joins = [f.DEATHS, *map(f.by_occurrence, ("homes", "transfers", "quashes"))]
    answer = f.answer(_facts(request), joins, home="homes.region_code")
    # Someone of whom neither supervision nor a court or prison is known belongs nowhere.
    return f.query(tables, f"SELECT * FROM ({answer}) AS placed WHERE region IS NOT NULL")


def _facts(request: Request) -> dict[str, str]:
    p = request.parameters
    return {
        "same_survey_rank": "o.same_survey_rank",
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("quashes.quashed_on"),
        "due_days_after_as_at": f"o.due_on - {f.day(request.as_at)}",
        "answered": f.found("o.overall"),
        "positive": f.flag(f"o.overall IN ({f.texts(p.met_answers)})"),
        "neutral": f.flag(f"o.overall IN ({f.texts(p.neutral_answers)})"),
    }

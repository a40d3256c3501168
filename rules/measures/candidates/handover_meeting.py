"""SL022: allocations to a community offender manager, and the handover meeting of the three."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# Of several release dates set at sentence the one recorded last counts: it corrects the others.
_OCCURRENCES = """set_at_sentence AS (
  SELECT DISTINCT ON (sentence_id) sentence_id, release_on
  FROM caseload_release_dates
  WHERE set_at_sentence AND kind IN ({kinds})
  ORDER BY sentence_id, recorded_at DESC, release_on),
allocated AS (
  SELECT a.allocation_id AS occurrence_id, a.person_id, a.sentence_id, a.allocated_on AS trigger_on,
    a.region_code AS received_region, a.unit_code AS received_unit,
    a.allocated_on + {clock_days} AS due_on, s.court_region_code AS home_region, {quashed_on} AS quashed_on,
    CASE WHEN s.sentence_type = 'custodial_indeterminate' THEN 1 ELSE 0 END AS indeterminate,
    CASE WHEN d.release_on IS NULL THEN 0 ELSE 1 END AS release_date_found,
    CASE WHEN d.release_on <= CAST(s.sentenced_on + {release_months} * interval '1 month' AS date)
      THEN 1 ELSE 0 END AS short_time_to_serve
  FROM caseload_allocations a
  JOIN caseload_sentences s ON s.sentence_id = a.sentence_id
  LEFT JOIN set_at_sentence d ON d.sentence_id = a.sentence_id
  WHERE a.allocation_type = 'community_offender_manager'),
ranked AS (
  SELECT a.*, row_number() OVER (
    PARTITION BY person_id, trigger_on, short_time_to_serve ORDER BY occurrence_id) AS same_day_rank
  FROM allocated a),
occurrences AS (
  SELECT r.*, m.counts_in
  FROM ranked r
  JOIN months m ON r.due_on BETWEEN m.first_on AND m.last_on
  JOIN place_until u ON u.trigger_on = r.trigger_on)"""
_RELEASES = """released AS (
  SELECT o.occurrence_id, min(l.released_on) AS released_on
  FROM occurrences o
  JOIN caseload_releases l ON l.sentence_id = o.sentence_id AND l.released_on >= o.trigger_on
   AND l.release_type <> 'temporary'
  GROUP BY o.occurrence_id)"""
_MEETINGS = """meetings AS (
  SELECT o.occurrence_id,
    min(CASE WHEN v.outcome = 'held' AND v.prison_manager_attended AND v.community_manager_attended
      AND v.prisoner_attended AND NOT coalesce(v.prisoner_refused, FALSE) THEN v.scheduled_on END) AS met_on,
    max(CASE WHEN v.prisoner_refused AND v.scheduled_on <= o.due_on THEN 1 ELSE 0 END) AS refused
  FROM occurrences o
  JOIN caseload_handover_meetings v ON v.allocation_id = o.occurrence_id
   AND v.scheduled_on >= o.trigger_on AND v.scheduled_on <= {as_at}
   AND {stood}
  GROUP BY o.occurrence_id)"""


def candidates(request: Request) -> str:
    """One row per allocation to a community offender manager: occurrence, person, place, dates and facts."""
    as_at = f.day(request.as_at)
    occurrences = _OCCURRENCES.format(
        kinds=f.texts(request.parameters.release_date_kinds),
        clock_days=request.number("clock_days"),
        release_months=request.number("release_date_months"),
        quashed_on=f.quashed_on("s"),
    )
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.place_until_cte(request.number("place_business_days")),
        occurrences,
        *f.PRISONERS_PLACES_CTES,
        f.TRANSFERS_CTE,
        _RELEASES,
        _MEETINGS.format(as_at=as_at, stood=f.stood_on_its_day("v", came="'held'")),
    ]
    joins = [f.DEATHS, *map(f.by_occurrence, ("transfers", "released", "meetings"))]
    return f.query(tables, f.answer(_facts(as_at), joins))


def _facts(as_at: str) -> dict[str, str]:
    return {
        "short_time_to_serve": "o.short_time_to_serve",
        "same_day_rank": "o.same_day_rank",
        **f.EARLY_EXITS,
        "indeterminate": "o.indeterminate",
        "release_days_after_due": f.days_after_due("released.released_on"),
        "due_days_after_as_at": f"o.due_on - {as_at}",
        "release_date_found": "o.release_date_found",
        "meeting_days_after_due": f.days_after_due("meetings.met_on"),
        "meeting_refused": "coalesce(meetings.refused, 0)",
        "meeting_found": f.found("meetings.met_on"),
    }

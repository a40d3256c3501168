"""OM020, INT009 and OM017: orders and licences that ended, how, and how the person lived or worked then."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import judged
from rules.measures.candidates.request import Request

# A licence ends with a recall that stands, with its sentence, or on the day on which supervision is to end.
_OCCURRENCES = """recalled AS (
  SELECT r.release_id, min(CAST(r.decided_at AT TIME ZONE 'Europe/London' AS date)) AS recalled_on
  FROM caseload_recalls r WHERE r.rescinded_on IS NULL GROUP BY r.release_id),
licences AS (
  SELECT r.release_id, r.person_id, r.released_on, r.prison_region_code, s.ended_on AS sentence_ended_on,
    s.end_reason, k.recalled_on, least(k.recalled_on, s.ended_on, r.supervision_ends_on) AS ended_on
  FROM caseload_releases r
  LEFT JOIN caseload_sentences s ON s.sentence_id = r.sentence_id
  LEFT JOIN recalled k ON k.release_id = r.release_id
  WHERE r.release_type = 'licence'),
terminations AS (
  SELECT s.sentence_id AS occurrence_id, s.person_id, s.sentenced_on AS since_on, s.ended_on,
    s.court_region_code AS home_region, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    s.end_reason
  FROM caseload_sentences s
  WHERE s.sentence_type IN ({sentence_types}) AND s.ended_on IS NOT NULL
  UNION ALL
  SELECT l.release_id, l.person_id, l.released_on, l.ended_on, l.prison_region_code,
    CASE WHEN l.end_reason = 'quashed' THEN l.sentence_ended_on END,
    CASE WHEN l.recalled_on = l.ended_on THEN 'recalled'
      WHEN l.sentence_ended_on = l.ended_on THEN l.end_reason ELSE 'expired' END
  FROM licences l
  WHERE l.ended_on IS NOT NULL),
occurrences AS (
  SELECT t.occurrence_id, t.person_id, t.since_on, t.ended_on AS trigger_on, t.ended_on AS due_on,
    m.counts_in, t.home_region, t.quashed_on, t.end_reason,
    row_number() OVER (PARTITION BY t.person_id, t.ended_on ORDER BY t.occurrence_id) AS same_day_rank
  FROM terminations t
  JOIN months m ON t.ended_on BETWEEN m.first_on AND m.last_on)"""
# Of the records that hold on the day: the latest start, then the one entered last, then the highest id.
_STATUSES = """statuses AS (
  SELECT DISTINCT ON (o.occurrence_id) o.occurrence_id, a.status
  FROM occurrences o
  JOIN {table} a ON a.person_id = o.person_id AND a.start_on <= o.due_on
   AND (a.end_on IS NULL OR a.end_on >= o.due_on) AND a.recorded_at < {as_at} + 1
  WHERE o.due_on <= {as_at}
  ORDER BY o.occurrence_id, a.start_on DESC, a.recorded_at DESC, a.{key} DESC)"""
_HELD = """held AS (
  SELECT DISTINCT o.occurrence_id
  FROM occurrences o
  JOIN caseload_custody_periods h ON h.person_id = o.person_id
   AND h.start_on <= o.due_on AND (h.end_on IS NULL OR h.end_on > o.due_on)
  WHERE o.due_on <= {as_at})"""


def success(request: Request) -> str:
    """One row per order or licence that ended: occurrence, person, place, dates and facts."""
    facts = _ends() | {
        "end_recorded": f.found("o.end_reason"),
        "completed": f.flag(f"o.end_reason IN ({f.texts(request.parameters.met_end_reasons)})"),
        "breached": f.flag("o.end_reason = 'revoked_breach'"),
    }
    return judged(request, [_occurrences(request)], facts)


def employment(request: Request) -> str:
    """The same rows, by what the person did on the day."""
    return _by_status(request, "caseload_employment", "employment_id")


def accommodation(request: Request) -> str:
    """The same rows, by where the person lived on the day."""
    return _by_status(request, "caseload_accommodation", "accommodation_id")


def _by_status(request: Request, table: str, key: str) -> str:
    as_at = f.day(request.as_at)
    more = [_STATUSES.format(table=table, key=key, as_at=as_at), _HELD.format(as_at=as_at)]
    facts = _ends() | {"in_custody": f.found("held.occurrence_id")} | _statuses(request)
    return judged(request, [_occurrences(request)], facts, more=more, joins=("statuses", "held"))


def _occurrences(request: Request) -> str:
    return _OCCURRENCES.format(sentence_types=f.texts(request.parameters.sentence_types))


def _ends() -> dict[str, str]:
    return {"recalled": f.flag("o.end_reason = 'recalled'")}


def _statuses(request: Request) -> dict[str, str]:
    p = request.parameters
    groups = {"recorded": ("NOT IN", p.unknown_statuses)}
    groups |= {name: ("IN", statuses) for name, statuses in p.status_groups.items()}
    return {
        name: f.flag(f"statuses.status {is_one} ({f.texts(statuses)})")
        for name, (is_one, statuses) in groups.items()
    }

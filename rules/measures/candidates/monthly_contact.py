"""SL007: people supervised over a whole month, and whether an in-person appointment was offered in it."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.final_third import FIRST_DAYS, final_thirds_cte
from rules.measures.candidates.request import Request

# Most people have one period in a month, and the least of one place is it; only the others are ranked.
_OVERLAPS = """present AS (
  SELECT p.person_id, m.counts_in, m.first_on, m.last_on, p.kind, p.region_code, p.unit_code, p.start_on,
    CASE WHEN p.end_on IS NULL OR p.end_on >= m.last_on THEN 0 ELSE 1 END AS ended_before_last_day
  FROM caseload_supervision_periods p
  JOIN months m ON p.start_on <= m.last_on AND (p.end_on IS NULL OR p.end_on >= m.first_on)),
person_months AS (
  SELECT person_id, counts_in, first_on, last_on,
    bool_or(kind IN ('community', 'licence')) AS any_contact_kind,
    bool_or(kind = 'post_sentence_supervision') AS any_post_sentence,
    count(*) AS periods, min(region_code) AS region_code, min(unit_code) AS unit_code
  FROM present GROUP BY person_id, counts_in, first_on, last_on),
ranked_places AS (
  SELECT DISTINCT ON (p.person_id, p.counts_in) p.person_id, p.counts_in, p.region_code, p.unit_code
  FROM present p
  JOIN person_months o ON o.person_id = p.person_id AND o.counts_in = p.counts_in AND o.periods > 1
  ORDER BY p.person_id, p.counts_in, p.ended_before_last_day, p.start_on DESC, p.unit_code, p.region_code)"""
_WHOLE_MONTHS = """nights AS (
  SELECT DISTINCT h.person_id, m.counts_in
  FROM caseload_custody_periods h
  JOIN months m ON h.start_on <= m.last_on
   AND (h.end_on IS NULL OR (h.end_on > m.first_on AND h.end_on > h.start_on))),
suspended AS (
  SELECT s.person_id, m.counts_in
  FROM suspensions s JOIN months m ON s.start_on <= m.first_on AND s.end_on >= m.last_on)"""
EARLY_EXITS_CTES = """transfers AS (
  SELECT t.person_id, m.counts_in, min(t.transferred_on) AS transferred_on
  FROM caseload_transfers_out t JOIN months m ON t.transferred_on >= m.first_on
  GROUP BY t.person_id, m.counts_in),
quashes AS (
  SELECT s.person_id, m.counts_in, min(s.ended_on) AS quashed_on
  FROM caseload_sentences s
  JOIN months m ON s.ended_on BETWEEN m.first_on AND m.last_on
  WHERE s.end_reason = 'quashed' AND NOT EXISTS (
    SELECT 1 FROM caseload_sentences other
    WHERE other.person_id = s.person_id AND other.sentenced_on <= m.last_on
   AND (other.ended_on IS NULL OR other.ended_on > m.last_on
    OR (other.ended_on = m.last_on AND coalesce(other.end_reason, 'other') <> 'quashed')))
  GROUP BY s.person_id, m.counts_in)"""
# One pass over the contacts: joined to the days of the months asked for, then counted by person and month.
_OFFERS = """month_days AS (
  SELECT d.day, m.counts_in FROM days d JOIN months m ON d.day BETWEEN m.first_on AND m.last_on),
offers AS (
  SELECT v.person_id, d.counts_in,
    bool_or(v.recorded_at < v.scheduled_on AND NOT ({withdrawn})) AS offered,
    bool_or(v.recorded_at < v.scheduled_on AND ({withdrawn})) AS withdrawn,
    bool_or(v.recorded_at >= v.scheduled_on) AS recorded_late
  FROM caseload_contacts v
  JOIN month_days d ON d.day = v.scheduled_on
  WHERE v.mode IN ({modes}) AND v.provider IN ({providers})
  GROUP BY v.person_id, d.counts_in)"""
_WITHDRAWN = (
    "coalesce(v.superseded_at < v.scheduled_on, FALSE)"
    " OR coalesce(v.cancelled_at < v.scheduled_on AND v.cancelled_by = 'probation', FALSE)"
)
BY_PERSON_MONTH = "{0} ON {0}.person_id = o.person_id AND {0}.counts_in = o.counts_in"


def candidates(request: Request) -> str:
    """One row per person and month with any supervision: occurrence, person, place, dates and facts."""
    first_on, last_on = request.months[0].first_on, request.months[-1].last_on
    p = request.parameters
    in_span = f"start_on <= {f.day(last_on)} AND (end_on IS NULL OR end_on >= {f.day(first_on)})"
    by_manager = f"authority = 'line_manager' AND {in_span}"
    tables = [
        request.months_cte,
        f.days_cte(first_on, last_on),
        _OVERLAPS,
        f.islands_cte("islands", "caseload_supervision_periods", "period_id", in_span),
        f.islands_cte("suspensions", "caseload_contact_suspensions", "suspension_id", by_manager),
        _WHOLE_MONTHS,
        EARLY_EXITS_CTES,
        _OFFERS.format(
            withdrawn=_WITHDRAWN,
            modes=f.texts(p.appointment_modes),
            providers=f.texts(p.appointment_providers),
        ),
    ]
    if p.final_third_excluded:
        tables.append(final_thirds_cte(p, FIRST_DAYS))
    return f.query(tables, _select(request))


def _select(request: Request) -> str:
    facts = _facts(f.day(request.as_at))
    joined = ["ranked_places", "nights", "transfers", "quashes", "offers", "suspended"]
    if request.parameters.final_third_excluded:
        facts["final_third"] = f.found("final_thirds.person_id")
        joined.append("final_thirds")
    columns = ",\n".join(f"  {expression} AS {name}" for name, expression in facts.items())
    joins = "\n".join(f"LEFT JOIN {BY_PERSON_MONTH.format(table)}" for table in joined)
    return f"""SELECT o.person_id || '|' || o.counts_in AS occurrence_id, o.person_id,
  coalesce(ranked_places.region_code, o.region_code) AS region,
  coalesce(ranked_places.unit_code, o.unit_code) AS unit, o.counts_in, o.trigger_on, o.due_on,
{columns}
FROM (
  SELECT person_id, counts_in, first_on AS trigger_on, last_on AS due_on, any_contact_kind, any_post_sentence,
    region_code, unit_code
  FROM person_months) o
LEFT JOIN {f.DEATHS}
LEFT JOIN islands ON islands.person_id = o.person_id
  AND islands.start_on <= o.trigger_on AND islands.end_on >= o.due_on
{joins}"""


def _facts(as_at: str) -> dict[str, str]:
    return {
        "whole_month": f.found("islands.person_id"),
        "night_in_custody": f.found("nights.person_id"),
        "post_sentence_only": f.flag("NOT o.any_contact_kind AND o.any_post_sentence"),
        "unpaid_work_only": f.flag("NOT o.any_contact_kind AND NOT o.any_post_sentence"),
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("quashes.quashed_on"),
        "due_days_after_as_at": f"o.due_on - {as_at}",
        "offered": f.flag("offers.offered"),
        "suspended_whole_month": f.found("suspended.person_id"),
        "withdrawn": f.flag("offers.withdrawn"),
        "recorded_late": f.flag("offers.recorded_late"),
    }

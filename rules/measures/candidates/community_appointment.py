"""SL004: community and suspended sentence orders, and the first appointment arranged after them."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request


def candidates(request: Request) -> str:
    """One row per order: occurrence, person, place, dates and facts."""
    p = request.parameters
    assert p.clock_business_days and p.place_business_days, "SL004 sets its clock and its wait for a place"
    return f"""WITH {request.months_cte},
{f.calendar_cte(request.calendar)},
{f.clock_cte([p.clock_business_days])},
{f.place_until_cte(p.place_business_days)},
occurrences AS (
  SELECT s.sentence_id AS occurrence_id, s.person_id, s.sentenced_on AS trigger_on, c.due_on, c.counts_in,
    s.court_region_code AS home_region, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    row_number() OVER (PARTITION BY s.person_id, s.sentenced_on ORDER BY s.sentence_id) AS same_day_rank
  FROM caseload_sentences s
  JOIN clock c ON c.started_on = s.sentenced_on
  WHERE s.sentence_type IN ('community_order', 'suspended_sentence_order')),
{f.PLACES_CTE},
{f.TRANSFERS_CTE},
{f.first_held_cte("custody", "caseload_custody_periods", "TRUE")},
{f.first_appointment_cte("caseload_contacts", "person_id", f"v.mode IN ({f.texts(p.appointment_modes)})", request.as_at)}
SELECT o.occurrence_id, o.person_id, coalesce(places.region_code, o.home_region) AS region,
  coalesce(places.unit_code, 'unallocated') AS unit, o.counts_in, o.trigger_on, o.due_on,
  o.same_day_rank,
  {f.days_after_due("deaths.died_on")} AS death_days_after_due,
  {f.days_after_due("transfers.transferred_on")} AS transfer_days_after_due,
  {f.days_after_due("o.quashed_on")} AS quash_days_after_due,
  {f.days_after_due("custody.held_on")} AS custody_days_after_due,
  o.due_on - {f.day(request.as_at)} AS due_days_after_as_at,
  {f.days_after_due("appointments.scheduled_on")} AS appointment_days_after_due,
  CASE WHEN appointments.scheduled_on IS NULL THEN 0 ELSE 1 END AS appointment_found
FROM occurrences o
LEFT JOIN places ON places.occurrence_id = o.occurrence_id
LEFT JOIN caseload_deaths deaths ON deaths.person_id = o.person_id
LEFT JOIN transfers ON transfers.occurrence_id = o.occurrence_id
LEFT JOIN custody ON custody.occurrence_id = o.occurrence_id
LEFT JOIN appointments ON appointments.occurrence_id = o.occurrence_id"""

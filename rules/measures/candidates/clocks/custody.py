"""Clocks around a release: handover from prison to community, and contacts before and after it."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.clocks.builder import QUASHED, Shape, Start, months_from, nth_day, own_day
from rules.measures.candidates.request import Request

_FIRST_RELEASES = """first_releases AS (
  SELECT sentence_id, min(released_on) AS released_on
  FROM caseload_releases WHERE release_type <> 'temporary' GROUP BY sentence_id)"""


def _managers(request: Request) -> str:
    """managers(sentence_id, region_code, unit_code): the community manager's unit, the latest allocation.

    Nobody in prison is under supervision, so it is the allocation that says which unit is to act.
    """
    types = f.texts(request.parameters.allocation_types)
    return f"""managers AS (
  SELECT DISTINCT ON (sentence_id) sentence_id, region_code, unit_code
  FROM caseload_allocations
  WHERE allocation_type IN ({types}) AND allocated_on <= {f.day(request.as_at)}
  ORDER BY sentence_id, allocated_on DESC, unit_code, region_code)"""


def _in_force(request: Request, version: str, judged_on: str) -> str:
    """Whether a release date of the kinds wanted stood at the end of a day."""
    return f"""{version}.kind IN ({f.texts(request.parameters.release_date_kinds)})
   AND {version}.recorded_at < {judged_on} + 1
   AND ({version}.superseded_at IS NULL OR {version}.superseded_at >= {judged_on} + 1)"""


def _handover_tables(request: Request) -> list[str]:
    # A handover is judged by the release date of the day on which it was made, an open one by the newest.
    as_at = f.day(request.as_at)
    judged_on = f"least(coalesce(h.completed_on, {as_at}), {as_at})"
    return [
        _managers(request),
        _FIRST_RELEASES,
        f"""planned AS (
  SELECT h.handover_id, min(v.release_on) AS release_on
  FROM caseload_handovers h
  JOIN caseload_release_dates v ON v.sentence_id = h.sentence_id
   AND {_in_force(request, "v", judged_on)}
  GROUP BY h.handover_id)""",
    ]


def _handover(request: Request) -> Start:
    usual = months_from("p.release_on", -request.number("months_before_end"))
    early = months_from("p.release_on", -request.number("early_months_before_end"))
    days = request.number("days_before_end")
    return Start(
        rows="""caseload_handovers h
  JOIN caseload_sentences s ON s.sentence_id = h.sentence_id
  LEFT JOIN planned p ON p.handover_id = h.handover_id
  LEFT JOIN first_releases l ON l.sentence_id = h.sentence_id
  LEFT JOIN managers m ON m.sentence_id = h.sentence_id""",
        occurrence_id="h.handover_id",
        person_id="h.person_id",
        trigger_on="s.sentenced_on",
        due_on=f"coalesce(CASE WHEN h.early_allocation THEN {early} ELSE {usual} - {days} END, h.due_on)",
        home_region="s.court_region_code",
        own_region="m.region_code",
        own_unit="m.unit_code",
        quashed_on=QUASHED,
        ended_on="least(l.released_on, s.ended_on)",
        keys={"completed_on": "h.completed_on"},
    )


def _handed_over(request: Request) -> str:
    return own_day("completed_on", request.as_at)


def _prerelease_tables(request: Request) -> list[str]:
    return [
        _managers(request),
        _FIRST_RELEASES,
        f"""planned AS (
  SELECT v.sentence_id, min(v.release_on) AS release_on
  FROM caseload_release_dates v
  WHERE {_in_force(request, "v", f.day(request.as_at))}
  GROUP BY v.sentence_id)""",
    ]


def _to_be_released(request: Request) -> Start:
    return Start(
        rows="""caseload_sentences s
  LEFT JOIN planned p ON p.sentence_id = s.sentence_id
  LEFT JOIN first_releases l ON l.sentence_id = s.sentence_id
  LEFT JOIN managers m ON m.sentence_id = s.sentence_id""",
        where=f"s.sentence_type IN ({f.texts(request.parameters.sentence_types)})",
        occurrence_id="s.sentence_id",
        person_id="s.person_id",
        trigger_on="s.sentenced_on",
        due_on="coalesce(l.released_on, p.release_on)",
        home_region="s.court_region_code",
        own_region="m.region_code",
        own_unit="m.unit_code",
        same_day="s.person_id, s.sentenced_on",
        quashed_on=QUASHED,
        # A sentence that ends on the day of the release still had its contacts before it.
        ended_on="CASE WHEN l.released_on IS NULL THEN s.ended_on END",
        keys={"sentence_id": "s.sentence_id"},
    )


def _contacts(phase: str) -> str:
    return f"""SELECT o.occurrence_id, o.trigger_on, c.held_on
    FROM occurrences o JOIN caseload_prerelease_contacts c ON c.sentence_id = o.sentence_id
     AND c.phase = '{phase}'"""


def _met_before(request: Request) -> str:
    # The handover meeting is one of the three (operating model, 1007).
    meetings = """SELECT o.occurrence_id, o.trigger_on, g.scheduled_on AS held_on
    FROM occurrences o
    JOIN caseload_allocations a ON a.sentence_id = o.sentence_id
    JOIN caseload_handover_meetings g ON g.allocation_id = a.allocation_id AND g.outcome = 'held'
     AND g.community_manager_attended AND g.prisoner_attended"""
    rows = f"{_contacts('before_release')}\n    UNION ALL\n    {meetings}"
    return nth_day(rows, request.number("contacts_wanted"), request.as_at)


def _met_after(request: Request) -> str:
    return nth_day(_contacts("after_release"), request.number("contacts_wanted"), request.as_at)


def _released(_: Request) -> Start:
    return Start(
        rows="caseload_releases r JOIN caseload_sentences s ON s.sentence_id = r.sentence_id",
        where="r.release_type <> 'temporary'",
        occurrence_id="r.release_id",
        person_id="r.person_id",
        trigger_on="r.released_on",
        home_region="r.prison_region_code",
        same_day="r.person_id, r.released_on",
        quashed_on=QUASHED,
        keys={"sentence_id": "r.sentence_id"},
    )


def _recalled_at_once(_: Request) -> list[str]:
    return [
        """same_day_recalls AS (
  SELECT DISTINCT o.occurrence_id, o.trigger_on AS recalled_on
  FROM occurrences o
  JOIN caseload_custody_periods h ON h.person_id = o.person_id
   AND h.reason = 'recall' AND h.start_on = o.trigger_on)"""
    ]


HANDOVER = Shape(start=_handover, done=_handed_over, tables=_handover_tables)
PRERELEASE_CONTACTS = Shape(start=_to_be_released, done=_met_before, tables=_prerelease_tables)
POSTRELEASE_CONTACTS = Shape(
    start=_released,
    done=_met_after,
    after=_recalled_at_once,
    facts={"same_day_recall": f.found("same_day_recalls.recalled_on")},
    joins=[f.by_occurrence("same_day_recalls")],
)

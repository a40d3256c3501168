"""OM041A and OM041B in plain Python: strategic boards and meetings about a person, and who attended."""

from collections.abc import Iterator

from rules.measures.cases.case import Asked, Case
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_of, rank

_WHAT = {
    "strategic_management_board": "Strategic management board",
    "level_2": "Level 2 meeting",
    "level_3": "Level 3 meeting",
}


def cases(asked: Asked) -> Iterator[Case]:
    """Every meeting of the edition's kinds among the events; boards are about nobody."""
    meetings = [each for each in asked.events.mappa_meetings if each.kind in asked.parameters.event_kinds]
    for meeting in meetings:
        on = meeting.held_on
        # Meetings about nobody are never one another's duplicate.
        same_day = [
            other.meeting_id
            for other in meetings
            if other.held_on == on and other.person_id == meeting.person_id and meeting.person_id
        ]
        found = Occurrence(
            id=meeting.meeting_id,
            person_id=meeting.person_id or "",
            since_on=on,
            trigger_on=on,
            due_on=on,
            what=_WHAT[meeting.kind],
            rank=rank(meeting.meeting_id, same_day) if same_day else 1,
            home_region=meeting.region_code,
            quashed_on=quashed_of(asked, None, on, on),
        )
        facts = {
            "recorded": int(meeting.attended is not None),
            "attended": int(meeting.attended == "yes"),
        }
        yield from case_of(asked, found, facts)

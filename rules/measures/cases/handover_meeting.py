"""SL022 in plain Python: allocations to a community offender manager, and the meeting of the three."""

from collections.abc import Iterator
from datetime import date, timedelta

from rules.events import Allocation, HandoverMeeting, Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, earliest, timeline
from rules.periods import add_months


def cases(asked: Asked) -> Iterator[Case]:
    """Every allocation of the person to a community offender manager."""
    for allocation in _allocations(asked):
        if r.covered(asked, allocation.allocated_on):
            yield _case(asked, allocation)


def _allocations(asked: Asked) -> list[Allocation]:
    return [a for a in asked.events.allocations if a.allocation_type == "community_offender_manager"]


def _case(asked: Asked, allocation: Allocation) -> Case:
    on, sentence = allocation.allocated_on, _sentence(asked, allocation)
    due_on = on + timedelta(days=asked.number("clock_days"))
    standing = _standing(asked, allocation)
    met_on = earliest(meeting.scheduled_on for meeting in standing if _all_three_met(meeting))
    refused_on = earliest(m.scheduled_on for m in standing if m.prisoner_refused and m.scheduled_on <= due_on)
    exits = r.early_exits(asked, since=on, sentence_id=sentence.sentence_id)
    exits["release_days_after_due"] = (_released_on(asked, allocation), "Release")
    return Case(
        occurrence_id=allocation.allocation_id,
        person_id=allocation.person_id,
        place=r.place_of_prisoner(asked, on, sentence.court_region_code, allocation),
        trigger_on=on,
        due_on=due_on,
        facts={
            "short_time_to_serve": int(_short_time_to_serve(asked, allocation)),
            "same_day_rank": _rank(asked, allocation),
            **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
            "indeterminate": int(sentence.sentence_type == "custodial_indeterminate"),
            "due_days_after_as_at": (due_on - asked.as_at).days,
            "release_date_found": int(_release_date(asked, sentence) is not None),
            "meeting_days_after_due": days_after(met_on, due_on),
            "meeting_refused": int(refused_on is not None),
            "meeting_found": int(met_on is not None),
        },
        dates=timeline(
            (on, "Allocation to a community offender manager", "trigger"),
            (due_on, "Due date", "due"),
            *((day, label, "event") for day, label in exits.values()),
            (refused_on, "Meeting that the prisoner refused", "event"),
            (met_on, "Meeting of the three", "met"),
        ),
    )


def _sentence(asked: Asked, allocation: Allocation) -> Sentence:
    return next(s for s in asked.events.sentences if s.sentence_id == allocation.sentence_id)


def _release_date(asked: Asked, sentence: Sentence) -> date | None:
    """The release date set at sentence: the one recorded last; at one moment, the earliest date."""
    kinds = asked.parameters.release_date_kinds
    found = [
        each
        for each in asked.events.release_dates
        if each.sentence_id == sentence.sentence_id and each.set_at_sentence and each.kind in kinds
    ]
    if not found:
        return None
    last = max(each.recorded_at for each in found)
    return min(each.release_on for each in found if each.recorded_at == last)


def _short_time_to_serve(asked: Asked, allocation: Allocation) -> bool:
    sentence = _sentence(asked, allocation)
    release_on = _release_date(asked, sentence)
    limit_on = add_months(sentence.sentenced_on, asked.number("release_date_months"))
    return release_on is not None and release_on <= limit_on


def _standing(asked: Asked, allocation: Allocation) -> list[HandoverMeeting]:
    return [
        meeting
        for meeting in asked.events.handover_meetings
        if meeting.allocation_id == allocation.allocation_id
        and allocation.allocated_on <= meeting.scheduled_on <= asked.as_at
        and r.stood_on_its_day(meeting, came=("held",))
    ]


def _all_three_met(meeting: HandoverMeeting) -> bool:
    there = meeting.prison_manager_attended and meeting.community_manager_attended
    return bool(
        meeting.outcome == "held" and there and meeting.prisoner_attended and not meeting.prisoner_refused
    )


def _released_on(asked: Asked, allocation: Allocation) -> date | None:
    return earliest(
        release.released_on
        for release in asked.events.releases
        if release.sentence_id == allocation.sentence_id
        and release.released_on >= allocation.allocated_on
        and release.release_type != "temporary"
    )


def _rank(asked: Asked, allocation: Allocation) -> int:
    """Among the allocations of the day; those with too little time to serve stand apart."""
    short = _short_time_to_serve(asked, allocation)
    same_day = [
        each.allocation_id
        for each in _allocations(asked)
        if each.allocated_on == allocation.allocated_on and _short_time_to_serve(asked, each) == short
    ]
    return sorted(same_day).index(allocation.allocation_id) + 1

"""Clocks around a release: handover from prison to community, and contacts before and after it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from rules.events import Handover, Release, Sentence
from rules.facts import Place
from rules.measures.cases.case import Asked, earliest
from rules.measures.cases.clocks.start import Start, first_done, nth_done
from rules.periods import add_months


def handovers(asked: Asked) -> Iterator[Start]:
    """Every handover; one that was made is judged by the release date of that day, later ones ignored."""
    sentences = {s.sentence_id: s for s in asked.events.sentences}
    for handover in asked.events.handovers:
        sentence = sentences[handover.sentence_id]
        yield Start(
            occurrence_id=handover.handover_id,
            person_id=handover.person_id,
            trigger_on=sentence.sentenced_on,
            trigger="Sentence",
            due_on=_handover_due_on(asked, handover),
            home=sentence.court_region_code,
            own=_manager_place(asked, sentence),
            sentence_id=sentence.sentence_id,
            ended_on=earliest((_first_released_on(asked, sentence), sentence.ended_on)),
            done_on=first_done([handover.completed_on], asked, sentence.sentenced_on),
            done="Responsibility handed over",
        )


def _handover_due_on(asked: Asked, handover: Handover) -> date | None:
    judged_on = min(handover.completed_on or asked.as_at, asked.as_at)
    release_on = _planned_release_on(asked, handover.sentence_id, judged_on)
    if release_on is None:
        return handover.due_on
    if handover.early_allocation:
        return add_months(release_on, -asked.number("early_months_before_end"))
    earlier = add_months(release_on, -asked.number("months_before_end"))
    return earlier - timedelta(days=asked.number("days_before_end"))


def contacts_before_release(asked: Asked) -> Iterator[Start]:
    """Every sentence to be served in prison, up to its first release."""
    wanted = [s for s in asked.events.sentences if s.sentence_type in asked.parameters.sentence_types]
    for sentence in wanted:
        same_day = sorted(s.sentence_id for s in wanted if s.sentenced_on == sentence.sentenced_on)
        released_on = _first_released_on(asked, sentence)
        held = [*_contacts(asked, sentence.sentence_id, "before_release"), *_meetings(asked, sentence)]
        yield Start(
            occurrence_id=sentence.sentence_id,
            person_id=sentence.person_id,
            trigger_on=sentence.sentenced_on,
            trigger="Sentence",
            due_on=released_on or _planned_release_on(asked, sentence.sentence_id, asked.as_at),
            home=sentence.court_region_code,
            own=_manager_place(asked, sentence),
            rank=same_day.index(sentence.sentence_id) + 1,
            sentence_id=sentence.sentence_id,
            ended_on=sentence.ended_on if released_on is None else None,
            done_on=nth_done(held, asked.number("contacts_wanted"), asked, sentence.sentenced_on),
            done="Last of the contacts wanted",
        )


def contacts_after_release(asked: Asked) -> Iterator[Start]:
    """Every release but temporary ones."""
    wanted = [each for each in asked.events.releases if each.release_type != "temporary"]
    for release in wanted:
        on = release.released_on
        same_day = sorted(each.release_id for each in wanted if each.released_on == on)
        held = _contacts(asked, release.sentence_id, "after_release")
        yield Start(
            occurrence_id=release.release_id,
            person_id=release.person_id,
            trigger_on=on,
            trigger="Release",
            home=release.prison_region_code,
            rank=same_day.index(release.release_id) + 1,
            sentence_id=release.sentence_id,
            done_on=nth_done(held, asked.number("contacts_wanted"), asked, on),
            done="Last of the contacts wanted",
            facts={"same_day_recall": int(_recalled_at_once(asked, release))},
        )


def _planned_release_on(asked: Asked, sentence_id: str, judged_on: date) -> date | None:
    """The earliest release date of the kinds wanted that stood at the end of a day."""
    day_is_over_at = datetime.combine(judged_on + timedelta(days=1), time.min)
    return earliest(
        version.release_on
        for version in asked.events.release_dates
        if version.sentence_id == sentence_id
        and version.kind in asked.parameters.release_date_kinds
        and version.recorded_at < day_is_over_at
        and (version.superseded_at is None or version.superseded_at >= day_is_over_at)
    )


def _first_released_on(asked: Asked, sentence: Sentence) -> date | None:
    return earliest(
        each.released_on
        for each in asked.events.releases
        if each.sentence_id == sentence.sentence_id and each.release_type != "temporary"
    )


def _manager_place(asked: Asked, sentence: Sentence) -> Place | None:
    """The community manager's unit: nobody in prison is under supervision, so the latest allocation says."""
    allocated = [
        each
        for each in asked.events.allocations
        if each.sentence_id == sentence.sentence_id
        and each.allocation_type in asked.parameters.allocation_types
        and each.allocated_on <= asked.as_at
    ]
    if not allocated:
        return None
    newest = max(each.allocated_on for each in allocated)
    unit, region = min(
        (each.unit_code, each.region_code) for each in allocated if each.allocated_on == newest
    )
    return Place(region, unit)


def _contacts(asked: Asked, sentence_id: str, phase: str) -> Iterator[date]:
    for contact in asked.events.prerelease_contacts:
        if contact.sentence_id == sentence_id and contact.phase == phase:
            yield contact.held_on


def _meetings(asked: Asked, sentence: Sentence) -> Iterator[date]:
    """Handover meetings with the community manager: each is one of the three contacts."""
    of = {a.allocation_id for a in asked.events.allocations if a.sentence_id == sentence.sentence_id}
    for meeting in asked.events.handover_meetings:
        together = meeting.community_manager_attended and meeting.prisoner_attended
        if meeting.allocation_id in of and meeting.outcome == "held" and together:
            yield meeting.scheduled_on


def _recalled_at_once(asked: Asked, release: Release) -> bool:
    held = asked.events.custody_periods
    return any(each.reason == "recall" and each.start_on == release.released_on for each in held)

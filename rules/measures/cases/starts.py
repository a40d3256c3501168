"""A release or an order as the start of a measure that looks at the person some time later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.events import Release, Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, earliest
from rules.periods import add_months


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """What happened, when, and what is known of its end. rank: among those of the day, by id."""

    id: str
    person_id: str
    on: date
    what: str
    home_region: str
    ended_on: date | None
    quashed_on: date | None
    rank: int
    temporary: bool = False
    recalled_at_once: bool = False


def starts(asked: Asked) -> Iterator[Start]:
    """Every release, or every community and suspended sentence order: as the definition says."""
    if asked.definition.occurrence == ("releases",):
        yield from (_of_release(asked, release) for release in asked.events.releases)
        return
    for sentence in asked.events.sentences:
        if sentence.sentence_type in r.COMMUNITY_SENTENCES:
            yield _of_order(asked, sentence)


def point_of(asked: Asked, start: Start) -> date | None:
    """The day on which the person is looked at; None where the calendar does not reach."""
    calendar, months = asked.calendar, asked.parameters.clock_months
    if not calendar.first_on <= start.on <= calendar.last_on:
        return None
    if months is not None:
        return add_months(start.on, months)
    return start.on + timedelta(days=asked.parameters.clock_days or 0)


def _of_release(asked: Asked, release: Release) -> Start:
    on = release.released_on
    return Start(
        id=release.release_id,
        person_id=release.person_id,
        on=on,
        what="Release",
        home_region=release.prison_region_code,
        ended_on=_ended_on(asked, release),
        quashed_on=r.sentence_quashed_on(asked, release.sentence_id),
        rank=_rank_of_release(asked, release),
        temporary=release.release_type == "temporary",
        recalled_at_once=any(c.reason == "recall" and c.start_on == on for c in asked.events.custody_periods),
    )


def _ended_on(asked: Asked, release: Release) -> date | None:
    """When the sentence or the supervision after the release ended; a planned end ahead has ended nothing."""
    ends = [s.ended_on for s in asked.events.sentences if s.sentence_id == release.sentence_id]
    planned_on = release.supervision_ends_on
    if planned_on is not None and planned_on <= asked.as_at:
        ends.append(planned_on)
    return earliest(ends)


def _rank_of_release(asked: Asked, release: Release) -> int:
    """Among the releases of the day; temporary ones among themselves, for they start no clock."""
    same_day = [
        other.release_id
        for other in asked.events.releases
        if other.released_on == release.released_on
        and (other.release_type == "temporary") == (release.release_type == "temporary")
    ]
    return sorted(same_day).index(release.release_id) + 1


def _of_order(asked: Asked, sentence: Sentence) -> Start:
    same_day = [
        other.sentence_id
        for other in asked.events.sentences
        if other.sentence_type in r.COMMUNITY_SENTENCES and other.sentenced_on == sentence.sentenced_on
    ]
    return Start(
        id=sentence.sentence_id,
        person_id=sentence.person_id,
        on=sentence.sentenced_on,
        what="Sentence",
        home_region=sentence.court_region_code,
        ended_on=sentence.ended_on,
        quashed_on=r.sentence_quashed_on(asked, sentence.sentence_id),
        rank=sorted(same_day).index(sentence.sentence_id) + 1,
    )

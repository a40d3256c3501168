"""OM020, INT009 and OM017 in plain Python: orders and licences that ended, and how things stood that day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from rules.events import Release
from rules.measures.cases.case import Asked, Case, earliest
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_on, rank, sentence_of
from rules.measures.cases.status import Record, record_on

_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Termination:
    """The end of an order or a licence, and why."""

    id: str
    person_id: str
    since_on: date
    ended_on: date
    home_region: str
    quashed_on: date | None
    reason: str | None
    what: str


def success(asked: Asked) -> Iterator[Case]:
    """Every order and licence of the person that ended, by how it ended."""
    for ended, place in _ranked(asked):
        facts = {
            "recalled": int(ended.reason == "recalled"),
            "end_recorded": int(ended.reason is not None),
            "completed": int(ended.reason in asked.parameters.met_end_reasons),
            "breached": int(ended.reason == "revoked_breach"),
        }
        yield from case_of(asked, _occurrence(ended, place), facts)


def employment(asked: Asked) -> Iterator[Case]:
    """The same, by what the person did on the day."""
    return _by_status(asked, [(each.employment_id, each) for each in asked.events.employment])


def accommodation(asked: Asked) -> Iterator[Case]:
    """The same, by where the person lived on the day."""
    return _by_status(asked, [(each.accommodation_id, each) for each in asked.events.accommodation])


def _by_status(asked: Asked, records: Iterable[tuple[str, Record]]) -> Iterator[Case]:
    known, p = list(records), asked.parameters
    for ended, place in _ranked(asked):
        record = record_on(asked, ended.ended_on, known)
        status = record.status if record else None
        facts = {
            "recalled": int(ended.reason == "recalled"),
            "in_custody": int(_held(asked, ended.ended_on)),
            "recorded": int(status is not None and status not in p.unknown_statuses),
            **{name: int(status in group) for name, group in p.status_groups.items()},
        }
        said = f"Recorded as {status.replace('_', ' ')}" if status else ""
        yield from case_of(
            asked, _occurrence(ended, place), facts, [(ended.ended_on if status else None, said, "event")]
        )


def _ranked(asked: Asked) -> Iterator[tuple[_Termination, int]]:
    """Each with its place among those of its day (common rule 9)."""
    ends = [*_orders(asked), *_licences(asked)]
    for one in ends:
        yield one, rank(one.id, [other.id for other in ends if other.ended_on == one.ended_on])


def _orders(asked: Asked) -> Iterator[_Termination]:
    for sentence in asked.events.sentences:
        if sentence.sentence_type in asked.parameters.sentence_types and sentence.ended_on is not None:
            yield _Termination(
                id=sentence.sentence_id,
                person_id=sentence.person_id,
                since_on=sentence.sentenced_on,
                ended_on=sentence.ended_on,
                home_region=sentence.court_region_code,
                quashed_on=quashed_on(sentence),
                reason=sentence.end_reason,
                what="End of the order",
            )


def _licences(asked: Asked) -> Iterator[_Termination]:
    """A licence ends with a recall that stands, with its sentence, or when supervision is to end."""
    for release in asked.events.releases:
        sentence = sentence_of(asked, release.sentence_id)
        recalled_on = _recalled_on(asked, release)
        sentence_ended_on = sentence.ended_on if sentence else None
        ended_on = earliest((recalled_on, sentence_ended_on, release.supervision_ends_on))
        if release.release_type != "licence" or ended_on is None:
            continue
        reason: str | None = "expired"
        if recalled_on == ended_on:
            reason = "recalled"
        elif sentence is not None and sentence_ended_on == ended_on:
            reason = sentence.end_reason
        yield _Termination(
            id=release.release_id,
            person_id=release.person_id,
            since_on=release.released_on,
            ended_on=ended_on,
            home_region=release.prison_region_code,
            quashed_on=quashed_on(sentence),
            reason=reason,
            what="End of the licence",
        )


def _recalled_on(asked: Asked, release: Release) -> date | None:
    standing = [
        recall.decided_at
        for recall in asked.events.recalls
        if recall.release_id == release.release_id and recall.rescinded_on is None
    ]
    return earliest(decided_at.astimezone(_LONDON).date() for decided_at in standing)


def _held(asked: Asked, day: date) -> bool:
    """Whether the night that begins on the day is spent in custody, as far as the extract covers it."""
    return day <= asked.as_at and any(
        period.start_on <= day and (period.end_on is None or period.end_on > day)
        for period in asked.events.custody_periods
    )


def _occurrence(ended: _Termination, place: int) -> Occurrence:
    return Occurrence(
        id=ended.id,
        person_id=ended.person_id,
        since_on=ended.since_on,
        trigger_on=ended.ended_on,
        due_on=ended.ended_on,
        what=ended.what,
        rank=place,
        home_region=ended.home_region,
        quashed_on=ended.quashed_on,
    )

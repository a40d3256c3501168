"""SL006 in plain Python: sentences and releases, the first attended contact, and the initial plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from rules.events import Release, Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, earliest, timeline

_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Start:
    """A sentence or a release: what may call for a plan."""

    id: str
    person_id: str
    on: date
    what: str
    home_region: str
    quashed_on: date | None
    ended_on: date | None
    plan_from: date
    release: Release | None = None

    @property
    def release_type(self) -> str:
        return self.release.release_type if self.release else ""


def cases(asked: Asked) -> Iterator[Case]:
    """Every community sentence and every release of the person."""
    starts = list(_starts(asked))
    for start in starts:
        case = _case(asked, start, starts)
        if case is not None:
            yield case


def _starts(asked: Asked) -> Iterator[_Start]:
    for sentence in asked.events.sentences:
        if sentence.sentence_type in r.COMMUNITY_SENTENCES:
            yield _of_sentence(asked, sentence)
    for release in asked.events.releases:
        yield _of_release(asked, release)


def _of_sentence(asked: Asked, sentence: Sentence) -> _Start:
    return _Start(
        id=sentence.sentence_id,
        person_id=sentence.person_id,
        on=sentence.sentenced_on,
        what="Sentence",
        home_region=sentence.court_region_code,
        quashed_on=r.sentence_quashed_on(asked, sentence.sentence_id),
        ended_on=sentence.ended_on,
        plan_from=sentence.sentenced_on,
    )


def _of_release(asked: Asked, release: Release) -> _Start:
    ends = [s.ended_on for s in asked.events.sentences if s.sentence_id == release.sentence_id]
    supervision_ends_on = release.supervision_ends_on
    # A planned end that still lies ahead has ended nothing yet.
    if supervision_ends_on is not None and supervision_ends_on <= asked.as_at:
        ends.append(supervision_ends_on)
    return _Start(
        id=release.release_id,
        person_id=release.person_id,
        on=release.released_on,
        what="Release",
        home_region=release.prison_region_code,
        quashed_on=r.sentence_quashed_on(asked, release.sentence_id),
        ended_on=earliest(ends),
        plan_from=release.released_on - timedelta(days=asked.number("plan_days_before_release")),
        release=release,
    )


def _case(asked: Asked, start: _Start, starts: list[_Start]) -> Case | None:
    if not asked.calendar.first_on <= start.on <= asked.calendar.last_on:
        return None
    attended_on = _first_attended_on(asked, start.on)
    due_on = r.due_after(asked, attended_on, asked.number("clock_business_days")) if attended_on else None
    if attended_on is not None and due_on is None:
        return None
    planned_on = _first_plan_on(asked, start.plan_from)
    exits = _exits(asked, start, due_on)
    return Case(
        occurrence_id=start.id,
        person_id=start.person_id,
        place=r.place_of(asked, start.on, start.home_region),
        trigger_on=start.on,
        due_on=due_on,
        clock_started_on=attended_on,
        facts={
            "temporary": int(start.release_type == "temporary"),
            "post_sentence_only": int(start.release_type == "post_sentence_supervision"),
            "same_day_rank": _rank(start, starts),
            "attended": int(attended_on is not None),
            **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": (due_on - asked.as_at).days if due_on else 0,
            "plan_days_after_due": days_after(planned_on, due_on),
            "plan_found": int(planned_on is not None),
        },
        dates=timeline(
            (start.on, start.what, "trigger"),
            (attended_on, "First contact attended", "event"),
            (due_on, "Due date", "due"),
            *((day, label, "event") for day, label in exits.values()),
            (planned_on, "Initial plan completed", "met"),
        ),
    )


def _first_attended_on(asked: Asked, since: date) -> date | None:
    providers = asked.parameters.appointment_providers
    attended = [c for c in asked.events.contacts if c.provider in providers and c.outcome in r.ATTENDED]
    first = r.first_standing(attended, asked, since)
    return first.scheduled_on if first else None


def _first_plan_on(asked: Asked, since: date) -> date | None:
    initial = [p.completed_on for p in asked.events.plans if p.plan_type == "initial" and p.completed_on]
    return earliest(day for day in initial if since <= day <= asked.as_at)


def _exits(asked: Asked, start: _Start, due_on: date | None) -> dict[str, tuple[date | None, str]]:
    return {
        "death_days_after_due": (r.death_on(asked), "Death"),
        "transfer_days_after_due": (r.transfer_on(asked, start.on), "Transfer out of England and Wales"),
        "quash_days_after_due": (start.quashed_on, "Sentence quashed"),
        "end_days_after_due": (start.ended_on, "End of the sentence or of supervision"),
        "recall_days_after_due": (_recalled_on(asked, start.release, due_on), "Recall"),
    }


def _recalled_on(asked: Asked, release: Release | None, due_on: date | None) -> date | None:
    """The first day of recall of this release: decided and not rescinded by the due date, or returned."""
    if release is None or due_on is None:
        return None
    decided = [
        recall.decided_at.astimezone(_LONDON).date()
        for recall in asked.events.recalls
        if recall.release_id == release.release_id
        and not (recall.rescinded_on is not None and recall.rescinded_on <= due_on)
    ]
    returned = [
        period.start_on
        for period in asked.events.custody_periods
        if period.reason == "recall" and period.start_on >= release.released_on
    ]
    return earliest(decided + returned)


def _rank(start: _Start, starts: list[_Start]) -> int:
    """Among the sentences and releases on licence of the day; those that call for no plan stand apart."""

    def kind(other: _Start) -> tuple[bool, bool]:
        return other.release_type == "temporary", other.release_type == "post_sentence_supervision"

    same_day = [other.id for other in starts if other.on == start.on and kind(other) == kind(start)]
    return sorted(same_day).index(start.id) + 1

"""SL028 in plain Python: unpaid work sessions still arranged when their day began, and the stand-downs."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from rules.events import Sentence, UnpaidWorkSession
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every version of an unpaid work session of the person."""
    for session in asked.events.unpaid_work_sessions:
        sentence = _sentence(asked, session)
        if sentence is not None and r.covered(asked, session.scheduled_on):
            yield _case(asked, session, sentence)


def _sentence(asked: Asked, session: UnpaidWorkSession) -> Sentence | None:
    """The sentence that carries the requirement worked off; not recorded, the latest one made by the day."""
    sentences = asked.events.sentences
    if session.requirement_id is not None:
        carried = {q.requirement_id: q.sentence_id for q in asked.events.requirements}
        return next(s for s in sentences if s.sentence_id == carried[session.requirement_id])
    made = [s for s in sentences if s.sentenced_on <= session.scheduled_on]
    latest = max((s.sentenced_on for s in made), default=None)
    return min((s for s in made if s.sentenced_on == latest), key=lambda s: s.sentence_id, default=None)


def _case(asked: Asked, session: UnpaidWorkSession, sentence: Sentence) -> Case:
    on = session.scheduled_on
    cancelled = _before(session.cancelled_at, on + timedelta(days=1))
    exits = r.early_exits(asked, since=sentence.sentenced_on, sentence_id=sentence.sentence_id)
    return Case(
        occurrence_id=session.session_version_id,
        person_id=session.person_id,
        place=r.place_of(asked, on, sentence.court_region_code),
        trigger_on=on,
        due_on=on,
        facts={
            "cancelled_earlier": int(_before(session.cancelled_at, on)),
            "moved_earlier": int(_before(session.superseded_at, on)),
            "recorded_late": int(not _before(session.recorded_at, on)),
            **{fact: days_after(day, on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": (on - asked.as_at).days,
            "stood_down": int(cancelled and session.cancelled_by == "region"),
            "cancelled": int(cancelled),
        },
        dates=timeline(
            (session.recorded_at.date(), "Session entered", "event"),
            (on, "Day of the session", "trigger"),
            *((day, label, "event") for day, label in exits.values()),
            (session.superseded_at and session.superseded_at.date(), "Session moved or changed", "event"),
            (session.cancelled_at and session.cancelled_at.date(), "Session cancelled", "event"),
        ),
    )


def _before(moment: datetime | None, on: date) -> bool:
    """Whether a moment came before the day began; what is entered at 00:00:00 belongs to the day."""
    return moment is not None and moment < datetime.combine(on, time.min)

"""Clocks of unpaid work: assessment, induction, reviews, and absences told to the practitioner."""

from collections.abc import Iterator, Mapping
from datetime import date

from rules.events import Requirement, Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, earliest
from rules.measures.cases.clocks.start import Moment, Start, first_done


def assessments(asked: Asked) -> Iterator[Start]:
    """Every unpaid work requirement, and its assessment."""
    for requirement in _requirements(asked):
        done = [
            a.completed_on
            for a in asked.events.unpaid_work_assessments
            if a.requirement_id == requirement.requirement_id
        ]
        done_on = first_done(done, asked, requirement.imposed_on)
        yield _start(asked, requirement, done_on, "Assessment completed")


def reviews(asked: Asked) -> Iterator[Start]:
    """Every unpaid work requirement, and its review at the stage in question."""
    for requirement in _requirements(asked):
        done = [
            p.completed_on
            for p in asked.events.progress_reviews
            if p.review_type == asked.parameters.review_type
            and p.sentence_id == requirement.sentence_id
            and p.requirement_id in (None, requirement.requirement_id)
        ]
        done_on = first_done(done, asked, requirement.imposed_on)
        yield _start(asked, requirement, done_on, "Review completed")


def inductions(asked: Asked) -> Iterator[Start]:
    """Every unpaid work requirement, and the person's first induction, which goes before the first work."""
    for requirement in _requirements(asked):
        inducted_on = _attended_on(asked, "induction", requirement.imposed_on)
        worked_on = _attended_on(asked, "work", requirement.imposed_on)
        worked_first = worked_on is not None and (inducted_on is None or worked_on < inducted_on)
        yield _start(
            asked,
            requirement,
            inducted_on,
            "Induction attended",
            facts={"worked_first": int(worked_first), "inducted_first": int(not worked_first)},
            moments=((worked_on, "First work session attended", "event"),),
        )


def absences(asked: Asked) -> Iterator[Start]:
    """Every session that stood on its day and was missed, and the report of it."""
    for session in asked.events.unpaid_work_sessions:
        if session.outcome in asked.parameters.absence_outcomes and r.stood_on_its_day(session):
            reported = [
                a.reported_on
                for a in asked.events.unpaid_work_absences
                if a.session_version_id == session.session_version_id
            ]
            yield Start(
                occurrence_id=session.session_version_id,
                person_id=session.person_id,
                trigger_on=session.scheduled_on,
                trigger="Session missed",
                done_on=first_done(reported, asked, session.scheduled_on),
                done="Practitioner told",
            )


def _requirements(asked: Asked) -> Iterator[Requirement]:
    return (each for each in asked.events.requirements if each.requirement_type == "unpaid_work")


def _start(
    asked: Asked,
    requirement: Requirement,
    done_on: date | None,
    done: str,
    *,
    facts: Mapping[str, int] | None = None,
    moments: tuple[Moment, ...] = (),
) -> Start:
    sentence = _sentence_of(asked, requirement)
    return Start(
        occurrence_id=requirement.requirement_id,
        person_id=sentence.person_id,
        trigger_on=requirement.imposed_on,
        trigger="Requirement imposed",
        home=sentence.court_region_code,
        sentence_id=sentence.sentence_id,
        ended_on=earliest((requirement.ended_on, sentence.ended_on)),
        done_on=done_on,
        done=done,
        facts=facts or {},
        moments=moments,
    )


def _sentence_of(asked: Asked, requirement: Requirement) -> Sentence:
    return next(s for s in asked.events.sentences if s.sentence_id == requirement.sentence_id)


def _attended_on(asked: Asked, kind: str, since: date) -> date | None:
    """The first session of a kind attended; a session serves every requirement whose window it is in."""
    attended = [
        v.scheduled_on
        for v in asked.events.unpaid_work_sessions
        if v.session_type == kind and v.outcome in r.ATTENDED and r.stood_on_its_day(v)
    ]
    return first_done(attended, asked, since)

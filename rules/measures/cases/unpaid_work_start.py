"""SL027 in plain Python: unpaid work requirements, and the first work session after them."""

from collections.abc import Iterator

from rules.events import Requirement, Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every unpaid work requirement of the person."""
    sentences = {sentence.sentence_id: sentence for sentence in asked.events.sentences}
    for requirement in asked.events.requirements:
        if requirement.requirement_type == "unpaid_work":
            case = _case(asked, requirement, sentences[requirement.sentence_id])
            if case is not None:
                yield case


def _case(asked: Asked, requirement: Requirement, sentence: Sentence) -> Case | None:
    on = requirement.imposed_on
    due_on = r.due_after(asked, on, asked.number("clock_business_days"))
    if due_on is None:
        return None
    died_on, transferred_on = r.death_on(asked), r.transfer_on(asked, on)
    quashed_on = r.sentence_quashed_on(asked, sentence.sentence_id)
    work = [s for s in asked.events.unpaid_work_sessions if s.session_type == "work"]
    first = r.first_standing(work, asked, on)
    arranged_on = first.scheduled_on if first else None
    return Case(
        occurrence_id=requirement.requirement_id,
        person_id=sentence.person_id,
        place=r.place_of(asked, on, sentence.court_region_code),
        trigger_on=on,
        due_on=due_on,
        clock_started_on=on,
        facts={
            "death_days_after_due": days_after(died_on, due_on),
            "transfer_days_after_due": days_after(transferred_on, due_on),
            "quash_days_after_due": days_after(quashed_on, due_on),
            "due_days_after_as_at": (due_on - asked.as_at).days,
            "session_days_after_due": days_after(arranged_on, due_on),
            "session_found": int(first is not None),
        },
        dates=timeline(
            (on, "Requirement imposed", "trigger"),
            (due_on, "Due date", "due"),
            (died_on, "Death", "event"),
            (transferred_on, "Transfer out of England and Wales", "event"),
            (quashed_on, "Sentence quashed", "event"),
            (arranged_on, "First work session that stood on its day", "met"),
            *r.withdrawn_moments(work, on, due_on),
        ),
    )

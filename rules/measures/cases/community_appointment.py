"""SL004 in plain Python: community and suspended sentence orders, and the first appointment after them."""

from collections.abc import Iterator

from rules.events import Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every community or suspended sentence order of the person."""
    for sentence in asked.events.sentences:
        if sentence.sentence_type in r.COMMUNITY_SENTENCES:
            case = _case(asked, sentence)
            if case is not None:
                yield case


def _case(asked: Asked, sentence: Sentence) -> Case | None:
    on = sentence.sentenced_on
    due_on = r.due_after(asked, on, asked.number("clock_business_days"))
    if due_on is None:
        return None
    died_on, transferred_on = r.death_on(asked), r.transfer_on(asked, on)
    quashed_on = r.sentence_quashed_on(asked, sentence.sentence_id)
    held_on = r.first_held_on(asked.events.custody_periods, on)
    wanted = [c for c in asked.events.contacts if c.mode in asked.parameters.appointment_modes]
    first = r.first_standing(wanted, asked, on)
    offered_on = first.scheduled_on if first else None
    return Case(
        occurrence_id=sentence.sentence_id,
        person_id=sentence.person_id,
        place=r.place_of(asked, on, sentence.court_region_code),
        trigger_on=on,
        due_on=due_on,
        clock_started_on=on,
        facts={
            "same_day_rank": _rank(asked, sentence),
            "death_days_after_due": days_after(died_on, due_on),
            "transfer_days_after_due": days_after(transferred_on, due_on),
            "quash_days_after_due": days_after(quashed_on, due_on),
            "custody_days_after_due": days_after(held_on, due_on),
            "due_days_after_as_at": (due_on - asked.as_at).days,
            "appointment_days_after_due": days_after(offered_on, due_on),
            "appointment_found": int(first is not None),
        },
        dates=timeline(
            (on, "Sentence", "trigger"),
            (due_on, "Due date", "due"),
            (died_on, "Death", "event"),
            (transferred_on, "Transfer out of England and Wales", "event"),
            (quashed_on, "Sentence quashed", "event"),
            (held_on, "Into custody", "event"),
            (offered_on, "First appointment that stood on its day", "met"),
            *r.withdrawn_moments(wanted, on, due_on),
        ),
    )


def _rank(asked: Asked, sentence: Sentence) -> int:
    same_day = [
        other.sentence_id
        for other in asked.events.sentences
        if other.sentence_type in r.COMMUNITY_SENTENCES and other.sentenced_on == sentence.sentenced_on
    ]
    return sorted(same_day).index(sentence.sentence_id) + 1

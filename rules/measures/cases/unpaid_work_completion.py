"""SL029 in plain Python: unpaid work requirements, and their completion within twelve months."""

from collections.abc import Iterator
from datetime import date

from rules.events import Requirement, Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline
from rules.periods import add_months

_SENTENCES = (*r.COMMUNITY_SENTENCES, "supervision_default_order")


def cases(asked: Asked) -> Iterator[Case]:
    """Every unpaid work requirement on an order of the person."""
    orders = {s.sentence_id: s for s in asked.events.sentences if s.sentence_type in _SENTENCES}
    for requirement in asked.events.requirements:
        order = orders.get(requirement.sentence_id)
        if requirement.requirement_type == "unpaid_work" and order and r.covered(asked, order.sentenced_on):
            yield _case(asked, requirement, order)


def _case(asked: Asked, requirement: Requirement, order: Sentence) -> Case:
    on = order.sentenced_on
    due_on = add_months(on, asked.number("clock_months"))
    completed_on = _ended_as(requirement, "completed")
    exits = r.early_exits(asked, since=on, sentence_id=order.sentence_id)
    exits["removed_days_after_due"] = (_ended_as(requirement, "removed_by_court"), "Removed by a court")
    return Case(
        occurrence_id=requirement.requirement_id,
        person_id=order.person_id,
        place=r.place_of(asked, on, order.court_region_code),
        trigger_on=on,
        due_on=due_on,
        facts={
            **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": (due_on - asked.as_at).days,
            "completed_days_after_due": days_after(completed_on, due_on),
            "completed_found": int(completed_on is not None),
            "revoked": int(requirement.end_reason == "revoked"),
        },
        dates=timeline(
            (on, "Original sentence", "trigger"),
            *_progress(asked, on, completed_on),
            (due_on, "Due date", "due"),
            *((day, label, "event") for day, label in exits.values()),
            (_ended_as(requirement, "revoked"), "Requirement revoked", "event"),
            (completed_on, "Unpaid work completed", "met"),
        ),
    )


def _ended_as(requirement: Requirement, reason: str) -> date | None:
    return requirement.ended_on if requirement.end_reason == reason else None


def _progress(asked: Asked, on: date, completed_on: date | None) -> Iterator[tuple[date | None, str, str]]:
    """Management information on the way (operating model, 1874): where the work stood after some months."""
    for months in asked.parameters.progress_months:
        point = add_months(on, months)
        if point <= asked.as_at:
            done = completed_on is not None and completed_on <= point
            yield point, f"{months} months: {'completed' if done else 'not yet completed'}", "event"

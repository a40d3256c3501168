"""SL013 in plain Python: orders that ended, and whether their requirements were completed."""

from collections.abc import Iterator
from datetime import date

from rules.events import Requirement, Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case
from rules.measures.cases.termination import Moment, case_at_end, ended

_REVOKED = ("revoked_good_progress", "revoked_breach")


def cases(asked: Asked) -> Iterator[Case]:
    """Every community or suspended sentence order of the person that ended."""
    orders = [(s, on) for s, on in ended(asked) if s.sentence_type in r.COMMUNITY_SENTENCES]
    for order, on in orders:
        kept = _kept(asked, order)
        same_day = [s.sentence_id for s, day in orders if day == on and bool(_kept(asked, s)) == bool(kept)]
        completed = [each for each in kept if _completed_by(each, on)]
        yield case_at_end(
            asked,
            order,
            on,
            occurrence_id=order.sentence_id,
            facts={
                "requirements_kept": len(kept),
                "same_day_rank": sorted(same_day).index(order.sentence_id) + 1,
                "requirements_incomplete": len(kept) - len(completed),
                "revoked": int(order.end_reason in _REVOKED),
            },
            moments=tuple(_moment(each) for each in kept),
        )


def _kept(asked: Asked, order: Sentence) -> list[Requirement]:
    """The order's requirements of the kinds that count, less those that a court removed."""
    return [
        each
        for each in asked.events.requirements
        if each.sentence_id == order.sentence_id
        and each.requirement_type in asked.parameters.requirement_types
        and each.end_reason != "removed_by_court"
    ]


def _completed_by(requirement: Requirement, on: date) -> bool:
    ended_on = requirement.ended_on
    return requirement.end_reason == "completed" and ended_on is not None and ended_on <= on


def _moment(requirement: Requirement) -> Moment:
    words = requirement.requirement_type.replace("_", " ").capitalize()
    done = requirement.end_reason == "completed"
    return requirement.ended_on, f"{words} {'completed' if done else 'ended'}", "met" if done else "event"

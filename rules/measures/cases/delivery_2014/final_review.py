"""OM039 in plain Python: assessments at the end of supervision, and the day of their completion."""

from collections.abc import Iterator
from datetime import date

from rules.events import Assessment
from rules.measures.cases.case import Asked, Case, days_after
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_of, rank, sentence_of


def cases(asked: Asked) -> Iterator[Case]:
    """Every final review of the person, of whatever tier."""
    reviews = [each for each in asked.events.assessments if each.stage == "termination"]
    for review in reviews:
        same_day = [
            other.assessment_id
            for other in reviews
            if _on(other) == _on(review) and _is_outside(asked, other) == _is_outside(asked, review)
        ]
        yield from _case(asked, review, rank(review.assessment_id, same_day))


def _case(asked: Asked, review: Assessment, place: int) -> Iterator[Case]:
    sentence = sentence_of(asked, review.sentence_id)
    found = Occurrence(
        id=review.assessment_id,
        person_id=review.person_id,
        since_on=sentence.sentenced_on if sentence else _on(review),
        trigger_on=_on(review),
        due_on=review.due_on,
        what="Final review due" if review.due_on else "Final review entered",
        rank=place,
        home_region=sentence.court_region_code if sentence else None,
        quashed_on=quashed_of(asked, sentence, _on(review), review.due_on),
    )
    facts = {
        "outside_tiers": int(_is_outside(asked, review)),
        "tier_recorded": int(review.tier is not None or bool(review.prolific_or_priority)),
        "due_recorded": int(review.due_on is not None),
        "completed_days_after_due": days_after(review.completed_on, review.due_on),
        "completed_found": int(review.completed_on is not None),
    }
    return case_of(asked, found, facts, [(review.completed_on, "Final review completed", "met")])


def _on(review: Assessment) -> date:
    return review.due_on or review.recorded_at.date()


def _is_outside(asked: Asked, review: Assessment) -> bool:
    """A tier that is not known is no reason to leave a case out of the population."""
    if review.prolific_or_priority or review.tier is None or review.tier in asked.parameters.tiers:
        return False
    return not (review.due_on is not None and review.tier in asked.parameters.tiers_when_due)

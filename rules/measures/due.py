"""Judges one person's due items with the live engine, and tells when what was due was done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules.definitions.conditions import Operator, comparisons
from rules.definitions.measures import Edition, MeasureDefinition
from rules.engine.durable_adapter import judge_candidate
from rules.events import PersonEvents
from rules.facts import Explanation, Judgement, Verdict
from rules.measures.candidates.fragments import NEVER
from rules.measures.cases.case import Asked, Case
from rules.measures.explain import explain
from rules.measures.judging import cases_of
from rules.periods import Month

# What somebody has to do, or did: the rest of the verdicts asks nothing of anybody.
LISTED = (Verdict.PENDING, Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY)
_DONE = "_days_after_due"


@dataclass(frozen=True, kw_only=True)
class Due:
    """An occurrence that falls or fell due. `done_on`: the day it was done, late or not; None: not yet."""

    judgement: Judgement
    done_on: date | None


def due_items(
    measure_id: str,
    events: PersonEvents,
    *,
    as_at: date,
    day_is_over: bool,
    first: Month,
    last: Month,
) -> list[Due]:
    """The person's listed occurrences that fall due in a month from first to last, in order of their id.

    Judged by durable_rules on the as-at day. `day_is_over`: whether the as-at day has ended, as that of an
    extract has; on a day that has not, what is due on it and not done is judged as on the day before.
    Raises what `measure` and `judge_candidate` raise.
    """
    found = dict(_judged(measure_id, events, as_at=as_at, first=first, last=last))
    if not day_is_over and any(_is_early(due, as_at) for due in found.values()):
        earlier = dict(_judged(measure_id, events, as_at=_day_before(as_at), first=first, last=last))
        found = {key: earlier.get(key, due) if _is_early(due, as_at) else due for key, due in found.items()}
    listed = [due for due in found.values() if due.judgement.due_on and due.judgement.verdict in LISTED]
    return sorted(listed, key=lambda due: due.judgement.occurrence_id)


def explain_live(
    measure_id: str, occurrence_id: str, events: PersonEvents, *, as_at: date, day_is_over: bool
) -> Explanation:
    """Why the occurrence stands as `due_items` has it. Raises what `explain` raises."""
    told = explain(measure_id, occurrence_id, events, as_at)
    if day_is_over or told.due_on != as_at or told.verdict is not Verdict.DENOMINATOR_ONLY:
        return told
    return explain(measure_id, occurrence_id, events, _day_before(as_at))


def done_on(edition: Edition, due_on: date | None, facts: Mapping[str, int]) -> date | None:
    """The day on which the last of what the numerator asks for was done; None while any of it is not."""
    names = done_facts(edition)
    if due_on is None or not names:
        return None
    days = max(facts[name] for name in names)
    return None if days >= NEVER else due_on + timedelta(days=days)


def done_facts(edition: Edition) -> tuple[str, ...]:
    """The facts that the numerator bounds by the due date: days from it to what had to be done."""
    return tuple(
        each.fact
        for rule in edition.verdicts
        if rule.verdict is Verdict.NUMERATOR
        for each in comparisons(rule.when)
        if each.fact.endswith(_DONE) and each.operator is Operator.AT_MOST
    )


def done_on_sql(definition: MeasureDefinition) -> str:
    """`done_on` as SQL over the columns of `run_sql` with its facts."""
    branches = [
        f"WHEN '{edition.name}' THEN {_done_in(done_facts(edition))}"
        for edition in definition.editions
        if done_facts(edition)
    ]
    return f"CASE edition {' '.join(branches)} END" if branches else "CAST(NULL AS date)"


def _done_in(names: tuple[str, ...]) -> str:
    days = f"greatest({', '.join(names)})"
    return f"CASE WHEN {days} < {NEVER} THEN due_on + {days} END"


def _judged(
    measure_id: str, events: PersonEvents, *, as_at: date, first: Month, last: Month
) -> Iterator[tuple[str, Due]]:
    for asked, case in cases_of(measure_id, events, as_at=as_at, first=first, last=last):
        yield case.occurrence_id, _due(asked, case)


def _due(asked: Asked, case: Case) -> Due:
    rule = judge_candidate(asked.definition.id, asked.edition.name, case.facts)
    return Due(
        judgement=case.judged(asked, rule.reason), done_on=done_on(asked.edition, case.due_on, case.facts)
    )


def _day_before(day: date) -> date:
    """The last day that is over while this one is not."""
    return day - timedelta(days=1)


def _is_early(due: Due, as_at: date) -> bool:
    """Missed on the very day on which it is due."""
    return due.judgement.due_on == as_at and due.judgement.verdict is Verdict.DENOMINATOR_ONLY

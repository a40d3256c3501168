"""The rows of words in the annexes: priorities, milestones, agreements, awards. First cell: its header."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.planning.shapes import SUPPRESSED, AwardShown, MilestoneShown, PlanContent, ProvisionRow
from apps.publication.queries import TableShown
from rules.tables.provision import WORDS, Verdict

NONE = "None"


@dataclass(frozen=True, kw_only=True)
class Words:
    """A table of words. No row: nothing of the kind is on record."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def in_words(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%B %Y}"


def pounds(amount: Decimal | None) -> str:
    """ "£12,500"; pence only where there are any; nothing for none."""
    if amount is None:
        return ""
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"


def priorities(plan: PlanContent) -> Words:
    rows = [
        (
            one.title,
            one.origin_words,
            _years(one.first_year, one.last_year),
            one.owner,
            ", ".join(one.measures),
        )
        for one in plan.priorities
    ]
    return Words(heads=("Priority", "Where it comes from", "Years", "Owner", "Measures it moves"), rows=rows)


def _years(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def handed_down(plan: PlanContent) -> Words:
    """National and cross-regional priorities, and the region's answer to each."""
    rows = [
        (one.title, one.kind_words, _answer(one.answer), one.priority or one.milestone or one.reason or NONE)
        for one in plan.handed_down
    ]
    return Words(heads=("Handed down", "By", "Answer", "Where it is taken up, or why not"), rows=rows)


def _answer(answer: str) -> str:
    return {"taken_up": "Taken up", "declined": "Declined"}.get(answer, "Not answered yet")


def schedule(plan: PlanContent) -> Words:
    """rows: priorities; columns: the years of the plan with their milestones."""
    rows = [(one.title, *("; ".join(cell) or "–" for cell in one.cells)) for one in plan.schedule]
    return Words(heads=("Priority", *plan.years), rows=rows)


def milestones(found: Iterable[MilestoneShown], years: Sequence[str]) -> Words:
    """In the order of their days."""
    mine = sorted((one for one in found if one.year in years), key=lambda one: (one.due_on, one.id))
    rows = [
        (one.title, one.priority_title, in_words(one.due_on), one.owner, _standing(one), _aim(one))
        for one in mine
    ]
    return Words(heads=("Milestone", "Priority", "Due", "Owner", "State", "What it is to move"), rows=rows)


def _standing(one: MilestoneShown) -> str:
    late = f", {one.days_late} days late" if one.days_late else ""
    return f"{one.state_words}{late}"


def _aim(one: MilestoneShown) -> str:
    if not one.measure or one.aim is None:
        return one.measure.replace("_", " ") or "–"
    start = "" if one.baseline is None else f" from {one.baseline.normalize():f}"
    return f"{one.measure.replace('_', ' ')}{start} to {one.aim.normalize():f}"


def aims(found: Iterable[MilestoneShown]) -> Words:
    """The milestones that name a measure and what it is to become."""
    mine = sorted((one for one in found if one.measure), key=lambda one: (one.measure, one.due_on, one.id))
    rows = [(_aim(one), one.measure_title, one.title, in_words(one.due_on)) for one in mine]
    return Words(heads=("What is to move", "Measure", "Milestone", "By"), rows=rows)


def agreements(plan: PlanContent) -> Words:
    rows = [
        (
            one.title,
            one.kind_words,
            one.provider,
            one.reference or "–",
            f"{in_words(one.first_on)} to {in_words(one.last_on)}",
            pounds(one.value) or "–",
            one.state_words,
        )
        for one in plan.agreements
    ]
    heads = ("Agreement", "Kind", "Provider", "Reference", "Term", "Value", "State")
    return Words(heads=heads, rows=rows)


def provided(plan: PlanContent) -> Words:
    """What each agreement provides: one line for each need and cohort, with its units and places."""
    lines: dict[tuple[str, str, str, int], list[ProvisionRow]] = {}
    for row in plan.provision:
        lines.setdefault((row.title, row.need_words, row.cohort_words, row.agreement), []).append(row)
    rows = [
        (title, need, cohort, ", ".join(one.unit_name for one in mine), _places(mine))
        for (title, need, cohort, _), mine in lines.items()
    ]
    return Words(heads=("Agreement", "Need", "For whom", "Delivery units", "Places a year"), rows=rows)


def _places(rows: Sequence[ProvisionRow]) -> str:
    """All places together; suppressed with any part that is, so that nothing can be subtracted."""
    stated = [row.capacity for row in rows if row.capacity is not None]
    return f"{sum(stated):,}" if len(stated) == len(rows) else SUPPRESSED


def found_by_need(shown: TableShown, verdict: Verdict) -> Words:
    """The needs with a verdict anywhere, and in which units."""
    rows = []
    for column in shown.table.column_list:
        units = [
            row.label
            for row in shown.table.row_list
            if shown.cell(row.key, column.key).words == WORDS[verdict]
        ]
        if units:
            rows.append((column.label, "; ".join(units)))
    return Words(heads=("Need", "Delivery units"), rows=rows)


def awards(plan: PlanContent) -> Words:
    rows = [
        (
            one.title,
            one.applicant,
            one.need_words,
            ", ".join(one.units) or "The region",
            pounds(one.asked),
            pounds(one.awarded) or "–",
            pounds(one.co_funding),
            one.state_words,
        )
        for one in plan.awards
    ]
    heads = ("Project", "Applicant", "Need", "Units", "Asked for", "Awarded", "Co-funding", "State")
    return Words(heads=heads, rows=rows)


def criteria(award: AwardShown) -> Words:
    rows = [(one.words, one.verdict_words or "Not judged yet", one.why or "–") for one in award.criteria]
    return Words(heads=("Criterion", "Judged", "Why"), rows=rows)


def impact(award: AwardShown) -> Words:
    """What came of an award."""
    rows = [(in_words(one.on), one.people_words or "–", one.words) for one in award.impact]
    return Words(heads=("On", "People helped", "What came of it"), rows=rows)


def counts(plan: PlanContent) -> Mapping[str, int]:
    """How many agreements of each kind stand."""
    kinds = [one.kind_words for one in plan.agreements]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}

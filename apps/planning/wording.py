"""Records of a plan as frozen values, in the words of the rules in force on a day."""

from datetime import date, timedelta

from apps.planning.models import Agreement, Award, HandedTo, Milestone, Priority, Provision
from apps.planning.shapes import (
    AgreementShown,
    AwardShown,
    CriterionShown,
    HandedShown,
    ImpactShown,
    MilestoneShown,
    PriorityShown,
    ProvisionRow,
)
from rules.definitions.measures import load_catalogue
from rules.definitions.planning import fund_on, governance_on
from rules.definitions.planning_needs import needs_on
from rules.periods import add_months

TO_BEGIN, IN_FORCE, ENDS_SOON, ENDED = "to_begin", "in_force", "ends_soon", "ended"
STATE_WORDS = {TO_BEGIN: "To begin", IN_FORCE: "In force", ENDS_SOON: "Ends soon", ENDED: "Ended"}


def priority_shown(row: Priority) -> PriorityShown:
    """`row` with its milestones read ahead."""
    moved = dict.fromkeys(one.measure for one in row.milestones.all() if one.measure)
    return PriorityShown(
        id=row.pk,
        origin=row.origin,
        origin_words=row.get_origin_display(),
        title=row.title,
        words=row.words,
        first_year=row.first_year,
        last_year=row.last_year,
        owner=str(row.owner),
        measures=tuple(moved),
    )


def handed_shown(row: HandedTo) -> HandedShown:
    """`row` with its answers read ahead, the newest first."""
    newest = next(iter(row.answers.all()), None)
    handed = row.handed
    return HandedShown(
        id=row.pk,
        kind=handed.kind,
        kind_words=handed.get_kind_display(),
        title=handed.title,
        words=handed.words,
        first_year=handed.first_year,
        last_year=handed.last_year,
        answer_by=handed.answer_by,
        answer=newest.kind if newest else "",
        reason=newest.reason if newest else "",
        priority=newest.priority.title if newest and newest.priority else "",
        milestone=newest.milestone.title if newest and newest.milestone else "",
    )


def measure_title(measure: str) -> str:
    """The title of a measure of the catalogue; the id itself for none of it, nothing for no id."""
    entry = load_catalogue().get(measure)
    return entry.title if entry else measure


def milestone_shown(row: Milestone, on: date) -> MilestoneShown:
    rules = governance_on(on)
    is_open = any(one.is_open for one in rules.milestone_states if one.id == row.state)
    until = on if is_open else (row.done_on or row.due_on)
    days_late = max((until - row.due_on).days, 0)
    return MilestoneShown(
        id=row.pk,
        title=row.title,
        words=row.words,
        year=row.year,
        quarter=row.quarter,
        due_on=row.due_on,
        owner=str(row.owner),
        priority=row.priority_id,
        priority_title=row.priority.title,
        measure=row.measure,
        measure_title=measure_title(row.measure),
        baseline=row.baseline,
        aim=row.aim,
        state=row.state,
        state_words=rules.state_words(row.state),
        reason=row.reason,
        done_on=row.done_on,
        days_late=days_late,
        is_overdue=is_open and days_late > 0,
    )


def ends_on(row: Agreement) -> date:
    """The last day on which the agreement holds."""
    return row.ended_on or row.last_on


def agreement_state(row: Agreement, on: date) -> str:
    """to_begin, in_force, ends_soon (within the months of the rules) or ended."""
    last = ends_on(row)
    if last < on:
        return ENDED
    if row.first_on > on:
        return TO_BEGIN
    warned_from = add_months(last + timedelta(days=1), -governance_on(on).warn_months_before_end)
    return ENDS_SOON if warned_from <= on else IN_FORCE


def agreement_shown(row: Agreement, on: date) -> AgreementShown:
    state = agreement_state(row, on)
    return AgreementShown(
        id=row.pk,
        kind=row.kind,
        kind_words=governance_on(on).kind_words(row.kind),
        title=row.title,
        provider=row.provider,
        reference=row.reference,
        first_on=row.first_on,
        last_on=ends_on(row),
        value=row.value,
        state=state,
        state_words=STATE_WORDS[state],
        days_left=max((ends_on(row) - on).days, 0),
        contract=row.contract,
    )


def provision_row(row: Provision, on: date) -> ProvisionRow:
    """`row` with its agreement and unit read ahead."""
    words = needs_on(on)
    return ProvisionRow(
        agreement=row.agreement_id,
        title=row.agreement.title,
        provider=row.agreement.provider,
        kind=row.agreement.kind,
        need=row.need,
        need_words=words.need_words(row.need),
        unit=row.unit_id,
        unit_name=row.unit.name,
        cohort=row.cohort,
        cohort_words=words.cohort_words(row.cohort),
        capacity=row.capacity,
    )


def award_shown(row: Award, on: date) -> AwardShown:
    """`row` with its units, verdicts and impacts read ahead."""
    return AwardShown(
        id=row.pk,
        title=row.title,
        applicant=row.applicant,
        words=row.words,
        need=row.need,
        need_words=needs_on(on).need_words(row.need) if row.need else "Several needs",
        units=tuple(sorted(unit.code for unit in row.units.all())),
        asked=row.asked,
        co_funding=row.co_funding,
        awarded=row.awarded,
        state=row.state,
        state_words=row.get_state_display(),
        decided_on=row.decided_on,
        reason=row.reason,
        criteria=criteria_shown(row, on),
        impact=tuple(ImpactShown(on=one.on, words=one.words, people=one.people) for one in row.impacts.all()),
    )


def criteria_shown(row: Award, on: date) -> tuple[CriterionShown, ...]:
    """Every criterion of the rules with the newest verdict; "" for one that is not judged yet."""
    rules = fund_on(on)
    newest = {one.criterion: one for one in row.verdicts.all()}
    return tuple(
        CriterionShown(
            id=each.id,
            words=each.words,
            verdict=newest[each.id].verdict if each.id in newest else "",
            verdict_words=rules.verdict_words(newest[each.id].verdict) if each.id in newest else "Not judged",
            why=newest[each.id].why if each.id in newest else "",
        )
        for each in rules.criteria
    )

"""Inspections before they are planned: the proposed days, the frame, how many cases are enough."""

from dataclasses import dataclass
from datetime import date, timedelta

from apps.assessments.draws import FrameCase
from apps.caseload.sampling_frame import started_frame
from apps.inspections.models import Inspection
from apps.organisation.models import ProbationDeliveryUnit, Region
from rules.definitions.inspection_planning import PlanningRules, planning_rules_on
from rules.sampling.allocate import sample_size


@dataclass(frozen=True, kw_only=True)
class ProposedDays:
    """Every day of a plan, counted from the first day of fieldwork."""

    announce_on: date
    fieldwork_first_on: date
    fieldwork_last_on: date
    draft_on: date
    publish_on: date
    cohort_first_on: date
    cohort_last_on: date


def proposed_days(fieldwork_first_on: date) -> ProposedDays:
    """What the rules in force on that day propose; the lead inspector may choose others."""
    rules = planning_rules_on(fieldwork_first_on)
    last_on = fieldwork_first_on + timedelta(days=rules.fieldwork_days - 1)
    draft_on = last_on + timedelta(days=rules.draft_days)
    return ProposedDays(
        announce_on=fieldwork_first_on - timedelta(days=rules.notice_days),
        fieldwork_first_on=fieldwork_first_on,
        fieldwork_last_on=last_on,
        draft_on=draft_on,
        publish_on=draft_on + timedelta(days=rules.publication_days),
        cohort_first_on=fieldwork_first_on - timedelta(weeks=rules.cohort_weeks.from_),
        cohort_last_on=fieldwork_first_on - timedelta(weeks=rules.cohort_weeks.to),
    )


def cohort(
    region: Region, unit: ProbationDeliveryUnit | None, first_on: date, last_on: date
) -> list[FrameCase]:
    """The orders and licences of the body that began in those days, by case id."""
    rows = started_frame(region_code=region.pk, first_on=first_on, last_on=last_on)
    cases = (FrameCase(**row) for row in rows)
    return [case for case in cases if unit is None or case.unit == unit.pk]


def cohort_of(inspection: Inspection) -> list[FrameCase]:
    return cohort(inspection.region, inspection.unit, inspection.cohort_first_on, inspection.cohort_last_on)


def enough(frame_size: int, rules: PlanningRules) -> int:
    """How many cases of the frame tell what the rules ask for."""
    return sample_size(frame_size, confidence=rules.sample.confidence, margin=rules.sample.margin)

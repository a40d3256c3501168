"""Drawing the cases of an inspection and sharing them out to its inspectors."""

from django.db import transaction

from apps.assessments import draws
from apps.assessments.actions import Refused
from apps.assessments.case_rows import Window
from apps.assessments.casefile import snapshot
from apps.assessments.models import BankEdition, Sample
from apps.assessments.second_marks import assign_second_marks
from apps.caseload.models import Extract
from apps.caseload.queries import live_extract, person_events
from apps.inspections.actions import locked
from apps.inspections.models import Inspection, Member
from apps.inspections.planning import cohort_of
from apps.organisation.models import User
from rules.definitions.inspection_planning import planning_rules_on
from rules.sampling.allocate import SampleTooSmall
from rules.sampling.frames import FrameError


def assessors_of(inspection: Inspection) -> list[User]:
    """The inspectors who get cases. A local assessor works on a case jointly, and gets none alone."""
    held = inspection.members.filter(job=Member.Job.INSPECTOR, left_at=None).select_related("user")
    return [member.user for member in held]


@transaction.atomic
def draw_cohort(inspection: Inspection, *, edition: BankEdition, version: int, by: User | None) -> list[str]:
    """Freeze the frame, draw, and share the cases out, some twice; gives the cases that nobody may assess.

    edition: of the bank by which cases are assessed. Raises Refused for a second draw, without inspectors or
    a live extract, and for a frame or a size that cannot be drawn.
    """
    inspection = locked(inspection, version=version)
    if inspection.sample_id:
        raise Refused("The cases of this inspection are drawn already")
    if inspection.state not in (Inspection.State.PLANNED, Inspection.State.ANNOUNCED):
        raise Refused("Cases are drawn before fieldwork begins")
    inspectors = assessors_of(inspection)
    if not inspectors:
        raise Refused("Take at least one inspector into the team first: the cases are shared out to them")
    extract = live_extract()
    if extract is None:
        raise Refused("Put an extract live first: the cohort is drawn from the caseload")
    sample = _drawn(inspection, extract, by)
    inspection.sample, inspection.demo = sample, extract.demo
    inspection.version += 1
    inspection.save(update_fields=["sample", "demo", "version"])
    _, left = draws.assign_cases(sample, edition=edition, auditors=inspectors, by=by)
    assign_second_marks(sample, edition=edition, auditors=inspectors, by=by, only_these=True)
    return [case.case_id for case in left]


def _drawn(inspection: Inspection, extract: Extract, by: User | None) -> Sample:
    window = Window(inspection.cohort_first_on, max(extract.as_at, inspection.cohort_last_on))
    try:
        return draws.draw_sample(
            cohort_of(inspection),
            plan=_plan(inspection, extract),
            freeze=lambda case: snapshot(
                person_events(case.person_id),
                case_id=case.case_id,
                kind=case.kind,
                window=window,
                as_at=extract.as_at,
            ),
            by=by,
        )
    except (FrameError, SampleTooSmall) as error:
        raise Refused(f"This sample cannot be drawn: {error}") from error


def _plan(inspection: Inspection, extract: Extract) -> draws.DrawPlan:
    return draws.DrawPlan(
        title=str(inspection),
        region_code=inspection.region_id,
        size=inspection.size,
        seed=inspection.seed,
        strata_columns=tuple(planning_rules_on(inspection.fieldwork_first_on).strata),
        window_first_on=inspection.cohort_first_on,
        window_last_on=inspection.cohort_last_on,
        due_on=inspection.fieldwork_last_on,
        extract_sha256=extract.sha256,
        extract_as_at=extract.as_at,
        demo=extract.demo,
        purpose=Sample.Purpose.INSPECTION,
    )

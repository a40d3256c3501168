"""Who sees which inspection. An open one exists only for the people who work on it.

Nobody of an inspected body, nobody of another region and no analyst of the service sees that an inspection
has judgements before it is published: every page, export and API of this app starts from here.
"""

from django.db.models import Exists, OuterRef, QuerySet

from apps.assessments.models import Sample
from apps.inspections.models import Inspection, Member
from apps.organisation.access import can, scope_for
from apps.organisation.models import User


def team_inspections(user: User) -> QuerySet[Inspection]:
    """The inspections that the user works on; every one for those who plan inspections."""
    if can(user, "plan_inspection"):
        return Inspection.objects.all()
    if not can(user, "view_inspections"):
        return Inspection.objects.none()
    return Inspection.objects.filter(Exists(_jobs(user).filter(inspection=OuterRef("pk"))))


def published_inspections(user: User) -> QuerySet[Inspection]:
    """The published ones, for everybody who may read them: what is published is no secret of a region."""
    if not can(user, "view_published_inspections"):
        return Inspection.objects.none()
    return Inspection.objects.filter(state=Inspection.State.PUBLISHED)


def own_body(user: User, verb: str) -> QuerySet[Inspection]:
    """The inspections of the user's own body: its region, or for a head of unit that unit's.

    What of them is shown is for the caller to say: before publication, only the draft sent to the body.
    """
    scope = scope_for(user, verb)
    if scope.is_empty:
        return Inspection.objects.none()
    return Inspection.objects.filter(scope.filter_q())


def is_on(user: User, inspection: Inspection, *jobs: str) -> bool:
    """Whether the user works on the inspection today, in one of `jobs` where some are given."""
    held = _jobs(user).filter(inspection=inspection)
    return (held.filter(job__in=jobs) if jobs else held).exists()


def reads_cases(user: User, sample: Sample) -> bool:
    """Whether the user reads every submitted assessment of the sample: who leads, or assures quality."""
    found = Inspection.objects.filter(sample=sample).first()
    jobs = (Member.Job.LEAD, Member.Job.QUALITY)
    return found is not None and is_on(user, found, *jobs) and can(user, "view_inspections")


def leads(user: User, inspection: Inspection) -> bool:
    """Whether the user leads the inspection: as its lead inspector, holding the verb today."""
    return can(user, "plan_inspection") and is_on(user, inspection, Member.Job.LEAD)


def writes(user: User, inspection: Inspection) -> bool:
    """Whether the user writes what the inspection says: its report, its ratings from evidence."""
    works = is_on(user, inspection, Member.Job.LEAD, Member.Job.INSPECTOR)
    return works and can(user, "rate_standard")


def belongs_to_body(user: User, inspection: Inspection) -> bool:
    """Whether a role ties the user to the inspected region or one of its units."""
    held = user.roles.filter(valid_to=None)
    region = held.filter(region=inspection.region_id)
    return (region | held.filter(unit__region=inspection.region_id)).exists()


def _jobs(user: User) -> QuerySet[Member]:
    return Member.objects.filter(user=user, left_at=None)

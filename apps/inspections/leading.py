"""Who leads an inspection, and what happens when nobody who leads it can go on."""

from django.db import transaction
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.inspections.access import belongs_to_body, leads
from apps.inspections.actions import add_member, locked
from apps.inspections.models import Inspection, Member
from apps.organisation.access import can
from apps.organisation.actions import record
from apps.organisation.models import User


def leaders_of(inspection: Inspection) -> list[User]:
    """Its lead inspectors whose account and role still let them lead."""
    held = inspection.members.filter(job=Member.Job.LEAD, left_at=None).select_related("user")
    return [member.user for member in held if leads(member.user, inspection)]


def may_take_over(user: User, inspection: Inspection) -> bool:
    """Whether the user may become the lead inspector of an inspection that nobody can lead any more."""
    fit = can(user, "plan_inspection") and not belongs_to_body(user, inspection)
    return fit and inspection.is_open and not leaders_of(inspection)


@transaction.atomic
def take_over(inspection: Inspection, *, reason: str, by: User) -> Member:
    """Lead an inspection whose lead inspectors have lost the account or the role; they leave the team.

    Raises Refused while somebody leads it, for somebody of the inspected region, and without a reason.
    """
    inspection = locked(inspection)
    if found := leaders_of(inspection):
        names = " and ".join(str(user) for user in found)
        raise Refused(f"{names} leads this inspection, and can take you into its team")
    if not reason.strip():
        raise Refused("Say why you take the inspection over")
    gone = list(inspection.members.filter(job=Member.Job.LEAD, left_at=None))
    made = add_member(inspection, user=by, job=Member.Job.LEAD, by=by)
    for member in gone:
        member.left_at = timezone.now()
        member.save(update_fields=["left_at"])
    names = [member.user.username for member in gone]
    record("take_over_inspection", by=by, subject=inspection, before={"led_by": names}, reason=reason.strip())
    return made

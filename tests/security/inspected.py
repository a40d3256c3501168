"""The inspections of the world: under way, with the draft at the body, published; and elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.assessments.models import Assignment
from apps.inspections.judgements import first_marks
from apps.inspections.models import (
    AccuracyPoint,
    Inspection,
    JointAssessment,
    Member,
    PracticeExample,
    Recommendation,
    Talk,
)
from apps.inspections.register import enter_evidence
from apps.inspections.report_actions import freeze_draft, freeze_publication, newest_draft
from apps.inspections.survey_actions import open_survey
from apps.inspections.talks import record_talk
from apps.organisation.models import Region, User
from tests.factories.inspections import FIELDWORK_ON, assess, draw_made_up_cases, join, make_inspection
from tests.factories.rated import A_TALK, AN_ITEM

People = Mapping[str, User]
State = Inspection.State


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """Of H103 but for those elsewhere, which are of a whole other region."""

    under_way: Inspection
    checked: Inspection
    checked_elsewhere: Inspection
    published: Inspection
    published_elsewhere: Inspection
    point: AccuracyPoint
    compared: Assignment
    joint: JointAssessment
    talk: Talk


def inspect(people: People, elsewhere: Region) -> Inspected:
    """Every inspection with the same lead, inspector and panel."""
    far = {"region": elsewhere, "unit": None}
    checked = _sent(_begun(people, weeks=4), people)
    under_way = _under_way(people)
    draft = newest_draft(checked)
    assert draft is not None, "the draft was just sent"
    return Inspected(
        under_way=under_way,
        compared=_assessed_twice(under_way),
        joint=_shared(under_way, people),
        talk=record_talk(under_way, A_TALK, today=date(2026, 9, 8), by=people["inspector"]),
        checked=checked,
        checked_elsewhere=_sent(_begun(people, weeks=4, **far), people),
        published=_published(_begun(people, weeks=8), people),
        published_elsewhere=_published(_begun(people, weeks=8, **far), people),
        point=AccuracyPoint.objects.create(
            draft=draft, place="Staff", words="Not so many", by=people["regional_director"]
        ),
    )


def _begun(people: People, *, weeks: int, **where: Any) -> Inspection:
    """During fieldwork that began some weeks before the first one's: a body has one at a time."""
    begins = FIELDWORK_ON - timedelta(weeks=weeks)
    made = make_inspection(
        lead=people["lead_inspector"],
        announce_on=begins - timedelta(days=28),
        fieldwork_first_on=begins,
        **where,
    )
    join(made, Member.Job.INSPECTOR, user=people["inspector"])
    join(made, Member.Job.PANEL, user=people["ratings_panel"])
    Recommendation.objects.create(
        inspection=made, number=1, to_whom="The unit", words="Plan for it", by=people["inspector"]
    )
    PracticeExample.objects.create(
        inspection=made, title="A choir", words="Every week", by=people["inspector"]
    )
    return _in(made, State.FIELDWORK)


def _in(inspection: Inspection, state: str) -> Inspection:
    inspection.state = state
    inspection.published_at = timezone.now() if state == State.PUBLISHED else None
    inspection.save(update_fields=["state", "published_at"])
    return inspection


def _under_way(people: People) -> Inspection:
    made = _begun(people, weeks=0)
    draw_made_up_cases(made, inspectors=[people["inspector"], join(made, Member.Job.INSPECTOR)])
    letter = SimpleUploadedFile("minutes.txt", b"They met every month.")
    enter_evidence(made, AN_ITEM, upload=letter, today=date(2026, 9, 8), by=people["inspector"])
    today = timezone.localdate()
    open_survey(made, opens_on=today, closes_on=today + timedelta(days=14), by=people["lead_inspector"])
    return made


def _assessed_twice(inspection: Inspection) -> Assignment:
    """The first assessment of a case that both of its assessors have submitted."""
    marks = Assignment.objects.filter(sampled_case__sample=inspection.sample, sampled_case__case_id="C001")
    first, _ = [assess(mark) for mark in marks.order_by("mark")]
    return first


def _shared(inspection: Inspection, people: People) -> JointAssessment:
    """A case of the inspector, shared with the region's local assessor."""
    mark = first_marks(inspection).filter(auditor=people["inspector"])[0]
    return JointAssessment.objects.create(
        inspection=inspection,
        assignment=mark,
        local=join(inspection, Member.Job.LOCAL, user=people.get("local_assessor")),
        set_up_by=people["lead_inspector"],
    )


def _sent(inspection: Inspection, people: People) -> Inspection:
    freeze_draft(inspection, by=people["lead_inspector"])
    return _in(inspection, State.ACCURACY)


def _published(inspection: Inspection, people: People) -> Inspection:
    freeze_publication(inspection, by=people["lead_inspector"])
    return _in(inspection, State.PUBLISHED)

"""Case assessments of an inspection checked by whoever may, so that its panel can have them."""

from collections.abc import Mapping

from django.utils import timezone

from apps.assessments.actions import submit
from apps.assessments.models import Answer, Assignment
from apps.inspections.models import Inspection, Member, QualityCheck
from apps.inspections.quality import Checked, Finding, check_case, draw_dip, judging_questions
from apps.inspections.quality_queries import QualityRow, State, number_due, quality_rows
from apps.organisation.models import User
from tests.factories.inspections import assess
from tests.factories.rated import of_job

AGREED = Finding(agrees=True)


def assess_alike(inspection: Inspection) -> None:
    """Submit every mark of every case, all sufficient; copies of the first one, which is quick."""
    marks = Assignment.objects.filter(sampled_case__sample=inspection.sample, submitted_at=None)
    first, *others = marks.select_related("sampled_case__sample", "edition", "auditor").order_by("pk")
    assess(first)
    answers = list(first.answers.values("question", "answer", "note", "standing"))
    for mark in others:
        mark.facts_checked_at = timezone.now()
        mark.save(update_fields=["facts_checked_at"])
        Answer.objects.bulk_create(Answer(assignment=mark, **given) for given in answers)
        submit(mark, by=mark.auditor)


def agreed(row: QualityRow, **changed: Finding) -> Mapping[str, Finding]:
    """Every judgement of the case agreed with, but for what is changed."""
    return dict.fromkeys(judging_questions(row.mark.bank, row.submission.answers), AGREED) | changed


def row_of(inspection: Inspection, case_id: str) -> QualityRow:
    return next(row for row in quality_rows(inspection) if row.case_id == case_id)


def check(
    inspection: Inspection,
    case_id: str,
    *,
    by: User | None = None,
    outcome: str = "in_order",
    words: str = "",
    **changed: Finding,
) -> QualityCheck:
    """The case as it is now checked, by the lead unless somebody else is given."""
    row = row_of(inspection, case_id)
    checked = Checked(findings=agreed(row, **changed), rationale="sound", outcome=outcome, words=words)
    checker = by or of_job(inspection, Member.Job.LEAD)
    return check_case(inspection, row.mark, checked, submission=row.submission.pk, by=checker)


def assure_everything(inspection: Inspection) -> None:
    """The dip sample drawn, and every case that waits found in order by the lead."""
    if number_due(inspection):
        draw_dip(inspection, by=of_job(inspection, Member.Job.LEAD))
    for row in quality_rows(inspection):
        if row.state == State.TO_CHECK:
            check(inspection, row.case_id)

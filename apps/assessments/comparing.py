"""When the markers of a case may see each other: the moment after the last of them has submitted."""

from django.db import transaction

from apps.assessments.models import Answer, Assignment, CaseFact, Comparison, SampledCase, Submission
from apps.organisation.actions import record
from apps.organisation.models import User


def lock_case(assignment: Assignment) -> None:
    """Take the lock of the case. Before that of any of its assignments: whoever replaces it does the same."""
    SampledCase.objects.select_for_update(no_key=True).get(pk=assignment.sampled_case_id)


def keep_submission(assignment: Assignment, *, by: User) -> Submission:
    """What is closed now, whole. Call it inside the transaction that closes the case."""
    facts = CaseFact.objects.filter(sampled_case=assignment.sampled_case_id, mark=assignment.mark)
    return Submission.objects.create(
        assignment=assignment,
        by=by,
        facts=dict(facts.values_list("fact", "value")),
        answers={row.question: row.as_evidence() for row in Answer.objects.filter(assignment=assignment)},
        result=assignment.result,
    )


def compare_when_all_are_in(assignment: Assignment) -> Comparison | None:
    """Let the markers of the case see each other when it has several and all have submitted; else None.

    Call it with the case locked (`lock_case`), so that of two who submit at once the second sees the first.
    """
    marks = markings_of_case(assignment)
    if len(marks) < 2 or not all(mark.is_submitted for mark in marks):
        return None
    return _compare(assignment, marks, by=None)


@transaction.atomic
def close_comparison(assignment: Assignment, *, by: User) -> Comparison | None:
    """Compare those who have submitted, without waiting for the others, who are out of it from then on.

    None when fewer than two have submitted: there is nothing to compare.
    """
    lock_case(assignment)
    submitted = [mark for mark in markings_of_case(assignment) if mark.is_submitted]
    return _compare(assignment, submitted, by=by) if len(submitted) > 1 else None


def is_left_out(assignment: Assignment) -> bool:
    """Whether the case was compared without this marking, which is closed to its marker since."""
    compared = Comparison.objects.filter(
        sampled_case=assignment.sampled_case_id, bank=assignment.edition.bank
    ).exists()
    return compared and not assignment.submissions.exists()


def markings_of_case(assignment: Assignment) -> list[Assignment]:
    """Every marking of the case with this bank, by mark."""
    same = Assignment.objects.filter(
        sampled_case=assignment.sampled_case_id, edition__bank=assignment.edition.bank
    )
    return list(same.order_by("mark"))


def _compare(assignment: Assignment, marks: list[Assignment], *, by: User | None) -> Comparison:
    newest = Submission.objects.filter(assignment__in=marks).order_by("assignment_id", "-id")
    found, new = Comparison.objects.get_or_create(
        sampled_case_id=assignment.sampled_case_id,
        bank=assignment.edition.bank,
        defaults={
            "by": by,
            "submissions": list(newest.distinct("assignment_id").values_list("pk", flat=True)),
        },
    )
    if new:
        record("compare_marks", by=by, subject=found, after={"marks": [mark.mark for mark in marks]})
    return found

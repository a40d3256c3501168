"""What the assessed cases of an inspection say, and who may read it."""

import pytest

from apps.assessments.blindness import readable_marks
from apps.assessments.models import Assignment
from apps.assessments.readers import reads_marks_of
from apps.inspections.judgements import case_judgements, cases_waiting
from apps.inspections.models import Inspection, Member
from apps.inspections.veils import closed_to
from apps.organisation import veils
from apps.organisation.models import RecordedAction
from rules.scoring.key_questions import Judged
from tests.factories.inspections import assess, assess_everything, draw_made_up_cases, join, make_inspection
from tests.factories.people import make_person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def drawn() -> Inspection:
    """Two cases, two inspectors: each assesses one first and the other second."""
    inspection = make_inspection()
    join(inspection, Member.Job.INSPECTOR)
    join(inspection, Member.Job.INSPECTOR)
    draw_made_up_cases(inspection, size=2)
    return inspection


def marks_of(inspection: Inspection) -> list[Assignment]:
    found = Assignment.objects.filter(sampled_case__sample=inspection.sample)
    return list(found.select_related("sampled_case__sample", "edition", "auditor"))


def test_every_case_is_assessed_by_two_of_the_team_and_by_nobody_else(drawn: Inspection) -> None:
    make_person_with("inspector")
    make_person_with("visiting_auditor")
    team = {member.user_id for member in drawn.members.filter(job=Member.Job.INSPECTOR)}
    pairs: dict[int, set[int | None]] = {}
    for mark in marks_of(drawn):
        pairs.setdefault(mark.sampled_case_id, set()).add(mark.auditor_id)
    assert list(pairs.values()) == [team, team]


def test_judgements_count_once_a_case_however_often_it_is_assessed(drawn: Inspection) -> None:
    assess_everything(drawn, no=("2.2.3",))
    found = case_judgements(drawn)
    assert (found.cases, found.waiting) == (2, 0)
    safety = [each for each in found.judgements if each.key_question == "2.2.3"]
    assert [each.judged for each in safety] == [Judged.NO, Judged.NO]
    assert {each.judged for each in found.judgements if each.key_question == "2.7.1"} == {Judged.NA}
    assert [outcome.outcome for outcome in found.outcomes] == ["met", "met"]


def test_a_case_that_waits_is_counted_as_waiting_and_judges_nothing(drawn: Inspection) -> None:
    first = next(mark for mark in marks_of(drawn) if mark.mark == Assignment.FIRST_MARK)
    assess(first)
    found = case_judgements(drawn)
    assert (found.cases, found.waiting) == (2, 1)
    assert {each.case_id for each in found.judgements} == {first.sampled_case.case_id}
    assert cases_waiting(drawn) == ["1 of the cases are not assessed yet"]


def test_assessors_of_one_case_are_blind_to_each_other_until_both_submit(drawn: Inspection) -> None:
    first, second = (
        next(each for each in marks_of(drawn) if each.mark == number and each.sampled_case.case_id == "C001")
        for number in (1, 2)
    )
    assess(first)
    assert not readable_marks(second.auditor).filter(pk=first.pk).exists()
    assess(second)
    assert readable_marks(second.auditor).filter(pk=first.pk).exists()


def test_only_who_leads_or_assures_quality_reads_the_assessments_of_others(drawn: Inspection) -> None:
    quality = join(drawn, Member.Job.QUALITY)
    others = [
        make_person_with("lead_auditor"),
        make_person_with("regional_director", region="H"),
        make_person_with("performance_analyst"),
        make_person_with("inspector"),
        make_person_with("lead_inspector"),
    ]
    assert [reads_marks_of(user, drawn.sample) for user in (drawn.planned_by, quality)] == [True, True]
    assert not any(reads_marks_of(user, drawn.sample) for user in others)


def test_the_trail_of_an_open_inspection_is_closed_to_everybody_outside(drawn: Inspection) -> None:
    assess_everything(drawn)
    administrator = make_person_with("administrator")
    marks = [str(mark.pk) for mark in marks_of(drawn)]
    trail = veils.readable(RecordedAction.objects.all(), administrator)
    assert RecordedAction.objects.filter(verb="submit_case", subject_id__in=marks).exists()
    assert not trail.filter(subject_type="assessments.assignment", subject_id__in=marks).exists()
    assert not trail.filter(subject_type="inspections.inspection").exists()
    assert not trail.filter(subject_type="assessments.sample", subject_id=str(drawn.sample.pk)).exists()


def test_what_is_published_is_closed_to_nobody(drawn: Inspection) -> None:
    administrator = make_person_with("administrator")
    assert list(closed_to(administrator)) == [drawn]
    Inspection.objects.filter(pk=drawn.pk).update(state="published", published_at="2026-12-01T09:00:00Z")
    assert not closed_to(administrator).exists()

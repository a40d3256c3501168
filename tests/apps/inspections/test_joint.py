"""Joint cases, and what somebody of the inspected region learns of an open inspection: those alone."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.assessments.actions import Refused
from apps.inspections.access import team_inspections
from apps.inspections.joint import Judged, end_joint, give_view, joint_open, readable_joints, set_up
from apps.inspections.joint_rows import joint_case, table_rows
from apps.inspections.judgements import first_marks
from apps.inspections.models import Inspection, JointAssessment, JointJudgement, Member
from apps.organisation import veils
from apps.organisation.models import RecordedAction, User
from tests.factories.inspections import assess, draw_made_up_cases, join, make_inspection
from tests.factories.people import form_key, make_person_with
from tests.factories.rated import of_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
Job = Member.Job
SECRET = "Nobody of the region may read this yet"
ALONE = {"J2_2_1": Judged(judged="no", rationale=SECRET)}
TALKED = {"J2_2_1": Judged(judged="yes", rationale="She was asked")}


@pytest.fixture
def shared() -> JointAssessment:
    """C001 of two cases, shared with a local assessor."""
    inspection = make_inspection()
    join(inspection, Job.INSPECTOR)
    local = join(inspection, Job.LOCAL)
    draw_made_up_cases(inspection, size=2)
    inspection.state = Inspection.State.FIELDWORK
    inspection.save(update_fields=["state"])
    mark = first_marks(inspection).get(sampled_case__case_id="C001")
    return set_up(inspection, mark, local=local, by=of_job(inspection, Job.LEAD))


def inspector_of(joint: JointAssessment) -> User:
    return of_job(joint.inspection, Job.INSPECTOR)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_each_judges_alone_before_they_see_each_other(shared: JointAssessment) -> None:
    give_view(shared, ALONE, by=inspector_of(shared))
    seen = joint_case(shared, shared.local)
    assert [line.inspector for line in seen.lines if line.inspector] == []
    give_view(shared, TALKED, by=shared.local)
    shared = JointAssessment.objects.get()
    [line] = [line for line in joint_case(shared, shared.local).lines if line.inspector]
    assert line.inspector == ("Not sufficient", SECRET)
    assert line.local == ("Sufficient", "She was asked")
    assert line.joint is None


def test_the_joint_judgement_is_the_inspectors_submission(shared: JointAssessment) -> None:
    for person in (inspector_of(shared), shared.local):
        give_view(shared, TALKED, by=person)
    assess(shared.assignment, no=("2.2.1",))
    shared = JointAssessment.objects.get()
    rows = {row["key_question"]: row for row in table_rows([shared], shared.local)}
    assert rows["2.2.1"]["local_judged"] == "Sufficient"
    assert rows["2.2.1"]["joint_judged"] == "Not sufficient"
    with pytest.raises(Refused, match="given once"):
        give_view(shared, TALKED, by=shared.local)


def test_only_the_two_give_a_view_and_each_once(shared: JointAssessment) -> None:
    give_view(shared, TALKED, by=shared.local)
    for person in (shared.local, of_job(shared.inspection, Job.LEAD), join(shared.inspection, Job.LOCAL)):
        with pytest.raises(Refused, match="given once"):
            give_view(shared, TALKED, by=person)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "at least one"),
        ({"J2_2_1": Judged(judged="yes", rationale=" ")}, "rests on"),
        ({"J2_2_1": Judged(judged="met", rationale="r")}, "words of their scale"),
        ({"P2_2_1_1": Judged(judged="yes", rationale="r")}, "words of their scale"),
    ],
)
def test_a_view_that_judges_nothing_or_without_reason_is_refused(
    shared: JointAssessment, given: dict[str, Judged], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        give_view(shared, given, by=shared.local)


def test_a_case_is_shared_with_one_local_assessor_of_the_inspection(shared: JointAssessment) -> None:
    inspection, lead = shared.inspection, of_job(shared.inspection, Job.LEAD)
    with pytest.raises(Refused, match="jointly already"):
        set_up(inspection, shared.assignment, local=shared.local, by=lead)
    other = first_marks(inspection).get(sampled_case__case_id="C002")
    with pytest.raises(Refused, match="no local assessor"):
        set_up(inspection, other, local=make_person_with("local_assessor", region="H"), by=lead)
    other.sampled_case.practitioner_code = shared.local.staff_code = "H103-P09"
    other.sampled_case.save(update_fields=["practitioner_code"])
    shared.local.save(update_fields=["staff_code"])
    with pytest.raises(Refused, match="holds, supervises"):
        set_up(inspection, other, local=shared.local, by=lead)
    assess(other)
    with pytest.raises(Refused, match="still assesses"):
        set_up(inspection, other, local=shared.local, by=lead)


def test_the_panel_waits_for_both_views_or_for_a_reason(shared: JointAssessment) -> None:
    assert "Case C001 is assessed jointly" in joint_open(shared.inspection)[0]
    with pytest.raises(Refused, match="why the joint work ends"):
        end_joint(shared, reason=" ", by=of_job(shared.inspection, Job.LEAD))
    end_joint(shared, reason="She fell ill", by=of_job(shared.inspection, Job.LEAD))
    assert joint_open(shared.inspection) == []
    assert not readable_joints(shared.local).exists()


def test_views_stay_and_joint_work_is_only_ever_ended(shared: JointAssessment) -> None:
    give_view(shared, TALKED, by=shared.local)
    for change in (
        lambda: JointJudgement.objects.update(judged="no"),
        lambda: JointAssessment.objects.update(local=inspector_of(shared)),
        lambda: JointAssessment.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_local_assessor_opens_the_own_joint_case_and_no_other_page(shared: JointAssessment) -> None:
    inspection = shared.inspection
    give_view(shared, ALONE, by=inspector_of(shared))
    other = first_marks(inspection).get(sampled_case__case_id="C002")
    hidden = set_up(inspection, other, local=join(inspection, Job.LOCAL), by=of_job(inspection, Job.LEAD))
    client = browser(shared.local)
    assert [each.pk for each in readable_joints(shared.local)] == [shared.pk]
    mine = client.get(reverse("inspections:joint_mine")).content.decode()
    assert "C001" in mine
    assert "C002" not in mine
    page = client.get(reverse("inspections:joint_view", args=[shared.pk]))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert client.get(reverse("inspections:joint_view", args=[hidden.pk])).status_code == 404
    given = {"judged_J2_2_1": "yes", "why_J2_2_1": "She was asked", **form_key()}
    assert client.post(reverse("inspections:joint_view", args=[shared.pk]), given).status_code == 302
    assert SECRET in client.get(reverse("inspections:joint_view", args=[shared.pk])).content.decode()


def test_nothing_else_of_the_inspection_is_open_to_a_local_assessor(shared: JointAssessment) -> None:
    inspection, client = shared.inspection, browser(shared.local)
    mark = shared.assignment
    assess(mark)
    assert not team_inspections(shared.local).exists()
    for name in (
        "inspection", "cases", "quality", "joint", "ratings", "panel", "report", "register", "survey", "pack",
        "cases_csv", "cohort_csv", "judgements_csv", "quality_table-csv", "joint_table-csv",
        "quality_findings", "findings_table-csv",
    ):  # fmt: skip
        answer = client.get(reverse(f"inspections:{name}", args=[inspection.pk]))
        assert answer.status_code in (403, 404), name
    assert client.get(reverse("inspections:check_case", args=[inspection.pk, mark.pk])).status_code == 403
    for name in ("result", "case", "facts", "evidence"):
        assert client.get(reverse(f"assessments:{name}", args=[mark.pk])).status_code == 404


def test_who_left_the_team_loses_the_joint_case(shared: JointAssessment) -> None:
    shared.inspection.members.filter(user=shared.local).update(left_at=shared.set_up_at)
    assert not readable_joints(shared.local).exists()


def test_the_trail_tells_nobody_of_the_region_and_holds_no_judgement(shared: JointAssessment) -> None:
    give_view(shared, ALONE, by=inspector_of(shared))
    trail = RecordedAction.objects.filter(verb__in=("assess_jointly", "give_joint_view"))
    assert trail.count() == 2
    assert SECRET not in str(list(trail.values()))
    for reader in (
        shared.local,
        make_person_with("regional_director", region="H"),
        make_person_with("administrator"),
    ):
        assert not veils.readable(trail, reader).exists()

"""An inspection from its plan through its stages: who may do what, and what stands in the way."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.assessments.actions import Refused
from apps.inspections.access import belongs_to_body, leads, team_inspections
from apps.inspections.actions import add_member, change_plan, drop, go_to, plan_inspection, remove_member
from apps.inspections.gates import reasons_not_to_go
from apps.inspections.models import Inspection, Member
from apps.organisation.errors import Conflict
from apps.organisation.models import ProbationDeliveryUnit, RecordedAction
from tests.factories.inspections import FIELDWORK_ON, join, make_inspection, make_plan, make_standards
from tests.factories.people import give_role, make_person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
State, Job = Inspection.State, Member.Job


def test_whoever_plans_an_inspection_leads_it() -> None:
    lead = make_person_with("lead_inspector")
    inspection = make_inspection(lead=lead)
    assert leads(lead, inspection)
    assert inspection.state == State.PLANNED
    assert [stage.after for stage in inspection.stages.all()] == [State.PLANNED]
    assert RecordedAction.objects.filter(verb="plan_inspection", by=lead).count() == 1


def test_a_body_has_one_inspection_from_a_day() -> None:
    make_inspection()
    with pytest.raises(Refused, match="planned already"):
        make_inspection()


def test_a_dropped_inspection_makes_room_for_another() -> None:
    inspection = make_inspection()
    drop(inspection, version=0, by=inspection.planned_by, reason="The unit moves")
    assert make_inspection().pk != inspection.pk


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"fieldwork_last_on": FIELDWORK_ON - timedelta(days=1)}, "follow each other"),
        ({"announce_on": FIELDWORK_ON + timedelta(days=1)}, "follow each other"),
        ({"publish_on": FIELDWORK_ON + timedelta(days=20)}, "follow each other"),
        ({"cohort_last_on": date(2025, 12, 31)}, "ends before it begins"),
        ({"cohort_last_on": FIELDWORK_ON}, "before fieldwork begins"),
        ({"rating_rules": "none"}, "no rating rules none"),
        ({"size": 0}, "at least one case"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changed: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        make_inspection(**changed)
    assert not Inspection.objects.exists()


def test_a_unit_of_another_region_is_refused() -> None:
    unit = ProbationDeliveryUnit.objects.filter(region="A").first()
    with pytest.raises(Refused, match="not a delivery unit of"):
        make_inspection(unit=unit)


def test_a_region_can_be_inspected_as_a_whole() -> None:
    assert make_inspection(unit=None).place == "Wales region"


def test_the_plan_changes_until_somebody_else_was_faster() -> None:
    inspection = make_inspection()
    plan = make_plan(inspection.standards, size=9)
    assert change_plan(inspection, plan, version=0, by=inspection.planned_by).size == 9
    with pytest.raises(Conflict, match="Somebody changed"):
        change_plan(inspection, plan, version=0, by=inspection.planned_by)


def test_the_body_and_the_standards_of_an_inspection_stay() -> None:
    inspection = make_inspection()
    newer = make_standards("2030-01")
    changed = change_plan(inspection, make_plan(newer, unit=None), version=0, by=inspection.planned_by)
    changed.refresh_from_db()
    assert changed.unit_id == "H103"
    assert changed.standards.edition == "2021-08"


def test_whoever_works_in_the_region_joins_as_a_local_assessor_only() -> None:
    inspection = make_inspection()
    assessor = make_person_with("local_assessor", region="H")
    give_role(assessor, "inspector")
    assert belongs_to_body(assessor, inspection)
    with pytest.raises(Refused, match="works in the inspected region"):
        add_member(inspection, user=assessor, job=Job.INSPECTOR, by=None)
    assert add_member(inspection, user=assessor, job=Job.LOCAL, by=None).left_at is None


def test_a_local_assessor_comes_from_the_inspected_region() -> None:
    with pytest.raises(Refused, match="does not work in the inspected region"):
        add_member(
            make_inspection(), user=make_person_with("local_assessor", region="A"), job=Job.LOCAL, by=None
        )


def test_a_job_needs_its_role() -> None:
    with pytest.raises(Refused, match="no role that allows"):
        add_member(make_inspection(), user=make_person_with("inspector"), job=Job.PANEL, by=None)


def test_the_last_lead_inspector_stays() -> None:
    inspection = make_inspection()
    first = inspection.members.get()
    with pytest.raises(Refused, match="add another one first"):
        remove_member(first, by=first.user)
    join(inspection, Job.LEAD)
    assert remove_member(first, by=first.user).left_at is not None


def test_only_the_team_and_those_who_plan_see_an_inspection() -> None:
    inspection = make_inspection()
    member = join(inspection, Job.INSPECTOR)
    other = make_person_with("inspector")
    chief = make_person_with("lead_inspector")
    director = make_person_with("regional_director", region="H")
    assert [team_inspections(user).count() for user in (member, chief, other, director)] == [1, 1, 0, 0]
    remove_member(inspection.members.get(user=member), by=chief)
    assert team_inspections(member).count() == 0


def test_stages_follow_each_other() -> None:
    inspection = make_inspection()
    with pytest.raises(Refused, match="does not go from"):
        go_to(inspection, State.RATING, version=0, by=inspection.planned_by)
    moved = go_to(inspection, State.ANNOUNCED, version=0, by=inspection.planned_by)
    assert moved.state == State.ANNOUNCED
    assert moved.version == 1
    with pytest.raises(Conflict):
        go_to(inspection, State.FIELDWORK, version=0, by=inspection.planned_by)


def test_fieldwork_waits_for_the_pack_and_the_cases() -> None:
    inspection = make_inspection()
    inspection = go_to(inspection, State.ANNOUNCED, version=0, by=inspection.planned_by)
    reasons = reasons_not_to_go(inspection, State.FIELDWORK)
    assert [reason.split()[0] for reason in reasons] == ["Build", "Draw"]
    with pytest.raises(Refused, match="evidence pack"):
        go_to(inspection, State.FIELDWORK, version=1, by=inspection.planned_by)


def test_an_inspection_is_dropped_for_a_reason_and_changes_no_more() -> None:
    inspection = make_inspection()
    with pytest.raises(Refused, match="Say why"):
        drop(inspection, version=0, by=inspection.planned_by, reason=" ")
    dropped = drop(inspection, version=0, by=inspection.planned_by, reason="The unit closes")
    assert dropped.stages.last().reason == "The unit closes"
    with pytest.raises(Refused, match="nothing of it changes any more"):
        change_plan(dropped, make_plan(dropped.standards), version=1, by=inspection.planned_by)


@pytest.mark.parametrize("table", ["stages", "members"])
def test_the_database_itself_keeps_stages_and_members(table: str) -> None:
    row = getattr(make_inspection(), table).first()
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        row.delete()


def test_the_standards_are_kept_by_the_database() -> None:
    edition = make_standards()
    edition.title = "Another"
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        edition.save()


def test_a_demonstration_says_so() -> None:
    standards = make_standards()
    lead = make_person_with("lead_inspector")
    assert not plan_inspection(make_plan(standards), demo=False, by=lead).demo

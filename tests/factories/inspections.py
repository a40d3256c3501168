"""Inspections made through the product's own actions, with standards in the project's own short words."""

from datetime import date, timedelta
from typing import Any

from apps.assessments.actions import Given, Seen, confirm_facts, save_answer, save_fact, submit
from apps.assessments.draws import DrawPlan, FrameCase, assign_cases, draw_sample
from apps.assessments.models import Assignment, Sample
from apps.assessments.queries import case_state
from apps.assessments.second_marks import assign_second_marks
from apps.inspections.actions import Plan, add_member, plan_inspection
from apps.inspections.case_bank import edition_of
from apps.inspections.models import Inspection, Member, StandardsEdition
from apps.organisation.models import ProbationDeliveryUnit, Region, User
from rules.definitions.standards import newest_standards
from rules.definitions.standards_own_words import document_of
from tests.factories.people import make_person_with

FIELDWORK_ON = date(2026, 9, 7)
# A community order above low risk, with advice to the court and without victims in the scheme.
ORDINARY = {
    "order": ["CO"],
    "upw_only": False,
    "no_rehab_req": False,
    "rosh": "M",
    "court_report": True,
    "victim_contact": False,
    "stability": False,
}


def make_standards(edition: str = "2021-08") -> StandardsEdition:
    """An edition with the project's own short words as its wording."""
    document = document_of(newest_standards())
    return StandardsEdition.objects.create(
        edition=edition,
        title="Inspection standards",
        valid_from=date(2021, 8, 1),
        source_name="own short words",
        kept=edition.encode(),
        sha256=edition.rjust(64, "0"),
        content=document.model_dump(mode="json"),
    )


def make_plan(standards: StandardsEdition, **changed: Any) -> Plan:
    """An inspection of H103 in September 2026 under the rules of 2021."""
    values = {
        "region": Region.objects.get(code="H"),
        "unit": ProbationDeliveryUnit.objects.get(code="H103"),
        "standards": standards,
        "rating_rules": "probation_2021",
        "announce_on": FIELDWORK_ON - timedelta(days=28),
        "fieldwork_first_on": FIELDWORK_ON,
        "fieldwork_last_on": FIELDWORK_ON + timedelta(days=11),
        "draft_on": FIELDWORK_ON + timedelta(days=53),
        "publish_on": FIELDWORK_ON + timedelta(days=95),
        "cohort_first_on": date(2026, 1, 1),
        "cohort_last_on": date(2026, 3, 31),
        "size": 4,
        "seed": "test",
    }
    return Plan(**{**values, **changed})


def make_inspection(
    *, lead: User | None = None, standards: StandardsEdition | None = None, **changed: Any
) -> Inspection:
    """A planned inspection, led by `lead` or by a new lead inspector."""
    leader = lead or make_person_with("lead_inspector")
    found = standards or StandardsEdition.objects.first() or make_standards()
    return plan_inspection(make_plan(found, **changed), demo=True, by=leader)


def join(inspection: Inspection, job: str, *, user: User | None = None) -> User:
    """A member of the team: a new person with the role that the job needs, unless one is given."""
    roles = {
        Member.Job.LEAD: "lead_inspector",
        Member.Job.INSPECTOR: "inspector",
        Member.Job.QUALITY: "inspector",
        Member.Job.PANEL: "ratings_panel",
        Member.Job.LOCAL: "local_assessor",
    }
    region = inspection.region_id if job == Member.Job.LOCAL else ""
    person = user or make_person_with(roles[Member.Job(job)], region=region)
    add_member(inspection, user=person, job=job, by=None)
    return person


def draw_made_up_cases(
    inspection: Inspection, *, size: int = 2, inspectors: list[User] | None = None
) -> Sample:
    """Cases C001, C002 and so on, drawn whole and shared out to the team's inspectors, some twice."""
    frame = [
        FrameCase(case_id=f"C{n:03d}", person_id=f"X{n:03d}", kind="order", unit="H103")
        for n in range(1, size + 1)
    ]
    plan = DrawPlan(
        title=str(inspection),
        region_code=inspection.region_id,
        size=size,
        seed=inspection.seed,
        strata_columns=("kind",),
        window_first_on=inspection.cohort_first_on,
        window_last_on=inspection.cohort_last_on,
        due_on=inspection.fieldwork_last_on,
        extract_sha256="0" * 64,
        extract_as_at=date(2026, 8, 31),
        demo=True,
        purpose=Sample.Purpose.INSPECTION,
    )
    known = {"as_at": "2026-08-31", "person": {}, "case": {}, "chronology": [], "facts": ORDINARY}
    sample = draw_sample(frame, plan=plan, freeze=lambda case: known, by=None)
    inspection.sample = sample
    inspection.save(update_fields=["sample"])
    team = inspectors or [each.user for each in inspection.members.filter(job=Member.Job.INSPECTOR)]
    edition = edition_of(inspection.standards, by=None)
    assign_cases(sample, edition=edition, auditors=team, by=None)
    assign_second_marks(sample, edition=edition, auditors=team, by=None, only_these=True)
    return sample


def assess(mark: Assignment, *, no: tuple[str, ...] = (), facts: dict[str, Any] | None = None) -> Assignment:
    """Submit an assessment: sufficient and met throughout, but for the key questions in `no`."""
    for fact, value in (facts or {}).items():
        save_fact(mark, fact_id=fact, value=value, seen=_seen_fact(mark, fact), by=mark.auditor)
    confirm_facts(mark, by=mark.auditor)
    for state in case_state(mark).questions:
        if state.is_hidden:
            continue
        question = state.question
        answer = "no" if question.judges in no else {"outcome": "met"}.get(question.scale, "yes")
        if question.scale == "outcome" and question.judges in no:
            answer = "not_met"
        given = Given(answer=answer, note="As the whole case shows" if question.judges else "")
        save_answer(mark, question_id=question.id, given=given, seen=Seen(), by=mark.auditor)
    return submit(mark, by=mark.auditor)


def _seen_fact(mark: Assignment, fact: str) -> Seen:
    row = mark.sampled_case.facts.filter(mark=mark.mark, fact=fact).first()
    return Seen(version=row.version if row else 0)


def assess_everything(inspection: Inspection, *, no: tuple[str, ...] = ()) -> None:
    """Submit every mark of every case alike."""
    marks = Assignment.objects.filter(sampled_case__sample=inspection.sample, submitted_at=None)
    for mark in marks.select_related("sampled_case__sample", "edition", "auditor"):
        assess(mark, no=no)

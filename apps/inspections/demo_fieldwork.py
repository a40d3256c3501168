"""What the demonstration's inspection does in fieldwork beside its cases: joint work, checks, talks."""

from collections.abc import Mapping
from datetime import date, timedelta

from apps.assessments.actions import submit
from apps.assessments.models import Assignment
from apps.inspections.joint import Judged, give_view, questions_of, set_up
from apps.inspections.judgements import first_marks
from apps.inspections.models import Inspection, JointAssessment, Member
from apps.inspections.quality import Checked, Finding, check_case, draw_dip, judging_questions
from apps.inspections.quality_queries import QualityRow, State, may_check, quality_rows, rules_of
from apps.inspections.talks import Held, Note, record_talk
from apps.organisation.models import User
from rules.definitions.talks import talks_on

MADE_UP = "Made up for the demonstration: it says nothing about anybody."
# What becomes of the first cases that are checked; every other one is in order.
OUTCOMES = ("to_be_mended", "returned")
# kind of talk, how many people, in which language, and how the talk bears on its prompts
TALKS = (
    ("focus_group", 7, "en", "shortfall"),
    ("focus_group", 6, "cy", "supports"),
    *(("interview", 1, "en", "supports") for _ in range(5)),
    ("interview", 1, "cy", "shortfall"),
)


def share_a_case(inspection: Inspection, *, local: User, lead: User) -> JointAssessment:
    """The first case is shared with the local assessor; they differ on one key question before they talk."""
    mark = first_marks(inspection).order_by("sampled_case__case_id")[0]
    joint = set_up(inspection, mark, local=local, by=lead)
    for person, judged in ((mark.auditor, "yes"), (local, "no")):
        given = {
            each.id: Judged(judged="met" if each.scale == "outcome" else "yes", rationale=MADE_UP)
            for each in questions_of(mark.bank)
        }
        differing = next(name for name in given if name.startswith("J2_2"))
        give_view(joint, given | {differing: Judged(judged=judged, rationale=MADE_UP)}, by=person)
    return joint


def assure_quality(inspection: Inspection, *, lead: User) -> None:
    """The dip sample is drawn and everything checked; one case is mended, one returned and checked again."""
    draw_dip(inspection, by=lead, seed=f"{inspection.seed}-dip")
    outcomes = list(OUTCOMES)
    for _ in range(1000):
        waiting = [row for row in quality_rows(inspection) if row.state == State.TO_CHECK]
        if not waiting:
            return
        _check(inspection, waiting[0], outcomes.pop(0) if outcomes else "in_order")


def _check(inspection: Inspection, row: QualityRow, outcome: str) -> None:
    checker = _checker(inspection, row)
    found: Mapping[str, Finding] = {
        name: Finding(agrees=True) for name in judging_questions(row.mark.bank, row.submission.answers)
    }
    best, *others = (each.id for each in rules_of(inspection).rationale)
    checked = Checked(
        findings=found,
        rationale=best if outcome == "in_order" else others[0],
        outcome=outcome,
        words="" if outcome == "in_order" else MADE_UP,
    )
    check_case(inspection, row.mark, checked, submission=row.submission.pk, by=checker)
    if outcome != "in_order":
        mark = Assignment.objects.get(pk=row.mark.pk)
        submit(mark, by=mark.auditor)


def _checker(inspection: Inspection, row: QualityRow) -> User:
    """Who was given the case, else a gatekeeper who may check it."""
    jobs = (Member.Job.QUALITY, Member.Job.LEAD)
    held = inspection.members.filter(left_at=None, job__in=jobs).select_related("user").order_by("-job")
    given = [row.drawn.checker] if row.drawn and row.drawn.checker else []
    people = [*given, *(member.user for member in held)]
    return next(person for person in people if may_check(person, inspection, row))


def record_talks(inspection: Inspection, *, on: date, today: date, by: User) -> None:
    """Two focus groups, one of them in Welsh, and six interviews, on the first days of fieldwork."""
    asked = {guide.id: guide.asks for guide in talks_on(on).guides}
    for number, (kind, people, language, bearing) in enumerate(TALKS):
        day = on + timedelta(days=number % 3)
        held = Held(
            guide=kind,
            on=day,
            people=people,
            way="in_person" if people > 1 else "phone",
            language=language,
            weight="some",
            weight_why="",
            notes={name: Note(words=MADE_UP, bearing=bearing) for name in asked[kind][number % 2 :]},
        )
        record_talk(inspection, held, today=max(day, today), by=by)

"""The review of the demonstration's rounds: second marks, decisions, sign-off and a calibration exercise."""

from datetime import date
from random import Random

from apps.assessments.adjudication import Decision
from apps.assessments.difference_rows import fact_value_of
from apps.assessments.models import Adjudication, Assignment, SampledCase
from apps.assessments.scoring_answers import Settlement
from apps.audits.calibration import CalibrationPlan, open_calibration
from apps.audits.demo_auditors import SecondOpinion, SyntheticAuditor
from apps.audits.models import AuditRound
from apps.audits.moderation import adjudicate, sign_off
from apps.audits.moderation_queries import compared_cases, second_marks
from apps.organisation.models import User

ADJUDICATOR, SENIOR = "adjudicator", "senior"
CALIBRATING = ("auditor2", "auditor3", "visitor1")
LEFT_TO_MARK, LEFT_TO_DECIDE = 1, 1  # cases of the open round that stay as work for whoever tries it out
REASONS = (
    "The contact record of the day shows it",
    "The letter on file is dated and names what was missed",
    "The entry was made after the event and does not say what was done",
)


def finish_review(audit_round: AuditRound, *, seed: str) -> None:
    """Every second mark, every decision, and the sign-off."""
    _mark_second(list(second_marks(audit_round)), seed)
    _decide(audit_round, compared_cases(audit_round), seed)
    senior = User.objects.get(username=SENIOR)
    sign_off(audit_round, by=senior, note="Read with the agreement figures and the cases that differ")


def begin_review(audit_round: AuditRound, *, seed: str) -> None:
    """Second marks of the cases that are scored but the last; decisions on all but the last that differ."""
    scored = audit_round.assignments.filter(submitted_at__isnull=False).values("sampled_case")
    ready = list(second_marks(audit_round).filter(sampled_case__in=scored))
    _mark_second(ready[:-LEFT_TO_MARK], seed)
    differing = [case for case in compared_cases(audit_round) if not case.settled.is_complete]
    _decide(audit_round, differing[:-LEFT_TO_DECIDE], seed)


def calibrate(audit_round: AuditRound, *, seed: str, by: User, due_on: date) -> None:
    """One case that three people have marked and can compare; none where the frame has no reserve."""
    if not audit_round.sample.cases.filter(standing=SampledCase.Standing.RESERVE).exists():
        return
    people = User.objects.filter(username__in=CALIBRATING).order_by("username")
    plan = CalibrationPlan(
        title=f"{audit_round.edition.bank}: one case, three auditors",
        size=1,
        seed=f"{seed}-calibration",
        auditors=tuple(people),
        due_on=due_on,
    )
    marks = list(open_calibration(audit_round, plan, by=by).assignments.order_by("sampled_case", "mark"))
    SyntheticAuditor(marks[0], seed).mark()
    for mark in marks[1:]:
        SecondOpinion(mark, seed, first=marks[0]).mark()


def _mark_second(marks: list[Assignment], seed: str) -> None:
    for mark in marks:
        first = Assignment.objects.get(
            sampled_case=mark.sampled_case_id, edition=mark.edition_id, mark=Assignment.FIRST_MARK
        )
        SecondOpinion(mark, seed, first=first).mark()


def _decide(audit_round: AuditRound, cases: list[Settlement] | tuple[Settlement, ...], seed: str) -> None:
    """Facts first, since they say which questions are left to decide."""
    chance = Random(f"{seed}|decisions")  # noqa: S311 (repeatable, not secret)
    by = User.objects.get(username=ADJUDICATOR)
    for case in cases:
        first = case.assignment
        for fact in case.settled.open_facts:
            value = fact_value_of(case, fact, str(chance.choice((1, 2))), _second_of(first))
            _say(audit_round, first, Adjudication.Kind.FACT, fact, value, chance.choice(REASONS), by)
        standing = next(each for each in compared_cases(audit_round) if each.assignment.pk == first.pk)
        for question in standing.settled.open_questions:
            said = [standing.first.answers.get(question), standing.second.answers.get(question)]
            value = chance.choice([each for each in said if each] or ["no_evidence"])
            _say(audit_round, first, Adjudication.Kind.ANSWER, question, value, chance.choice(REASONS), by)


def _second_of(first: Assignment) -> Assignment:
    return Assignment.objects.get(
        sampled_case=first.sampled_case_id, edition=first.edition_id, mark=Assignment.SECOND_MARK
    )


def _say(
    audit_round: AuditRound, first: Assignment, kind: str, key: str, value: object, reason: str, by: User
) -> None:
    adjudicate(audit_round, first, Decision(kind=kind, key=key, value=value, reason=reason), by=by)

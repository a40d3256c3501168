"""A drawn sample with its assignments, made through the product's own actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from apps.assessments.actions import (
    Given,
    Seen,
    confirm_facts,
    publish_edition,
    save_answer,
    save_fact,
    submit,
)
from apps.assessments.adjudication import Decision
from apps.assessments.draws import DrawPlan, FrameCase, assign_cases, draw_sample
from apps.assessments.models import Assignment, BankEdition, Sample
from apps.assessments.queries import case_state
from apps.audits.actions import RoundPlan
from apps.audits.models import AuditRound
from apps.audits.moderation import adjudicate, sign_off
from apps.audits.moderation_queries import review_of, second_marks
from apps.organisation.models import Region, User
from rules.definitions.banks import load_bank
from tests.factories.people import make_person_with

FIRST_ON, LAST_ON = date(2026, 1, 1), date(2026, 6, 30)
DUE_ON = date(2026, 8, 31)
# A community order with an apparent failure and nothing else: E01 to E06 and E09 apply, weight 15.
ORDER_ONLY = {
    "order": ["CO"],
    "reqs": [],
    "failure": True,
    "enf_action": False,
    "em": False,
    "crs_ref": False,
    "licence_warning": False,
    "licence_breach": False,
    "breach_filed": False,
    "breach_heard": False,
    "recall_considered": False,
    "recalled": False,
    "alt_to_recall": False,
    "third_party_evidence": False,
}
NOTHING_ELSE = (
    "enf_action",
    "breach_filed",
    "breach_heard",
    "third_party_evidence",
)
BEST = {"met": "met", "yes_no": "yes", "timed": "on_time"}


def make_edition() -> BankEdition:
    """QM102 in its first edition, published."""
    return publish_edition(load_bank("QM102", "1.0"), by=None)[0]


def make_case(number: int, *, kind: str = "order", practitioner: str = "", manager: str = "") -> FrameCase:
    return FrameCase(
        case_id=f"C{number:03d}",
        person_id=f"X{number:03d}",
        kind=kind,
        unit="H103",
        practitioner_code=practitioner,
        manager_code=manager,
    )


def make_sample(
    frame: Sequence[FrameCase], *, size: int | None = None, facts: dict[str, Any] | None = None
) -> Sample:
    """A sample of Wales; every case knows the given facts from the caseload."""
    plan = DrawPlan(
        title="QM102 in a test",
        region_code="H",
        size=size or len(frame),
        seed="seed",
        strata_columns=("kind",),
        window_first_on=FIRST_ON,
        window_last_on=LAST_ON,
        due_on=DUE_ON,
        extract_sha256="0" * 64,
        extract_as_at=LAST_ON,
        demo=True,
    )
    snapshot = {"as_at": "2026-06-30", "person": {}, "case": {}, "facts": facts or {}, "chronology": []}
    return draw_sample(frame, plan=plan, freeze=lambda _case: snapshot, by=None)


def make_assignment(auditor: User, *, facts: dict[str, Any] | None = None) -> Assignment:
    """One case for one auditor, its facts checked."""
    sample = make_sample([make_case(1)], facts=facts)
    made, _ = assign_cases(sample, edition=make_edition(), auditors=[auditor], by=None)
    confirm_facts(made[0], by=auditor)
    return made[0]


def put_fact(assignment: Assignment, fact_id: str, value: Any) -> None:
    """Set a fact as its auditor, whatever it was."""
    row = case_state(assignment).fact_rows.get(fact_id)
    seen = Seen(version=row.version if row else 0)
    save_fact(assignment, fact_id=fact_id, value=value, seen=seen, by=assignment.auditor)


def put_answer(assignment: Assignment, question_id: str, **given: Any) -> None:
    """Answer a question as its auditor, whatever it was."""
    row = case_state(assignment).question(question_id).answer
    seen = Seen(version=row.version if row else 0)
    save_answer(assignment, question_id=question_id, given=Given(**given), seen=seen, by=assignment.auditor)


def answer_everything(assignment: Assignment, *, note: str = "Seen in the record", **others: str) -> None:
    """The best answer to every question that applies, or the one named by question id."""
    bank = assignment.bank
    for state in case_state(assignment).questions:
        if not state.is_hidden:
            best = BEST[bank.scale_of(state.question).id]
            answer = others.get(state.question.id, best)
            put_answer(assignment, state.question.id, answer=answer, note=note)


def mark_case(assignment: Assignment, *, note: str = "Seen in the record", **answers: str) -> None:
    """Mark and submit a case of `failures.person` with the best answers but those named.

    E01 to E09 apply, weight 17.
    """
    for fact in NOTHING_ELSE:
        put_fact(assignment, fact, False)
    confirm_facts(assignment, by=assignment.auditor)
    answer_everything(assignment, note=note, **answers)
    submit(assignment, by=assignment.auditor)


def make_plan(people: Sequence[User], **changed: Any) -> RoundPlan:
    """The plan of a round of Wales, four cases by kind; `changed` values in place of these."""
    values = {
        "region": Region.objects.get(code="H"),
        "edition": make_edition(),
        "window_first_on": date(2026, 1, 1),
        "window_last_on": date(2026, 6, 30),
        "size": 4,
        "seed": "s",
        "strata_columns": ("kind",),
        "due_on": date(2026, 8, 1),
        "auditors": tuple(people),
    }
    return RoundPlan(**values | changed)


def finish_round(audit_round: AuditRound) -> None:
    """Everything that a drawn round needs before its score is locked: what is unmarked gets the best
    answers, and where markers differ the first is held to be right."""
    for mark in [*audit_round.assignments, *second_marks(audit_round)]:
        if not mark.is_submitted:
            mark_case(mark)
    settle_differences(audit_round)
    sign_off(audit_round, by=make_person_with("senior_reviewer"))


def settle_differences(audit_round: AuditRound) -> None:
    """An adjudicator holds the first marker to be right wherever the second differs."""
    by = make_person_with("adjudicator")
    for case in review_of(audit_round).open_cases:
        for question in case.settled.open_questions:
            value = case.first.answers[question]
            decision = Decision(kind="answer", key=question, value=value, reason="The record shows it")
            adjudicate(audit_round, case.assignment, decision, by=by)

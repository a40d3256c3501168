"""Checking case assessments of an inspection: the dip sample drawn, a case checked, returned, let through."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from apps.assessments.actions import Refused, lock_assignment
from apps.assessments.models import Assignment, Comparison
from apps.assessments.reopening import decline_to_reopen, reopen
from apps.inspections.actions import locked
from apps.inspections.models import (
    DipCase,
    DipDraw,
    Inspection,
    Member,
    QualityCheck,
    QualityFinding,
)
from apps.inspections.quality_queries import (
    QualityRow,
    due_for_dip,
    is_gatekeeper,
    locked_marks,
    markers_of,
    may_check,
    quality_rows,
    rules_of,
)
from apps.organisation.actions import record
from apps.organisation.errors import Conflict
from apps.organisation.models import User
from rules.definitions.banks import Bank
from rules.definitions.inspection_quality import CheckOutcome

SEED_BYTES = 8
CHECKERS = (Member.Job.LEAD, Member.Job.QUALITY, Member.Job.INSPECTOR)
CHANGED = "The case was submitted anew since the page was shown. Read it again, then check it."


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Of one judgement: agreed with, or the answer wanted instead and why."""

    agrees: bool
    wanted: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a checker found. findings: the bank's question -> finding, of every judgement of the case."""

    findings: Mapping[str, Finding]
    rationale: str
    outcome: str
    words: str


@transaction.atomic
def draw_dip(inspection: Inspection, *, by: User | None, seed: str = "") -> DipDraw:
    """Draw the locked assessments that are due for a check, and give each to somebody who did not make it.

    seed: made here when empty, so that nobody knew it before the cases were locked. Raises Refused out of
    fieldwork, and when nothing is due.
    """
    inspection = locked(inspection)
    _in_fieldwork(inspection)
    seed = seed or secrets.token_hex(SEED_BYTES)
    marks = locked_marks(inspection)
    due = due_for_dip(inspection, seed=seed)
    if not any(due.values()):
        raise Refused("No further assessment is due for a check: submit cases first, then draw again")
    made = DipDraw.objects.create(
        inspection=inspection,
        rules=rules_of(inspection).edition,
        seed=seed,
        locked={who: sorted(mark.sampled_case.case_id for mark in held) for who, held in marks.items()},
        by=by,
    )
    by_case = {mark.sampled_case.case_id: mark for held in marks.values() for mark in held}
    drawn = [by_case[case_id] for cases in due.values() for case_id in cases]
    given = _given(inspection, drawn)
    DipCase.objects.bulk_create(DipCase(draw=made, assignment=mark, checker=given[mark.pk]) for mark in drawn)
    record("draw_dip_sample", by=by, subject=inspection, after={"seed": seed, "cases": len(drawn)})
    return made


def _in_fieldwork(inspection: Inspection) -> None:
    if inspection.state != Inspection.State.FIELDWORK:
        raise Refused("Case assessments are checked during fieldwork, before the ratings panel has them")


def _given(inspection: Inspection, marks: Sequence[Assignment]) -> dict[int, User | None]:
    """Assignment -> its checker: of those who do not mark the case whoever has the fewest so far."""
    held = inspection.members.filter(job__in=CHECKERS, left_at=None).select_related("user").order_by("id")
    people = {member.user_id: member.user for member in held}
    markers = markers_of(marks)
    load: Counter[int] = Counter()
    found: dict[int, User | None] = {}
    for mark in marks:
        able = people.keys() - markers[mark.sampled_case_id]
        chosen = min(able, key=lambda pk: (load[pk], list(people).index(pk)), default=None)
        if chosen is not None:
            load[chosen] += 1
        found[mark.pk] = people.get(chosen) if chosen is not None else None
    return found


@transaction.atomic
def check_case(
    inspection: Inspection, mark: Assignment, checked: Checked, *, submission: int, by: User
) -> QualityCheck:
    """Keep what a checker found; a case that is to be mended or was returned goes back to its assessor.

    submission: the one that the page showed. Raises Conflict when the case was submitted anew since, Refused
    for a case that is not the checker's to check, and for findings that do not fit together.
    """
    inspection = locked(inspection)
    _in_fieldwork(inspection)
    lock_assignment(mark)
    row = next((each for each in quality_rows(inspection) if each.mark.pk == mark.pk), None)
    if row is None or not may_check(by, inspection, row):
        raise Refused("This case is not yours to check, or it does not wait for a check")
    if row.submission.pk != submission:
        raise Conflict(CHANGED)
    outcome = _outcome(inspection, checked, row)
    made = _kept(inspection, row, checked, by)
    _carry_out(row, outcome, checked.words.strip(), by)
    # The trail is read by people who may not see an open inspection's judgements: no words.
    after = {"case": row.case_id, "outcome": outcome.id, "gatekeeper": made.as_gatekeeper}
    record("check_case_assessment", by=by, subject=inspection, after=after)
    return made


def _outcome(inspection: Inspection, checked: Checked, row: QualityRow) -> CheckOutcome:
    rules = rules_of(inspection)
    outcome = rules.outcome(checked.outcome)
    if outcome is None:
        raise Refused("Choose how the check ended")
    if checked.rationale not in {each.id for each in rules.rationale}:
        raise Refused("Say how good the rationale is")
    _check_findings(row, checked)
    if any(not each.agrees for each in checked.findings.values()) and not outcome.checked_again:
        raise Refused("You want a judgement changed: return the case, so that its assessor looks at it anew")
    if (outcome.reopens or row.asked_to_reopen) and not checked.words.strip():
        raise Refused("Say what its assessor has to know")
    if outcome.reopens and _waits_for_second(row):
        raise Refused("The second assessor has not submitted yet: send the case back when they have")
    return outcome


def judging_questions(bank: Bank, answers: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The bank's questions that judge and were answered, in its order."""
    return [
        each.id
        for each in bank.questions.values()
        if each.judges and answers.get(each.id, {}).get("answer") and not _hidden(answers[each.id])
    ]


def _hidden(answer: Mapping[str, str]) -> bool:
    return answer.get("standing", "given") != "given"


def _check_findings(row: QualityRow, checked: Checked) -> None:
    bank = row.mark.bank
    if set(checked.findings) != set(judging_questions(bank, row.submission.answers)):
        raise Refused("Say of every judgement whether you agree with it")
    for question_id, finding in checked.findings.items():
        if finding.agrees:
            continue
        allowed = {each.id for each in bank.scale_of(bank.questions[question_id]).answers}
        judged = row.submission.answers[question_id]["answer"]
        if finding.wanted not in allowed - {judged} or not finding.reason.strip():
            raise Refused("Say which other judgement you want, and why")


def _waits_for_second(row: QualityRow) -> bool:
    """Whether somebody else still marks the case blind."""
    mark, several = row.mark, len(row.markers) > 1
    compared = Comparison.objects.filter(sampled_case=mark.sampled_case_id, bank=mark.edition.bank)
    return several and not compared.exists()


def _kept(inspection: Inspection, row: QualityRow, checked: Checked, by: User) -> QualityCheck:
    made = QualityCheck.objects.create(
        inspection=inspection,
        assignment=row.mark,
        submission=row.submission,
        as_gatekeeper=is_gatekeeper(by, inspection),
        grounds=[ground.kind for ground in row.grounds],
        rationale=checked.rationale,
        outcome=checked.outcome,
        words=checked.words.strip(),
        by=by,
    )
    QualityFinding.objects.bulk_create(
        QualityFinding(
            of_check=made,
            question=question_id,
            key_question=row.mark.bank.questions[question_id].judges,
            judged=row.submission.answers[question_id]["answer"],
            agrees=finding.agrees,
            wanted="" if finding.agrees else finding.wanted,
            reason="" if finding.agrees else finding.reason.strip(),
        )
        for question_id, finding in checked.findings.items()
    )
    return made


def _carry_out(row: QualityRow, outcome: CheckOutcome, words: str, by: User) -> None:
    """A waiting request to open the case again is decided with it, either way."""
    if outcome.reopens:
        reopen(row.mark, by=by, reason=words)
    elif row.asked_to_reopen:
        decline_to_reopen(row.mark, by=by, reason=words)

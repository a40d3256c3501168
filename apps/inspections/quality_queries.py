"""Which case assessments of an inspection are to be checked, why, and how far that is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from apps.assessments.blindness import hidden_marks
from apps.assessments.models import Assignment, ReopeningRequest, Submission
from apps.assessments.scoring_answers import Settlement, settlements
from apps.inspections.access import is_on
from apps.inspections.judgements import first_marks
from apps.inspections.models import DipCase, Inspection, Member, QualityCheck
from apps.organisation.models import User
from rules.definitions.banks import Bank
from rules.definitions.inspection_quality import QualityRules, quality_rules_on, quality_words
from rules.definitions.rating_rules import load_rating_rules
from rules.sampling.dip import drawn_for_dip
from rules.scoring.gatekeeping import AssessedCase, Ground, grounds_of
from rules.scoring.moderation import Marking

GATEKEEPERS = (Member.Job.LEAD, Member.Job.QUALITY)


class State(StrEnum):
    """How far the check of a case is."""

    TO_CHECK = "to_check"
    WITH_ASSESSOR = "with_assessor"
    DONE = "done"


STATES = {
    State.TO_CHECK: "To check",
    State.WITH_ASSESSOR: "With its assessor",
    State.DONE: "Checked",
}


@dataclass(frozen=True, kw_only=True)
class QualityRow:
    """An assessment that is to be checked, or was. `drawn`: of the dip sample; `checks`: oldest first.

    `submission` is the newest one. `markers`: everybody who marks the case. `wants_gatekeeper`: no
    gatekeeper has let it through as it is now.
    """

    mark: Assignment
    drawn: DipCase | None
    grounds: tuple[Ground, ...]
    checks: tuple[QualityCheck, ...]
    submission: Submission
    markers: frozenset[int]
    state: State
    wants_gatekeeper: bool
    asked_to_reopen: ReopeningRequest | None

    @property
    def case_id(self) -> str:
        return self.mark.sampled_case.case_id

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def newest(self) -> QualityCheck | None:
        return self.checks[-1] if self.checks else None

    @property
    def outcome_words(self) -> str:
        return quality_words(self.newest.outcome).partition(":")[0] if self.newest else ""

    @property
    def why(self) -> list[str]:
        """Every reason in words, the dip sample first."""
        drawn = ["Dip sample"] if self.drawn else []
        return drawn + [_ground_words(ground) for ground in self.grounds]

    @property
    def kinds(self) -> set[str]:
        return {ground.kind for ground in self.grounds} | ({"dip_sample"} if self.drawn else set())


def _ground_words(ground: Ground) -> str:
    about = f" ({', '.join(ground.about)})" if ground.about else ""
    return quality_words(ground.kind) + about


def rules_of(inspection: Inspection) -> QualityRules:
    return quality_rules_on(inspection.fieldwork_first_on)


def quality_rows(inspection: Inspection) -> list[QualityRow]:
    """Every assessment that was drawn, that a gatekeeper must see or that was checked, by case id.

    Reads every submitted case. Whoever shows the rows narrows them to the reader (`shown_to`).
    """
    marks = list(first_marks(inspection).order_by("sampled_case__case_id"))
    submissions = _submissions(marks)
    submitted = [mark for mark in marks if mark.is_submitted]
    grounds = _grounds(inspection, submitted, submissions, complete=len(submitted) == len(marks))
    drawn = {each.assignment_id: each for each in _drawn(inspection)}
    checks = _checks(inspection)
    asked = {
        each.assignment_id: each
        for each in ReopeningRequest.objects.filter(assignment__in=marks, decision__isnull=True)
    }
    markers = markers_of(marks)
    rules = rules_of(inspection)
    return [
        _row(
            QualityRow(
                mark=mark,
                drawn=drawn.get(mark.pk),
                grounds=grounds.get(mark.sampled_case.case_id, ()),
                checks=checks.get(mark.pk, ()),
                submission=submissions[mark.pk][-1],
                markers=markers[mark.sampled_case_id],
                state=State.TO_CHECK,
                wants_gatekeeper=False,
                asked_to_reopen=asked.get(mark.pk),
            ),
            rules,
        )
        for mark in marks
        if mark.pk in submissions
        and (mark.pk in drawn.keys() | checks.keys() | asked.keys() or mark.sampled_case.case_id in grounds)
    ]


def _row(row: QualityRow, rules: QualityRules) -> QualityRow:
    settled = [check for check in row.checks if _settles(check, row, rules)]
    gate = bool(row.grounds) and not any(check.as_gatekeeper for check in settled)
    if not row.mark.is_submitted:
        return replace(row, state=State.WITH_ASSESSOR, wants_gatekeeper=gate)
    done = bool(settled) and settled[-1] is row.newest and not gate and not row.asked_to_reopen
    return replace(row, state=State.DONE if done else State.TO_CHECK, wants_gatekeeper=gate)


def _settles(check: QualityCheck, row: QualityRow, rules: QualityRules) -> bool:
    """Whether the check holds for what is submitted now: its outcome allows it and no judgement changed."""
    outcome = rules.outcome(check.outcome)
    if outcome is None or outcome.checked_again:
        return False
    if check.submission_id == row.submission.pk:
        return not outcome.reopens
    return _judged(check.submission, row.mark.bank) == _judged(row.submission, row.mark.bank)


def _judged(submission: Submission, bank: Bank) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """The facts and the judgements that were submitted, without the words beside them."""
    given = submission.answers
    judging = (each.id for each in bank.questions.values() if each.judges)
    return submission.facts, {name: given.get(name, {}).get("answer") for name in judging}


def _submissions(marks: Iterable[Assignment]) -> dict[int, list[Submission]]:
    """Assignment -> its submissions, oldest first; without those that have none."""
    found: dict[int, list[Submission]] = {}
    for each in Submission.objects.filter(assignment__in=list(marks)).order_by("id"):
        found.setdefault(each.assignment_id, []).append(each)
    return found


def _drawn(inspection: Inspection) -> Iterable[DipCase]:
    return DipCase.objects.filter(draw__inspection=inspection).select_related("checker", "draw")


def _checks(inspection: Inspection) -> dict[int, tuple[QualityCheck, ...]]:
    found: dict[int, list[QualityCheck]] = {}
    rows = inspection.quality_checks.select_related("by", "submission").prefetch_related("findings")
    for each in rows.order_by("id"):
        found.setdefault(each.assignment_id, []).append(each)
    return {pk: tuple(checks) for pk, checks in found.items()}


def _grounds(
    inspection: Inspection,
    submitted: list[Assignment],
    submissions: Mapping[int, list[Submission]],
    *,
    complete: bool,
) -> dict[str, tuple[Ground, ...]]:
    stand = settlements(submitted)
    places = _places(submitted, submissions)
    cases = [_assessed(mark, stand[mark.pk], places[mark.pk]) for mark in submitted]
    ratings = load_rating_rules(inspection.rating_rules)
    return grounds_of(cases, rules_of(inspection), ratings, seed=inspection.seed, complete=complete)


def _assessed(mark: Assignment, stand: Settlement, place: int) -> AssessedCase:
    return AssessedCase(
        case_id=mark.sampled_case.case_id,
        place=place,
        bank=mark.bank,
        marking=Marking(stand.settled.facts, stand.settled.answers),
    )


def _places(marks: Iterable[Assignment], submissions: Mapping[int, list[Submission]]) -> dict[int, int]:
    """Assignment -> the how manieth case of its assessor it was, by the moment of the first submission."""
    found: dict[int, int] = {}
    so_far: dict[int | None, int] = {}
    for mark in sorted(marks, key=lambda each: submissions[each.pk][0].pk):
        so_far[mark.auditor_id] = so_far.get(mark.auditor_id, 0) + 1
        found[mark.pk] = so_far[mark.auditor_id]
    return found


def locked_marks(inspection: Inspection) -> dict[str, list[Assignment]]:
    """Assessor's username -> the assessments that are submitted."""
    found: dict[str, list[Assignment]] = {}
    for mark in first_marks(inspection).exclude(submitted_at=None):
        found.setdefault(mark.auditor.username, []).append(mark)
    return found


def due_for_dip(inspection: Inspection, *, seed: str) -> dict[str, list[str]]:
    """Assessor -> case ids that a draw by this seed would take now; how many hangs on no seed."""
    locked = {
        who: [mark.sampled_case.case_id for mark in marks] for who, marks in locked_marks(inspection).items()
    }
    before = [each.assignment.sampled_case.case_id for each in _drawn_with_case(inspection)]
    return drawn_for_dip(rules_of(inspection).dip_sample, seed=seed, locked=locked, before=before)


def _drawn_with_case(inspection: Inspection) -> Iterable[DipCase]:
    return DipCase.objects.filter(draw__inspection=inspection).select_related("assignment__sampled_case")


def number_due(inspection: Inspection) -> int:
    """How many locked assessments wait to be drawn."""
    return sum(len(cases) for cases in due_for_dip(inspection, seed="").values())


def is_gatekeeper(user: User, inspection: Inspection) -> bool:
    """Whether the user may let cases through: who leads, or assures quality."""
    return is_on(user, inspection, *GATEKEEPERS)


def shown_to(user: User, inspection: Inspection, rows: Iterable[QualityRow]) -> list[QualityRow]:
    """All of them for gatekeepers; else those given to the user to check, and checks of the user's own cases.

    Never a case that the user marks too and whose marks are not compared yet.
    """
    found = list(rows)
    ids = [row.mark.pk for row in found]
    hidden = set(hidden_marks(user).filter(pk__in=ids).values_list("pk", flat=True))
    every = is_gatekeeper(user, inspection)
    return [row for row in found if row.mark.pk not in hidden and (every or _concerns(user, row))]


def _concerns(user: User, row: QualityRow) -> bool:
    given = row.drawn is not None and row.drawn.checker_id == user.pk
    return given or (row.mark.auditor_id == user.pk and bool(row.checks))


def markers_of(marks: Iterable[Assignment]) -> dict[int, frozenset[int]]:
    """Sampled case -> everybody who marks it."""
    found: dict[int, set[int]] = defaultdict(set)
    held = Assignment.objects.filter(sampled_case__in={mark.sampled_case_id for mark in marks})
    for case, auditor in held.exclude(auditor=None).values_list("sampled_case", "auditor"):
        found[case].add(auditor)
    return defaultdict(frozenset, {case: frozenset(people) for case, people in found.items()})


def may_check(user: User, inspection: Inspection, row: QualityRow) -> bool:
    """Whether the user checks the case now: not their own, and theirs to check."""
    if row.state != State.TO_CHECK or user.pk in row.markers:
        return False
    given = row.drawn is not None and row.drawn.checker_id == user.pk and not row.wants_gatekeeper
    return is_gatekeeper(user, inspection) or given


def narrowed(rows: Iterable[QualityRow], *, state: str, why: str, assessor: str) -> list[QualityRow]:
    """The rows that fit; an empty filter fits all."""
    return [
        row
        for row in rows
        if (not state or row.state == state)
        and (not why or why in row.kinds)
        and (not assessor or row.mark.auditor.username == assessor)
    ]


def quality_open(inspection: Inspection) -> list[str]:
    """Why the panel cannot rate yet: a gate."""
    if inspection.sample_id is None:
        return []
    due = number_due(inspection)
    reasons = (
        [f"Draw the dip sample: {due} assessed case{'' if due == 1 else 's'} wait to be drawn"] if due else []
    )
    waiting = [row for row in quality_rows(inspection) if row.state == State.TO_CHECK]
    gate = [row.case_id for row in waiting if row.wants_gatekeeper]
    dip = [row.case_id for row in waiting if not row.wants_gatekeeper]
    if gate:
        reasons.append(f"A gatekeeper has to check {_listed(gate)}")
    if dip:
        reasons.append(f"Still to be checked: {_listed(dip)}")
    return reasons


def _listed(cases: list[str]) -> str:
    more = f" and {len(cases) - 5} more" if len(cases) > 5 else ""
    return ", ".join(cases[:5]) + more

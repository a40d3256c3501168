"""A marking's whole life in any order: save, submit, second mark, adjudicate, reopen, sign off, lock.

Hypothesis takes the steps through the actions, in the database; beside it a plain model keeps what must be
true. Every example is rolled back.
"""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from apps.assessments.actions import Given, Refused, Seen, save_answer, save_fact, submit
from apps.assessments.adjudication import Decision
from apps.assessments.blindness import hidden_marks
from apps.assessments.models import Answer, Assignment, CaseFact, EvidenceChange, Submission
from apps.assessments.queries import case_state
from apps.assessments.reopening import ask_to_reopen
from apps.assessments.scoring_answers import results_that_score, settlements
from apps.audits.actions import lock_score
from apps.audits.models import AuditRound, AuditScore
from apps.audits.moderation import adjudicate, decline_to_reopen, reopen, sign_off
from apps.audits.queries import standing_of
from rules.scoring.applicability import applicable
from rules.scoring.score import score_case
from tests.factories.audits import BEST

FACT = "breach_filed"  # E12 and E14 are asked while it is true
QUESTIONS = ("E01", "E06", "E12")
MOST_DECISIONS = 10  # a fact and the questions of one case: more cannot differ
ANSWERS = ("met", "partly_met", "not_met")
CASES, MARKS = st.integers(0, 1), st.integers(1, 2)
# What a long run must have come to at least once: a run that never publishes shows nothing of publishing.
TURNS = frozenset(
    {
        "answer refused: submitted",
        "answer refused: hidden",
        "submission refused",
        "submitted",
        "decided",
        "decision refused",
        "reopened",
        "left closed",
        "reopening refused: published",
        "signed",
        "signature refused",
        "published",
        "publishing refused: not all done",
        "publishing refused: never signed",
        "publishing refused: changed since it was signed",
    }
)


@dataclass
class Marked:
    """What the model knows of one marking."""

    answers: dict[str, str] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    fact: bool = False
    submitted: bool = False
    submissions: int = 0


@dataclass
class Scene:
    """The round of two cases and its people, made once."""

    round: AuditRound
    marks: dict[tuple[int, int], int]  # (case, mark) -> assignment pk
    adjudicator: Any
    senior: Any
    lead: Any


class MarkingLife(RuleBasedStateMachine):
    scene: ClassVar[Scene]
    turns: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.model = {key: Marked() for key in self.scene.marks}
        self.decided: dict[tuple[int, str], Any] = {}
        self.compared: set[int] = set()
        self.locked: tuple[str, int] | None = None
        self.signed: list[dict[str, str | None]] | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # What people do.

    @rule(case=CASES, mark=MARKS, question=st.sampled_from(QUESTIONS), answer=st.sampled_from(ANSWERS))
    def save(self, case: int, mark: int, question: str, answer: str) -> None:
        known, assignment = self.model[case, mark], self.assignment(case, mark)
        given = Given(answer=answer, note="Seen in the record")
        if known.submitted or (question == "E12" and not known.fact):
            self.turns[f"answer refused: {'submitted' if known.submitted else 'hidden'}"] += 1
            with pytest.raises(Refused):
                self._save(assignment, question, given)
            return
        self._save(assignment, question, given)
        self._note(known, question, answer)

    @rule(case=CASES, mark=MARKS, value=st.booleans())
    def change_fact(self, case: int, mark: int, value: bool) -> None:
        known, assignment = self.model[case, mark], self.assignment(case, mark)
        row = CaseFact.objects.get(sampled_case=assignment.sampled_case, mark=mark, fact=FACT)
        change = {
            "fact_id": FACT,
            "value": value,
            "seen": Seen(version=row.version),
            "by": assignment.auditor,
        }
        if known.submitted:
            with pytest.raises(Refused):
                save_fact(assignment, **change)
            return
        save_fact(assignment, **change)
        known.fact = value

    @rule(case=CASES, mark=MARKS)
    def submit_as_it_is(self, case: int, mark: int) -> None:
        """What is submitted again is not; what lacks an answer is refused."""
        known, assignment = self.model[case, mark], self.assignment(case, mark)
        if not known.submitted and case_state(assignment).unfinished:
            self.turns["submission refused"] += 1
            with pytest.raises(Refused):
                submit(assignment, by=assignment.auditor)
            return
        submit(assignment, by=assignment.auditor)
        self._submitted(case, mark)

    @rule(case=CASES, mark=MARKS)
    def finish_and_submit(self, case: int, mark: int) -> None:
        self._finish(case, mark)

    def _finish(self, case: int, mark: int) -> None:
        known, assignment = self.model[case, mark], self.assignment(case, mark)
        if not known.submitted:
            for state in case_state(assignment).unfinished:
                answer = BEST[assignment.bank.scale_of(state.question).id]
                self._save(assignment, state.question.id, Given(answer=answer, note="Seen in the record"))
                self._note(known, state.question.id, answer)
            submit(assignment, by=assignment.auditor)
            self._submitted(case, mark)

    @rule(case=CASES, side=MARKS)
    def adjudicate(self, case: int, side: int) -> None:
        """The adjudicator decides the first thing that is open, for one of the markers."""
        first = self.assignment(case, 1)
        standing = settlements([first])[first.pk]
        openly = [("fact", each) for each in standing.settled.open_facts]
        openly += [("answer", each) for each in standing.settled.open_questions]
        both_in = self.model[case, 1].submitted and self.model[case, 2].submitted
        kind, key = openly[0] if openly else ("answer", "E01")
        value = self._said(case, side, kind, key)
        decision = Decision(kind=kind, key=key, value=value, reason="The record shows it")
        may = both_in and self.locked is None and bool(openly or (case, key) in self.decided)
        self.turns["decided" if may else "decision refused"] += 1
        if not may:
            with pytest.raises(Refused):
                adjudicate(self.scene.round, first, decision, by=self.scene.adjudicator)
            return
        adjudicate(self.scene.round, first, decision, by=self.scene.adjudicator)
        self.decided[case, key] = value

    @rule(case=CASES, mark=MARKS)
    def decide_as_a_marker(self, case: int, mark: int) -> None:
        decision = Decision(kind="answer", key="E01", value="met", reason="Mine is right")
        first, by = self.assignment(case, 1), self.assignment(case, mark).auditor
        with pytest.raises(Refused):
            adjudicate(self.scene.round, first, decision, by=by)

    @rule(case=CASES, mark=MARKS, asked=st.booleans(), granted=st.booleans())
    def reopen(self, case: int, mark: int, asked: bool, granted: bool) -> None:
        known, assignment = self.model[case, mark], self.assignment(case, mark)
        if not known.submitted or self.locked:
            self.turns[f"reopening refused: {'published' if self.locked else 'open'}"] += 1
            with pytest.raises(Refused):
                reopen(self.scene.round, assignment, by=self.scene.lead, reason="A letter came in")
            return
        if asked:
            ask_to_reopen(assignment, by=assignment.auditor, reason="A letter came in")
        decide = decline_to_reopen if asked and not granted else reopen
        decide(self.scene.round, assignment, by=self.scene.lead, reason="It is on file")
        self.turns["left closed" if decide is decline_to_reopen else "reopened"] += 1
        known.submitted = decide is decline_to_reopen

    @rule()
    def sign_off(self) -> None:
        if self._all_done():
            sign_off(self.scene.round, by=self.scene.senior)
            self.signed = self._evidence()
            self.turns["signed"] += 1
        else:
            self.turns["signature refused"] += 1
            with pytest.raises(Refused):
                sign_off(self.scene.round, by=self.scene.senior)

    @precondition(lambda self: self.locked is None)
    @rule()
    def lock(self) -> None:
        """Publishing needs everything done and a sign-off of just that."""
        against = self._against_publishing()
        self.turns[f"publishing refused: {against}" if against else "published"] += 1
        if not against:
            score = lock_score(self.scene.round, by=self.scene.lead)
            self.locked = (score.score, EvidenceChange.objects.count())
        else:
            with pytest.raises(Refused):
                lock_score(self.scene.round, by=self.scene.lead)

    @precondition(lambda self: self.locked is None)
    @rule()
    def finish_everything(self) -> None:
        """Everybody does what is left, so that every example comes near its end."""
        for case, mark in self.scene.marks:
            self._finish(case, mark)

    @precondition(lambda self: self.locked is None)
    @rule(case=CASES, mark=MARKS, question=st.sampled_from(QUESTIONS), answer=st.sampled_from(ANSWERS))
    def change_what_was_signed(self, case: int, mark: int, question: str, answer: str) -> None:
        """All is signed; then a marker thinks again, all is settled, and publishing is tried."""
        self._settle_everything()
        self.sign_off()
        self.reopen(case=case, mark=mark, asked=True, granted=True)
        self.save(case=case, mark=mark, question=question, answer=answer)
        self._settle_everything()
        self.lock()

    # What must be true after every step.

    @invariant()
    def no_answer_is_lost_or_changed_by_anybody_else(self) -> None:
        stored = {
            (row.assignment_id, row.question): row.answer
            for row in Answer.objects.filter(assignment__in=self.scene.marks.values()).exclude(answer="")
        }
        expected = {
            (self.scene.marks[key], question): answer
            for key, known in self.model.items()
            for question, answer in known.answers.items()
        }
        assert stored == expected

    @invariant()
    def every_change_is_in_the_history(self) -> None:
        for key, known in self.model.items():
            changes = EvidenceChange.objects.filter(assignment=self.scene.marks[key], kind="answer")
            texts = [(c.key, (c.before or {}).get("answer", ""), c.after["answer"]) for c in changes]
            for question, count in known.changes.items():
                own = [
                    (before, after) for name, before, after in texts if name == question and before != after
                ]
                assert len(own) == count
                assert own[-1][1] == known.answers[question]
            assert Submission.objects.filter(assignment=self.scene.marks[key]).count() == known.submissions

    @invariant()
    def markers_are_blind_until_both_have_submitted(self) -> None:
        for (case, mark), pk in self.scene.marks.items():
            other = self.scene.marks[case, 3 - mark]
            marker = Assignment.objects.get(pk=pk).auditor
            assert hidden_marks(marker).filter(pk=other).exists() == (case not in self.compared)

    @invariant()
    def what_scores_is_adjudicated_or_the_first(self) -> None:
        marks = [self.assignment(case, 1) for case in (0, 1)]
        scored = results_that_score(marks)
        for case, mark in enumerate(marks):
            assert (mark.pk in scored) == self.model[case, 1].submitted
            if mark.pk in scored and (expected := self._expected(case, mark)) is not None:
                assert Fraction(scored[mark.pk]["percent"]) == expected

    @invariant()
    def a_published_score_never_moves(self) -> None:
        self.scene.round.refresh_from_db()
        assert (self.scene.round.state == "locked") == (self.locked is not None)
        if self.locked:
            score, changes = self.locked
            assert AuditScore.objects.get(round=self.scene.round).score == score
            assert str(standing_of(self.scene.round).score.percent) == score
            assert EvidenceChange.objects.count() == changes

    # The model.

    def assignment(self, case: int, mark: int) -> Assignment:
        found = Assignment.objects.select_related("sampled_case__sample", "edition", "auditor")
        return found.get(pk=self.scene.marks[case, mark])

    def _save(self, assignment: Assignment, question: str, given: Given) -> None:
        row = Answer.objects.filter(assignment=assignment, question=question).first()
        seen = Seen(version=row.version if row else 0)
        save_answer(assignment, question_id=question, given=given, seen=seen, by=assignment.auditor)

    def _note(self, known: Marked, question: str, answer: str) -> None:
        if known.answers.get(question) != answer:
            known.changes[question] = known.changes.get(question, 0) + 1
        known.answers[question] = answer

    def _submitted(self, case: int, mark: int) -> None:
        known = self.model[case, mark]
        self.turns["submitted"] += not known.submitted
        known.submissions += not known.submitted
        known.submitted = True
        if self.model[case, 3 - mark].submitted:
            self.compared.add(case)

    def _said(self, case: int, side: int, kind: str, key: str) -> Any:
        if kind == "fact":
            return self.model[case, side].fact
        return self.model[case, side].answers.get(key) or "not_met"

    def _facts(self, case: int, mark: Assignment) -> dict[str, Any]:
        fact = self.decided.get((case, FACT), self.model[case, 1].fact)
        return {**case_state(mark).facts, FACT: fact}

    def _expected(self, case: int, mark: Assignment) -> Fraction | None:
        """The score reckoned from the model; None while an answer to something asked is still open."""
        answers = self._scoring(case, mark)
        if not all(answers.values()):
            return None
        return score_case(mark.bank, self._facts(case, mark), answers).percent

    def _scoring(self, case: int, mark: Assignment) -> dict[str, str | None]:
        asked = [question.id for question in applicable(mark.bank, self._facts(case, mark))]
        given = self._asked_of(self.model[case, 1])
        return {q: self.decided.get((case, q), given.get(q)) for q in asked}

    def _evidence(self) -> list[dict[str, str | None]]:
        return [self._scoring(case, self.assignment(case, 1)) for case in (0, 1)]

    def _settle_everything(self) -> None:
        self.finish_everything()
        for case in (0, 1):
            for _ in range(MOST_DECISIONS):
                if not self._settled(case):
                    self.adjudicate(case=case, side=1)

    def _against_publishing(self) -> str:
        """Why the score may not be published, in the words of TURNS; empty when it may."""
        if not self._all_done():
            return "not all done"
        if self.signed is None:
            return "never signed"
        return "" if self.signed == self._evidence() else "changed since it was signed"

    def _all_done(self) -> bool:
        if self.locked or not all(known.submitted for known in self.model.values()):
            return False
        return all(self._settled(case) for case in (0, 1))

    def _settled(self, case: int) -> bool:
        one, two = self.model[case, 1], self.model[case, 2]
        if one.fact != two.fact and (case, FACT) not in self.decided:
            return False
        mark = self.assignment(case, 1)
        asked = {question.id for question in applicable(mark.bank, self._facts(case, mark))}
        first, second = (self._asked_of(each) for each in (one, two))
        differing = {q for q in asked if q not in first or (q in second and first[q] != second[q])}
        return all((case, question) in self.decided for question in differing)

    def _asked_of(self, known: Marked) -> dict[str, str]:
        """The answers that count on one side: those to questions that its own facts hide were withdrawn."""
        return {q: a for q, a in known.answers.items() if known.fact or q not in ("E12", "E14")}

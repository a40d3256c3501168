"""The answers that score: the adjudicated one where there is one, else the first marker's.

Pages, locks, exports and the API all read them here, whole rounds at once. What each marker said stays in
Answer and CaseFact.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from apps.assessments.models import Adjudication, Answer, Assignment, CaseFact, Comparison
from rules.definitions.banks import Bank
from rules.scoring.applicability import FactValue, read_fact
from rules.scoring.moderation import Decided, Marking, Settled, settle
from rules.scoring.score import AnswersMissing, CaseScore, score_case


@dataclass(frozen=True)
class ScoringAnswer:
    """One answer that scores; `note` is the adjudicator's reason where the answer is adjudicated."""

    answer: str
    note: str
    adjudicated: bool


@dataclass(frozen=True)
class Settlement:
    """A first marking with what was decided about it. `second` is None until the two are compared."""

    assignment: Assignment
    first: Marking
    second: Marking | None
    decisions: Mapping[tuple[str, str], Adjudication]  # (kind, key) -> the newest
    settled: Settled

    @property
    def is_decided(self) -> bool:
        return bool(self.decisions)


def settlements(marks: Iterable[Assignment]) -> dict[int, Settlement]:
    """Assignment pk -> how it stands, for first markings, from five queries whatever their number."""
    firsts = list(marks)
    seconds = _compared_seconds(firsts)
    markings = markings_of([*firsts, *seconds.values()])
    decisions = _decisions(firsts)
    return {
        mark.pk: _settlement(mark, markings, seconds.get(mark.sampled_case_id), decisions[mark.pk])
        for mark in firsts
    }


def answers_that_score(marks: Iterable[Assignment]) -> dict[int, dict[str, ScoringAnswer]]:
    """Assignment pk -> question id -> the answer that scores, for the questions that have one."""
    found = settlements(marks)
    notes = {
        (row.assignment_id, row.question): row.note
        for row in Answer.objects.filter(assignment__in=list(found), standing=Answer.Standing.GIVEN)
    }
    return {
        pk: {question: _scoring(each, question, notes) for question in each.settled.answers}
        for pk, each in found.items()
    }


def answers_in_bulk(marks: Iterable[Assignment]) -> dict[int, dict[str, str]]:
    """Assignment pk -> question id -> the id of the answer that scores."""
    return {pk: dict(each.settled.answers) for pk, each in settlements(marks).items()}


def results_that_score(marks: Iterable[Assignment]) -> dict[int, dict[str, Any]]:
    """Assignment pk -> its result as Assignment.result, for submitted first markings.

    A case without a decision keeps the result of its submission. While the decided facts leave a question
    without any answer, the first marker's result stands; such a round cannot be locked.
    """
    submitted = [mark for mark in marks if mark.is_submitted]
    decided = set(
        Adjudication.objects.filter(assignment__in=submitted).values_list("assignment_id", flat=True)
    )
    results = {mark.pk: mark.result for mark in submitted}
    found = settlements(mark for mark in submitted if mark.pk in decided)
    return results | {pk: _result(each) for pk, each in found.items()}


def stored_result(score: CaseScore) -> dict[str, Any]:
    """The arithmetic of a case as a JSON value, fractions as texts."""
    percent = None if score.percent is None else str(score.percent)
    return asdict(score) | {"points": str(score.points), "percent": percent}


def markings_of(marks: Sequence[Assignment]) -> dict[int, Marking]:
    """Assignment pk -> what its marker said so far, from two queries."""
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    given = Answer.objects.filter(assignment__in=marks, standing=Answer.Standing.GIVEN).exclude(answer="")
    for pk, question, answer in given.values_list("assignment", "question", "answer"):
        answers[pk][question] = answer
    stored: dict[tuple[int, int], dict[str, Any]] = defaultdict(dict)
    rows = CaseFact.objects.filter(sampled_case__in={mark.sampled_case_id for mark in marks})
    for case, number, fact, value in rows.values_list("sampled_case", "mark", "fact", "value"):
        stored[case, number][fact] = value
    return {
        mark.pk: Marking(read_facts(mark.bank, stored[mark.sampled_case_id, mark.mark]), answers[mark.pk])
        for mark in marks
    }


def read_facts(bank: Bank, stored: Mapping[str, Any]) -> dict[str, FactValue]:
    """fact id -> value for the facts of a bank that are known."""
    read = {fact.id: read_fact(fact.kind, stored.get(fact.id)) for fact in bank.facts}
    return {fact: value for fact, value in read.items() if value is not None}


def _compared_seconds(firsts: Sequence[Assignment]) -> dict[int, Assignment]:
    """Sampled case -> its second marking, for the cases whose markers have been compared."""
    cases = [mark.sampled_case_id for mark in firsts]
    compared = Comparison.objects.filter(sampled_case__in=cases).values("sampled_case")
    seconds = Assignment.objects.filter(sampled_case__in=compared, mark=Assignment.SECOND_MARK)
    return {
        mark.sampled_case_id: mark for mark in seconds.select_related("edition").defer("edition__content")
    }


def _decisions(firsts: Sequence[Assignment]) -> dict[int, dict[tuple[str, str], Adjudication]]:
    found: dict[int, dict[tuple[str, str], Adjudication]] = defaultdict(dict)
    for row in Adjudication.objects.filter(assignment__in=firsts).select_related("by").order_by("id"):
        found[row.assignment_id][row.kind, row.key] = row  # the newest comes last and holds
    return found


def _settlement(
    mark: Assignment,
    markings: Mapping[int, Marking],
    second: Assignment | None,
    decisions: Mapping[tuple[str, str], Adjudication],
) -> Settlement:
    first, other = markings[mark.pk], markings[second.pk] if second else None
    settled = settle(mark.bank, first, other, _decided(mark.bank, decisions))
    return Settlement(mark, first, other, decisions, settled)


def _decided(bank: Bank, decisions: Mapping[tuple[str, str], Adjudication]) -> Decided:
    kinds = {fact.id: fact.kind for fact in bank.facts}
    return Decided(
        facts={
            key: read_fact(kinds[key], row.value)
            for (kind, key), row in decisions.items()
            if kind == Adjudication.Kind.FACT
        },
        answers={
            key: row.value for (kind, key), row in decisions.items() if kind == Adjudication.Kind.ANSWER
        },
    )


def _scoring(each: Settlement, question: str, notes: Mapping[tuple[int, str], str]) -> ScoringAnswer:
    decision = each.decisions.get((Adjudication.Kind.ANSWER, question))
    note = decision.reason if decision else notes.get((each.assignment.pk, question), "")
    return ScoringAnswer(each.settled.answers[question], note, adjudicated=decision is not None)


def _result(each: Settlement) -> dict[str, Any]:
    try:
        score = score_case(each.assignment.bank, each.settled.facts, each.settled.answers)
    except AnswersMissing:
        return each.assignment.result
    return stored_result(score)

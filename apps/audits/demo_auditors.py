"""Made-up auditors of the demonstration: they mark a case through the actions that people use."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from apps.assessments.actions import Given, Seen, confirm_facts, save_answer, save_fact, submit
from apps.assessments.models import Assignment
from apps.assessments.queries import CaseState, case_state
from rules.definitions.banks import Bank, Question, TimeLimit
from rules.definitions.calendar import load_calendar
from rules.definitions.vocabulary import CaseFact

NOTE = "Made-up answer of the demonstration"
# How often an answer is the best, the middle, the worst, not applicable, without evidence; in percent.
PATTERN = (74, 13, 7, 3, 3)
# How often a second marker sees a question, or a fact, in another way than the first; in percent.
OTHER_ANSWER, OTHER_FACT = 12, 4


class SyntheticAuditor:
    """Marks one case the way a person would, with answers from a seed."""

    def __init__(self, mark: Assignment, seed: str) -> None:
        self.assignment = mark
        self.by = mark.auditor
        self.chance = Random(f"{seed}|{mark.sampled_case.case_id}")  # noqa: S311 (repeatable, not secret)

    def mark(self) -> None:
        known = case_state(self.assignment).fact_rows
        for fact in self.assignment.bank.facts:
            if fact.id not in known:
                value = self._fact(fact)
                save_fact(self.assignment, fact_id=fact.id, value=value, seen=Seen(), by=self.by)
        confirm_facts(self.assignment, by=self.by)
        for question, given in self._answers(self.assignment.bank):
            save_answer(self.assignment, question_id=question.id, given=given, seen=Seen(), by=self.by)
        submit(self.assignment, by=self.by)

    def _fact(self, fact: CaseFact) -> Any:
        likely = {"failure": 95, "enf_action": 60, "breach_filed": 35, "licence_breach": 30}
        return self.chance.randrange(100) < likely.get(fact.id, 20)

    def _answers(self, bank: Bank) -> Iterator[tuple[Question, Given]]:
        for state in case_state(self.assignment).questions:
            if not state.is_hidden:
                yield state.question, self._answer(bank, state.question)

    def _answer(self, bank: Bank, question: Question) -> Given:
        scale = [option.id for option in bank.scale_of(question).answers]
        middle = scale[1] if len(scale) == 5 else scale[0]  # a yes/no scale has none
        order = [scale[0], middle, scale[-3], scale[-2], scale[-1]]
        answer = self.chance.choices(order, weights=PATTERN)[0]
        dates = {limit.id: self._dates(limit, answer) for limit in question.timing}
        return Given(answer=answer, note=NOTE, dates={name: pair for name, pair in dates.items() if pair})

    def _dates(self, limit: TimeLimit, answer: str) -> dict[str, Any]:
        """A pair of dates that fits the answer; none for an answer that needs no dates."""
        sample = self.assignment.sampled_case.sample
        start = sample.window_first_on + timedelta(days=self.chance.randrange(150))
        if answer == "not_done":
            return {"starts": self._text(limit, start), "never_done": True}
        if answer not in ("on_time", "late"):
            return {}
        if limit.unit == "hours":
            done = start if answer == "on_time" else start + timedelta(hours=limit.amount) + timedelta(days=1)
        else:
            due = self._due(limit, start)
            done = due if answer == "on_time" else due + timedelta(days=self.chance.randrange(1, 9))
        return {"starts": self._text(limit, start), "ends": self._text(limit, done)}

    def _due(self, limit: TimeLimit, start: date) -> date:
        if limit.unit == "days":
            return start + timedelta(days=limit.amount)
        return load_calendar().add_business_days(start, limit.amount) if limit.amount else start

    def _text(self, limit: TimeLimit, day: date) -> str:
        moment = datetime.combine(day, time(10))
        return moment.strftime("%Y-%m-%dT%H:%M") if limit.unit == "hours" else day.isoformat()


class SecondOpinion(SyntheticAuditor):
    """Marks a case that somebody has marked before, mostly as they did: both look at the same record."""

    def __init__(self, mark: Assignment, seed: str, *, first: Assignment) -> None:
        super().__init__(mark, f"{seed}|{mark.mark}")
        self.first: CaseState = case_state(first)

    def _fact(self, fact: CaseFact) -> Any:
        row = self.first.fact_rows.get(fact.id)
        if row is None or self.chance.randrange(100) < OTHER_FACT:
            return super()._fact(fact)
        return row.value

    def _answer(self, bank: Bank, question: Question) -> Given:
        seen = self.first.question(question.id).answer
        if seen is None or not seen.answer or self.chance.randrange(100) < OTHER_ANSWER:
            return super()._answer(bank, question)
        return Given(answer=seen.answer, note=NOTE, dates=seen.dates)

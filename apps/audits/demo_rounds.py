"""Two made-up rounds for the demonstration, through the same actions that people use.

One round is scored and published; in the other most cases are scored and the first auditor's are left.
Every answer is invented from a seed and says so in its note.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from apps.assessments.actions import Given, Seen, confirm_facts, save_answer, save_fact, submit
from apps.assessments.models import Assignment, BankEdition
from apps.assessments.queries import case_state
from apps.audits.actions import RoundPlan, draw_round, lock_score, open_round
from apps.audits.models import AuditRound
from apps.organisation.models import Region, User
from rules.definitions.banks import Bank, Question, TimeLimit
from rules.definitions.calendar import load_calendar
from rules.definitions.vocabulary import CaseFact
from rules.periods import add_months

BANK = "QM102"
REGION = "H"
AUDITORS = ("auditor1", "auditor2", "auditor3", "auditor4")
SIZE = 32
NOTE = "Made-up answer of the demonstration"
SCORING_DAYS = 28
# How often an answer is the best, the middle, the worst, not applicable, without evidence; in percent.
PATTERN = (74, 13, 7, 3, 3)


@dataclass(frozen=True)
class DemoRound:
    """A round that the demonstration wants: its window, and whether it is finished."""

    first_on: date
    last_on: date
    finished: bool

    @property
    def seed(self) -> str:
        return f"demo-{BANK}-{REGION}-{self.last_on:%Y-%m}"


def demo_rounds(as_at: date) -> tuple[DemoRound, DemoRound]:
    """The half year up to the extract's day, being scored, and the half year before it, published."""
    turn = add_months(as_at, -6)
    return (
        DemoRound(add_months(as_at, -12) + timedelta(days=1), turn, finished=True),
        DemoRound(turn + timedelta(days=1), as_at, finished=False),
    )


@transaction.atomic
def seed_round(wanted: DemoRound, *, today: date) -> tuple[AuditRound, bool]:
    """The round as wanted, and whether it was made now; one that exists is left as it is."""
    edition = BankEdition.objects.filter(bank=BANK).latest("published_at")
    region = Region.objects.get(code=REGION)
    window = {"window_first_on": wanted.first_on, "window_last_on": wanted.last_on}
    found = AuditRound.objects.filter(region=region, edition=edition, **window).first()
    if found is not None:
        return found, False
    people = {user.username: user for user in User.objects.filter(username__in=(*AUDITORS, "lead"))}
    lead = people["lead"]
    opened = open_round(
        RoundPlan(
            region=region,
            edition=edition,
            size=SIZE,
            seed=wanted.seed,
            strata_columns=("kind",),
            due_on=today + timedelta(days=SCORING_DAYS),
            auditors=tuple(people[name] for name in AUDITORS),
            **window,
        ),
        by=lead,
    )
    draw_round(opened, by=lead)
    opened.refresh_from_db()
    _score(opened, wanted)
    if wanted.finished:
        lock_score(opened, by=lead)
    return opened, True


def _score(drawn: AuditRound, wanted: DemoRound) -> None:
    for mark in drawn.assignments.select_related("sampled_case__sample", "edition", "auditor"):
        if wanted.finished or mark.auditor.username != AUDITORS[0]:
            SyntheticAuditor(mark, wanted.seed).mark()


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
            due = load_calendar().add_business_days(start, limit.amount)
            done = due if answer == "on_time" else due + timedelta(days=self.chance.randrange(1, 9))
        return {"starts": self._text(limit, start), "ends": self._text(limit, done)}

    def _text(self, limit: TimeLimit, day: date) -> str:
        moment = datetime.combine(day, time(10))
        return moment.strftime("%Y-%m-%dT%H:%M") if limit.unit == "hours" else day.isoformat()

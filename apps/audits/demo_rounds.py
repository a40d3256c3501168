"""Two made-up rounds for the demonstration, through the same actions that people use.

One round is scored, moderated, signed off and published; in the other most cases are scored, the first
auditor's are left, and an adjudicator and a second marker still have something to do.
Every answer is invented from a seed and says so in its note.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from apps.assessments.models import BankEdition
from apps.audits.actions import RoundPlan, draw_round, lock_score, open_round
from apps.audits.demo_auditors import SyntheticAuditor
from apps.audits.demo_moderation import begin_review, calibrate, finish_review
from apps.audits.models import AuditRound
from apps.organisation.models import Region, User
from rules.periods import add_months

BANK = "QM102"
REGION = "H"
AUDITORS = ("auditor1", "auditor2", "auditor3", "auditor4")
SIZE = 32
SCORING_DAYS = 28


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
        finish_review(opened, seed=wanted.seed)
        lock_score(opened, by=lead)
    else:
        begin_review(opened, seed=wanted.seed)
        calibrate(opened, seed=wanted.seed, by=lead, due_on=today + timedelta(days=SCORING_DAYS))
    return opened, True


def _score(drawn: AuditRound, wanted: DemoRound) -> None:
    for mark in drawn.assignments.select_related("sampled_case__sample", "edition", "auditor"):
        if wanted.finished or mark.auditor.username != AUDITORS[0]:
            SyntheticAuditor(mark, wanted.seed).mark()

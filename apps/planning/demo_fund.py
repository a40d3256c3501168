"""Made-up awards of the innovation fund, and made-up boards."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.organisation.models import Region, User
from apps.planning.board_actions import (
    add_attendee,
    add_decision,
    add_paper,
    agree_minutes,
    call_board,
    finish_decision,
    write_minutes,
)
from apps.planning.demo_words import AWARDS
from apps.planning.fund_actions import Application, add_impact, apply_to_fund, decide_award, judge, plan_fund
from apps.planning.models import Award, Milestone
from rules.definitions.planning import fund_on

QUARTER_DAYS = 91


def seed_fund(
    region: Region, years: Sequence[str], *, by: User, decider: User, today: date, chance: Random
) -> None:
    """A plan of the fund for each year, and for each an award, a refusal and an application that waits.

    by: who enters and judges; decider: who awards or refuses.
    """
    units = list(region.units.order_by("code"))
    for year in years:
        amount = Decimal(chance.randrange(250, 600) * 1000)
        plan_fund(region, year=year, amount=amount, words="To close gaps.", seen=0, by=by)
        for title, applicant, need, state in AWARDS:
            asked = Decimal(chance.randrange(20, 90) * 1000)
            given = Application(
                year=year,
                title=title,
                applicant=applicant,
                words="Made up: what would be done, for whom, and how it would be known to help.",
                asked=asked,
                co_funding=asked / 4,
                need=need,
                units=sorted(chance.sample(units, min(2, len(units))), key=lambda unit: unit.code),
            )
            award = apply_to_fund(region, given, by=by, on=today)
            _decide(award, state, asked, by=by, decider=decider, today=today)


def _decide(award: Award, state: str, asked: Decimal, *, by: User, decider: User, today: date) -> None:
    if state == "applied":
        return
    why = "Read by two people against the specification."
    poor = {"gap"} if state == "refused" else set()
    verdicts = {one.id: ("not_met" if one.id in poor else "met", why) for one in fund_on(today).criteria}
    award = judge(award, verdicts, seen=award.version, by=by, on=today)
    reason = (
        "It closes a gap and is well founded." if state == "awarded" else "A contract covers this already."
    )
    amount = asked if state == "awarded" else None
    award = decide_award(
        award, state=state, amount=amount, reason=reason, seen=award.version, by=decider, on=today
    )
    if state == "awarded":
        words = "Families came to four days; those asked said that it helped them to plan."
        add_impact(
            award, impact_on=today - timedelta(days=20), words=words, people=36, upload=None, by=by, on=today
        )


def seed_boards(
    region: Region, milestones: Sequence[Milestone], *, by: User, owner: User, today: date
) -> None:
    """Three boards that were held, their minutes agreed, and one to come."""
    for back in (3, 2, 1):
        held_on = today - timedelta(days=back * QUARTER_DAYS)
        board = call_board(region, held_on=held_on, place="By video", by=by, on=today)
        for role, name in (("chief", "Chief Probation Officer"), ("director", f"Director of {region}")):
            add_attendee(board, role=role, name=name, sent_apologies=False, by=by, on=today)
        paper = SimpleUploadedFile("performance.txt", b"Made-up paper: how the quarter went.\n")
        add_paper(board, title="How the quarter went", upload=paper, by=by, on=today)
        decision = add_decision(
            board,
            words="Report on the late milestones at the next board.",
            owner=owner,
            due_on=held_on + timedelta(days=QUARTER_DAYS),
            milestones=milestones[:1],
            by=by,
            on=today,
        )
        if back > 1:
            finish_decision(decision, words="Reported.", by=by, on=today)
        minutes = "The board read the paper on the quarter and decided what is listed under decisions."
        board = write_minutes(board, words=minutes, seen=board.version, by=by)
        agree_minutes(board, by=by, on=today)
    call_board(region, held_on=today + timedelta(days=14), place="By video", by=by, on=today)

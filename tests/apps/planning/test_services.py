"""Agreements and what they provide, the fund and its awards, boards and their minutes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from apps.organisation.actions import Refused
from apps.organisation.models import ProbationDeliveryUnit
from apps.planning.agreement_actions import (
    AgreementWords,
    ProvisionWords,
    change_agreement,
    end_agreement,
    make_agreement,
    set_provision,
    withdraw_provision,
)
from apps.planning.board_actions import (
    add_attendee,
    add_decision,
    agree_minutes,
    call_board,
    cancel_board,
    move_board,
    write_minutes,
)
from apps.planning.cycle import phases_of
from apps.planning.fund_actions import (
    Application,
    add_impact,
    apply_to_fund,
    decide_award,
    judge,
    plan_fund,
    reasons_against,
)
from apps.planning.minutes import minutes_document
from apps.planning.models import Agreement, Award
from apps.planning.plan_actions import open_plan
from apps.planning.queries import agreements_of, awards_of, fund_of, provision_of
from rules.definitions.planning import fund_on, governance_on
from tests.factories.planning import TODAY, YEAR, Planners, planners

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TERM = AgreementWords(
    kind="contract",
    title="Debt advice",
    provider="Even Keel",
    first_on=date(2026, 4, 1),
    last_on=date(2027, 3, 31),
    value=Decimal(120_000),
)


@pytest.fixture
def people() -> Planners:
    return planners()


def made(people: Planners, given: AgreementWords = TERM, **more: Agreement) -> Agreement:
    return make_agreement(people.region, given, by=people.planner, on=TODAY, **more)


def provide(people: Planners, agreement: Agreement, *units: str, capacity: int = 60) -> None:
    chosen = list(ProbationDeliveryUnit.objects.filter(code__in=units))
    given = ProvisionWords(need="finance", cohort="everyone", capacity=capacity, units=chosen)
    set_provision(agreement, given, by=people.planner, on=TODAY)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 3, 31), "to_begin"),
        (date(2026, 4, 1), "in_force"),
        (date(2026, 9, 30), "in_force"),
        (date(2026, 10, 1), "ends_soon"),
        (date(2027, 3, 31), "ends_soon"),
    ],
)
def test_an_agreement_is_warned_of_six_months_before_its_end(people: Planners, on: date, state: str) -> None:
    made(people)
    (shown,) = agreements_of(people.region, on)
    assert shown.state == state


def test_an_agreement_is_gone_after_its_last_day_and_after_an_early_end(people: Planners) -> None:
    agreement = made(people)
    provide(people, agreement, "H103")
    assert agreements_of(people.region, date(2027, 4, 1)) == ()
    end_agreement(agreement, ended_on=date(2026, 8, 31), reason="Closed", seen=1, by=people.planner)
    assert len(provision_of(people.region, date(2026, 8, 31))) == 1
    assert provision_of(people.region, date(2026, 9, 1)) == ()


def test_provision_for_the_same_need_people_and_unit_is_replaced(people: Planners) -> None:
    agreement = made(people)
    provide(people, agreement, "H103", "H104")
    provide(people, agreement, "H103", capacity=90)
    rows = provision_of(people.region, TODAY)
    assert [(row.unit, row.capacity) for row in rows] == [("H103", 90), ("H104", 60)]
    assert agreement.provision.count() == 3
    withdraw_provision(agreement.provision.get(withdrawn_at=None, unit="H104"), by=people.planner)
    assert [row.unit for row in provision_of(people.region, TODAY)] == ["H103"]


def test_an_agreement_provides_in_its_own_region_alone(people: Planners) -> None:
    far = ProbationDeliveryUnit.objects.filter(region="A")[0].code
    with pytest.raises(Refused, match="of its own region"):
        provide(people, made(people), far)


def test_a_renewal_takes_the_provision_over_once(people: Planners) -> None:
    agreement = made(people)
    provide(people, agreement, "H103")
    after = replace(TERM, first_on=date(2027, 4, 1), last_on=date(2028, 3, 31))
    made(people, after, renews=agreement)
    (row,) = provision_of(people.region, date(2027, 4, 1))
    assert (row.unit, row.capacity) == ("H103", 60)
    with pytest.raises(Refused, match="renewed already"):
        made(people, after, renews=agreement)


def test_days_out_of_order_and_unknown_kinds_are_refused(people: Planners) -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        made(people, replace(TERM, last_on=date(2026, 3, 31)))
    with pytest.raises(Refused, match="Choose the kind"):
        change_agreement(made(people), replace(TERM, kind="loan"), seen=1, by=people.planner, on=TODAY)


def application(people: Planners) -> Award:
    given = Application(
        year=YEAR,
        title="Family days",
        applicant="Kindred",
        words="Four days",
        asked=Decimal(60_000),
        co_funding=Decimal(0),
        need="family",
        units=[],
    )
    return apply_to_fund(people.region, given, by=people.planner, on=TODAY)


def judged(people: Planners, award: Award, **otherwise: str) -> Award:
    verdicts = {one.id: (otherwise.get(one.id, "met"), "Read") for one in fund_on(TODAY).criteria}
    return judge(award, verdicts, seen=award.version, by=people.planner, on=TODAY)


def awarded(people: Planners, award: Award, amount: int = 60_000) -> Award:
    return decide_award(
        award,
        state="awarded",
        amount=Decimal(amount),
        reason="Good",
        seen=award.version,
        by=people.director,
        on=TODAY,
    )


def test_an_award_waits_for_every_criterion_and_for_those_that_must_be_met(people: Planners) -> None:
    award = application(people)
    assert len(reasons_against(award, TODAY)) == len(fund_on(TODAY).criteria)
    award = judged(people, award, gap="part", value="part")
    assert reasons_against(award, TODAY) == [
        "“Closes a genuine gap and adds to what sentences and statutory duties already provide” must be met"
    ]
    with pytest.raises(Refused, match="must be met"):
        awarded(people, award)


def test_who_judged_an_application_neither_awards_nor_refuses_it_but_may_record_its_withdrawal(
    people: Planners,
) -> None:
    award = judged(people, application(people))
    told = {"amount": None, "reason": "So", "seen": award.version, "by": people.planner, "on": TODAY}
    for state in ("awarded", "refused"):
        with pytest.raises(Refused, match="you judged this application"):
            decide_award(award, state=state, **told)
    assert decide_award(award, state="withdrawn", **told).state == "withdrawn"


def test_no_more_is_awarded_than_the_fund_of_the_year_has_left(people: Planners) -> None:
    award = judged(people, application(people))
    with pytest.raises(Refused, match="has no plan"):
        awarded(people, award)
    plan_fund(people.region, year=YEAR, amount=Decimal(100_000), words="Gaps", seen=0, by=people.planner)
    awarded(people, award)
    second = judged(people, application(people))
    with pytest.raises(Refused, match="£40,000.00 left"):
        awarded(people, second)
    fund = fund_of(people.region, YEAR)
    assert (fund.awarded, fund.left) == (Decimal(60_000), Decimal(40_000))


def test_impact_is_recorded_of_what_was_awarded(people: Planners) -> None:
    award = judged(people, application(people))
    given = {"impact_on": TODAY, "words": "They came", "people": 12, "upload": None, "by": people.planner}
    with pytest.raises(Refused, match="what was awarded"):
        add_impact(award, on=TODAY, **given)
    plan_fund(people.region, year=YEAR, amount=Decimal(100_000), words="Gaps", seen=0, by=people.planner)
    add_impact(awarded(people, award), on=TODAY, **given)
    (shown,) = awards_of(people.region, YEAR)
    assert [(one.words, one.people) for one in shown.impact] == [("They came", 12)]


def test_minutes_are_agreed_when_the_two_who_must_be_there_are_listed(people: Planners) -> None:
    board = call_board(people.region, held_on=TODAY, place="Cardiff", by=people.planner, on=TODAY)
    board = write_minutes(board, words="All read.\n\nNothing else.", seen=1, by=people.planner)
    with pytest.raises(Refused, match="Chief Probation Officer and Regional probation director"):
        agree_minutes(board, by=people.director, on=TODAY)
    for role in ("chief", "director"):
        add_attendee(board, role=role, name="Somebody", sent_apologies=False, by=people.planner, on=TODAY)
    add_decision(
        board,
        words="Open a desk",
        owner=people.planner,
        due_on=TODAY,
        milestones=[],
        by=people.planner,
        on=TODAY,
    )
    board = agree_minutes(board, by=people.director, on=TODAY)
    with pytest.raises(Refused, match="the record of this board stands"):
        write_minutes(board, words="Otherwise", seen=board.version, by=people.planner)
    text = ZipFile(BytesIO(minutes_document(board, governance_on(TODAY)))).read("content.xml").decode()
    assert all(words in text for words in ("All read.", "Open a desk", "Chief Probation Officer: Somebody"))
    assert "(draft)" not in text


def test_a_region_has_one_board_a_day(people: Planners) -> None:
    call_board(people.region, held_on=TODAY, place="Cardiff", by=people.planner, on=TODAY)
    with pytest.raises(Refused, match="has a board on that day"):
        call_board(people.region, held_on=TODAY, place="Bangor", by=people.planner, on=TODAY)
    with pytest.raises(Refused, match="check the year"):
        call_board(people.region, held_on=date(1926, 5, 4), place="Cardiff", by=people.planner, on=TODAY)


def test_a_board_is_moved_or_cancelled_with_the_reason_and_its_day_is_free_again(people: Planners) -> None:
    by = {"by": people.planner, "on": TODAY}
    board = call_board(people.region, held_on=TODAY, place="Cardiff", **by)
    moved = move_board(board, held_on=date(2026, 7, 1), place="Bangor", reason="No room", **by)
    assert (moved.year, moved.quarter, moved.place) == ("2026-27", 2, "Bangor")
    other = call_board(people.region, held_on=TODAY, place="Cardiff", **by)
    with pytest.raises(Refused, match="has a board on that day"):
        move_board(other, held_on=date(2026, 7, 1), place="Cardiff", reason="Snow", **by)
    cancel_board(other, reason="Nobody can come", by=people.planner)
    with pytest.raises(Refused, match="was cancelled"):
        write_minutes(other, words="Held", seen=1, by=people.planner)
    assert call_board(people.region, held_on=TODAY, place="By video", **by).pk != other.pk


def test_the_cycle_takes_the_plans_own_records_as_its_products(people: Planners) -> None:
    plan = open_plan(people.region, first_year=YEAR, by=people.planner)
    before = {one.product.id: one for phase in phases_of(plan, TODAY) for one in phase.products}
    assert before["agreements"].is_late
    made(people)
    after = {one.product.id: one for phase in phases_of(plan, TODAY) for one in phase.products}
    assert (after["agreements"].state, after["agreements"].evidence) == ("in_place", "1 agreement")
    assert not after["agreements"].is_late

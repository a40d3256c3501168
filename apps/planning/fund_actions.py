"""The innovation fund: its plan, applications judged by every criterion, awards, and their impact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.organisation.actions import Refused, record
from apps.organisation.errors import Conflict
from apps.organisation.models import ProbationDeliveryUnit, Region, User
from apps.planning.attaching import kept
from apps.planning.models import Award, AwardImpact, AwardVerdict, FundPlan
from apps.planning.plan_actions import ELSEWHERE
from apps.planning.queries import fund_of
from apps.planning.wording import criteria_shown
from rules.definitions.planning import fund_on
from rules.definitions.planning_needs import needs_on

State = Award.State


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody enters of an application; amounts in pounds; need: an id, or empty for several."""

    year: str
    title: str
    applicant: str
    words: str
    asked: Decimal
    co_funding: Decimal
    need: str
    units: Sequence[ProbationDeliveryUnit]


@transaction.atomic
def plan_fund(region: Region, *, year: str, amount: Decimal, words: str, seen: int, by: User) -> FundPlan:
    """Say what the fund of a year is for; what was said before stays as an earlier version.

    seen: the number of the plan that the page showed, 0 for none. Raises Conflict, Refused.
    """
    Region.objects.select_for_update().get(pk=region.pk)
    newest = region.fund_plans.filter(year=year).order_by("number").last()
    number = newest.number if newest else 0
    if number != seen:
        raise Conflict(ELSEWHERE)
    if not words.strip():
        raise Refused("Say what the fund is for")
    made = FundPlan.objects.create(
        region=region, year=year, number=number + 1, amount=amount, words=words.strip(), by=by
    )
    record("plan_fund", by=by, subject=made, after={"year": year, "amount": str(amount)})
    return made


@transaction.atomic
def apply_to_fund(region: Region, given: Application, *, by: User, on: date) -> Award:
    """Enter an application. Raises Refused for units of another region or an unknown need."""
    if any(unit.region_id != region.pk for unit in given.units):
        raise Refused("Choose delivery units of this region")
    if given.need and given.need not in {one.id for one in needs_on(on).needs}:
        raise Refused("Choose a need")
    values = {name: value for name, value in vars(given).items() if name != "units"}
    made = Award.objects.create(region=region, entered_by=by, **values)
    made.units.set(given.units)
    after = {"title": made.title, "applicant": made.applicant, "asked": str(made.asked)}
    record("apply_to_fund", by=by, subject=made, after=after)
    return made


@transaction.atomic
def judge(award: Award, given: Mapping[str, tuple[str, str]], *, seen: int, by: User, on: date) -> Award:
    """Say how the application stands against criteria: {criterion: (verdict, why)}.

    Raises Conflict when somebody changed it meanwhile, Refused for words of another edition, without a
    reason, and after the decision.
    """
    current = _locked(award, seen)
    _check_undecided(current)
    rules = fund_on(on)
    verdicts = {one.id for one in rules.verdicts}
    for criterion, (verdict, why) in given.items():
        found = rules.criterion(criterion)
        if found is None or verdict not in verdicts:
            raise Refused(f"The fund has no criterion {criterion} with the verdict {verdict}")
        if not why.strip():
            raise Refused(f"Say why for “{found.words}”")
    AwardVerdict.objects.bulk_create(
        AwardVerdict(award=current, criterion=criterion, verdict=verdict, why=why.strip(), by=by)
        for criterion, (verdict, why) in given.items()
    )
    current.version += 1
    current.save(update_fields=["version"])
    record("judge_award", by=by, subject=current, after={key: each[0] for key, each in given.items()})
    return current


@transaction.atomic
def decide_award(
    award: Award, *, state: str, amount: Decimal | None, reason: str, seen: int, by: User, on: date
) -> Award:
    """Award, refuse or record as withdrawn, with the reason.

    An award needs every criterion judged, those that must be met met, and money left in the year's fund.
    Four eyes: nobody awards or refuses what they judged; that it was withdrawn, anybody may record. Raises
    Conflict, Refused.
    """
    current = _locked(award, seen)
    _check_undecided(current)
    if state != State.WITHDRAWN and has_judged(current, by):
        raise Refused("Somebody else must decide: you judged this application")
    if not reason.strip():
        raise Refused("Say why")
    if state == State.AWARDED:
        _check_award(current, amount, on)
    current.state, current.reason = state, reason.strip()
    current.awarded = amount if state == State.AWARDED else None
    current.decided_by, current.decided_on = by, on
    current.version += 1
    current.save()
    after = {"state": state, "awarded": str(current.awarded or "")}
    record("decide_award", by=by, subject=current, after=after, reason=reason)
    return current


def has_judged(award: Award, user: User) -> bool:
    """Whether the user ever gave a verdict on the application, by any criterion."""
    return award.verdicts.filter(by=user).exists()


def reasons_against(award: Award, on: date) -> list[str]:
    """What stands in the way of an award, by its criteria; empty when it can be made."""
    rules = fund_on(on)
    judged = criteria_shown(award, on)
    reasons = [f"Judge “{each.words}”" for each in judged if not each.verdict]
    must = {each.id for each in rules.criteria if each.must}
    failed = [each for each in judged if each.id in must and each.verdict and each.verdict != "met"]
    return reasons + [f"“{each.words}” must be met" for each in failed]


def _check_award(award: Award, amount: Decimal | None, on: date) -> None:
    if amount is None or amount <= 0:
        raise Refused("Say how much is awarded")
    reasons = reasons_against(award, on)
    if reasons:
        raise Refused("; ".join(reasons))
    Region.objects.select_for_update().get(pk=award.region_id)
    fund = fund_of(award.region, award.year)
    if fund is None:
        raise Refused(f"The fund has no plan for {award.year}")
    if amount > fund.left:
        raise Refused(f"The fund has £{fund.left:,.2f} left for {award.year}")


def _locked(award: Award, seen: int) -> Award:
    current = Award.objects.select_for_update(of=("self",)).select_related("region").get(pk=award.pk)
    if current.version != seen:
        raise Conflict(ELSEWHERE)
    return current


def _check_undecided(award: Award) -> None:
    if award.state != State.APPLIED:
        raise Refused(f"This application is decided: {award.get_state_display().lower()}")


@transaction.atomic
def add_impact(
    award: Award,
    *,
    impact_on: date,
    words: str,
    people: int | None,
    upload: UploadedFile | None,
    by: User,
    on: date,
) -> AwardImpact:
    """Record what an award has changed so far. Raises Refused before the award, or for a day to come."""
    if award.state != State.AWARDED:
        raise Refused("Impact is recorded of what was awarded")
    if impact_on > on:
        raise Refused("The day is to come")
    made = AwardImpact.objects.create(
        award=award, on=impact_on, words=words.strip(), people=people, by=by, **kept(upload, today=on)
    )
    record("add_award_impact", by=by, subject=award, after={"on": impact_on.isoformat(), "people": people})
    return made

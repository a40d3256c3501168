"""What people rate: a standard from its evidence, and the panel where discretion is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from apps.assessments.actions import Refused
from apps.inspections.access import is_on
from apps.inspections.actions import ELSEWHERE, locked
from apps.inspections.models import (
    Inspection,
    Member,
    PanelDecision,
    PanelSeat,
    PanelSitting,
    StandardRating,
)
from apps.inspections.rated import as_json
from apps.inspections.ratings import UnitRating, direct_ratings, is_rated, rating_of
from apps.organisation.actions import record
from apps.organisation.errors import Conflict
from apps.organisation.models import User
from rules.definitions.rating_rules import load_rating_rules
from rules.scoring.ratings import StandardRating as RatedStandard

State, Job = Inspection.State, Member.Job
RATED_IN = (State.FIELDWORK, State.RATING)
CHANGED = "Judgements or ratings changed since the page was shown. Look at the figures again, then record."


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a panel decided about a standard: a band's id, and why."""

    band: str
    reason: str


@transaction.atomic
def rate_standard(
    inspection: Inspection, standard: str, *, band: str, argument: str, shown: int, by: User
) -> StandardRating:
    """Rate a standard from its evidence; a later rating takes its place and both are kept.

    shown: the id of the rating that the page showed, 0 for none. Raises Conflict when somebody rated it
    meanwhile, Refused for a standard that is not rated from evidence, out of time or without an argument.
    """
    inspection = locked(inspection)
    _check_standard(inspection, standard, band, argument)
    newest = direct_ratings(inspection).get(standard)
    if (newest.pk if newest else 0) != shown:
        raise Conflict(ELSEWHERE)
    made = StandardRating.objects.create(
        inspection=inspection, standard=standard, band=band, argument=argument.strip(), rated_by=by
    )
    # The trail is read by people who may not see an open inspection's judgements: no band, no argument.
    record("rate_standard", by=by, subject=inspection, after={"standard": standard})
    return made


def _check_standard(inspection: Inspection, standard: str, band: str, argument: str) -> None:
    rules = load_rating_rules(inspection.rating_rules)
    found = rules.standard_numbered(standard)
    if not is_rated(inspection):
        raise Refused("The standards of a region are not rated")
    if inspection.state not in RATED_IN:
        raise Refused("Standards are rated during fieldwork and until the panel has sat")
    if found is None or found.rated != "directly":
        raise Refused(f"{standard} is not a standard that is rated from evidence")
    if band not in {each.id for each in rules.bands.scale}:
        raise Refused("Choose one of the ratings")
    if not argument.strip():
        raise Refused("Say which evidence leads to the rating, and how")


@transaction.atomic
def record_sitting(
    inspection: Inspection,
    *,
    sat_on: date,
    present: Sequence[User],
    decisions: Mapping[str, Decided],
    version: int,
    judgements_sha256: str,
    today: date,
    by: User,
) -> PanelSitting:
    """Record that the panel sat over the figures shown, who was there, what it decided and why.

    Each standard where discretion is open needs a decision, also the one to let its band stand. Raises
    Conflict when the inspection or a figure changed meanwhile, Refused for what the rules do not allow.
    """
    inspection = locked(inspection, version=version)
    _check_sitting(inspection, sat_on, present, today=today, by=by)
    found = rating_of(inspection)
    if found.sha256 != judgements_sha256:
        raise Conflict(CHANGED)
    _check_decisions(found, decisions)
    sitting = PanelSitting.objects.create(
        inspection=inspection,
        sat_on=sat_on,
        judgements_sha256=found.sha256,
        figures=as_json(found.by_rules, found.outcomes),
        recorded_by=by,
    )
    PanelSeat.objects.bulk_create(PanelSeat(sitting=sitting, user=user) for user in present)
    PanelDecision.objects.bulk_create(
        _decision(sitting, found.by_rules.standard(number), decided) for number, decided in decisions.items()
    )
    inspection.version += 1
    inspection.save(update_fields=["version"])
    record("record_panel", by=by, subject=inspection, after={"sat_on": sat_on.isoformat()})
    return sitting


def _check_sitting(
    inspection: Inspection, sat_on: date, present: Sequence[User], *, today: date, by: User
) -> None:
    if not is_rated(inspection):
        raise Refused("A region is not rated: no panel sits on it")
    if inspection.state != State.RATING:
        raise Refused("The panel sits once the inspection is with it, and before the draft goes out")
    if not is_on(by, inspection, Job.PANEL):
        raise Refused("Only somebody of this inspection's ratings panel records what it decided")
    if not inspection.fieldwork_first_on <= sat_on <= today:
        raise Refused("The panel sat on a day from the beginning of fieldwork to today")
    if not present:
        raise Refused("Say who sat on the panel")
    for user in present:
        if not is_on(user, inspection, Job.PANEL):
            raise Refused(f"{user} is not on this inspection's ratings panel")


def _check_decisions(found: UnitRating, decisions: Mapping[str, Decided]) -> None:
    missing = found.by_rules.missing
    if missing:
        raise Refused(f"Not rated yet: {', '.join(missing)}")
    bands = {each.id for each in found.by_rules.rules.bands.scale}
    openings = {each.standard.number for each in found.by_rules.standards if each.reasons}
    for number in openings - decisions.keys():
        raise Refused(f"Decide on {number}, also when its rating stands")
    for number, decided in decisions.items():
        if number not in openings:
            raise Refused(f"{number}: the rules open no discretion")
        if decided.band not in bands:
            raise Refused(f"{number}: choose one of the ratings")
        if not decided.reason.strip():
            raise Refused(f"{number}: say why the panel decided so")


def _decision(sitting: PanelSitting, rated: RatedStandard, decided: Decided) -> PanelDecision:
    before = rated.band.id if rated.band else ""
    return PanelDecision(
        sitting=sitting,
        standard=rated.standard.number,
        before=before,
        band=decided.band,
        open_because=[each.sentence for each in rated.reasons],
        reason=decided.reason.strip(),
    )

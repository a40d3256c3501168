"""Programmes as a page shows them: what a person is eligible for and why not, and what runs where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from apps.caseload.models import Extract, Person, Programme, ProgrammeDecision, ProgrammePlace
from apps.caseload.queries import live_person
from apps.organisation.models import ProbationDeliveryUnit, Region
from rules.definitions.eligibility import load_reference
from rules.eligibility import Assessment, Decision, FirstService, Offer, assess, first_services, offers
from rules.eligibility.facts import running_sentence
from rules.events import PersonEvents, Sentence
from rules.events import Programme as ProgrammeRow
from rules.events import ProgrammePlace as PlaceRow
from rules.periods import Month, Quarter

# The quarter to come is published in advance, for reports that a court asks for now.
QUARTERS_AHEAD = 1
MOST_QUARTERS = 12


@dataclass(frozen=True, kw_only=True)
class DecisionShown:
    """Our decision beside the one that was last recorded."""

    ours: Decision
    recorded: ProgrammeDecision | None

    @property
    def differs(self) -> bool:
        """Whether the record says yes where the criteria say no, or the other way round."""
        opposite = {"yes": "no", "no": "yes"}
        return self.recorded is not None and opposite.get(self.ours.answer) == self.recorded.result


@dataclass(frozen=True, kw_only=True)
class ProgrammeShown:
    """A programme for a person; `runs`: where it is offered near them in this quarter and the next."""

    assessment: Assessment
    decisions: Sequence[DecisionShown]
    runs: Sequence[Offer]


@dataclass(frozen=True, kw_only=True)
class EligibilityFile:
    """What one person is eligible for. `sentence`: the running one that was asked about, None without."""

    as_at: date
    sentence: Sentence | None
    programmes: Sequence[ProgrammeShown]
    first: Sequence[FirstService]
    region_code: str
    unit_names: Mapping[str, str]
    region_name: str


def eligibility_file(person: Person, extract: Extract, *, region: str, unit: str) -> EligibilityFile:
    """The three decisions for every programme with criteria, as the person is known now.

    region, unit: where the person is supervised, empty when nobody does; what runs is looked up there.
    """
    known = live_person(person.pk, extract)
    events = PersonEvents.from_rows(known.rows)
    lengths = dict(Programme.objects.exclude(length_weeks=None).values_list("programme_code", "length_weeks"))
    assessments = assess(events, as_at=known.as_at, lengths_weeks=lengths)
    quarter = Quarter.of(Month.of(known.as_at))
    nearby = [
        *directory(quarter, region=region, unit=unit),
        *directory(quarter.next(), region=region, unit=unit),
    ]
    return EligibilityFile(
        as_at=known.as_at,
        sentence=running_sentence(events, known.as_at),
        programmes=[_shown(each, person, nearby if region else (), known.as_at) for each in assessments],
        first=first_services(events, assessments, as_at=known.as_at),
        region_code=region,
        unit_names=unit_names(),
        region_name=Region.objects.filter(pk=region).values_list("name", flat=True).first() or "",
    )


def _shown(assessment: Assessment, person: Person, nearby: Iterable[Offer], as_at: date) -> ProgrammeShown:
    code = assessment.programme.code
    recorded = _recorded(person, code, as_at)
    return ProgrammeShown(
        assessment=assessment,
        decisions=[
            DecisionShown(ours=decision, recorded=recorded.get(decision.kind))
            for decision in assessment.decisions
        ],
        runs=[offer for offer in nearby if offer.programme.programme_code == code and offer.last_on >= as_at],
    )


def _recorded(person: Person, code: str, as_at: date) -> dict[str, ProgrammeDecision]:
    """The latest recorded decision of each kind."""
    mine = ProgrammeDecision.objects.filter(
        person_id=person.pk, programme_code=code, decided_on__lte=as_at
    ).order_by("decided_on", "decision_id")
    return {each.decision: each for each in mine}


def directory(quarter: Quarter, *, region: str = "", unit: str = "") -> tuple[Offer, ...]:
    """What runs in a quarter: everywhere, in a region, or in a unit and in the whole of its region."""
    wanted = Q(region_code=region) if region else Q()
    if unit:
        wanted &= Q(unit_code=unit) | Q(unit_code=None)
    still = Q(end_on=None) | Q(end_on__gte=quarter.first_on)
    places = ProgrammePlace.objects.filter(wanted & still, start_on__lte=quarter.last_on)
    codes = {place.programme_code for place in places}
    return offers(
        [_programme_row(each) for each in Programme.objects.filter(pk__in=codes)],
        [_place_row(each) for each in places],
        quarter,
    )


def _programme_row(programme: Programme) -> ProgrammeRow:
    return ProgrammeRow(
        programme_code=programme.pk,
        title=programme.title,
        kind=programme.kind,
        area=programme.area,
        valid_from=programme.valid_from,
        length_weeks=programme.length_weeks,
        valid_to=programme.valid_to,
    )


def _place_row(place: ProgrammePlace) -> PlaceRow:
    return PlaceRow(
        place_id=place.pk,
        programme_code=place.programme_code,
        region_code=place.region_code,
        start_on=place.start_on,
        unit_code=place.unit_code,
        end_on=place.end_on,
    )


def not_offered(quarter: Quarter) -> list[tuple[str, str]]:
    """Programmes that policy knows and that no team offers on the quarter's last day: title and why."""
    return [
        (each.title, each.note or "")
        for each in load_reference().programmes
        if not each.is_offered(quarter.last_on) and each.note
    ]


def quarters_of(extract: Extract) -> list[Quarter]:
    """The quarters to choose from, the newest first: from the first place to one ahead, at most twelve."""
    first_on = ProgrammePlace.objects.aggregate(first=Min("start_on"))["first"] or extract.as_at
    quarter = Quarter.of(Month.of(extract.as_at))
    for _ in range(QUARTERS_AHEAD):
        quarter = quarter.next()
    found = []
    while len(found) < MOST_QUARTERS and quarter.last_on >= first_on:
        found.append(quarter)
        quarter = Quarter.of(quarter.months[0].previous())
    return found


def unit_names() -> dict[str, str]:
    return dict(ProbationDeliveryUnit.objects.values_list("code", "name"))

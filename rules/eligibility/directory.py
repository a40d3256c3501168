"""The directory: which programmes run in a place in a quarter (operating model, 1592 and 1653)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.definitions.eligibility import Reference, load_reference
from rules.events import Programme, ProgrammePlace
from rules.periods import Quarter


@dataclass(frozen=True, slots=True)
class Offer:
    """A programme in a place, from the first to the last day of the quarter on which it is offered there.

    unit_code '': the whole region. note: what policy says about the programme, empty without.
    """

    programme: Programme
    region_code: str
    unit_code: str
    first_on: date
    last_on: date
    note: str


def offers(
    programmes: Iterable[Programme],
    places: Iterable[ProgrammePlace],
    quarter: Quarter,
    reference: Reference | None = None,
) -> tuple[Offer, ...]:
    """What runs in the quarter, by title, then place; a programme without a day left in force is not there.

    Policy's own list goes before the extract's: a programme that has lost its accreditation, or that another
    team delivers, is left out from that day on, whatever the extract says.
    """
    reference = reference or load_reference()
    known = {each.programme_code: each for each in programmes}
    found = []
    for place in places:
        programme = known.get(place.programme_code)
        offer = None if programme is None else _offer(programme, place, quarter, reference)
        if offer is not None:
            found.append(offer)
    return tuple(sorted(found, key=lambda each: (each.programme.title, each.region_code, each.unit_code)))


def _offer(
    programme: Programme, place: ProgrammePlace, quarter: Quarter, reference: Reference
) -> Offer | None:
    policy = reference.programme(programme.programme_code)
    starts = [quarter.first_on, place.start_on, programme.valid_from]
    ends = [quarter.last_on, place.end_on, programme.valid_to]
    if policy is not None:
        if policy.delivered_by != "interventions_team":
            return None
        starts.append(policy.valid_from)
        ends.append(policy.valid_to)
    first_on, last_on = max(starts), min(day for day in ends if day is not None)
    if last_on < first_on:
        return None
    note = (policy.note or "") if policy is not None else ""
    return Offer(programme, place.region_code, place.unit_code or "", first_on, last_on, note)

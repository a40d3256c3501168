"""What comes before what: programmes and treatment requirements before commissioned services (T, 1113)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.definitions.eligibility import Need, Reference, load_reference
from rules.definitions.measures import Source
from rules.eligibility.assess import Advice, Assessment
from rules.eligibility.decisions import Answer
from rules.eligibility.facts import requirements_running, running_sentence
from rules.events import PersonEvents


@dataclass(frozen=True, slots=True)
class FirstService:
    """For one need: what comes first, the commissioned services that come after it, and referrals to them.

    programmes: titles of programmes that may still fit; treatments: types of requirements that run;
    referrals: ids of open referrals to the services that come after.
    """

    need: Need
    programmes: tuple[str, ...]
    treatments: tuple[str, ...]
    referrals: tuple[str, ...]
    source: Source


def first_services(
    events: PersonEvents,
    assessments: Sequence[Assessment],
    *,
    as_at: date,
    reference: Reference | None = None,
) -> tuple[FirstService, ...]:
    """The needs for which a programme or a treatment requirement comes before commissioned services."""
    reference = reference or load_reference()
    found = []
    for need in reference.needs:
        programmes = tuple(_programmes(need, assessments))
        treatments = tuple(sorted(_running(events, as_at) & set(need.treatment_requirements)))
        if programmes or treatments:
            referrals = tuple(_open_referrals(need, events, as_at))
            found.append(FirstService(need, programmes, treatments, referrals, reference.ordering_source))
    return tuple(found)


def _programmes(need: Need, assessments: Sequence[Assessment]) -> Iterator[str]:
    """Titles of accredited programmes for the need that are offered and not ruled out."""
    for each in assessments:
        for_need = each.programme.area in need.programme_areas
        accredited = each.programme.kind == "accredited_programme"
        if for_need and accredited and each.fits is not Answer.NO and each.advice is not Advice.NOT_OFFERED:
            yield each.programme.title


def _running(events: PersonEvents, as_at: date) -> set[str]:
    sentence = running_sentence(events, as_at)
    return requirements_running(events, sentence, as_at) if sentence else set()


def _open_referrals(need: Need, events: PersonEvents, as_at: date) -> Iterator[str]:
    services = {contract.contract_id: contract.service for contract in events.crs_contracts}
    for referral in events.crs_referrals:
        ended = (day is not None and day <= as_at for day in (referral.withdrawn_on, referral.ended_on))
        wanted = services.get(referral.contract_id) in need.commissioned_services
        if wanted and referral.referred_on <= as_at and not any(ended):
            yield referral.referral_id

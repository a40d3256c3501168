"""CRS SL002 in plain Python: referrals, and whether an intervention appointment was attended by their end."""

from collections.abc import Iterator
from datetime import date

from rules.events import CrsReferral
from rules.facts import UNALLOCATED, Place
from rules.measures.cases import readings as r
from rules.measures.cases.case import NEVER, Asked, Case, days_after, earliest, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every referral of the person to a commissioned rehabilitative service."""
    regions = {contract.contract_id: contract.region_code for contract in asked.events.crs_contracts}
    for referral in asked.events.crs_referrals:
        yield _case(asked, referral, regions[referral.contract_id])


def _case(asked: Asked, referral: CrsReferral, region: str) -> Case:
    on, due_on = referral.referred_on, referral.ended_on
    exits = _exits(asked, on, due_on)
    attended_on, arranged_on = _interventions(asked, referral)
    over = due_on is not None and due_on <= asked.as_at
    return Case(
        occurrence_id=referral.referral_id,
        person_id=referral.person_id,
        place=Place(region, UNALLOCATED),
        trigger_on=on,
        due_on=due_on,
        facts={
            "unsuitable": int(referral.suitable == "no"),
            "unassessed": int(referral.suitable is None and over),
            **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": NEVER if due_on is None else (due_on - asked.as_at).days,
            "attendance_days_after_due": days_after(attended_on, due_on),
            "intervention_found": int(arranged_on is not None),
        },
        dates=timeline(
            (on, "Referral", "trigger"),
            (due_on, "End of the referral", "due"),
            *((day, label, "event") for day, label in exits.values()),
            (arranged_on, "First intervention appointment that stood on its day", "event"),
            (attended_on, "First intervention appointment attended", "met"),
        ),
    )


def _exits(asked: Asked, on: date, due_on: date | None) -> dict[str, tuple[date | None, str]]:
    quashed_on = r.person_quashed_on(asked, on, due_on) if due_on is not None else None
    return {
        "death_days_after_due": (r.death_on(asked), "Death"),
        "transfer_days_after_due": (r.transfer_on(asked, on), "Transfer out of England and Wales"),
        "quash_days_after_due": (quashed_on, "Sentence quashed"),
    }


def _interventions(asked: Asked, referral: CrsReferral) -> tuple[date | None, date | None]:
    """The first attended and the first arranged intervention appointment, up to the as-at day."""
    stood = [
        a
        for a in asked.events.crs_appointments
        if a.referral_id == referral.referral_id
        and a.purpose == "intervention"
        and referral.referred_on <= a.scheduled_on <= asked.as_at
        and r.stood_on_its_day(a)
    ]
    attended = [a for a in stood if a.outcome in r.ATTENDED]
    return earliest(a.scheduled_on for a in attended), earliest(a.scheduled_on for a in stood)

"""CRS SL001 in plain Python: referrals, and the first assessment appointment after them."""

from collections.abc import Iterator
from datetime import date

from rules.events import CrsReferral
from rules.facts import UNALLOCATED, Place
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every referral of the person to a commissioned rehabilitative service."""
    regions = {contract.contract_id: contract.region_code for contract in asked.events.crs_contracts}
    for referral in asked.events.crs_referrals:
        case = _case(asked, referral, regions[referral.contract_id])
        if case is not None:
            yield case


def _case(asked: Asked, referral: CrsReferral, region: str) -> Case | None:
    on = referral.referred_on
    due_on = r.due_after(asked, on, asked.number("clock_business_days"))
    if due_on is None:
        return None
    exits = _exits(asked, referral, due_on)
    wanted = [
        a
        for a in asked.events.crs_appointments
        if a.referral_id == referral.referral_id and a.purpose == "assessment"
    ]
    first = r.first_standing(wanted, asked, on)
    offered_on = first.scheduled_on if first else None
    return Case(
        occurrence_id=referral.referral_id,
        person_id=referral.person_id,
        place=Place(region, UNALLOCATED),
        trigger_on=on,
        due_on=due_on,
        clock_started_on=on,
        facts={
            **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": (due_on - asked.as_at).days,
            "appointment_days_after_due": days_after(offered_on, due_on),
            "appointment_found": int(first is not None),
        },
        dates=timeline(
            (on, "Referral", "trigger"),
            (due_on, "Due date", "due"),
            *((day, label, "event") for day, label in exits.values()),
            (offered_on, "First assessment appointment that stood on its day", "met"),
            *r.withdrawn_moments(wanted, on, due_on),
        ),
    )


def _exits(asked: Asked, referral: CrsReferral, due_on: date) -> dict[str, tuple[date | None, str]]:
    on, why = referral.referred_on, referral.withdrawal_reason or "withdrawn"
    withdrawn = {why: referral.withdrawn_on}
    return {
        "death_days_after_due": (r.death_on(asked), "Death"),
        "transfer_days_after_due": (r.transfer_on(asked, on), "Transfer out of England and Wales"),
        "quash_days_after_due": (r.person_quashed_on(asked, on, due_on), "Sentence quashed"),
        "withdrawal_days_after_due": (withdrawn.get("withdrawn"), "Referral withdrawn"),
        "mistake_days_after_due": (withdrawn.get("made_by_mistake"), "Referral taken back as a mistake"),
        "duplicate_days_after_due": (withdrawn.get("duplicate"), "Referral taken back as a duplicate"),
    }

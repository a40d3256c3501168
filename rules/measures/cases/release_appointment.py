"""SL005 in plain Python: releases from custody, and the first appointment after them."""

from collections.abc import Iterator
from datetime import date

from rules.events import Release
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every release of the person, temporary ones included."""
    for release in asked.events.releases:
        case = _case(asked, release)
        if case is not None:
            yield case


def _case(asked: Asked, release: Release) -> Case | None:
    on = release.released_on
    from_court = release.release_route == "court_after_remand"
    clock = "clock_business_days_after_remand" if from_court else "clock_business_days"
    due_on = r.due_after(asked, on, asked.number(clock))
    if due_on is None:
        return None
    exits = _exits(asked, release)
    wanted = [c for c in asked.events.contacts if c.mode in asked.parameters.appointment_modes]
    first = r.first_standing(wanted, asked, on)
    offered_on = first.scheduled_on if first else None
    return Case(
        occurrence_id=release.release_id,
        person_id=release.person_id,
        place=r.place_of(asked, on, release.prison_region_code),
        trigger_on=on,
        due_on=due_on,
        clock_started_on=on,
        facts={
            "temporary": int(release.release_type == "temporary"),
            "same_day_rank": _rank(asked, release),
            "same_day_recall": int(_recalled_at_once(asked, on)),
            **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": (due_on - asked.as_at).days,
            "appointment_days_after_due": days_after(offered_on, due_on),
            "appointment_found": int(first is not None),
        },
        dates=timeline(
            (on, "Release", "trigger"),
            (due_on, "Due date", "due"),
            *((day, label, "event") for day, label in exits.values()),
            (offered_on, "First appointment that stood on its day", "met"),
            *r.withdrawn_moments(wanted, on, due_on),
        ),
    )


def _exits(asked: Asked, release: Release) -> dict[str, tuple[date | None, str]]:
    on, detentions = release.released_on, asked.events.detention_periods
    immigration = [d for d in detentions if d.kind == "immigration"]
    hospital = [d for d in detentions if d.kind == "hospital"]
    return {
        "death_days_after_due": (r.death_on(asked), "Death"),
        "transfer_days_after_due": (r.transfer_on(asked, on), "Transfer out of England and Wales"),
        "quash_days_after_due": (r.sentence_quashed_on(asked, release.sentence_id), "Sentence quashed"),
        "custody_days_after_due": (r.first_held_on(asked.events.custody_periods, on), "Return to custody"),
        "immigration_days_after_due": (r.first_held_on(immigration, on), "Immigration detention"),
        "hospital_days_after_due": (r.first_held_on(hospital, on), "Detention in hospital"),
    }


def _recalled_at_once(asked: Asked, released_on: date) -> bool:
    return any(c.reason == "recall" and c.start_on == released_on for c in asked.events.custody_periods)


def _rank(asked: Asked, release: Release) -> int:
    """Among the releases of the day; temporary ones among themselves, for they start no clock."""
    same_day = [
        other.release_id
        for other in asked.events.releases
        if other.released_on == release.released_on
        and (other.release_type == "temporary") == (release.release_type == "temporary")
    ]
    return sorted(same_day).index(release.release_id) + 1

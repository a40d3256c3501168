"""SL040 in plain Python: month by month, who was under supervision at its end and what is not recorded."""

from collections.abc import Iterator
from datetime import date

from rules.events import Person, SupervisionPeriod
from rules.facts import Place
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline
from rules.periods import Month, add_months, months_between


def cases(asked: Asked) -> Iterator[Case]:
    """Every month of interest at whose end a period of supervision of the person is open."""
    for month in months_between(asked.first, asked.last):
        periods = [p for p in asked.events.supervision_periods if _open_on(p, month.last_on)]
        if periods:
            yield _case(asked, month, periods)


def _open_on(period: SupervisionPeriod, day: date) -> bool:
    return period.start_on <= day and (period.end_on is None or period.end_on >= day)


def _case(asked: Asked, month: Month, periods: list[SupervisionPeriod]) -> Case:
    first_on, last_on = month.first_on, month.last_on
    missing = _missing(asked, last_on)
    exits = {
        "death_days_after_due": (r.death_on(asked), "Death"),
        "transfer_days_after_due": (r.transfer_on(asked, first_on), "Transfer out of England and Wales"),
        "quash_days_after_due": (r.person_quashed_on(asked, first_on, last_on), "Sentence quashed"),
    }
    not_recorded = f"Not recorded: {', '.join(name.replace('_', ' ') for name in missing)}"
    return Case(
        occurrence_id=f"{periods[0].person_id}|{month}",
        person_id=periods[0].person_id,
        place=_place(periods),
        trigger_on=first_on,
        due_on=last_on,
        facts={
            **{fact: days_after(day, last_on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": (last_on - asked.as_at).days,
            "missing_characteristics": len(missing),
        },
        dates=timeline(
            (first_on, "First day of the month", "trigger"),
            (last_on, "Last day of the month", "due"),
            (last_on if missing else None, not_recorded, "event"),
            *((day, label, "event") for day, label in exits.values()),
        ),
    )


def _missing(asked: Asked, day: date) -> list[str]:
    """The listed characteristics that the person is asked about on the day and that are not recorded."""
    person = next(iter(asked.events.people), None)
    return [
        name
        for name in asked.parameters.characteristics
        if _is_asked(asked, name, person, day) and not _is_recorded(asked, name, person)
    ]


def _is_asked(asked: Asked, name: str, person: Person | None, day: date) -> bool:
    if name not in asked.parameters.asked_of_women:
        return True
    if person is None or person.sex != "female":
        return False
    from_age, to_age = asked.number("asked_from_age"), asked.number("asked_to_age")
    born_on = person.date_of_birth
    return add_months(born_on, 12 * from_age) <= day < add_months(born_on, 12 * (to_age + 1))


def _is_recorded(asked: Asked, name: str, person: Person | None) -> bool:
    answer = getattr(person, name, None)
    return answer is not None and answer not in asked.parameters.unknown_statuses


def _place(periods: list[SupervisionPeriod]) -> Place:
    latest = max(p.start_on for p in periods)
    unit, region = min((p.unit_code, p.region_code) for p in periods if p.start_on == latest)
    return Place(region, unit)

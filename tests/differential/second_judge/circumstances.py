"""What several measures ask of a person: place, early exit, stood on its day, custody, the final third."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from tests.differential.second_judge.days import ONE_DAY, business_days_after, midnight_after
from tests.differential.second_judge.person import Person, Row

COMMUNITY = ("community_order", "suspended_sentence_order")
ATTENDED = ("attended", "attended_late")


class Found(NamedTuple):
    """What a measure says of one occurrence. point: the day whose month it counts in."""

    measure: str
    occurrence_id: str
    region: str
    unit: str
    point: date
    due_on: date | None
    verdict: str


def holds(row: Row, day: date) -> bool:
    """Whether a period with an inclusive end covers the day."""
    return row["start_on"] <= day and (row["end_on"] is None or row["end_on"] >= day)


def stood_on_its_day(version: Row) -> bool:
    end = midnight_after(version["scheduled_on"])
    if version["recorded_at"] >= end and version["outcome"] not in ATTENDED:
        return False
    moved, cancelled = version["superseded_at"], version["cancelled_at"]
    return (moved is None or moved >= end) and (cancelled is None or cancelled >= end)


def met_on_its_day(meeting: Row) -> bool:
    """Whether a meeting that was held stood on its day; recorded afterwards it was held all the same."""
    end = midnight_after(meeting["scheduled_on"])
    moved, cancelled = meeting["superseded_at"], meeting["cancelled_at"]
    return (moved is None or moved >= end) and (cancelled is None or cancelled >= end)


def place(person: Person, day: date, else_region: str | None) -> tuple[str, str]:
    """Region and unit responsible at the end of the day; else the first one within 10 business days."""
    now = [each for each in person.rows("supervision_periods") if holds(each, day)]
    if now:
        latest = max(each["start_on"] for each in now)
        return _lowest(each for each in now if each["start_on"] == latest)
    until = business_days_after(day, 10)
    soon = [each for each in person.rows("supervision_periods") if day < each["start_on"] <= until]
    if soon:
        first = min(each["start_on"] for each in soon)
        return _lowest(each for each in soon if each["start_on"] == first)
    return else_region or "", "unallocated"


def place_of_prisoner(person: Person, day: date, allocation: Row | None, else_region: str) -> tuple[str, str]:
    """Nobody supervises somebody in prison: then the unit that received the case is responsible."""
    supervised = any(holds(each, day) for each in person.rows("supervision_periods"))
    if allocation is None or supervised:
        return place(person, day, else_region)
    return allocation["region_code"], allocation["unit_code"]


def _lowest(periods: Iterable[Row]) -> tuple[str, str]:
    best = min(periods, key=lambda each: (each["unit_code"], each["region_code"]))
    return best["region_code"], best["unit_code"]


def first_of_each_day(occurrences: Sequence[tuple[str, date]]) -> set[str]:
    """The ids that stay when occurrences of one person and day count once: the lowest of each day."""
    lowest: dict[date, str] = {}
    for occurrence_id, day in occurrences:
        lowest[day] = min(occurrence_id, lowest.get(day, occurrence_id))
    return set(lowest.values())


def left_early(person: Person, trigger: date, due: date, sentence: Row | None = None) -> bool:
    """Death, transfer out of England and Wales, or the sentence quashed, on or before the due date."""
    if left_early_but_quashed(person, trigger, due):
        return True
    if sentence is None:
        return quashed_and_nothing_else(person, trigger, due)
    return sentence["end_reason"] == "quashed" and sentence["ended_on"] <= due


def left_early_but_quashed(person: Person, trigger: date, due: date) -> bool:
    """Death or transfer out alone, for what hangs on no sentence."""
    return any(each["died_on"] <= due for each in person.rows("deaths")) or any(
        trigger <= each["transferred_on"] <= due for each in person.rows("transfers_out")
    )


def quashed_and_nothing_else(person: Person, trigger: date, due: date) -> bool:
    """For what hangs on a person: a sentence quashed in time, and none running at the end of the due day."""
    quashed = any(
        each["end_reason"] == "quashed" and trigger <= each["ended_on"] <= due
        for each in person.rows("sentences")
    )
    return quashed and not any(_runs_at_the_end_of(each, due) for each in person.rows("sentences"))


def _runs_at_the_end_of(sentence: Row, day: date) -> bool:
    if sentence["sentenced_on"] > day:
        return False
    if sentence["ended_on"] is None or sentence["ended_on"] > day:
        return True
    return bool(sentence["ended_on"] == day and sentence["end_reason"] != "quashed")


def held_beyond(periods: Iterable[Row], trigger: date, due: date) -> bool:
    """A period that starts by the due date and lasts beyond the trigger day."""
    return any(
        each["start_on"] <= due and (each["end_on"] is None or each["end_on"] > trigger) for each in periods
    )


def night_in_custody(person: Person, day: date) -> bool:
    """The night that begins on the day: a period that ends on the day has none."""
    return any(holds(each, day) and each["end_on"] != day for each in person.rows("custody_periods"))


def recalled_on_the_day(person: Person, release: Row) -> bool:
    return any(
        each["reason"] == "recall" and each["start_on"] == release["released_on"]
        for each in person.rows("custody_periods")
    )


def real_releases(person: Person) -> list[Row]:
    """Releases on licence or into post-sentence supervision that did not end in recall on the same day."""
    return [
        each
        for each in person.rows("releases")
        if each["release_type"] != "temporary" and not recalled_on_the_day(person, each)
    ]


def orders(person: Person) -> list[Row]:
    return [each for each in person.rows("sentences") if each["sentence_type"] in COMMUNITY]


def final_third_starts(start: date, end: date) -> date:
    """Start + ceil(2/3 of the days from start to end)."""
    return start + ceil((end - start).days * 2 / 3) * ONE_DAY


def verdict(
    *, excluded: bool, due: date, as_at: date, met: bool, not_recorded: bool = False, excepted: bool = False
) -> str:
    """The first that holds of those that every measure shares."""
    if excluded:
        return "excluded"
    if due > as_at:
        return "pending"
    if not_recorded:
        return "not_recorded"
    if met:
        return "numerator"
    return "exception" if excepted else "denominator_only"

"""SL007: was an appointment offered in each month. SL040: every characteristic recorded at its end."""

from collections.abc import Iterator
from datetime import date

from tests.differential.second_judge import circumstances as s
from tests.differential.second_judge.days import (
    ONE_DAY,
    first_of_month,
    last_of_month,
    midnight_before,
    month_name,
    months_after,
)
from tests.differential.second_judge.person import Person, Row

RESET = date(2024, 5, 1)
IN_PERSON = ("office", "home_visit", "other_in_person")
EXEMPT_FLAGS = ("national_security_division", "child_protection", "intensive_supervision_court")
CHARACTERISTICS = (
    "date_of_birth",
    "sex",
    "gender_identity",
    "ethnicity",
    "religion",
    "sexual_orientation",
    "disability",
    "marital_status",
)


def sl007(person: Person, as_at: date) -> Iterator[s.Found]:
    for month in months_supervised(person, as_at):
        first, last = month, last_of_month(month)
        due, said = last, "not_in_population"
        if _in_population(person, first, last):
            reset = first >= RESET and in_final_third(person, first)
            said = s.verdict(
                excluded=s.left_early(person, first, last) or reset,
                due=due,
                as_at=as_at,
                met=_offered(person, first, last),
                excepted=_suspended_by_a_manager(person, first, last),
            )
        place = _place_of_month(person, first, last)
        yield s.Found("SL007", f"{person.person_id}|{month_name(month)}", *place, last, last, said)


def sl040(person: Person, as_at: date) -> Iterator[s.Found]:
    for month in months_supervised(person, as_at):
        last = last_of_month(month)
        if not any(s.holds(each, last) for each in person.rows("supervision_periods")):
            continue
        said = s.verdict(
            excluded=s.left_early(person, month, last), due=last, as_at=as_at, met=_all_recorded(person, last)
        )
        place = s.place(person, last, "")
        yield s.Found("SL040", f"{person.person_id}|{month_name(month)}", *place, last, last, said)


def months_supervised(person: Person, as_at: date) -> Iterator[date]:
    """The first day of every month of which some day is supervised; up to two years past the as-at day."""
    periods = person.rows("supervision_periods")
    if not periods:
        return
    month = first_of_month(min(each["start_on"] for each in periods))
    while month <= months_after(as_at, 24):
        last = last_of_month(month)
        if any(_touches(each, month, last) for each in periods):
            yield month
        month = last + ONE_DAY


def in_final_third(person: Person, day: date) -> bool:
    """Probation Reset: whether all that asks for contact on the day is in its final third; exempt: no."""
    if _exempt(person, day):
        return False
    held = [*_releases_in_final_third(person, day), *_orders_in_final_third(person, day)]
    return bool(held) and all(held)


def _releases_in_final_third(person: Person, day: date) -> Iterator[bool]:
    for sentence in person.rows("sentences"):
        if sentence["ended_on"] is not None and sentence["ended_on"] < day:
            continue
        releases = [
            each
            for each in person.rows("releases")
            if each["sentence_id"] == sentence["sentence_id"]
            and each["released_on"] <= day
            and each["release_type"] != "temporary"
        ]
        if not releases:
            continue
        newest = max(releases, key=lambda each: (each["released_on"], each["release_id"]))
        ends = newest["supervision_ends_on"]
        if ends is None:
            yield False
        elif ends >= day:
            yield day >= s.final_third_starts(newest["released_on"], ends)


def _orders_in_final_third(person: Person, day: date) -> Iterator[bool]:
    for order in s.orders(person):
        if order["sentenced_on"] > day or (order["ended_on"] is not None and order["ended_on"] < day):
            continue
        activities = [
            each
            for each in person.rows("requirements")
            if each["sentence_id"] == order["sentence_id"]
            and each["requirement_type"] == "rehabilitation_activity"
            and each["imposed_on"] <= day
            and (each["ended_on"] is None or each["ended_on"] >= day)
        ]
        ends = order["expected_end_on"]
        if ends is not None and ends < day:
            continue  # past its planned end an order asks for nothing more
        if not activities or ends is None:
            yield False
        else:
            start = min(each["imposed_on"] for each in activities)
            yield day >= s.final_third_starts(start, ends)


def _exempt(person: Person, day: date) -> bool:
    if any(each["flag"] in EXEMPT_FLAGS and s.holds(each, day) for each in person.rows("case_flags")):
        return True
    return any(
        each["mappa_level"] in ("1", "2", "3") or each["risk_of_serious_harm"] == "very_high"
        for each in person.rows("sentences")
        if each["sentenced_on"] <= day and (each["ended_on"] is None or each["ended_on"] >= day)
    )


def _in_population(person: Person, first: date, last: date) -> bool:
    periods = [each for each in person.rows("supervision_periods") if _touches(each, first, last)]
    if not _covered(periods, first, last):
        return False
    if _night_in_custody(person, first, last):
        return False
    return any(each["kind"] in ("community", "licence") for each in periods)


def _covered(periods: list[Row], first: date, last: date) -> bool:
    """Whether the periods together leave no day of the month out."""
    day = first
    for each in sorted(periods, key=lambda row: row["start_on"]):
        if each["start_on"] > day:
            return False
        if each["end_on"] is None or each["end_on"] >= last:
            return True
        day = max(day, each["end_on"] + ONE_DAY)
    return False


def _night_in_custody(person: Person, first: date, last: date) -> bool:
    """A night belongs to the day on which it begins; the last day of a period has none."""
    for each in person.rows("custody_periods"):
        last_night = each["end_on"] - ONE_DAY if each["end_on"] else last
        if each["start_on"] <= last and last_night >= first and last_night >= each["start_on"]:
            return True
    return False


def _offered(person: Person, first: date, last: date) -> bool:
    for each in person.rows("contacts"):
        day = each["scheduled_on"]
        if each["provider"] != "practitioner" or each["mode"] not in IN_PERSON or not first <= day <= last:
            continue
        start = midnight_before(day)
        if each["recorded_at"] >= start:
            continue
        moved = each["superseded_at"] is not None and each["superseded_at"] < start
        cancelled = each["cancelled_at"] is not None and each["cancelled_at"] < start
        if not moved and not (cancelled and each["cancelled_by"] == "probation"):
            return True
    return False


def _suspended_by_a_manager(person: Person, first: date, last: date) -> bool:
    by_manager = [
        each
        for each in person.rows("contact_suspensions")
        if each["authority"] == "line_manager" and _touches(each, first, last)
    ]
    return _covered(by_manager, first, last)


def _place_of_month(person: Person, first: date, last: date) -> tuple[str, str]:
    """On the last day; somebody without a unit then, who is never counted, by the last one of the month."""
    if any(s.holds(each, last) for each in person.rows("supervision_periods")):
        return s.place(person, last, "")
    touching = [each for each in person.rows("supervision_periods") if _touches(each, first, last)]
    latest = max(touching, key=lambda each: each["end_on"])
    return latest["region_code"], latest["unit_code"]


def _all_recorded(person: Person, day: date) -> bool:
    rows = person.rows("people")
    if not rows:
        return False
    row = rows[0]
    asked = list(CHARACTERISTICS)
    if row["sex"] == "female" and 16 <= _age(row["date_of_birth"], day) <= 55:
        asked.append("pregnancy")
    return all(row[name] not in (None, "unknown") for name in asked)


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _touches(period: Row, first: date, last: date) -> bool:
    return period["start_on"] <= last and (period["end_on"] is None or period["end_on"] >= first)

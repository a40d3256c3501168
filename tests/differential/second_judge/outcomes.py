"""SL012, SL013: at the end of a sentence. SL014-SL017: housed, settled, employed. SL022: handover."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.differential.second_judge import circumstances as s
from tests.differential.second_judge.days import months_after
from tests.differential.second_judge.months import RESET, in_final_third
from tests.differential.second_judge.person import Person, Row

EMPLOYED = ("full_time", "part_time", "self_employed", "zero_hours", "apprentice")
HOUSED = ("settled", "other_housed", "bail_or_probation")


def sl012(person: Person, as_at: date) -> Iterator[s.Found]:
    ended = [
        each
        for each in person.rows("sentences")
        if each["ended_on"] and each["offence_group"] == "sexual" and _was_in_the_community(person, each)
    ]
    stay = s.first_of_each_day([(each["sentence_id"], each["ended_on"]) for each in ended])
    for sentence in ended:
        day = sentence["ended_on"]
        said = "not_in_population"
        if sentence["sentence_id"] in stay:
            said = s.verdict(
                excluded=s.left_early(person, sentence["sentenced_on"], day, sentence),
                due=day,
                as_at=as_at,
                met=any(
                    each["outcome"] == "completed_successfully"
                    and each["ended_on"] is not None
                    and sentence["sentenced_on"] <= each["ended_on"] <= day
                    for each in person.rows("programme_episodes")
                ),
            )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("SL012", sentence["sentence_id"], *place, day, day, said)


def _was_in_the_community(person: Person, sentence: Row) -> bool:
    """A custodial sentence reaches the community by a release that is not temporary."""
    return not sentence["sentence_type"].startswith("custodial") or any(
        each["sentence_id"] == sentence["sentence_id"]
        and each["release_type"] != "temporary"
        and each["released_on"] <= sentence["ended_on"]
        for each in person.rows("releases")
    )


def sl013(person: Person, as_at: date) -> Iterator[s.Found]:
    ended = []
    for order in s.orders(person):
        if order["ended_on"]:
            kept = _requirements_to_complete(person, order)
            ended.append((order, kept))
    stay = s.first_of_each_day([(order["sentence_id"], order["ended_on"]) for order, kept in ended if kept])
    for order, kept in ended:
        day, said = order["ended_on"], "not_in_population"
        if order["sentence_id"] in stay:
            said = s.verdict(
                excluded=s.left_early(person, order["sentenced_on"], day, order),
                due=day,
                as_at=as_at,
                met=all(
                    each["end_reason"] == "completed"
                    and each["ended_on"] is not None
                    and each["ended_on"] <= day
                    for each in kept
                ),
            )
        place = s.place(person, day, order["court_region_code"])
        yield s.Found("SL013", order["sentence_id"], *place, day, day, said)


def _requirements_to_complete(person: Person, order: Row) -> list[Row]:
    return [
        each
        for each in person.rows("requirements")
        if each["sentence_id"] == order["sentence_id"]
        and each["requirement_type"] in ("accredited_programme", "rehabilitation_activity", "unpaid_work")
        and each["end_reason"] != "removed_by_court"
    ]


def sl014(person: Person, as_at: date) -> Iterator[s.Found]:
    for release, day, stays in _releases(person):
        status = _status_on(person, "accommodation", day, as_at)
        said = "not_in_population"
        if stays:
            said = s.verdict(
                excluded=s.left_early(person, day, day, person.sentence(release["sentence_id"]))
                or status == "immigration",
                due=day,
                as_at=as_at,
                not_recorded=status in (None, "unknown"),
                met=status in HOUSED,
            )
        place = s.place(person, day, release["prison_region_code"])
        yield s.Found("SL014", release["release_id"], *place, day, day, said)


def sl015a(person: Person, as_at: date) -> Iterator[s.Found]:
    for release, day, stays in _releases(person):
        point = months_after(day, 3)
        yield _settled(person, as_at, "SL015A", release["release_id"], release, day, point, stays=stays)


def sl015b(person: Person, as_at: date) -> Iterator[s.Found]:
    for order, day, stays in _disposals(person):
        point = months_after(day, 3)
        yield _settled(person, as_at, "SL015B", order["sentence_id"], order, day, point, stays=stays)


def _settled(
    person: Person,
    as_at: date,
    measure: str,
    occurrence: str,
    begun: Row,
    day: date,
    point: date,
    *,
    stays: bool,
) -> s.Found:
    sentence = person.sentence(begun["sentence_id"])
    out = not stays or _gone_by(person, begun, sentence, point, as_at)
    if RESET <= point <= as_at:
        out = out or not any(s.holds(each, point) for each in person.rows("supervision_periods"))
    said = "not_in_population"
    if not out:
        status = _status_on(person, "accommodation", point, as_at)
        said = s.verdict(
            excluded=s.left_early(person, day, point, sentence),
            due=point,
            as_at=as_at,
            not_recorded=status in (None, "unknown"),
            met=status == "settled",
        )
    return s.Found(measure, occurrence, *s.place(person, day, _region_of(begun)), point, point, said)


def sl016(person: Person, as_at: date) -> Iterator[s.Found]:
    for release, day, stays in _releases(person):
        point = day + timedelta(days=42)
        yield _employed(person, as_at, "SL016", release["release_id"], release, day, point, stays=stays)


def sl017a(person: Person, as_at: date) -> Iterator[s.Found]:
    for release, day, stays in _releases(person):
        point = months_after(day, 6)
        still = stays and not _gone_by(person, release, person.sentence(release["sentence_id"]), point, as_at)
        yield _employed(person, as_at, "SL017A", release["release_id"], release, day, point, stays=still)


def sl017b(person: Person, as_at: date) -> Iterator[s.Found]:
    for order, day, stays in _disposals(person):
        point = months_after(day, 6)
        still = stays and not _gone_by(person, order, order, point, as_at)
        yield _employed(person, as_at, "SL017B", order["sentence_id"], order, day, point, stays=still)


def _employed(
    person: Person,
    as_at: date,
    measure: str,
    occurrence: str,
    begun: Row,
    day: date,
    point: date,
    *,
    stays: bool,
) -> s.Found:
    said = "not_in_population"
    if stays:
        status = _status_on(person, "employment", point, as_at)
        said = s.verdict(
            excluded=s.left_early(person, day, point, person.sentence(begun["sentence_id"]))
            or status == "unavailable"
            or (RESET <= point <= as_at and in_final_third(person, point)),
            due=point,
            as_at=as_at,
            not_recorded=status in (None, "unknown"),
            met=status in EMPLOYED,
        )
    return s.Found(measure, occurrence, *s.place(person, day, _region_of(begun)), point, point, said)


def sl022(person: Person, as_at: date) -> Iterator[s.Found]:
    given = [
        each
        for each in person.rows("allocations")
        if each["allocation_type"] == "community_offender_manager" and not _short_to_serve(person, each)
    ]
    stay = s.first_of_each_day([(each["allocation_id"], each["allocated_on"]) for each in given])
    for allocation in given:
        day = allocation["allocated_on"]
        due = day + timedelta(days=28)
        sentence = person.sentence(allocation["sentence_id"])
        said = "not_in_population"
        if allocation["allocation_id"] in stay:
            said = s.verdict(
                excluded=s.left_early(person, day, due, sentence)
                or sentence["sentence_type"] == "custodial_indeterminate"
                or _released_by(person, sentence, day, due),
                due=due,
                as_at=as_at,
                not_recorded=_release_set_at_sentence(person, sentence) is None,
                met=any(
                    each["allocation_id"] == allocation["allocation_id"] and _all_three_met(each, day, due)
                    for each in person.rows("handover_meetings")
                ),
            )
        place = s.place_of_prisoner(person, day, allocation, sentence["court_region_code"])
        yield s.Found("SL022", allocation["allocation_id"], *place, due, due, said)


def _short_to_serve(person: Person, allocation: Row) -> bool:
    """The release date set at sentence was at most 10 calendar months after the sentence."""
    sentence = person.sentence(allocation["sentence_id"])
    release_on = _release_set_at_sentence(person, sentence)
    return release_on is not None and release_on <= months_after(sentence["sentenced_on"], 10)


def _release_set_at_sentence(person: Person, sentence: Row) -> date | None:
    """The conditional or automatic one recorded last; of those recorded at one moment the earliest."""
    said = [
        each
        for each in person.rows("release_dates")
        if each["sentence_id"] == sentence["sentence_id"]
        and each["set_at_sentence"]
        and each["kind"] in ("conditional", "automatic")
    ]
    if not said:
        return None
    last = max(each["recorded_at"] for each in said)
    return min(each["release_on"] for each in said if each["recorded_at"] == last)


def _released_by(person: Person, sentence: Row, day: date, due: date) -> bool:
    return any(
        each["sentence_id"] == sentence["sentence_id"]
        and each["release_type"] != "temporary"
        and day <= each["released_on"] <= due
        for each in person.rows("releases")
    )


def _all_three_met(meeting: Row, day: date, due: date) -> bool:
    there = ("prison_manager_attended", "community_manager_attended", "prisoner_attended")
    return (
        meeting["outcome"] == "held"
        and not meeting["prisoner_refused"]
        and s.met_on_its_day(meeting)
        and day <= meeting["scheduled_on"] <= due
        and all(meeting[who] is True for who in there)
    )


def _releases(person: Person) -> list[tuple[Row, date, bool]]:
    """Every release, its day, and whether it counts (temporary, recalled on the day or same day: no)."""
    stay = s.first_of_each_day(
        [(each["release_id"], each["released_on"]) for each in s.real_releases(person)]
    )
    return [(each, each["released_on"], each["release_id"] in stay) for each in person.rows("releases")]


def _disposals(person: Person) -> list[tuple[Row, date, bool]]:
    made = s.orders(person)
    stay = s.first_of_each_day([(each["sentence_id"], each["sentenced_on"]) for each in made])
    return [(each, each["sentenced_on"], each["sentence_id"] in stay) for each in made]


def _status_on(person: Person, table: str, day: date, as_at: date) -> str | None:
    """The latest record that is effective on the day; None without one, and for a day to come."""
    if day > as_at:
        return None
    effective = [each for each in person.rows(table) if s.holds(each, day)]
    key = "accommodation_id" if table == "accommodation" else "employment_id"
    if not effective:
        return None
    return str(max(effective, key=lambda each: (each["start_on"], each["recorded_at"], each[key]))["status"])


def _gone_by(person: Person, begun: Row, sentence: Row, point: date, as_at: date) -> bool:
    """In custody on the night of the day, or ended by then; of a day to come only what has ended is known."""
    if sentence["ended_on"] is not None and sentence["ended_on"] <= point:
        return True
    ends = begun.get("supervision_ends_on")
    if ends is not None and ends <= min(point, as_at):
        return True
    return point <= as_at and s.night_in_custody(person, point)


def _region_of(begun: Row) -> str:
    return str(begun.get("prison_region_code") or begun.get("court_region_code"))

"""The 2014 agreement where something ends or begins: orders, licences, work found and kept."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.differential.second_judge import circumstances as s
from tests.differential.second_judge.agreement import last_court
from tests.differential.second_judge.days import london_day
from tests.differential.second_judge.outcomes import EMPLOYED
from tests.differential.second_judge.person import Person, Row

GOOD_ENDS = ("expired", "completed", "revoked_good_progress")
SUSTAINED_AFTER = timedelta(days=28)
Ending = tuple[str, date, date, Row, str, str]


def om020(person: Person, as_at: date) -> Iterator[s.Found]:
    for occurrence, begun, ended, sentence, region, how in _endings(person):
        ending = (occurrence, begun, ended, sentence, region, how)
        yield _at_the_end(person, as_at, "OM020", ending, met=how == "good", not_recorded=how == "unknown")


def int009(person: Person, as_at: date) -> Iterator[s.Found]:
    for ending in _endings(person):
        status = _status_at(person, "employment", ending[2])
        yield _at_the_end(
            person,
            as_at,
            "INT009",
            ending,
            met=status in EMPLOYED,
            excluded=_not_at_liberty(person, ending) or status == "unavailable",
            not_recorded=status in (None, "unknown"),
        )


def om017(person: Person, as_at: date) -> Iterator[s.Found]:
    for ending in _endings(person):
        status = _status_at(person, "accommodation", ending[2])
        yield _at_the_end(
            person,
            as_at,
            "OM017",
            ending,
            met=status == "settled",
            excluded=_not_at_liberty(person, ending) or status == "immigration",
            not_recorded=status in (None, "unknown"),
        )


def _endings(person: Person) -> list[Ending]:
    """What ended: id, first and last day, sentence, region, and how: good, recall, other or unknown."""
    found: list[Ending] = []
    for order in s.orders(person):
        if order["ended_on"]:
            how = _how(order)
            region = order["court_region_code"]
            found.append((order["sentence_id"], order["sentenced_on"], order["ended_on"], order, region, how))
    for release in person.rows("releases"):
        if release["release_type"] != "licence":
            continue
        ended, how = _licence_ended(person, release)
        if ended is not None:
            sentence = person.sentence(release["sentence_id"])
            region = release["prison_region_code"]
            found.append((release["release_id"], release["released_on"], ended, sentence, region, how))
    return found


def _how(sentence: Row) -> str:
    if sentence["end_reason"] is None:
        return "unknown"
    return "good" if sentence["end_reason"] in GOOD_ENDS else "other"


def _licence_ended(person: Person, release: Row) -> tuple[date | None, str]:
    """The first of recall, end of the sentence and recorded end of supervision, past or to come."""
    sentence = person.sentence(release["sentence_id"])
    recalls = [
        london_day(each["decided_at"])
        for each in person.rows("recalls")
        if each["release_id"] == release["release_id"] and each["rescinded_on"] is None
    ]
    ends: list[tuple[date, int, str]] = [(day, 0, "recall") for day in recalls]
    if sentence["ended_on"]:
        ends.append((sentence["ended_on"], 1, _how(sentence)))
    planned = release["supervision_ends_on"]
    if planned:
        ends.append((planned, 2, "good"))
    if not ends:
        return None, ""
    day, _, how = min(ends)
    return day, how


def _at_the_end(
    person: Person,
    as_at: date,
    measure: str,
    ending: Ending,
    *,
    met: bool,
    excluded: bool = False,
    not_recorded: bool = False,
) -> s.Found:
    occurrence, begun, ended, sentence, region, _ = ending
    stay = s.first_of_each_day([(each[0], each[2]) for each in _endings(person)])
    said = "not_in_population"
    if occurrence in stay:
        said = s.verdict(
            # How somebody stands on a day to come is not known yet (common rule 4).
            excluded=s.left_early(person, begun, ended, sentence) or (excluded and ended <= as_at),
            due=ended,
            as_at=as_at,
            not_recorded=not_recorded,
            met=met,
        )
    return s.Found(measure, occurrence, *s.place(person, ended, region), ended, ended, said)


def _not_at_liberty(person: Person, ending: Ending) -> bool:
    return ending[5] == "recall" or s.night_in_custody(person, ending[2])


def _status_at(person: Person, table: str, day: date) -> str | None:
    effective = [each for each in person.rows(table) if s.holds(each, day)]
    key = "accommodation_id" if table == "accommodation" else "employment_id"
    if not effective:
        return None
    return str(max(effective, key=lambda each: (each["start_on"], each["recorded_at"], each[key]))["status"])


def int008(person: Person, as_at: date) -> Iterator[s.Found]:
    """Employment found under an order or licence and sustained; a person counts once in a year from April."""
    counted: set[int] = set()
    for first, last, occurrence in _spells_of_employment(person):
        due = first + SUSTAINED_AFTER
        under = _on_an_order_or_licence(person, first)
        said = "not_in_population"
        year = due.year if due.month >= 4 else due.year - 1
        if under and year not in counted:
            said = s.verdict(
                excluded=s.left_early(person, first, due),
                due=due,
                as_at=as_at,
                met=last is None or last >= due,
            )
        if under and (last is None or last >= due):
            counted.add(year)
        yield s.Found(
            "INT008", occurrence, *s.place(person, first, last_court(person, first)), due, due, said
        )


def _spells_of_employment(person: Person) -> list[tuple[date, date | None, str]]:
    """First day, last day (None: it lasts) and id of the first record of every unbroken spell, in order."""
    records = sorted(
        (each for each in person.rows("employment") if each["status"] in EMPLOYED),
        key=lambda each: (each["start_on"], each["employment_id"]),
    )
    spells: list[tuple[date, date | None, str]] = []
    for each in records:
        if spells and (spells[-1][1] is None or each["start_on"] <= spells[-1][1] + timedelta(days=1)):
            first, last, occurrence = spells[-1]
            ends = None if last is None or each["end_on"] is None else max(last, each["end_on"])
            spells[-1] = (first, ends, occurrence)
        else:
            spells.append((each["start_on"], each["end_on"], each["employment_id"]))
    return spells


def _on_an_order_or_licence(person: Person, day: date) -> bool:
    return any(
        each["kind"] in ("community", "licence", "unpaid_work_only") and s.holds(each, day)
        for each in person.rows("supervision_periods")
    )

"""SL028, SL029: unpaid work. SL031, SL033: accredited programmes. CRS SL002: suppliers' interventions."""

from collections.abc import Iterator
from datetime import date

from tests.differential.second_judge import shared as s
from tests.differential.second_judge.days import midnight_before, months_after
from tests.differential.second_judge.first_contact import contract_place
from tests.differential.second_judge.person import Person, Row

ORDERED = ("order", "rehabilitation_activity", "licence", "post_sentence_supervision")


def sl028(person: Person, as_at: date) -> Iterator[s.Found]:
    for version in person.rows("unpaid_work_sessions"):
        day = version["scheduled_on"]
        start = midnight_before(day)
        arranged = version["recorded_at"] < start and not any(
            version[when] is not None and version[when] < start for when in ("superseded_at", "cancelled_at")
        )
        said = "not_in_population"
        if arranged:
            cancelled = version["cancelled_at"]
            said = s.verdict(
                excluded=s.left_early(person, day, day),
                due=day,
                as_at=as_at,
                met=cancelled is not None and cancelled.date() == day and version["cancelled_by"] == "region",
            )
        yield s.Found("SL028", version["session_version_id"], *s.place(person, day, ""), day, day, said)


def sl029(person: Person, as_at: date) -> Iterator[s.Found]:
    for requirement in person.rows("requirements"):
        sentence = person.sentence(requirement["sentence_id"])
        if requirement["requirement_type"] != "unpaid_work" or sentence["sentence_type"] not in (
            *s.COMMUNITY,
            "supervision_default_order",
        ):
            continue
        day = sentence["sentenced_on"]
        due = months_after(day, 12)
        ended, why = requirement["ended_on"], requirement["end_reason"]
        by_then = ended is not None and ended <= due
        said = s.verdict(
            excluded=s.left_early(person, day, due, sentence) or (by_then and why == "removed_by_court"),
            due=due,
            as_at=as_at,
            met=by_then and why == "completed",
        )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("SL029", requirement["requirement_id"], *place, due, due, said)


def sl031(person: Person, as_at: date) -> Iterator[s.Found]:
    for episode, sentence, day in _programmes_at_their_end(person):
        eligible = episode["eligible_when_imposed"]
        said = "not_in_population"
        if eligible != "no":
            said = s.verdict(
                excluded=s.left_early(person, day, day, sentence),
                due=day,
                as_at=as_at,
                not_recorded=eligible is None,
                met=_started(episode, day),
            )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("SL031", episode["episode_id"], *place, day, day, said)


def sl033(person: Person, as_at: date) -> Iterator[s.Found]:
    for episode, sentence, day in _programmes_at_their_end(person):
        counted = _started(episode, day) and episode["eligible_when_imposed"] is not None
        said = "not_in_population"
        if counted and episode["delivered_in"] != "custody":
            ended = episode["ended_on"]
            said = s.verdict(
                excluded=s.left_early(person, day, day, sentence),
                due=day,
                as_at=as_at,
                met=episode["outcome"] == "completed_successfully" and ended is not None and ended <= day,
            )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("SL033", episode["episode_id"], *place, day, day, said)


def _programmes_at_their_end(person: Person) -> Iterator[tuple[Row, Row, date]]:
    for episode in person.rows("programme_episodes"):
        sentence = person.sentence(episode["sentence_id"])
        if episode["basis"] in ORDERED and sentence["ended_on"]:
            yield episode, sentence, sentence["ended_on"]


def _started(episode: Row, end: date) -> bool:
    imposed, started = episode["imposed_on"], episode["started_on"]
    return started is not None and started <= end and (imposed is None or imposed <= started)


def crs_sl002(person: Person, as_at: date) -> Iterator[s.Found]:
    for referral in person.rows("crs_referrals"):
        day = referral["ended_on"]
        if day is None:
            continue
        said = "not_in_population"
        if referral["suitable"] == "yes":
            said = s.verdict(
                excluded=s.left_early(person, referral["referred_on"], day),
                due=day,
                as_at=as_at,
                met=any(
                    each["referral_id"] == referral["referral_id"]
                    and each["purpose"] == "intervention"
                    and each["outcome"] in s.ATTENDED
                    and each["scheduled_on"] <= day
                    for each in person.rows("crs_appointments")
                ),
            )
        yield s.Found("CRS_SL002", referral["referral_id"], *contract_place(person, referral), day, day, said)

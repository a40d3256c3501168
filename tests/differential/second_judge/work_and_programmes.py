"""SL028, SL029: unpaid work. SL031, SL033: accredited programmes. CRS SL002: suppliers' interventions."""

from collections.abc import Iterator
from datetime import date

from tests.differential.second_judge import circumstances as s
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
        sentence = _sentence_of_session(person, version)
        if sentence is None:
            continue
        said = "not_in_population"
        if arranged:
            cancelled = version["cancelled_at"]
            said = s.verdict(
                excluded=s.left_early(person, sentence["sentenced_on"], day, sentence),
                due=day,
                as_at=as_at,
                met=cancelled is not None and cancelled.date() == day and version["cancelled_by"] == "region",
            )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("SL028", version["session_version_id"], *place, day, day, said)


def _sentence_of_session(person: Person, version: Row) -> Row | None:
    """That of the requirement worked off; not recorded: the latest made by its day, of two the lower id."""
    if version["requirement_id"] is not None:
        requirement = person.row("requirements", "requirement_id", version["requirement_id"])
        assert requirement is not None
        return person.sentence(requirement["sentence_id"])
    made = [each for each in person.rows("sentences") if each["sentenced_on"] <= version["scheduled_on"]]
    if not made:
        return None
    latest = max(each["sentenced_on"] for each in made)
    return min(
        (each for each in made if each["sentenced_on"] == latest), key=lambda each: str(each["sentence_id"])
    )


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
                excluded=s.left_early(person, sentence["sentenced_on"], day, sentence),
                due=day,
                as_at=as_at,
                not_recorded=eligible is None,
                met=_started(episode, sentence, day),
            )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("SL031", episode["episode_id"], *place, day, day, said)


def sl033(person: Person, as_at: date) -> Iterator[s.Found]:
    for episode, sentence, day in _programmes_at_their_end(person):
        said = "not_in_population"
        if _started(episode, sentence, day) and episode["delivered_in"] != "custody":
            ended = episode["ended_on"]
            said = s.verdict(
                excluded=s.left_early(person, sentence["sentenced_on"], day, sentence),
                due=day,
                as_at=as_at,
                not_recorded=episode["eligible_when_imposed"] is None,
                met=episode["outcome"] == "completed_successfully" and ended is not None and ended <= day,
            )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("SL033", episode["episode_id"], *place, day, day, said)


def _programmes_at_their_end(person: Person) -> Iterator[tuple[Row, Row, date]]:
    for episode in person.rows("programme_episodes"):
        sentence = person.sentence(episode["sentence_id"])
        programme = person.row("programmes", "programme_code", episode["programme_code"])
        assert programme is not None
        accredited = programme["kind"] == "accredited_programme"
        if accredited and episode["basis"] in ORDERED and sentence["ended_on"]:
            yield episode, sentence, sentence["ended_on"]


def _started(episode: Row, sentence: Row, end: date) -> bool:
    """A start date was entered, from the imposition (not recorded: from the sentence) to the end."""
    imposed = episode["imposed_on"] or sentence["sentenced_on"]
    return episode["started_on"] is not None and imposed <= episode["started_on"] <= end


def crs_sl002(person: Person, as_at: date) -> Iterator[s.Found]:
    for referral in person.rows("crs_referrals"):
        place, suitable = contract_place(person, referral), referral["suitable"]
        begun, ended = referral["referred_on"], referral["ended_on"]
        if ended is None:
            said = "not_in_population" if suitable == "no" else "pending"
            yield s.Found("CRS_SL002", referral["referral_id"], *place, begun, None, said)
            continue
        said = "not_in_population"
        if suitable == "yes":
            said = s.verdict(
                excluded=s.left_early(person, begun, ended),
                due=ended,
                as_at=as_at,
                met=any(_intervention_attended(each, referral) for each in person.rows("crs_appointments")),
            )
        yield s.Found("CRS_SL002", referral["referral_id"], *place, ended, ended, said)


def _intervention_attended(version: Row, referral: Row) -> bool:
    return (
        version["referral_id"] == referral["referral_id"]
        and version["purpose"] == "intervention"
        and version["outcome"] in s.ATTENDED
        and bool(referral["referred_on"] <= version["scheduled_on"] <= referral["ended_on"])
        and s.stood_on_its_day(version)
    )

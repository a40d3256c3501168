"""The requirements of the 2014 agreement: reports, enforcement, programmes, public protection."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from tests.differential.second_judge import circumstances as s
from tests.differential.second_judge.days import business_days_after, london_day
from tests.differential.second_judge.first_contact import sl011
from tests.differential.second_judge.person import Person, Row
from tests.differential.second_judge.surveys import sl020


def om040(person: Person, as_at: date) -> Iterator[s.Found]:
    asked = person.rows("court_reports")
    stay = s.first_of_each_day([(each["report_id"], each["requested_on"]) for each in asked])
    for report in asked:
        day, due, sent = report["requested_on"], report["due_on"], report["completed_on"]
        said = "not_in_population"
        if report["report_id"] in stay:
            said = s.verdict(
                excluded=due is not None and s.left_early(person, day, due),
                due=due or day,
                as_at=as_at,
                not_recorded=due is None,
                met=due is not None and sent is not None and day <= sent <= due,
            )
        place = s.place(person, day, report["court_region_code"])
        yield s.Found("OM040", report["report_id"], *place, due or day, due, said)


def om005(person: Person, as_at: date) -> Iterator[s.Found]:
    failures = person.rows("breaches")
    stay = s.first_of_each_day([(each["breach_id"], each["relevant_failure_on"]) for each in failures])
    for breach in failures:
        day, sentence = breach["relevant_failure_on"], person.sentence(breach["sentence_id"])
        due, begun = business_days_after(day, 10), breach["begun_on"]
        said = "not_in_population"
        if breach["breach_id"] in stay:
            said = s.verdict(
                excluded=s.left_early(person, day, due, sentence),
                due=due,
                as_at=as_at,
                met=begun is not None and day <= begun <= due,
            )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("OM005", breach["breach_id"], *place, due, due, said)


def om004(person: Person, as_at: date) -> Iterator[s.Found]:
    decided = person.rows("recalls")
    stay = s.first_of_each_day([(each["recall_id"], london_day(each["decided_at"])) for each in decided])
    for recall in decided:
        release = person.row("releases", "release_id", recall["release_id"])
        assert release is not None
        day, last = london_day(recall["decided_at"]), recall["decided_at"] + timedelta(hours=24)
        due, received, withdrawn = london_day(last), recall["request_received_at"], recall["rescinded_on"]
        said = "not_in_population"
        if recall["recall_id"] in stay:
            said = s.verdict(
                excluded=s.left_early(person, day, due, person.sentence(release["sentence_id"]))
                or (withdrawn is not None and withdrawn <= due),
                due=due,
                as_at=as_at,
                met=received is not None and recall["decided_at"] <= received <= last,
            )
        place = s.place(person, day, release["prison_region_code"])
        yield s.Found("OM004", recall["recall_id"], *place, due, due, said)


def om029(person: Person, as_at: date) -> Iterator[s.Found]:
    for found in sl020(person, as_at):
        yield found._replace(measure="OM029")


def om027(person: Person, as_at: date) -> Iterator[s.Found]:
    """SL011 among the requests for indeterminate sentences alone."""
    wanted = [
        each
        for each in person.rows("parole_reports")
        if person.sentence(each["sentence_id"])["sentence_type"] == "custodial_indeterminate"
    ]
    for found in sl011(person.with_rows("parole_reports", wanted), as_at):
        yield found._replace(measure="OM027")


def om026(person: Person, as_at: date) -> Iterator[s.Found]:
    checks = person.rows("assessment_quality_checks")
    stay = s.first_of_each_day([(each["check_id"], each["checked_on"]) for each in checks])
    for check in checks:
        day, sentence = check["checked_on"], None
        assessment = person.row("assessments", "assessment_id", check["assessment_id"])
        assert assessment is not None
        if assessment["sentence_id"]:
            sentence = person.sentence(assessment["sentence_id"])
        said = "not_in_population"
        if check["check_id"] in stay:
            said = s.verdict(
                excluded=s.left_early(person, day, day, sentence),
                due=day,
                as_at=as_at,
                met=check["result"] in ("good", "satisfactory"),
            )
        region = sentence["court_region_code"] if sentence else last_court(person, day)
        yield s.Found("OM026", check["check_id"], *s.place(person, day, region), day, day, said)


def om039(person: Person, as_at: date) -> Iterator[s.Found]:
    wanted = [each for each in person.rows("assessments") if _needs_a_final_review(each)]
    stay = s.first_of_each_day([(each["assessment_id"], _review_day(each)) for each in wanted])
    for review in wanted:
        if review["assessment_id"] not in stay:
            continue
        due, done = review["due_on"], review["completed_on"]
        sentence = person.sentence(review["sentence_id"]) if review["sentence_id"] else None
        day = _review_day(review)
        begun = sentence["sentenced_on"] if sentence else day
        said = s.verdict(
            excluded=due is not None and s.left_early(person, begun, due, sentence),
            due=day,
            as_at=as_at,
            not_recorded=due is None or (review["tier"] is None and not review["prolific_or_priority"]),
            met=due is not None and done is not None and done <= due,
        )
        region = sentence["court_region_code"] if sentence else last_court(person, day)
        yield s.Found("OM039", review["assessment_id"], *s.place(person, day, region), day, due, said)


def last_court(person: Person, day: date) -> str:
    """The region of the court that sentenced last by the day, else of a later one; of two the lower id."""
    sentences = person.rows("sentences")
    made = [each for each in sentences if each["sentenced_on"] <= day] or sentences
    if not made:
        return ""
    latest = max(each["sentenced_on"] for each in made)
    last = min(
        (each["sentence_id"], each["court_region_code"]) for each in made if each["sentenced_on"] == latest
    )
    return str(last[1])


def _needs_a_final_review(review: Row) -> bool:
    """Tier 3 and 4, tier 2 with a due day, prolific or priority; a tier not recorded is asked for."""
    tier, due = review["tier"], review["due_on"]
    by_tier = tier in (None, 3, 4) or (tier == 2 and due is not None)
    return review["stage"] == "termination" and (by_tier or review["prolific_or_priority"] is True)


def _review_day(review: Row) -> date:
    day: date = review["due_on"] or review["recorded_at"].date()
    return day


def om046(person: Person, as_at: date) -> Iterator[s.Found]:
    required = person.rows("visor_records")
    stay = s.first_of_each_day([(each["visor_record_id"], each["required_from"]) for each in required])
    for record in required:
        day, said = record["required_from"], "not_in_population"
        if record["visor_record_id"] in stay:
            made = record["created_on"] is not None
            said = s.verdict(
                excluded=s.left_early(person, day, day),
                due=day,
                as_at=as_at,
                not_recorded=made and record["appropriate"] is None,
                met=made and record["appropriate"] == "yes",
            )
        yield s.Found(
            "OM046",
            record["visor_record_id"],
            *s.place(person, day, last_court(person, day)),
            day,
            day,
            said,
        )


def _programmes(
    person: Person, as_at: date, *, measure: str, wanted: Callable[[str], bool]
) -> Iterator[s.Found]:
    for episode in person.rows("programme_episodes"):
        programme = person.row("programmes", "programme_code", episode["programme_code"])
        assert programme is not None
        day = episode["ended_on"]
        if day is None or programme["kind"] != "accredited_programme" or not wanted(programme["area"]):
            continue
        sentence = person.sentence(episode["sentence_id"])
        said = "not_in_population"
        if episode["delivered_in"] != "custody":
            said = s.verdict(
                excluded=s.left_early(person, sentence["sentenced_on"], day, sentence),
                due=day,
                as_at=as_at,
                not_recorded=episode["outcome"] is None,
                met=episode["outcome"] == "completed_successfully",
            )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found(measure, episode["episode_id"], *place, day, day, said)


int001 = partial(_programmes, measure="INT001", wanted=lambda area: area == "sexual")
int002 = partial(_programmes, measure="INT002", wanted=lambda area: area == "domestic_abuse")
int003 = partial(_programmes, measure="INT003", wanted=lambda area: area not in ("sexual", "domestic_abuse"))


def int005(person: Person, as_at: date) -> Iterator[s.Found]:
    for requirement in person.rows("requirements"):
        day = requirement["ended_on"]
        if requirement["requirement_type"] != "unpaid_work" or day is None:
            continue
        sentence = person.sentence(requirement["sentence_id"])
        said = s.verdict(
            excluded=s.left_early(person, sentence["sentenced_on"], day, sentence)
            or requirement["end_reason"] == "removed_by_court",
            due=day,
            as_at=as_at,
            not_recorded=requirement["end_reason"] is None,
            met=requirement["end_reason"] == "completed",
        )
        place = s.place(person, day, sentence["court_region_code"])
        yield s.Found("INT005", requirement["requirement_id"], *place, day, day, said)


def om032(person: Person, as_at: date) -> Iterator[s.Found]:
    for answer in person.rows("victim_survey_responses"):
        day = answer["responded_on"]
        said = s.verdict(
            excluded=False,
            due=day,
            as_at=as_at,
            not_recorded=answer["overall"] is None,
            met=answer["overall"] in ("satisfied", "very_satisfied"),
        )
        unit = answer["unit_code"] or "unallocated"
        yield s.Found("OM032", answer["response_id"], answer["region_code"], unit, day, day, said)


def om041a(person: Person, as_at: date) -> Iterator[s.Found]:
    for meeting in person.rows("mappa_meetings"):
        if meeting["kind"] == "strategic_management_board":
            day, said = meeting["held_on"], _attended(meeting, as_at)
            place = (meeting["region_code"], "unallocated")
            yield s.Found("OM041A", meeting["meeting_id"], *place, day, day, said)


def om041b(person: Person, as_at: date) -> Iterator[s.Found]:
    levels = [each for each in person.rows("mappa_meetings") if each["kind"] in ("level_2", "level_3")]
    stay = s.first_of_each_day(
        [(each["meeting_id"], each["held_on"]) for each in levels if each["person_id"] is not None]
    )
    for meeting in levels:
        day, about = meeting["held_on"], meeting["person_id"]
        said = "not_in_population"
        if about is None or meeting["meeting_id"] in stay:
            gone = about is not None and s.left_early(person, day, day)
            said = "excluded" if gone else _attended(meeting, as_at)
        invited = (meeting["region_code"], "unallocated")
        place = invited if about is None else s.place(person, day, meeting["region_code"])
        yield s.Found("OM041B", meeting["meeting_id"], *place, day, day, said)


def _attended(meeting: Row, as_at: date) -> str:
    return s.verdict(
        excluded=False,
        due=meeting["held_on"],
        as_at=as_at,
        not_recorded=meeting["attended"] is None,
        met=meeting["attended"] == "yes",
    )

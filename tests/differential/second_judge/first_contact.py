"""SL004, SL005, SL027, CRS SL001: arranged in time. SL006: the first plan. SL010, SL011: reports in time."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.differential.second_judge import circumstances as s
from tests.differential.second_judge.days import business_days_after, london_day, midnight_after
from tests.differential.second_judge.person import Person, Row


def sl004(person: Person, as_at: date) -> Iterator[s.Found]:
    made = s.orders(person)
    stay = s.first_of_each_day([(each["sentence_id"], each["sentenced_on"]) for each in made])
    for order in made:
        day = order["sentenced_on"]
        due = business_days_after(day, 5)
        said = "not_in_population"
        if order["sentence_id"] in stay:
            said = s.verdict(
                excluded=s.left_early(person, day, due, order)
                or s.held_beyond(person.rows("custody_periods"), day, due),
                due=due,
                as_at=as_at,
                met=_seen_or_visited(person, day, due),
            )
        yield _found("SL004", order["sentence_id"], person, day, due, said, order["court_region_code"])


def sl005(person: Person, as_at: date) -> Iterator[s.Found]:
    real = s.real_releases(person)
    stay = s.first_of_each_day([(each["release_id"], each["released_on"]) for each in real])
    for release in person.rows("releases"):
        day = release["released_on"]
        due = business_days_after(day, 3 if release["release_route"] == "court_after_remand" else 1)
        said = "not_in_population"
        if release["release_id"] in stay:
            away = person.rows("custody_periods") + person.rows("detention_periods")
            said = s.verdict(
                excluded=s.left_early(person, day, due, person.sentence(release["sentence_id"]))
                or s.held_beyond(away, day, due),
                due=due,
                as_at=as_at,
                met=_seen_or_visited(person, day, due),
            )
        yield _found("SL005", release["release_id"], person, day, due, said, release["prison_region_code"])


def sl006(person: Person, as_at: date) -> Iterator[s.Found]:
    begun = [(each["sentence_id"], each["sentenced_on"], None) for each in s.orders(person)]
    begun += [
        (each["release_id"], each["released_on"], each)
        for each in person.rows("releases")
        if each["release_type"] == "licence"
    ]
    stay = s.first_of_each_day([(occurrence, day) for occurrence, day, _ in begun])
    for occurrence, day, release in begun:
        sentence = person.sentence(release["sentence_id"] if release else occurrence)
        attended = _first_attended(person, day, as_at)
        region = release["prison_region_code"] if release else sentence["court_region_code"]
        if attended is None:
            place = s.place(person, day, region)
            yield s.Found("SL006", occurrence, *place, day, None, "not_in_population")
            continue
        due = business_days_after(attended, 15)
        said = "not_in_population"
        if occurrence in stay:
            from_day = day - timedelta(days=56) if release else day
            said = s.verdict(
                excluded=s.left_early(person, day, due, sentence)
                or _over(person, sentence, release, due, as_at),
                due=due,
                as_at=as_at,
                met=any(
                    each["plan_type"] == "initial"
                    and each["completed_on"]
                    and from_day <= each["completed_on"] <= due
                    for each in person.rows("plans")
                ),
            )
        yield _found("SL006", occurrence, person, day, due, said, region)


def sl027(person: Person, as_at: date) -> Iterator[s.Found]:
    for requirement in person.rows("requirements"):
        if requirement["requirement_type"] != "unpaid_work":
            continue
        day, sentence = requirement["imposed_on"], person.sentence(requirement["sentence_id"])
        due = business_days_after(day, 15)
        said = s.verdict(
            excluded=s.left_early(person, day, due, sentence),
            due=due,
            as_at=as_at,
            met=any(
                each["session_type"] == "work"
                and day <= each["scheduled_on"] <= due
                and s.stood_on_its_day(each)
                for each in person.rows("unpaid_work_sessions")
            ),
        )
        yield _found(
            "SL027", requirement["requirement_id"], person, day, due, said, sentence["court_region_code"]
        )


def crs_sl001(person: Person, as_at: date) -> Iterator[s.Found]:
    for referral in person.rows("crs_referrals"):
        day = referral["referred_on"]
        due = business_days_after(day, 10)
        gone = referral["withdrawn_on"] is not None and referral["withdrawn_on"] <= due
        said = s.verdict(
            excluded=s.left_early(person, day, due) or gone,
            due=due,
            as_at=as_at,
            met=any(
                each["referral_id"] == referral["referral_id"]
                and each["purpose"] == "assessment"
                and day <= each["scheduled_on"] <= due
                and s.stood_on_its_day(each)
                for each in person.rows("crs_appointments")
            ),
        )
        yield s.Found("CRS_SL001", referral["referral_id"], *contract_place(person, referral), due, due, said)


def contract_place(person: Person, referral: Row) -> tuple[str, str]:
    """The contract's region; the unit as for any other case when it lies in that region."""
    contract = person.row("crs_contracts", "contract_id", referral["contract_id"])
    assert contract is not None
    return contract["region_code"], "unallocated"


def sl010(person: Person, as_at: date) -> Iterator[s.Found]:
    returned = [each for each in person.rows("recalls") if each["returned_on"]]
    stay = s.first_of_each_day([(each["recall_id"], each["returned_on"]) for each in returned])
    for recall in returned:
        day = recall["returned_on"]
        recorded = recall["part_b_due_on"]
        wrong = recorded is not None and recorded < day
        due = day if wrong else recorded or business_days_after(day, 10)
        release = person.row("releases", "release_id", recall["release_id"])
        assert release is not None
        said = "not_in_population"
        if recall["recall_id"] in stay:
            rescinded = recall["rescinded_on"] is not None and recall["rescinded_on"] <= due
            said = s.verdict(
                excluded=not wrong
                and (rescinded or s.left_early(person, day, due, person.sentence(release["sentence_id"]))),
                due=due,
                as_at=as_at,
                not_recorded=wrong,
                met=recall["part_b_accepted_on"] is not None and recall["part_b_accepted_on"] <= due,
            )
        place = s.place(person, day, release["prison_region_code"])
        yield s.Found("SL010", recall["recall_id"], *place, due, None if wrong else due, said)


def sl011(person: Person, as_at: date) -> Iterator[s.Found]:
    asked = [each for each in person.rows("parole_reports") if each["report_type"] == "parom1"]
    stay = s.first_of_each_day([(each["parole_report_id"], each["requested_on"]) for each in asked])
    for report in asked:
        day, sentence = report["requested_on"], person.sentence(report["sentence_id"])
        place = s.place_of_prisoner(person, day, _received_by(person, day), sentence["court_region_code"])
        due = _due_in_force(person, report)
        point, said = due or day, "not_in_population"
        if report["parole_report_id"] in stay:
            withdrawn = report["withdrawn_on"]
            said = s.verdict(
                excluded=due is not None
                and (
                    s.left_early(person, day, due, sentence) or (withdrawn is not None and withdrawn <= due)
                ),
                due=point,
                as_at=as_at,
                not_recorded=due is None,
                met=due is not None and report["sent_on"] is not None and report["sent_on"] <= due,
            )
        yield s.Found("SL011", report["parole_report_id"], *place, point, due, said)


def _received_by(person: Person, day: date) -> Row | None:
    """The latest allocation to a community offender manager by the day; of two on one day the lowest id."""
    made = [
        each
        for each in person.rows("allocations")
        if each["allocation_type"] == "community_offender_manager" and each["allocated_on"] <= day
    ]
    if not made:
        return None
    latest = max(each["allocated_on"] for each in made)
    return min((each for each in made if each["allocated_on"] == latest), key=_allocation_id)


def _allocation_id(allocation: Row) -> str:
    return str(allocation["allocation_id"])


def _due_in_force(person: Person, report: Row) -> date | None:
    """The earliest due date, not before the request, that was in force at the end of its own day."""
    stood = []
    for version in person.rows("parole_report_due_dates"):
        due, replaced = version["due_on"], version["superseded_at"]
        if version["parole_report_id"] != report["parole_report_id"] or due < report["requested_on"]:
            continue
        end = midnight_after(due)
        if version["recorded_at"] < end and (replaced is None or replaced >= end):
            stood.append(due)
    return min(stood, default=None)


def _seen_or_visited(person: Person, trigger: date, due: date) -> bool:
    return any(
        each["mode"] in ("office", "home_visit")
        and trigger <= each["scheduled_on"] <= due
        and s.stood_on_its_day(each)
        for each in person.rows("contacts")
    )


def _first_attended(person: Person, trigger: date, as_at: date) -> date | None:
    days = [
        each["scheduled_on"]
        for each in person.rows("contacts")
        if each["provider"] == "practitioner"
        and each["outcome"] in s.ATTENDED
        and trigger <= each["scheduled_on"] <= as_at
        and s.stood_on_its_day(each)
    ]
    return min(days, default=None)


def _over(person: Person, sentence: Row, release: Row | None, due: date, as_at: date) -> bool:
    """Ended or recalled on or before the due date."""
    if sentence["ended_on"] is not None and sentence["ended_on"] <= due:
        return True
    if release is None:
        return False
    ends = release["supervision_ends_on"]
    if ends is not None and ends <= min(due, as_at):
        return True
    decided = any(
        each["release_id"] == release["release_id"]
        and london_day(each["decided_at"]) <= due
        and not (each["rescinded_on"] and each["rescinded_on"] <= due)
        for each in person.rows("recalls")
    )
    return decided or any(
        each["reason"] == "recall" and release["released_on"] <= each["start_on"] <= due
        for each in person.rows("custody_periods")
    )


def _found(
    measure: str, occurrence: str, person: Person, day: date, due: date, said: str, else_region: str
) -> s.Found:
    return s.Found(measure, occurrence, *s.place(person, day, else_region), due, due, said)

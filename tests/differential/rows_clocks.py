"""Random rows that the operational clocks turn on: allocations, reviews, handovers, contacts, enforcement.

Days are drawn around the due dates: the same day, a day or some business days later, months before an end.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from rules.periods import add_months

if TYPE_CHECKING:
    from tests.differential.persons import _Person

_SOON = [0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 13, 14, 15, 16, 21, 22]
_PROGRAMMES = {
    "CK1": "accredited_programme",
    "CK2": "structured_intervention",
    "CK3": "approved_toolkit",
}
_STAGES = ["unpaid_work_6_months", "unpaid_work_9_months"]
_STAGES += ["programme_6_months_before_end", "programme_3_months_before_end"]


def add_clocks(person: "_Person") -> None:
    """After the person's sentences, releases, requirements and sessions, around whose days these lie."""
    for sentence in list(person.tables["sentences"]):
        _allocations(person, sentence)
        if sentence["sentence_type"].startswith("custodial"):
            _release_dates(person, sentence)
            _handover(person, sentence)
            _contacts(person, sentence)
        if person.chance(0.4):
            _breach(person, sentence)
        _episode(person, sentence)
    for requirement in list(person.tables["requirements"]):
        _reviews(person, requirement)
    _absences(person)
    _monitoring(person)
    for _ in range(person.rng.choice([0, 0, 1])):
        _information_request(person)


def _later(person: "_Person", day: date, share: float = 0.8) -> date | None:
    """A day at or after another, now and then before it; None when it was not done."""
    if not person.chance(share):
        return None
    return day + timedelta(days=person.rng.choice([*_SOON, -1]))


def _not_before(day: date | None, least: date) -> date | None:
    return None if day is None else max(day, least)


def _allocations(person: "_Person", sentence: dict[str, Any]) -> None:
    for _ in range(person.rng.choice([0, 1, 1, 2])):
        on = _later(person, sentence["sentenced_on"], 1.0)
        unit = person.rng.choice(["H101", "H102", "A25"])
        person.add(
            "allocations",
            allocation_id=person.id_of("AL"),
            person_id=person.id,
            sentence_id=sentence["sentence_id"],
            allocation_type=person.rng.choice(
                ["initial", "initial", "community_offender_manager", "transfer"]
            ),
            allocated_on=on,
            region_code=unit[0],
            unit_code=unit,
        )


def _release_dates(person: "_Person", sentence: dict[str, Any]) -> None:
    on = sentence["sentenced_on"]
    for _ in range(person.rng.choice([0, 1, 1, 2, 3])):
        recorded_at = person.moment(on + timedelta(days=person.rng.choice([0, 1, 30, 200])))
        superseded_at = recorded_at + timedelta(days=person.rng.choice([0, 1, 60]))
        person.add(
            "release_dates",
            release_date_version_id=person.id_of("RD"),
            sentence_id=sentence["sentence_id"],
            kind=person.rng.choice(
                ["conditional", "automatic", "home_detention_curfew", "parole_eligibility"]
            ),
            release_on=add_months(on, person.rng.choice([0, 1, 7, 8, 10, 15, 16, 24])) + _nudge(person),
            recorded_at=recorded_at,
            superseded_at=person.rng.choice([None, None, superseded_at]),
            set_at_sentence=False,
        )


def _nudge(person: "_Person") -> timedelta:
    return timedelta(days=person.rng.choice([-1, 0, 0, 1, 15, 16]))


def _handover(person: "_Person", sentence: dict[str, Any]) -> None:
    for _ in range(person.rng.choice([0, 1, 1, 2])):
        due_on = add_months(sentence["sentenced_on"], person.rng.choice([-1, 0, 1, 6])) + _nudge(person)
        person.add(
            "handovers",
            handover_id=person.id_of("HO"),
            person_id=person.id,
            sentence_id=sentence["sentence_id"],
            early_allocation=person.chance(0.3),
            due_on=person.rng.choice([None, due_on]),
            completed_on=person.rng.choice([None, due_on, _later(person, due_on)]),
        )


def _contacts(person: "_Person", sentence: dict[str, Any]) -> None:
    released = [r["released_on"] for r in person.tables["releases"]] or [sentence["sentenced_on"]]
    for _ in range(person.rng.choice([0, 2, 3, 5])):
        on = person.rng.choice(released) + timedelta(days=person.rng.choice([-3, -1, 0, 1, 13, 14, 15]))
        person.add(
            "prerelease_contacts",
            contact_id=person.id_of("PC"),
            person_id=person.id,
            sentence_id=sentence["sentence_id"],
            phase=person.rng.choice(["before_release", "after_release"]),
            held_on=on,
            mode="video",
        )
    for allocation in person.tables["allocations"]:
        if allocation["sentence_id"] == sentence["sentence_id"] and person.chance(0.4):
            _meeting(person, allocation, person.rng.choice(released))


def _meeting(person: "_Person", allocation: dict[str, Any], near: date) -> None:
    held = person.chance(0.7)
    person.add(
        "handover_meetings",
        meeting_version_id=person.id_of("HV"),
        meeting_id=person.id_of("HM"),
        person_id=person.id,
        allocation_id=allocation["allocation_id"],
        scheduled_on=near - timedelta(days=person.rng.choice([-1, 0, 1, 28])),
        recorded_at=datetime.combine(near - timedelta(days=40), time(9)),
        outcome="held" if held else person.rng.choice([None, "not_held"]),
        prison_manager_attended=True if held else None,
        community_manager_attended=person.rng.choice([True, True, False, None]) if held else None,
        prisoner_attended=person.rng.choice([True, True, False, None]) if held else None,
        prisoner_refused=None,
    )


def _breach(person: "_Person", sentence: dict[str, Any]) -> None:
    failed_on = person.near(sentence["sentenced_on"])
    fixed_on = _not_before(_later(person, failed_on), failed_on)
    result_on = _not_before(_later(person, fixed_on or failed_on, 0.6), failed_on)
    person.add(
        "breaches",
        breach_id=person.id_of("BR"),
        person_id=person.id,
        sentence_id=sentence["sentence_id"],
        relevant_failure_on=failed_on,
        begun_on=failed_on,
        hearing_fixed_on=fixed_on,
        hearing_told_on=_not_before(_later(person, fixed_on), fixed_on) if fixed_on else None,
        result_on=result_on,
        result_told_on=_not_before(_later(person, result_on), result_on) if result_on else None,
    )


def _episode(person: "_Person", sentence: dict[str, Any]) -> None:
    for code, kind in _PROGRAMMES.items():
        if not person.chance(0.25):
            continue
        _programme(person, code, kind)
        imposed_on = person.rng.choice(
            [None, sentence["sentenced_on"], person.near(sentence["sentenced_on"])]
        )
        requirements = [
            r["requirement_id"]
            for r in person.tables["requirements"]
            if r["sentence_id"] == sentence["sentence_id"]
        ]
        started_on = person.near(imposed_on) if imposed_on and person.chance(0.5) else None
        ended_on = person.near(started_on or imposed_on) if imposed_on and person.chance(0.3) else None
        person.add(
            "programme_episodes",
            episode_id=person.id_of("PE"),
            person_id=person.id,
            programme_code=code,
            sentence_id=sentence["sentence_id"],
            requirement_id=person.rng.choice([None, *requirements]),
            basis=person.rng.choice(["order", "licence", "post_sentence_supervision", "voluntary"]),
            imposed_on=imposed_on,
            delivered_in=person.rng.choice(["community", "community", "both", "custody"]),
            started_on=started_on,
            ended_on=ended_on,
        )
        _review(person, sentence["sentence_id"], None, sentence["expected_end_on"])


def _programme(person: "_Person", code: str, kind: str) -> None:
    row: dict[str, Any] = {"programme_code": code, "title": code, "kind": kind, "area": "general_offending"}
    row["valid_from"] = date(2020, 1, 1)
    if row not in person.tables["programmes"]:
        person.add("programmes", **row)


def _review(person: "_Person", sentence_id: str, requirement_id: str | None, end_on: date | None) -> None:
    if end_on is None:
        return
    due_on = add_months(end_on, person.rng.choice([-6, -3])) + _nudge(person)
    person.add(
        "progress_reviews",
        review_id=person.id_of("PR"),
        sentence_id=sentence_id,
        requirement_id=requirement_id,
        review_type=person.rng.choice(_STAGES),
        completed_on=person.rng.choice([None, due_on, due_on]),
    )


def _reviews(person: "_Person", requirement: dict[str, Any]) -> None:
    on = requirement["imposed_on"]
    for _ in range(person.rng.choice([0, 1, 2])):
        requirement_id = person.rng.choice([None, requirement["requirement_id"]])
        end_on = add_months(on, person.rng.choice([12, 12, 15]))
        _review(person, requirement["sentence_id"], requirement_id, end_on)
    for _ in range(person.rng.choice([0, 1, 2])):
        person.add(
            "unpaid_work_assessments",
            assessment_id=person.id_of("UA"),
            requirement_id=requirement["requirement_id"],
            completed_on=_later(person, on),
            recorded_at=datetime.combine(on, time(12)),
        )


def _absences(person: "_Person") -> None:
    for session in person.tables["unpaid_work_sessions"]:
        for _ in range(person.rng.choice([0, 1, 2])):
            person.add(
                "unpaid_work_absences",
                absence_id=person.id_of("UX"),
                session_version_id=session["session_version_id"],
                reported_on=_later(person, session["scheduled_on"]),
            )


def _monitoring(person: "_Person") -> None:
    if not person.chance(0.3):
        return
    start_on, monitoring_id = person.day(), person.id_of("EM")
    person.add(
        "electronic_monitoring",
        monitoring_id=monitoring_id,
        person_id=person.id,
        kind="curfew",
        start_on=start_on,
    )
    for _ in range(person.rng.choice([1, 2])):
        on = person.near(start_on)
        moment = person.rng.choice([time(0, 30), time(12), time(22, 30), time(23, 30)])
        person.add(
            "electronic_monitoring_events",
            event_id=person.id_of("EV"),
            monitoring_id=monitoring_id,
            kind=person.rng.choice(["violation", "violation", "equipment"]),
            reported_at=datetime.combine(on, moment, UTC),
            outcome_on=_later(person, on),
        )


def _information_request(person: "_Person") -> None:
    on = person.day()
    person.add(
        "information_requests",
        request_id=person.id_of("IR"),
        person_id=person.id,
        found_missing_on=on,
        requested_on=_not_before(_later(person, on), on),
    )

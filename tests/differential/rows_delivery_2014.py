"""Random rows for the 2014 agreement: courts, recalls, reviews, checks, boards, programmes, work.

Many lie on the same few days of a person, so that several occurrences of a day are common.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.differential.persons import _Person

_TO_DUE = [0, 9, 10, 11, 13, 14, 15, 16, 18]
_NEAR = [-2, -1, -1, 0, 0, 0, 1, 1, 2]
# Around midnight in London in winter and in summer, and on both sides of 24 hours.
_CLOCKS = [time(0, 10), time(12), time(22, 59, 59), time(23), time(23, 30), time(1)]
_HOURS = [timedelta(hours=h) for h in (-1, 0, 1, 23, 24, 25)] + [timedelta(hours=24, seconds=1)]
_AREAS = {"DP1": "sexual", "DP2": "domestic_abuse", "DP3": "general_offending", "DP4": "other"}


def add_delivery_2014(person: "_Person") -> None:
    """After everything else: these rows hang on the person's sentences, releases and requirements."""
    for _ in range(person.rng.choice([0, 1, 2])):
        _court_report(person)
        _register_record(person)
        _meeting(person)
    for _ in range(person.rng.choice([0, 0, 1, 3])):
        _assessment(person)
        _work(person)
    for sentence in person.tables["sentences"]:
        _breach(person, sentence)
        _programme(person, sentence)
    for release in person.tables["releases"]:
        _recall(person, release)
    if person.chance(0.3):
        _victim(person)


def _near(person: "_Person", day: date, gaps: list[int] = _NEAR) -> date:
    return day + timedelta(days=person.rng.choice(gaps))


def _maybe(person: "_Person", value: Any, share: float = 0.75) -> Any:
    return value if person.chance(share) else None


def _court_report(person: "_Person") -> None:
    on = person.rng.choice(person.days)
    due_on = on + timedelta(days=person.rng.choice(_TO_DUE))
    person.add(
        "court_reports",
        report_id=person.id_of("CR"),
        person_id=person.id,
        report_type=person.rng.choice(["oral", "standard"]),
        court_region_code=person.rng.choice("AH"),
        requested_on=on,
        due_on=_maybe(person, due_on),
        completed_on=_maybe(person, max(on, _near(person, due_on))),
    )


def _register_record(person: "_Person") -> None:
    on = person.rng.choice(person.days)
    person.add(
        "visor_records",
        visor_record_id=person.id_of("VR"),
        person_id=person.id,
        required_from=on,
        created_on=_maybe(person, person.near(on)),
        appropriate=person.rng.choice(["yes", "yes", "no", None]),
    )


def _meeting(person: "_Person") -> None:
    kind = person.rng.choice(["strategic_management_board", "level_2", "level_3"])
    about = None if kind == "strategic_management_board" else _maybe(person, person.id, 0.9)
    person.add(
        "mappa_meetings",
        meeting_id=person.id_of("MM"),
        region_code=person.rng.choice("BH"),
        kind=kind,
        person_id=about,
        held_on=person.rng.choice(person.days),
        attended=person.rng.choice(["yes", "no", None]),
    )


def _assessment(person: "_Person") -> None:
    due_on = _near(person, person.rng.choice(person.days))
    sentences = [sentence["sentence_id"] for sentence in person.tables["sentences"]]
    assessment_id = person.id_of("AT")
    person.add(
        "assessments",
        assessment_id=assessment_id,
        person_id=person.id,
        sentence_id=person.rng.choice([None, *sentences]),
        stage=person.rng.choice(["termination", "termination", "review"]),
        tier=person.rng.choice([None, 1, 2, 2, 3, 4]),
        prolific_or_priority=person.rng.choice([None, False, True]),
        due_on=_maybe(person, due_on),
        completed_on=_maybe(person, _near(person, due_on)),
        recorded_at=person.moment(due_on),
    )
    for _ in range(person.rng.choice([0, 1, 1])):
        person.add(
            "assessment_quality_checks",
            check_id=person.id_of("QC"),
            assessment_id=assessment_id,
            checked_on=person.rng.choice(person.days),
            result=person.rng.choice(["good", "satisfactory", "requires_improvement", "unsatisfactory"]),
        )


def _work(person: "_Person") -> None:
    """Two records of work that touch, overlap or leave a day between, long enough or a day too short."""
    start = _near(person, person.rng.choice(person.days))
    end = start + timedelta(days=person.rng.choice([0, 13, 26, 27, 28, 29]))
    again = end + timedelta(days=person.rng.choice([0, 1, 1, 2]))
    for first, last in [(start, end), (again, _maybe(person, again + timedelta(days=28), 0.5))]:
        person.add(
            "employment",
            employment_id=person.id_of("EW"),
            person_id=person.id,
            status=person.rng.choice(["full_time", "part_time", "training"]),
            start_on=first,
            end_on=last,
            recorded_at=datetime.combine(first, time(9)),
        )


def _breach(person: "_Person", sentence: dict[str, Any]) -> None:
    if not person.chance(0.5):
        return
    failed_on = _near(person, person.rng.choice(person.days))
    begun_on = failed_on + timedelta(days=person.rng.choice(_TO_DUE))
    person.add(
        "breaches",
        breach_id=person.id_of("BD"),
        person_id=person.id,
        sentence_id=sentence["sentence_id"],
        relevant_failure_on=failed_on,
        begun_on=_maybe(person, begun_on),
    )


def _programme(person: "_Person", sentence: dict[str, Any]) -> None:
    if not person.chance(0.6):
        return
    held = {row["programme_code"] for row in person.tables["programmes"]}
    for code, area in _AREAS.items():
        if code not in held:
            row = {"programme_code": code, "title": code, "kind": "accredited_programme", "area": area}
            person.add("programmes", **row, valid_from=date(2010, 1, 1))
    started_on = _maybe(person, _near(person, sentence["sentenced_on"]), 0.6)
    ended_on = person.rng.choice([sentence["ended_on"], person.near(sentence["sentenced_on"]), None])
    if ended_on and started_on:
        ended_on = max(started_on, ended_on)
    person.add(
        "programme_episodes",
        episode_id=person.id_of("PD"),
        person_id=person.id,
        programme_code=person.rng.choice(list(_AREAS)),
        sentence_id=sentence["sentence_id"],
        basis="order",
        delivered_in=person.rng.choice(["community", "community", "custody", "both"]),
        started_on=started_on,
        ended_on=ended_on,
        outcome=person.rng.choice(["completed_successfully", "completed_successfully", "removed", None]),
    )


def _recall(person: "_Person", release: dict[str, Any]) -> None:
    if not person.chance(0.5):
        return
    on = release["supervision_ends_on"] or release["released_on"]
    decided_at = datetime.combine(_near(person, on), person.rng.choice(_CLOCKS), UTC)
    received_at = decided_at + person.rng.choice(_HOURS)
    person.add(
        "recalls",
        recall_id=person.id_of("KD"),
        person_id=person.id,
        release_id=release["release_id"],
        decided_at=decided_at,
        request_received_at=_maybe(person, received_at),
        rescinded_on=_maybe(person, _near(person, decided_at.date(), [0, 1, 2]), 0.3),
    )


def _victim(person: "_Person") -> None:
    person.add(
        "victim_survey_responses",
        response_id=person.id_of("VS"),
        region_code=person.rng.choice("BH"),
        unit_code=person.rng.choice([None, "H103"]),
        responded_on=person.rng.choice(person.days),
        overall=person.rng.choice(
            ["very_satisfied", "satisfied", "neither", "dissatisfied", "very_dissatisfied", None]
        ),
    )

"""Random rows for handover, parole, recall reports, unpaid work and programmes, crowded around their clocks.

Rows that other measures made (sentences, requirements, recalls, sessions) get the columns that these
measures read; the rest is new.
"""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from rules.periods import add_months

if TYPE_CHECKING:
    from tests.differential.persons import _Person

_NEAR = [-2, -1, -1, 0, 0, 0, 1, 1, 2]
_TO_DUE = [0, 9, 10, 13, 14, 15, 16, 27, 28, 29]
_PROGRAMMES = {
    "AP1": "accredited_programme",
    "AP2": "accredited_programme",
    "SI1": "structured_intervention",
    "TK1": "approved_toolkit",
}
_BASES = ["order", "order", "rehabilitation_activity", "licence", "post_sentence_supervision", "voluntary"]
_ENDS = [
    "completed",
    "completed",
    "completed",
    "not_completed",
    "removed_by_court",
    "revoked",
    "expired",
    None,
]


def add_service_levels(person: "_Person") -> None:
    """After the person's sentences, releases, requirements and sessions, around whose days these lie."""
    points: list[date] = []
    for sentence in list(person.tables["sentences"]):
        points += _sentence(person, sentence)
    for recall in person.tables["recalls"]:
        points += _recall(person, recall)
    for session in person.tables["unpaid_work_sessions"]:
        _session(person, session)
    _exits(person, points)


def _near(person: "_Person", day: date) -> date:
    return day + timedelta(days=person.rng.choice(_NEAR))


def _maybe(person: "_Person", value: Any, share: float = 0.7) -> Any:
    return value if person.chance(share) else None


def _sentence(person: "_Person", sentence: dict[str, Any]) -> list[date]:
    sentence["offence_group"] = person.rng.choice(["sexual", "sexual", "theft"])
    ended_on = sentence["ended_on"]
    if ended_on and person.chance(0.4):
        ended_on = sentence["ended_on"] = max(sentence["sentenced_on"], person.rng.choice(person.days))
    due_on = add_months(sentence["sentenced_on"], 12)
    _requirements(person, sentence, [due_on, ended_on or due_on])
    for _ in range(person.rng.choice([0, 1, 1, 2])):
        _episode(person, sentence, ended_on or due_on)
    points = [due_on, ended_on or due_on]
    if person.chance(0.4):
        points += _handover(person, sentence)
    if person.chance(0.4):
        points += _parole(person, sentence)
    return points


def _requirements(person: "_Person", sentence: dict[str, Any], points: list[date]) -> None:
    """Half of the orders have every requirement completed near one of the points."""
    reasons = ["completed"] if person.chance(0.5) else _ENDS
    for row in person.tables["requirements"]:
        if row["sentence_id"] == sentence["sentence_id"]:
            ended_on = max(row["imposed_on"], _near(person, person.rng.choice(points)))
            row["requirement_type"] = person.rng.choice(
                [row["requirement_type"]] * 2 + ["accredited_programme"]
            )
            row["ended_on"] = _maybe(person, ended_on, 0.8)
            row["end_reason"] = person.rng.choice(reasons)


def _episode(person: "_Person", sentence: dict[str, Any], end: date) -> None:
    for code, kind in _PROGRAMMES.items():
        if code not in {row["programme_code"] for row in person.tables["programmes"]}:
            person.add(
                "programmes",
                programme_code=code,
                title=code,
                kind=kind,
                area="sexual",
                valid_from=date(2010, 1, 1),
            )
    imposed_on = _maybe(person, _near(person, sentence["sentenced_on"]))
    least = imposed_on or sentence["sentenced_on"] - timedelta(days=3)
    started_on = _maybe(
        person, max(least, person.rng.choice([_near(person, sentence["sentenced_on"]), _near(person, end)]))
    )
    ended_on = _maybe(person, max(started_on or least, _near(person, end)))
    person.add(
        "programme_episodes",
        episode_id=person.id_of("PE"),
        person_id=person.id,
        programme_code=person.rng.choice(list(_PROGRAMMES)),
        sentence_id=sentence["sentence_id"],
        basis=person.rng.choice(_BASES),
        imposed_on=imposed_on,
        eligible_when_imposed=person.rng.choice(["yes", "yes", "no", None]),
        delivered_in=person.rng.choice(["community", "community", "custody", "both"]),
        started_on=started_on,
        ended_on=ended_on,
        outcome=person.rng.choice(
            ["completed_successfully", "completed_successfully", "not_completed", None]
        ),
    )


def _handover(person: "_Person", sentence: dict[str, Any]) -> list[date]:
    sentenced_on = sentence["sentenced_on"]
    sentence["sentence_type"] = person.rng.choice(
        [
            "custodial_determinate",
            "custodial_determinate",
            "custodial_indeterminate",
            sentence["sentence_type"],
        ]
    )
    for _ in range(person.rng.choice([0, 1, 1, 1, 2])):
        person.add(
            "release_dates",
            release_date_version_id=person.id_of("RS"),
            sentence_id=sentence["sentence_id"],
            kind=person.rng.choice(["conditional", "conditional", "automatic", "parole_eligibility"]),
            release_on=add_months(sentenced_on, 10) + timedelta(days=person.rng.choice([-1, 0, 1, 1, 40])),
            recorded_at=person.moment(sentenced_on),
            set_at_sentence=person.chance(0.8),
        )
    due = []
    on = sentenced_on + timedelta(days=person.rng.choice(_TO_DUE))
    for _ in range(person.rng.choice([1, 1, 2])):
        allocation_id = person.id_of("AS")
        person.add(
            "allocations",
            allocation_id=allocation_id,
            person_id=person.id,
            sentence_id=sentence["sentence_id"],
            allocation_type=person.rng.choice(["community_offender_manager"] * 4 + ["initial"]),
            allocated_on=on,
            region_code="H",
            unit_code="H101",
        )
        for _ in range(person.rng.choice([0, 1, 2, 3])):
            _meeting(person, allocation_id, on)
        due.append(on + timedelta(days=28))
        on += timedelta(days=person.rng.choice([0, 0, 1]))
    return due


def _meeting(person: "_Person", allocation_id: str, on: date) -> None:
    version = person.version(_near(person, on + timedelta(days=person.rng.choice([0, 14, 28, 28]))))
    yes = [True] * 6 + [False, None]
    person.add(
        "handover_meetings",
        meeting_version_id=person.id_of("HW"),
        meeting_id=person.id_of("HX"),
        person_id=person.id,
        allocation_id=allocation_id,
        prison_manager_attended=person.rng.choice(yes),
        community_manager_attended=person.rng.choice(yes),
        prisoner_attended=person.rng.choice(yes),
        prisoner_refused=person.rng.choice([None, None, False, False, True]),
        **version | {"outcome": person.rng.choice(["held", "held", "held", "not_held", None])},
    )


def _parole(person: "_Person", sentence: dict[str, Any]) -> list[date]:
    due = []
    on = _near(person, sentence["sentenced_on"])
    for _ in range(person.rng.choice([1, 1, 2])):
        report_id, due_on = person.id_of("PR"), on + timedelta(days=person.rng.choice(_TO_DUE))
        person.add(
            "parole_reports",
            parole_report_id=report_id,
            person_id=person.id,
            sentence_id=sentence["sentence_id"],
            report_type=person.rng.choice(["parom1", "parom1", "parom1", "addendum"]),
            requested_on=on,
            withdrawn_on=_maybe(person, max(on, _near(person, due_on)), 0.15),
            sent_on=_maybe(person, max(on, _near(person, due_on))),
        )
        _due_dates(person, report_id, on, due_on)
        due.append(due_on)
        on += timedelta(days=person.rng.choice([0, 0, 1]))
    return due


def _due_dates(person: "_Person", report_id: str, on: date, due_on: date) -> None:
    """A chain of due dates: each version in force until the next, changed close to its own day."""
    recorded_at = datetime.combine(on, person.rng.choice([time(0), time(10)]))
    if person.chance(0.2):
        recorded_at = person.moment(due_on)
    versions = person.rng.choice([0, 1, 1, 2, 3])
    for number in range(versions):
        superseded_at = max(recorded_at, person.moment(due_on)) if number < versions - 1 else None
        person.add(
            "parole_report_due_dates",
            due_date_version_id=person.id_of("DV"),
            parole_report_id=report_id,
            due_on=due_on,
            recorded_at=recorded_at,
            superseded_at=superseded_at,
        )
        recorded_at = superseded_at or recorded_at
        due_on += timedelta(days=person.rng.choice([-40, -3, -1, 1, 2, 7]))


def _recall(person: "_Person", recall: dict[str, Any]) -> list[date]:
    returned_on = _near(person, person.rng.choice([recall["decided_at"].date(), person.base]))
    usual = returned_on + timedelta(days=person.rng.choice([13, 14, 14, 15, 16, 18]))
    due_on = _maybe(person, person.rng.choice([usual, usual, _near(person, returned_on)]), 0.5)
    recall["returned_on"] = _maybe(person, returned_on, 0.9)
    recall["part_b_due_on"] = due_on
    recall["part_b_accepted_on"] = _maybe(person, _near(person, due_on or usual))
    if person.chance(0.2):
        recall["rescinded_on"] = _near(person, due_on or usual)
    return [due_on or usual]


def _session(person: "_Person", session: dict[str, Any]) -> None:
    if session["cancelled_at"]:
        session["cancelled_by"] = person.rng.choice(["region", "region", "person", "other", None])
    requirements = [row["requirement_id"] for row in person.tables["requirements"]]
    session["requirement_id"] = (
        person.rng.choice(requirements) if requirements and person.chance(0.5) else None
    )


def _exits(person: "_Person", points: list[date]) -> None:
    if not points:
        return
    if not person.tables["deaths"] and person.chance(0.1):
        person.add("deaths", person_id=person.id, died_on=_near(person, person.rng.choice(points)))
    if person.chance(0.1):
        person.add(
            "transfers_out",
            transfer_id=person.id_of("OT"),
            person_id=person.id,
            transferred_on=_near(person, person.rng.choice(points)),
            destination="scotland",
        )

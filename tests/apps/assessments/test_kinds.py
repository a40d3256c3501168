"""What each kind of case says of itself: its facts and its chronology, from the rows of its person."""

from datetime import date, datetime

import pytest

from apps.assessments.case_rows import Window
from apps.assessments.casefile import snapshot
from apps.assessments.kinds import KINDS, reader_of
from apps.assessments.known_facts import known_facts
from tests.factories.failures import person, release
from tests.factories.pieces_of_work import IN_WINDOW, court_report, on_programme, programme, requirement

WINDOW = Window(date(2026, 1, 1), date(2026, 6, 30))
BLANK = {"superseded_at": None, "cancelled_at": None, "cancelled_by": None, "cancel_reason": None}


class _Row(dict):
    """A row of the caseload has every column; what a test leaves out is empty."""

    def __missing__(self, name):
        return None


def _tables(*parts):
    found = {}
    for part in parts:
        for table, rows in part.items():
            found[table] = [*found.get(table, []), *(_Row(row) for row in rows)]
    return found


def _facts(kind, case_id, *parts):
    return known_facts(_tables(*parts), case_id=case_id, kind=kind, window=WINDOW)


def _work(**more):
    someone = person(1)
    someone["requirements"] = [requirement(1, date(2026, 1, 5), **more)]
    return someone


def _session(**more):
    return {
        "unpaid_work_sessions": [
            BLANK
            | {"session_version_id": "V1", "session_type": "work", "requirement_id": "Q001"}
            | {"scheduled_on": IN_WINDOW, "outcome": "attended"}
            | more
        ]
    }


def _job(status):
    return {"employment": [{"status": status, "start_on": date(2025, 1, 1), "end_on": None}]}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_case_whose_rows_are_gone_is_still_named_and_settles_nothing_of_its_own(kind):
    reader = reader_of(kind)
    assert reader.described({}, "gone")["what"]
    assert reader.facts({}, "gone", WINDOW) == {}
    assert list(reader.events({}, "gone", WINDOW)) == []
    assert reader.root({}, "gone") is None


@pytest.mark.parametrize(
    ("session", "known"),
    [
        ({"cancelled_at": datetime(2026, 2, 2), "cancelled_by": "region"}, True),
        ({"outcome": "sent_home"}, True),
        ({"cancelled_at": datetime(2026, 2, 2), "cancelled_by": "person"}, None),
        ({"requirement_id": None, "outcome": "sent_home"}, True),
        ({"requirement_id": "Q777", "outcome": "sent_home"}, None),
        ({"superseded_at": datetime(2026, 2, 1), "outcome": "sent_home"}, None),
    ],
)
def test_a_session_that_the_service_called_off_is_known_and_its_absence_is_not(session, known):
    assert _facts("unpaid_work", "Q001", _work(), _session(**session)).get("stood_down") is known


@pytest.mark.parametrize(
    ("status", "known"),
    [("unemployed", True), ("part_time", False), ("training", None), ("unavailable", None)],
)
def test_only_work_and_unemployment_at_sentence_settle_whether_the_person_was_out_of_work(status, known):
    assert _facts("unpaid_work", "Q001", _work(), _job(status)).get("unemployed") is known


def test_an_unpaid_work_requirement_knows_its_months_and_whether_it_ended():
    ended = {"ended_on": date(2026, 5, 1), "end_reason": "completed"}
    facts = _facts("unpaid_work_only", "Q001", _work(**ended))
    assert (facts["requirement_ended"], facts["months_supervised"], facts["upw_only"]) == (True, 5, True)
    assert _facts("unpaid_work_only", "Q001", _work())["requirement_ended"] is False


def test_the_chronology_of_unpaid_work_holds_its_clock_and_what_was_called_off():
    tables = _tables(
        _work(),
        _session(cancelled_at=datetime(2026, 2, 2), cancelled_by="region", cancel_reason="weather"),
        {"unpaid_work_assessments": [{"requirement_id": "Q001", "completed_on": date(2026, 1, 9)}]},
        {
            "progress_reviews": [
                {
                    "requirement_id": "Q001",
                    "review_type": "unpaid_work_6_months",
                    "completed_on": date(2026, 6, 3),
                }
            ]
        },
        {"unpaid_work_absences": [{"session_version_id": "V1", "reported_on": date(2026, 2, 3)}]},
    )
    shown = snapshot(tables, case_id="Q001", kind="unpaid_work", window=WINDOW, as_at=WINDOW.last_on)
    assert [(event["on"], event["what"], event["detail"]) for event in shown["chronology"]] == [
        ("2026-01-05", "Sentenced", "Community order"),
        ("2026-01-05", "Supervision", "H103, community"),
        ("2026-01-05", "Unpaid work imposed", "80 hours"),
        ("2026-01-09", "Unpaid work assessment completed", ""),
        ("2026-02-02", "Unpaid work session called off", "By the region: weather"),
        ("2026-02-03", "Practitioner told of an absence", ""),
        ("2026-06-03", "Review", "Unpaid work 6 months"),
    ]


def _decided(*results):
    return {
        "programme_decisions": [
            {
                "decision_id": f"N{n}",
                "programme_code": "TSP",
                "decision": decision,
                "result": result,
                "decided_on": date(2026, 1, 10 + n),
            }
            for n, (decision, result) in enumerate(results)
        ]
    }


@pytest.mark.parametrize(
    ("results", "known"),
    [
        ([], None),
        ([("eligible", "yes")], None),
        ([("eligible", "yes"), ("suitable", "yes"), ("ready", "no")], False),
        ([("eligible", "yes"), ("suitable", "no")], True),
        ([("eligible", "no")], True),
    ],
)
def test_the_decisions_say_whether_the_person_was_found_unsuitable(results, known):
    facts = _facts("programme", "E001", person(1), programme(), on_programme(1), _decided(*results))
    assert facts.get("found_unsuitable") is known


@pytest.mark.parametrize(
    ("ends_on", "known"),
    [
        (date(2026, 12, 30), True),  # six months before it is the last day of the window
        (date(2026, 12, 31), True),  # the 31st has no day six months before: the last of June
        (date(2027, 1, 1), False),
        (date(2026, 1, 1), True),
        (date(2025, 12, 31), False),
        (None, None),
    ],
)
def test_a_review_was_reached_when_the_window_touches_the_last_six_months(ends_on, known):
    someone = person(1)
    someone["sentences"][0]["expected_end_on"] = ends_on
    facts = _facts("programme", "E001", someone, programme(), on_programme(1))
    assert facts.get("review_reached") is known


def test_on_licence_the_end_is_that_of_the_last_release_and_the_case_begins_with_it():
    someone = person(1)
    someone["sentences"][0] |= {"sentence_type": "custodial_determinate", "expected_end_on": date(2030, 1, 1)}
    released = {
        "releases": [
            release(1, date(2026, 1, 20), supervision_ends_on=date(2026, 9, 1)),
            release(1, date(2025, 3, 1), supervision_ends_on=date(2029, 9, 1)),
            release(1, date(2026, 5, 2), release_type="temporary", supervision_ends_on=None),
        ]
    }
    facts = _facts("programme", "E001", someone, released, programme(), on_programme(1))
    assert (facts["review_reached"], facts["months_supervised"]) == (True, 5)


def test_who_left_without_a_session_had_none():
    episode = on_programme(1, started_on=None, ended_on=IN_WINDOW)
    facts = _facts("intervention", "E001", person(1), programme(), episode)
    assert (facts["long_enough"], facts["programme_ended"]) == (False, True)


def _release_date(day, **more):
    return {
        "release_dates": [
            {"sentence_id": "S001", "kind": "conditional", "release_on": day}
            | {"recorded_at": datetime(2026, 1, 6), "set_at_sentence": True}
            | more
        ]
    }


@pytest.mark.parametrize(
    ("dates", "known"),
    [
        (_release_date(date(2026, 11, 5)), True),  # ten months after 5 January
        (_release_date(date(2026, 11, 4)), False),
        (_release_date(date(2026, 11, 5), set_at_sentence=False), None),
        (_release_date(date(2026, 11, 5), kind="parole_eligibility"), None),
    ],
)
def test_ten_months_to_serve_at_sentence_are_read_from_the_date_set_then(dates, known):
    facts = _facts("release", "R001-0202", person(1), {"releases": [release(1, IN_WINDOW)]}, dates)
    assert facts.get("long_custody") is known
    assert facts.get("prerelease_window") is (True if known else None)


def test_early_release_was_considered_where_a_curfew_date_or_a_temporary_release_shows_it():
    went = {"releases": [release(1, IN_WINDOW)]}
    before = {"releases": [release(1, date(2026, 1, 20), release_type="temporary")]}
    after = {"releases": [release(1, date(2026, 5, 20), release_type="temporary")]}
    curfew = _release_date(date(2026, 2, 1), kind="home_detention_curfew")
    found = [
        _facts("release", "R001-0202", person(1), went, *more).get("early_release")
        for more in ((), (before,), (after,), (curfew,))
    ]
    assert found == [None, True, None, True]


def test_the_chronology_of_a_release_begins_in_prison():
    tables = _tables(
        person(1),
        {"releases": [release(1, IN_WINDOW)]},
        {
            "allocations": [
                {
                    "allocation_id": "L1",
                    "sentence_id": "S001",
                    "allocation_type": "community_offender_manager",
                    "allocated_on": date(2025, 9, 1),
                }
            ]
        },
        {"handover_meetings": [BLANK | {"allocation_id": "L1", "scheduled_on": date(2025, 9, 9)}]},
        {
            "prerelease_contacts": [
                {
                    "sentence_id": "S001",
                    "phase": "before_release",
                    "held_on": date(2025, 12, 1),
                    "mode": "video",
                }
            ]
        },
    )
    shown = snapshot(tables, case_id="R001-0202", kind="release", window=WINDOW, as_at=WINDOW.last_on)
    assert [event["what"] for event in shown["chronology"]][:3] == [
        "Allocated",
        "Handover meeting",
        "Contact before release",
    ]


@pytest.mark.parametrize(("ethnicity", "known"), [("black", True), ("white", None), ("unknown", None)])
def test_white_settles_nothing_about_a_minority(ethnicity, known):
    someone = person(1)
    someone["people"][0]["ethnicity"] = ethnicity
    assert _facts("court_report", "C001", someone, court_report(1)).get("minority_ethnic") is known


@pytest.mark.parametrize(
    ("start_on", "end_on", "known"),
    [
        (date(2025, 11, 1), date(2025, 11, 30), None),
        (date(2025, 11, 1), date(2025, 12, 1), True),
        (IN_WINDOW, None, True),
        (date(2026, 2, 3), None, None),
    ],
)
def test_child_protection_while_the_report_was_written_connects_the_person_to_a_child(
    start_on, end_on, known
):
    flag = {"case_flags": [{"flag": "child_protection", "start_on": start_on, "end_on": end_on}]}
    assert _facts("court_report", "C001", person(1), court_report(1), flag).get("child") is known


def test_an_interview_after_the_sentence_that_followed_is_known_and_no_other():
    held = {"post_sentence_interviews": [{"sentence_id": "S001", "held_on": IN_WINDOW}]}
    ours, other = court_report(1, sentence_id="S001"), court_report(1)
    assert _facts("court_report", "C001", person(1), ours, held)["post_interview"] is True
    assert "post_interview" not in _facts("court_report", "C001", person(1), other, held)


def test_what_was_assessed_after_the_report_is_no_fact_of_it():
    someone = person(1)
    someone["sentences"][0]["risk_of_serious_harm"] = "high"
    facts = _facts("court_report", "C001", someone, court_report(1, sentence_id="S001"))
    assert not {"rosh", "months_supervised", "release_in_window"} & set(facts)

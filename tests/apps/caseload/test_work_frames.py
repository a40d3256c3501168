"""Which pieces of work can be drawn: unpaid work, programmes, releases, reports for courts."""

from datetime import date

import pytest

from apps.caseload.sampling_frame import ENFORCEMENT, frame_counts, frame_rows
from apps.caseload.work_frames import (
    COURT_REPORTS,
    INTERVENTIONS,
    PROGRAMMES,
    RELEASES,
    UNPAID_WORK,
)
from tests.factories.failures import person, put_people, release
from tests.factories.pieces_of_work import (
    court_report,
    on_programme,
    programme,
    put_work,
    requirement,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
BEFORE, AFTER = date(2025, 12, 31), date(2026, 7, 1)
DAYS = [(BEFORE, False), (FIRST, True), (LAST, True), (AFTER, False)]


def _ids(frames, region="H"):
    return [row["case_id"] for row in frame_rows(frames, [region], first_on=FIRST, last_on=LAST)[region]]


def _rows(frames, region="H"):
    return frame_rows(frames, [region], first_on=FIRST, last_on=LAST)[region]


def _sentenced(number=1, **sentence):
    """Somebody held since long before the window."""
    someone = person(number)
    someone["sentences"][0] |= {"sentenced_on": date(2025, 1, 6)} | sentence
    someone["supervision_periods"][0]["start_on"] = date(2025, 1, 6)
    return someone | {"requirements": []}


def _in_custody(number=1, **sentence):
    someone = _sentenced(number, sentence_type="custodial_determinate", **sentence)
    someone["supervision_periods"][0]["kind"] = "licence"
    return someone


class TestUnpaidWork:
    @pytest.mark.parametrize(("day", "found"), DAYS)
    def test_it_counts_from_the_day_it_was_imposed(self, day, found):
        put_work(_sentenced() | {"requirements": [requirement(1, day)]})
        assert bool(_ids(UNPAID_WORK)) is found

    def test_a_row_says_who_holds_it_and_whether_the_order_asks_for_nothing_else(self):
        alone = _sentenced(1, risk_of_serious_harm="high") | {"requirements": [requirement(1, FIRST)]}
        others = [requirement(2, FIRST), requirement(2, FIRST, "rehabilitation_activity", suffix="b")]
        put_work(alone, _sentenced(2) | {"requirements": others})
        first, second = _rows(UNPAID_WORK)
        assert first == {
            "case_id": "Q001",
            "person_id": "X001",
            "kind": "unpaid_work_only",
            "unit": "H103",
            "level": "high",
            "practitioner_code": "H103-P09",
            "manager_code": "H103-M01",
        }
        assert (second["case_id"], second["kind"], second["level"]) == ("Q002", "unpaid_work", "not_recorded")

    def test_a_quashed_sentence_never_stood_and_an_ended_requirement_stays(self):
        ended = requirement(2, FIRST, ended_on=LAST, end_reason="completed")
        quashed = _sentenced(1, ended_on=LAST, end_reason="quashed")
        put_work(
            quashed | {"requirements": [requirement(1, FIRST)]}, _sentenced(2) | {"requirements": [ended]}
        )
        assert _ids(UNPAID_WORK) == ["Q002"]

    def test_who_moved_out_of_england_and_wales_took_the_file_along(self):
        moved = {
            "transfer_id": "T1",
            "person_id": "X001",
            "destination": "scotland",
            "transferred_on": date(2026, 5, 1),
        }
        someone = _sentenced() | {"requirements": [requirement(1, FIRST)]}
        put_work(someone | {"transfers_out": [moved]})
        assert _ids(UNPAID_WORK) == []
        put_work(someone | {"transfers_out": [moved | {"transferred_on": date(2025, 5, 1)}]})
        assert _ids(UNPAID_WORK) == ["Q001"]


class TestProgrammes:
    @pytest.mark.parametrize(
        ("started_on", "ended_on", "found"),
        [
            (date(2025, 6, 1), BEFORE, False),
            (date(2025, 6, 1), FIRST, True),
            (LAST, None, True),
            (AFTER, None, False),
            (None, None, False),
            (None, FIRST, True),
            (None, BEFORE, False),
        ],
    )
    def test_on_it_is_who_began_and_had_not_left_before_or_left_without_a_session(
        self, started_on, ended_on, found
    ):
        put_work(programme(), _sentenced() | on_programme(1, started_on=started_on, ended_on=ended_on))
        assert bool(_ids(PROGRAMMES)) is found

    def test_an_accredited_programme_is_no_structured_intervention_and_a_toolkit_neither(self):
        kinds = {"A": "accredited_programme", "B": "structured_intervention", "C": "approved_toolkit"}
        shelf = [programme(code, kind=kind, area="emotional_management") for code, kind in kinds.items()]
        people = [
            _sentenced(n) | on_programme(n, started_on=FIRST, programme_code=code)
            for n, code in enumerate(kinds, start=1)
        ]
        put_work(*shelf, *people)
        assert [(row["case_id"], row["kind"], row["level"]) for row in _rows(PROGRAMMES)] == [
            ("E001", "programme", "emotional_management")
        ]
        assert [(row["case_id"], row["kind"]) for row in _rows(INTERVENTIONS)] == [("E002", "intervention")]

    @pytest.mark.parametrize(("where", "found"), [("custody", False), ("both", True), ("community", True)])
    def test_what_a_prison_delivered_is_the_prison_s(self, where, found):
        put_work(programme(), _sentenced() | on_programme(1, started_on=FIRST, delivered_in=where))
        assert bool(_ids(PROGRAMMES)) is found

    def test_it_belongs_to_the_region_that_held_the_person_while_on_it(self):
        someone = _sentenced() | on_programme(1, started_on=FIRST, ended_on=date(2026, 3, 31))
        here = someone["supervision_periods"][0]
        away = here | {"period_id": "P9", "region_code": "A", "unit_code": "A103"}
        away["start_on"] = date(2026, 4, 1)
        someone["supervision_periods"] = [here | {"end_on": date(2026, 3, 31)}, away]
        put_work(programme(), someone)
        assert (_ids(PROGRAMMES, "H"), _ids(PROGRAMMES, "A")) == (["E001"], [])

    def test_a_quashed_sentence_never_stood(self):
        someone = _sentenced(ended_on=LAST, end_reason="quashed") | on_programme(1, started_on=FIRST)
        put_work(programme(), someone)
        assert _ids(PROGRAMMES) == []


class TestReleases:
    @pytest.mark.parametrize(("day", "found"), DAYS)
    def test_the_first_and_last_day_of_the_window_count_and_no_other(self, day, found):
        put_work(_in_custody() | {"releases": [release(1, day)]})
        assert bool(_ids(RELEASES)) is found

    def test_neither_a_temporary_release_nor_one_from_the_dock_could_be_prepared(self):
        put_work(_in_custody() | {"releases": [release(1, FIRST, release_type="temporary")]})
        assert _ids(RELEASES) == []
        put_work(_in_custody() | {"releases": [release(1, FIRST, release_route="court_after_remand")]})
        assert _ids(RELEASES) == []

    def test_a_release_after_a_recall_is_a_kind_of_its_own(self):
        both = [release(1, FIRST), release(1, LAST, after_recall=True)]
        put_work(_in_custody(risk_of_serious_harm="low") | {"releases": both})
        assert [(row["kind"], row["level"]) for row in _rows(RELEASES)] == [
            ("release", "low"),
            ("release_after_recall", "low"),
        ]

    def test_the_holder_is_the_one_of_the_day_of_release_not_the_one_of_today(self):
        someone = _in_custody() | {"releases": [release(1, FIRST)]}
        here = someone["supervision_periods"][0] | {"end_on": date(2026, 2, 1)}
        later = here | {"period_id": "P9", "region_code": "A", "start_on": date(2026, 2, 2), "end_on": None}
        put_work(someone | {"supervision_periods": [here, later]})
        assert (_ids(RELEASES, "H"), _ids(RELEASES, "A")) == (["R001-0101"], [])

    def test_whom_nobody_supervises_is_where_the_prison_is(self):
        put_work(_in_custody() | {"releases": [release(1, FIRST)], "supervision_periods": []})
        assert [(row["unit"], row["practitioner_code"]) for row in _rows(RELEASES)] == [("none", "")]


class TestCourtReports:
    @pytest.mark.parametrize(("day", "found"), [*DAYS, (None, False)])
    def test_the_day_on_which_the_court_had_it_counts(self, day, found):
        put_work(_sentenced() | court_report(1, completed_on=day))
        assert bool(_ids(COURT_REPORTS)) is found

    def test_it_belongs_to_the_court_s_region_and_to_no_unit_and_its_holder_is_named(self):
        put_work(_sentenced() | court_report(1, completed_on=FIRST, court_region_code="A"))
        assert _ids(COURT_REPORTS, "H") == []
        assert _rows(COURT_REPORTS, "A") == [
            {
                "case_id": "C001",
                "person_id": "X001",
                "kind": "court_report",
                "unit": "none",
                "level": "standard",
                "practitioner_code": "H103-P09",
                "manager_code": "H103-M01",
            }
        ]

    def test_a_report_without_a_sentence_after_it_is_in_the_frame(self):
        put_work(
            person(1) | {"sentences": [], "requirements": [], "supervision_periods": []} | court_report(1)
        )
        assert _ids(COURT_REPORTS) == ["C001"]


def test_several_regions_are_answered_at_once_and_one_without_a_case_with_nothing():
    here = _sentenced(1) | {"requirements": [requirement(1, FIRST)]}
    put_people(here)
    found = frame_rows(UNPAID_WORK, ["A", "H"], first_on=FIRST, last_on=LAST)
    assert {region: len(rows) for region, rows in found.items()} == {"A": 0, "H": 1}


def test_the_counts_of_a_frame_are_those_of_its_cases():
    put_people(*(_sentenced(n) | {"requirements": [requirement(n, FIRST)]} for n in (1, 2)))
    window = {"first_on": FIRST, "last_on": LAST}
    assert frame_counts(UNPAID_WORK, ["A", "H"], **window) == {
        "A": [],
        "H": [["unpaid_work_only", "H103", "not_recorded", 2]],
    }
    assert frame_counts(ENFORCEMENT, ["H"], **window) == {"H": []}

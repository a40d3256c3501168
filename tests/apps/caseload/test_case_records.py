"""The case page tells what else is recorded of a person, the newest first, and only what stands."""

from collections.abc import Callable

import pytest

from apps.caseload.case_records import case_records
from apps.caseload.models import Person
from tests.apps.caseload.extracts import Draft

Kept = Callable[..., object]
Browse = Callable[..., object]


@pytest.fixture
def recorded(kept: Kept) -> None:
    """X2, back in prison, with an allocation, a parole report, homes, work, a programme and a breach."""
    draft = Draft()
    draft.rows |= {
        "programmes": [
            {
                "programme_code": "TSP",
                "title": "Thinking Skills Programme",
                "kind": "accredited_programme",
                "area": "general_offending",
                "valid_from": "2009-04-01",
            }
        ],
        "allocations": [
            {
                "allocation_id": "L1",
                "person_id": "X2",
                "sentence_id": "S2",
                "allocation_type": "community_offender_manager",
                "allocated_on": "2023-05-01",
                "early_allocation": "true",
                "region_code": "H",
                "unit_code": "H103",
            }
        ],
        "parole_reports": [
            {
                "parole_report_id": "PR1",
                "person_id": "X2",
                "sentence_id": "S2",
                "report_type": "parom1",
                "requested_on": "2023-06-01",
                "sent_on": "2023-07-09",
            }
        ],
        "parole_report_due_dates": [
            _due("D1", "2023-07-01", superseded_at="2023-06-20T10:00:00"),
            _due("D2", "2023-07-10"),
        ],
        "accommodation": [_home("A1", "homeless", "2024-01-09"), _home("A2", "settled", "2024-02-01")],
        "programme_episodes": [
            {
                "episode_id": "E1",
                "person_id": "X2",
                "programme_code": "TSP",
                "sentence_id": "S2",
                "basis": "licence",
                "delivered_in": "custody",
                "started_on": "2023-03-01",
            }
        ],
    }
    kept(draft, live=True)


def _due(key: str, due_on: str, **more: str) -> dict[str, str]:
    row = {"due_date_version_id": key, "parole_report_id": "PR1", "due_on": due_on}
    return row | {"recorded_at": "2023-06-01T10:00:00"} | more


def _home(key: str, status: str, start_on: str) -> dict[str, str]:
    row = {"accommodation_id": key, "person_id": "X2", "status": status, "start_on": start_on}
    return row | {"recorded_at": f"{start_on}T12:00:00"}


@pytest.mark.usefixtures("recorded")
def test_records_are_the_newest_first_and_without_what_was_replaced() -> None:
    records = case_records(Person.objects.get(pk="X2"))
    assert [home.pk for home in records.homes] == ["A2", "A1"]
    assert [(one.report.pk, f"{one.due_on}") for one in records.reports] == [("PR1", "2023-07-10")]
    assert [one.title for one in records.programmes] == ["Thinking Skills Programme"]
    assert records.has_release


@pytest.mark.usefixtures("recorded")
def test_somebody_without_such_records_has_none() -> None:
    assert not case_records(Person.objects.get(pk="X3"))


@pytest.mark.usefixtures("recorded")
def test_the_page_tells_them_in_words(browse: Browse) -> None:
    page = browse("regional_director", region="A").get("/caseload/cases/person/X2/").content.decode()
    for words in (
        "1 May 2023: community offender manager, early, to H103",
        "due 10 July 2023: sent 9 July 2023",
        "Settled: 1 February 2024 to now",
        "Thinking Skills Programme (licence, custody): started 1 March 2023",
    ):
        assert words in page

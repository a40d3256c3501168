"""Rows of the further tables that cannot all be true: parents, versions, deaths, months."""

from tests.apps.caseload.broken.kinds import Broken, Found, edited
from tests.apps.caseload.extracts import Draft

Rows = list[dict[str, str]]
REPORT = {
    "parole_report_id": "P1",
    "person_id": "X2",
    "sentence_id": "S2",
    "report_type": "parom1",
    "requested_on": "2023-06-01",
}
DUE = {"due_date_version_id": "D1", "parole_report_id": "P1", "due_on": "2023-07-01"}
ALLOCATION = {
    "allocation_id": "L1",
    "person_id": "X2",
    "sentence_id": "S2",
    "allocation_type": "community_offender_manager",
    "allocated_on": "2023-05-01",
    "region_code": "H",
    "unit_code": "H103",
}
MEETING = {
    "meeting_version_id": "M1",
    "meeting_id": "M",
    "person_id": "X2",
    "allocation_id": "L1",
    "scheduled_on": "2023-05-10",
    "recorded_at": "2023-05-02T10:00:00",
}
RELEASE_DATE = {
    "release_date_version_id": "V1",
    "sentence_id": "S2",
    "kind": "conditional",
    "release_on": "2024-01-09",
    "recorded_at": "2023-01-10T15:00:00",
    "set_at_sentence": "true",
}
CONTRACT = {
    "contract_id": "K7",
    "supplier_code": "SUP",
    "supplier_name": "Supplier",
    "service": "finance",
    "region_code": "H",
    "size": "large",
    "start_on": "2021-06-26",
}
TAG = {"monitoring_id": "E1", "person_id": "X2", "kind": "curfew", "start_on": "2024-01-09"}
TOLD = {"event_id": "T1", "monitoring_id": "E1", "kind": "violation", "reported_at": "2024-01-10T10:00:00Z"}
HOME = {"accommodation_id": "A1", "status": "settled", "recorded_at": "2024-05-21T10:00:00"}


def _with(name: str, tables: dict[str, Rows], *faults: Found) -> Broken:
    """The valid extract with these rows beside its own."""

    def edit(draft: Draft) -> None:
        for table, rows in tables.items():
            draft.rows[table] = [*draft.rows.get(table, []), *rows]

    return edited(name, edit, *faults)


FURTHER_RELATIONS = [
    _with(
        "a parole report asked for before the sentence",
        {"parole_reports": [{**REPORT, "requested_on": "2023-01-09"}]},
        ("parole_reports.csv", "2", "requested_on", "before_its_parent"),
    ),
    _with(
        "two due dates in force",
        {
            "parole_reports": [REPORT],
            "parole_report_due_dates": [
                {**DUE, "recorded_at": "2023-06-01T10:00:00"},
                {**DUE, "due_date_version_id": "D2", "recorded_at": "2023-06-09T10:00:00"},
            ],
        },
        ("parole_report_due_dates.csv", "3", "superseded_at", "two_versions_in_force"),
    ),
    _with(
        "a due date of the report part B before the return",
        {
            "recalls": [
                {
                    "recall_id": "RC9",
                    "person_id": "X2",
                    "release_id": "R1",
                    "decided_at": "2024-03-04T15:00:00Z",
                    "returned_on": "2024-03-05",
                    "part_b_due_on": "2024-03-04",
                }
            ]
        },
        ("recalls.csv", "3", "part_b_due_on", "out_of_order"),
    ),
    _with(
        "back in prison before the release",
        {
            "recalls": [
                {
                    "recall_id": "RC9",
                    "person_id": "X2",
                    "release_id": "R1",
                    "decided_at": "2024-01-08T15:00:00Z",
                    "returned_on": "2024-01-08",
                }
            ]
        },
        ("recalls.csv", "3", "returned_on", "before_its_parent"),
    ),
    _with(
        "versions of a meeting for two allocations",
        {
            "allocations": [ALLOCATION, {**ALLOCATION, "allocation_id": "L2"}],
            "handover_meetings": [
                {**MEETING, "superseded_at": "2023-05-08T10:00:00"},
                {**MEETING, "meeting_version_id": "M2", "allocation_id": "L2"},
            ],
        },
        ("handover_meetings.csv", "3", "allocation_id", "versions_differ"),
    ),
    _with(
        "a meeting held after it was called off",
        {
            "allocations": [ALLOCATION],
            "handover_meetings": [
                {
                    **MEETING,
                    "outcome": "held",
                    "cancelled_at": "2023-05-09T10:00:00",
                    "cancelled_by": "prison",
                }
            ],
        },
        ("handover_meetings.csv", "2", "outcome", "cancelled_and_attended"),
    ),
    _with(
        "two release dates of one kind in force",
        {"release_dates": [RELEASE_DATE, {**RELEASE_DATE, "release_date_version_id": "V2"}]},
        ("release_dates.csv", "3", "superseded_at", "two_versions_in_force"),
    ),
    _with(
        "two payments for one month",
        {
            "crs_contracts": [CONTRACT],
            "crs_payments": [
                {"payment_id": "Y1", "contract_id": "K7", "month_on": "2024-01-01", "amount_pence": "100"},
                {"payment_id": "Y2", "contract_id": "K7", "month_on": "2024-01-01", "amount_pence": "200"},
            ],
        },
        ("crs_payments.csv", "3", "month_on", "same_row_twice"),
    ),
    _with(
        "a payment for the middle of a month",
        {
            "crs_contracts": [CONTRACT],
            "crs_payments": [
                {"payment_id": "Y1", "contract_id": "K7", "month_on": "2024-01-15", "amount_pence": "100"}
            ],
        },
        ("crs_payments.csv", "2", "month_on", "not_first_of_month"),
    ),
    _with(
        "a tag that reports before it is fitted",
        {
            "electronic_monitoring": [TAG],
            "electronic_monitoring_events": [{**TOLD, "reported_at": "2024-01-08T23:59:59Z"}],
        },
        ("electronic_monitoring_events.csv", "2", "reported_at", "before_its_parent"),
    ),
    _with(
        "a home found after death",
        {"accommodation": [{**HOME, "person_id": "X3", "start_on": "2024-05-21"}]},
        ("accommodation.csv", "2", "start_on", "after_death"),
    ),
]

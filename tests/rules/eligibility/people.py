"""One person to whom a test gives what it is about; the rest speaks for the Thinking Skills Programme."""

from datetime import date
from typing import Any

from rules.events import PersonEvents

AS_AT = date(2024, 6, 3)
LENGTHS = {"TSP": 19, "BBR": 30, "SI-ATB": 10}
PERSON = {"person_id": "P1", "date_of_birth": date(1990, 1, 1), "sex": "male"}
SENTENCE = {
    "sentence_id": "S1",
    "person_id": "P1",
    "sentence_type": "community_order",
    "sentenced_on": date(2024, 3, 4),
    "court_region_code": "H",
    "offence_group": "theft",
    "reoffending_band": "high",
    "risk_of_serious_harm": "medium",
    "expected_end_on": date(2025, 3, 3),
}
ACTIVITY = {
    "requirement_id": "Q1",
    "sentence_id": "S1",
    "requirement_type": "rehabilitation_activity",
    "imposed_on": date(2024, 3, 4),
}


def decided(decision: str, result: str = "yes", code: str = "TSP", **more: Any) -> dict[str, Any]:
    """A recorded decision of the person."""
    row = {"decision_id": f"{code}{decision}", "person_id": "P1", "programme_code": code}
    return row | {"decision": decision, "result": result, "decided_on": date(2024, 5, 1)} | more


def events(
    *, sentence: dict[str, Any] | None = None, person: dict[str, Any] | None = None, **tables: Any
) -> PersonEvents:
    """The person's events; what is left out is as above, with nothing recorded about decisions."""
    given = {
        "people": [PERSON | (person or {})],
        "sentences": [SENTENCE | (sentence or {})],
        "requirements": [ACTIVITY],
    }
    return PersonEvents.from_rows(given | tables)

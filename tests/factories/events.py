"""Events as a case management system sends them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

_number = count(1)


def at(day: date, hour: int = 10, minute: int = 0) -> str:
    """An instant of that day, as JSON writes it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def message(table: str, row: dict[str, Any], *, on: date, person: str, **given: Any) -> dict[str, Any]:
    """An event recorded on that day; `given` replaces its members."""
    made = {
        "event_id": f"E-{next(_number)}",
        "kind": "row",
        "table": table,
        "person_id": person,
        "recorded_at": at(on),
        "row": row,
    }
    return made | given


def contact(
    person: str,
    *,
    on: date,
    version: str = "N1",
    of: str = "N",
    outcome: str | None = "attended",
    **given: Any,
) -> dict[str, Any]:
    """An office appointment of that day, attended and recorded on it."""
    row = {
        "contact_version_id": f"{person}-{version}",
        "contact_id": f"{person}-{of}",
        "person_id": person,
        "mode": "office",
        "provider": "practitioner",
        "scheduled_on": on.isoformat(),
        "recorded_at": f"{(on - timedelta(days=1)).isoformat()}T09:00:00",
        "outcome": outcome,
    }
    return message("contacts", row, on=on, person=person, **given)

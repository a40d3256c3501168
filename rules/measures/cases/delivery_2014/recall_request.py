"""OM004 in plain Python: decisions to recall, and when the request reached the recall section."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from rules.events import Recall
from rules.measures.cases.case import Asked, Case, days_after
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_on, rank, sentence_of

_LONDON = ZoneInfo("Europe/London")


def cases(asked: Asked) -> Iterator[Case]:
    """Every decision to recall the person."""
    for recall in asked.events.recalls:
        yield from _case(asked, recall)


def _case(asked: Asked, recall: Recall) -> Iterator[Case]:
    # In UTC: Python adds hours to London's clock, which is an hour short or long when the clocks change.
    decided_at = recall.decided_at.astimezone(UTC)
    due_at = decided_at + timedelta(hours=asked.number("clock_hours"))
    received_at = recall.request_received_at
    received = received_at is not None and received_at >= decided_at
    facts = {
        "rescinded_days_after_due": days_after(recall.rescinded_on, _day(due_at)),
        "received": int(received),
        "received_in_time": int(received_at is not None and decided_at <= received_at <= due_at),
    }
    received_on = _day(received_at) if received_at is not None and received else None
    moments = [
        (recall.rescinded_on, "Recall withdrawn", "event"),
        (received_on, "Request reached the recall section", "met"),
    ]
    return case_of(asked, _occurrence(asked, recall, _day(due_at)), facts, moments)


def _occurrence(asked: Asked, recall: Recall, due_on: date) -> Occurrence:
    on = _day(recall.decided_at)
    release = next((each for each in asked.events.releases if each.release_id == recall.release_id), None)
    same_day = [other.recall_id for other in asked.events.recalls if _day(other.decided_at) == on]
    return Occurrence(
        id=recall.recall_id,
        person_id=recall.person_id,
        since_on=on,
        trigger_on=on,
        due_on=due_on,
        what="Decision to recall",
        rank=rank(recall.recall_id, same_day),
        home_region=release.prison_region_code if release else None,
        quashed_on=quashed_on(sentence_of(asked, release.sentence_id if release else None)),
    )


def _day(instant: datetime) -> date:
    return instant.astimezone(_LONDON).date()

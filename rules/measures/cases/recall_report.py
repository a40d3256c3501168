"""SL010 in plain Python: returns to custody on recall, and the accepted report of each."""

from collections.abc import Iterator
from datetime import date

from rules.events import Recall, Release
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every recall of the person that brought them back to custody."""
    releases = {release.release_id: release for release in asked.events.releases}
    for recall in asked.events.recalls:
        if recall.returned_on is not None:
            case = _case(asked, recall, recall.returned_on, releases[recall.release_id])
            if case is not None:
                yield case


def _case(asked: Asked, recall: Recall, on: date, release: Release) -> Case | None:
    usually_due_on = r.due_after(asked, on, asked.number("clock_business_days"))
    if usually_due_on is None or not r.covered(asked, on):
        return None
    due_on = _due_on(recall, on, usually_due_on)
    accepted_on = recall.part_b_accepted_on
    exits = r.early_exits(asked, since=on, sentence_id=release.sentence_id)
    exits["rescinded_days_after_due"] = (recall.rescinded_on, "Recall rescinded")
    return Case(
        occurrence_id=recall.recall_id,
        person_id=recall.person_id,
        place=r.place_of(asked, on, release.prison_region_code),
        trigger_on=on,
        due_on=due_on,
        clock_started_on=on if recall.part_b_due_on is None else None,
        facts={
            "same_day_rank": _rank(asked, recall),
            **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": ((due_on or on) - asked.as_at).days,
            "due_found": int(due_on is not None),
            "accepted_days_after_due": days_after(accepted_on, due_on),
            "accepted_found": int(accepted_on is not None),
        },
        dates=timeline(
            (on, "Return to custody", "trigger"),
            (due_on, "Due date", "due"),
            *((day, label, "event") for day, label in exits.values()),
            (accepted_on, "Report accepted", "met"),
        ),
    )


def _due_on(recall: Recall, on: date, usually_due_on: date) -> date | None:
    """The recorded due date, else the usual one; none when the recorded one lies before the return."""
    if recall.part_b_due_on is None:
        return usually_due_on
    return recall.part_b_due_on if recall.part_b_due_on >= on else None


def _rank(asked: Asked, recall: Recall) -> int:
    same_day = [each.recall_id for each in asked.events.recalls if each.returned_on == recall.returned_on]
    return sorted(same_day).index(recall.recall_id) + 1

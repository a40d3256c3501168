"""What a person entered on a scoring page: from form data to values that actions take."""

from typing import Any

from django.http import QueryDict

from apps.assessments.actions import Given, Seen
from apps.assessments.timing import moments
from rules.definitions.banks import Question, TimeLimit
from rules.definitions.calendar import load_calendar
from rules.definitions.vocabulary import CaseFact

NONE_OF_THESE = "none_of_these"
NOTE_MAX = 10_000


class BadEntry(ValueError):
    """Something that cannot be stored; the message tells the person what to enter."""


def seen_of(data: QueryDict, key: str) -> Seen:
    """Which version the page had seen, and which of its saves this is; what is no number is 0."""
    return Seen(
        version=_count(data.get(f"{key}-version", "")),
        editor=data.get(f"{key}-editor", "").replace("\x00", "")[:40],
        step=_count(data.get(f"{key}-step", "")),
    )


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def given_for(question: Question, data: QueryDict) -> Given:
    """The entry for one question. Raises BadEntry for a date that is none or a note that is too long."""
    note = data.get(f"{question.id}-note", "").replace("\r\n", "\n")
    if len(note) > NOTE_MAX:
        raise BadEntry(f"The note must be {NOTE_MAX:,} characters or fewer; it has {len(note):,}")
    return Given(
        answer=data.get(f"{question.id}-answer", ""),
        note=note.replace("\x00", ""),
        dates={limit.id: pair for limit in question.timing if (pair := _pair(question, limit, data))},
    )


def _pair(question: Question, limit: TimeLimit, data: QueryDict) -> dict[str, Any]:
    """The two moments entered; an empty pair gives an empty dict."""
    prefix = f"{question.id}-{limit.id}"
    pair: dict[str, Any] = {
        name: value for name in ("starts", "ends") if (value := data.get(f"{prefix}-{name}", "").strip())
    }
    if data.get(f"{prefix}-never"):
        pair["never_done"] = True
        pair.pop("ends", None)
    try:
        found = moments(limit, pair)
    except ValueError as error:
        raise BadEntry(f"Enter a real date for “{limit.starts}” and “{limit.ends}”") from error
    calendar = load_calendar()
    for moment in (found.started, found.done):
        if moment and not calendar.first_on <= moment.date() <= calendar.last_on:
            raise BadEntry(f"Enter a date between {calendar.first_on.year} and {calendar.last_on.year}")
    return pair


def fact_value(fact: CaseFact, data: QueryDict) -> Any:
    """The JSON value entered for a fact; None is unknown. Raises BadEntry for what is not an option."""
    entered = data.getlist(f"{fact.id}-value")
    if fact.kind == "set":
        return _set_value(fact, entered)
    text = entered[0].strip() if entered else ""
    if text in ("", "unknown"):
        return None
    if fact.kind == "yes_no":
        return _one_of(fact, text, {"yes": True, "no": False})
    if fact.kind == "choice":
        return _one_of(fact, text, {option.id: option.id for option in fact.options})
    if not (text.isascii() and text.isdecimal()) or len(text) > 4:
        raise BadEntry("Enter a whole number")
    return int(text)


def _set_value(fact: CaseFact, entered: list[str]) -> list[str] | None:
    """Ticked options, sorted; the box for none gives an empty list, nothing ticked is unknown."""
    ticked = sorted(set(entered) - {NONE_OF_THESE})
    unknown = set(ticked) - {option.id for option in fact.options}
    if unknown:
        raise BadEntry(f"{', '.join(sorted(unknown))} is not an option")
    if ticked and NONE_OF_THESE in entered:
        raise BadEntry("Tick either options or “None of these”, not both")
    return ticked if ticked or NONE_OF_THESE in entered else None


def _one_of(fact: CaseFact, text: str, allowed: dict[str, Any]) -> Any:
    if text not in allowed:
        raise BadEntry(f"{text!r} is not an answer to “{fact.label}”")
    return allowed[text]

"""The pairs of dates of an answer, in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from apps.assessments.presentation import day_text
from rules.definitions.banks import Question, TimeLimit


def dates_in_words(question: Question, dates: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence a pair that was entered: "Decision made: Thursday 2 April 2026; letter sent: never done".

    `dates`: limit id -> {starts, ends, never_done}; empty without dates.
    """
    said = (_pair(limit, dates.get(limit.id, {})) for limit in question.timing)
    return tuple(text for text in said if text)


def _pair(limit: TimeLimit, pair: Mapping[str, Any]) -> str:
    if not pair:
        return ""
    ends = "never done" if pair.get("never_done") else _moment(pair.get("ends"))
    return f"{limit.starts}: {_moment(pair.get('starts'))}; {limit.ends}: {ends}"


def _moment(text: str | None) -> str:
    if not text:
        return "no date"
    if "T" not in text:
        return day_text(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return f"{day_text(moment.date())}, {moment:%H:%M}"

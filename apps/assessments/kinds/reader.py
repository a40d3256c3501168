"""What a kind of case answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.assessments.case_rows import Event, Row, Tables, Window


@dataclass(frozen=True)
class Root:
    """The sentence behind a case, the day on which the case began, and whether it is an order of its own."""

    sentence: Row
    began_on: date
    is_order: bool


def no_facts(_tables: Tables, _case_id: str, _window: Window) -> dict[str, Any]:
    return {}


def no_events(_tables: Tables, _case_id: str, _window: Window) -> Iterator[Event]:
    return iter(())


def no_root(_tables: Tables, _case_id: str) -> Root | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Reader:
    """How the cases of one kind are read; each part takes the person's rows and the case's id.

    described: `what`, `started_on` as an ISO day and in `more` pairs of a label and a text.
    events: what the case itself adds to the chronology.
    facts: fact id -> JSON value, only what the rows settle.
    root: None for a case without a sentence; `has_root`: whether cases of the kind can have one.
    shows_supervision: whether contacts, plans and recalls of the window belong to the chronology.
    """

    described: Callable[[Tables, str], dict[str, Any]]
    events: Callable[[Tables, str, Window], Iterator[Event]] = no_events
    facts: Callable[[Tables, str, Window], dict[str, Any]] = no_facts
    root: Callable[[Tables, str], Root | None] = no_root
    has_root: bool = True
    shows_supervision: bool = True

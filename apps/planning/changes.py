"""What changed between two contents of a plan: text word by word, and what came, went or reads otherwise."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from apps.organisation.differences import Part, word_differences
from apps.planning.shapes import (
    AgreementShown,
    HandedShown,
    MilestoneShown,
    PlanContent,
    PriorityShown,
    ProvisionRow,
)

Happened = Literal["came", "went", "changed", "over"]
HAPPENED_WORDS: Mapping[str, str] = {
    "came": "New",
    "went": "Gone",
    "changed": "Changed",
    "over": "Its year is over",
}


@dataclass(frozen=True, kw_only=True)
class TextChange:
    """A section whose words changed."""

    section: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class ThingChange:
    """One priority, milestone, agreement or row of provision. fields: (what, before, after)."""

    what: str
    title: str
    happened: Happened
    fields: tuple[tuple[str, str, str], ...] = ()

    @property
    def happened_words(self) -> str:
        return HAPPENED_WORDS[self.happened]


@dataclass(frozen=True, kw_only=True)
class PlanChanges:
    """Everything that differs; `is_empty` when nothing does."""

    texts: tuple[TextChange, ...]
    things: tuple[ThingChange, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.things)

    def of(self, what: str) -> list[ThingChange]:
        return [one for one in self.things if one.what == what]


def changes_between(before: PlanContent | None, after: PlanContent) -> PlanChanges:
    """What is new in `after`; everything, when there was nothing before.

    Priorities, milestones and agreements are the same ones when their ids are, provision when agreement,
    need, unit and cohort are. Days that pass (days left, days late) are no change.
    """
    return PlanChanges(texts=tuple(_texts(before, after)), things=tuple(_things(before, after)))


def _texts(before: PlanContent | None, after: PlanContent) -> Iterator[TextChange]:
    old = {one.id: one for one in before.sections} if before else {}
    for section in after.sections:
        was = old[section.id].words if section.id in old else ""
        if was != section.words:
            parts = tuple(word_differences(was, section.words))
            yield TextChange(section=section.id, title=section.title, parts=parts)
    kept = {one.id for one in after.sections}
    for id_, section in old.items():
        if id_ not in kept and section.words:
            parts = tuple(word_differences(section.words, ""))
            yield TextChange(section=id_, title=section.title, parts=parts)


_PRIORITY = {"title": "Title", "words": "Words", "first_year": "From", "last_year": "Until", "owner": "Owner"}
_MILESTONE = {
    "title": "Title",
    "due_on": "Due",
    "owner": "Owner",
    "priority_title": "Priority",
    "measure": "Measure",
    "aim": "Aim (%)",
    "state_words": "How it stands",
}
_AGREEMENT = {
    "title": "Title",
    "provider": "Provider",
    "kind_words": "Kind",
    "first_on": "From",
    "last_on": "Until",
    "value": "Value (£)",
}
_PROVISION = {"places_words": "People a year"}


def _things(before: PlanContent | None, after: PlanContent) -> Iterator[ThingChange]:
    def pair(name: str) -> tuple[Sequence[Any], Sequence[Any]]:
        return (getattr(before, name) if before else ()), getattr(after, name)

    def in_years(one: PriorityShown | MilestoneShown) -> bool:
        last = one.year if isinstance(one, MilestoneShown) else one.last_year
        return last >= after.first_year

    by_id = {"key": _by_id, "title": _titled, "counts": in_years}
    yield from _compared("Priority", *pair("priorities"), watched=_PRIORITY, **by_id)
    yield from _compared("Milestone", *pair("milestones"), watched=_MILESTONE, **by_id)
    yield from _handed(before, after)
    yield from _compared("Agreement", *pair("agreements"), key=_by_id, title=_provided, watched=_AGREEMENT)
    yield from _compared("Provision", *pair("provision"), key=_by_place, title=_placed, watched=_PROVISION)


_HANDED = {"answer": "Answer", "reason": "Reason", "priority": "Priority", "milestone": "Milestone"}


def _handed(before: PlanContent | None, after: PlanContent) -> Iterator[ThingChange]:
    old = before.handed_down if before else ()
    yield from _compared(
        "Handed down", old, after.handed_down, key=_by_id, title=_titled, watched=_HANDED,
        counts=lambda one: one.last_year >= after.first_year,
    )  # fmt: skip


def _by_id(one: PriorityShown | MilestoneShown | AgreementShown | HandedShown) -> int:
    return one.id


def _titled(one: PriorityShown | MilestoneShown | HandedShown) -> str:
    return one.title


def _provided(one: AgreementShown) -> str:
    return f"{one.title} ({one.provider})"


def _by_place(one: ProvisionRow) -> tuple[int, str, str, str]:
    return one.agreement, one.need, one.unit, one.cohort


def _placed(one: ProvisionRow) -> str:
    return f"{one.need_words}, {one.unit_name} ({one.cohort_words}): {one.title}"


def _compared(
    what: str,
    old: Sequence[Any],
    new: Sequence[Any],
    *,
    key: Callable[[Any], Any],
    title: Callable[[Any], str],
    watched: Mapping[str, str],
    counts: Callable[[Any], bool] = lambda _one: True,
) -> Iterator[ThingChange]:
    """counts: whether one that went would still be of the plan's years."""
    were, are = {key(one): one for one in old}, {key(one): one for one in new}
    for id_, one in are.items():
        if id_ not in were:
            yield ThingChange(what=what, title=title(one), happened="came")
        elif fields := tuple(_differing(were[id_], one, watched)):
            yield ThingChange(what=what, title=title(one), happened="changed", fields=fields)
    for id_, one in were.items():
        if id_ not in are:
            yield ThingChange(what=what, title=title(one), happened="went" if counts(one) else "over")


def _differing(old: Any, new: Any, watched: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name, words in watched.items():
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            yield words, _text(was), _text(is_now)


def _text(value: Any) -> str:
    return "" if value is None else str(value)

"""Data-quality items: raised about a judged case, handed over, answered, reopened. Every step stays."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from apps.organisation.actions import record
from apps.organisation.models import User
from apps.performance.models import DataQualityItem, DataQualityStep, MeasureOutcome
from apps.performance.queries.quality_items import answerers
from apps.performance.queries.teams import team_of
from rules.definitions.quality import items_on

State, Kind = DataQualityItem.State, DataQualityStep.Kind
_VERBS = {
    Kind.RAISED: "raise",
    Kind.HANDED_OVER: "hand_over",
    Kind.ANSWERED: "answer",
    Kind.REOPENED: "reopen",
}


class ItemRefused(Exception):
    """A step that cannot be: the message says why and what to do."""


class ItemChanged(Exception):
    """Somebody else has taken a step since the page was loaded; nothing of this one was kept."""


def raise_item(
    case: MeasureOutcome, *, fault: str, words: str, owner: User, by: User, on: date
) -> DataQualityItem:
    """Say of a case that its record is wrong. `on`: today, from which the time to answer counts.

    Raises ItemRefused where an item about the case is open already, and for an owner who may not answer.
    """
    _check_owner(owner, region=case.region, unit=case.unit, on=on)
    same = (
        "measure",
        "edition",
        "occurrence_id",
        "person_id",
        "region",
        "unit",
        "counts_in",
        "verdict",
        "reason",
    )
    try:
        with transaction.atomic():
            item = DataQualityItem.objects.create(
                **{name: getattr(case, name) for name in same},
                practitioner_code=case.practitioner_code,
                team=team_of(case.practitioner_code),
                run=case.run,
                fault=fault,
                words=words,
                owner=owner,
                due_on=items_on(on).due_on(on),
                raised_by=by,
            )
            _keep_step(item, Kind.RAISED, words=words, by=by, before=None)
    except IntegrityError as error:
        raise ItemRefused(
            "Somebody has already said that this record is wrong, and it is not answered."
        ) from error
    return item


def answer(item: DataQualityItem, *, seen: int, outcome: str, words: str, by: User) -> DataQualityItem:
    """Answer an open item. `seen`: the version that the page showed. Raises ItemChanged, ItemRefused."""
    return _step(item, Kind.ANSWERED, seen=seen, words=words, by=by, state=State.ANSWERED, outcome=outcome)


def reopen(item: DataQualityItem, *, seen: int, words: str, by: User, on: date) -> DataQualityItem:
    """Open an answered item again, with a new day to answer by. Raises ItemChanged, ItemRefused."""
    due_on = items_on(on).due_on(on)
    return _step(
        item, Kind.REOPENED, seen=seen, words=words, by=by, state=State.OPEN, outcome="", due_on=due_on
    )


def hand_over(
    item: DataQualityItem, *, seen: int, owner: User, words: str, by: User, on: date
) -> DataQualityItem:
    """Give an open item to somebody else who may answer it. Raises ItemChanged, ItemRefused."""
    _check_owner(owner, region=item.region, unit=item.unit, on=on)
    return _step(item, Kind.HANDED_OVER, seen=seen, words=words, by=by, owner=owner)


def _step(
    item: DataQualityItem, kind: str, *, seen: int, words: str, by: User, **changes: Any
) -> DataQualityItem:
    try:
        with transaction.atomic():
            current = DataQualityItem.objects.select_for_update().get(pk=item.pk)
            _check_step(current, kind, seen)
            before = _described(current)
            for name, value in changes.items():
                setattr(current, name, value)
            current.version += 1
            current.save(update_fields=[*changes, "version"])
            _keep_step(current, kind, words=words, by=by, before=before)
    except IntegrityError as error:
        raise ItemRefused("Another item about the same case is open. Go on with that one.") from error
    return current


def _check_step(current: DataQualityItem, kind: str, seen: int) -> None:
    if current.version != seen:
        raise ItemChanged
    if current.is_open == (kind == Kind.REOPENED):
        raise ItemRefused(
            "This item is open already." if current.is_open else "This item is answered already."
        )


def _check_owner(owner: User, *, region: str, unit: str, on: date) -> None:
    if owner not in answerers(region=region, unit=unit, on=on):
        raise ItemRefused(f"{owner} may not answer for this place. Choose somebody else.")


def _keep_step(
    item: DataQualityItem, kind: str, *, words: str, by: User, before: dict[str, Any] | None
) -> None:
    DataQualityStep.objects.create(
        item=item,
        number=item.version,
        kind=kind,
        words=words,
        outcome=item.outcome if kind == Kind.ANSWERED else "",
        owner=item.owner,
        due_on=item.due_on,
        by=by,
    )
    record(
        f"{_VERBS[kind]}_quality_item",
        by=by,
        subject=item,
        before=before,
        after=_described(item),
        reason=words,
    )


def _described(item: DataQualityItem) -> dict[str, Any]:
    return {
        "case": f"{item.measure} {item.occurrence_id}",
        "state": str(item.state),
        "outcome": item.outcome,
        "owner": item.owner.username,
        "due_on": item.due_on.isoformat(),
    }

"""Why a round's score cannot be published yet: every part of the review adds its own reasons."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from apps.audits.models import AuditRound

Reasons = Callable[[AuditRound], list[str]]


@dataclass(frozen=True)
class _Check:
    name: str
    order: int
    reasons: Reasons


_registry: dict[str, _Check] = {}


def register(name: str, *, order: int, reasons: Reasons) -> None:
    """Add a check; `reasons` gives a sentence for each thing that is still to be done, none when nothing is.

    A second call under one name replaces the first.
    """
    _registry[name] = _Check(name, order, reasons)


def reasons_not_to_lock(audit_round: AuditRound, *, without: Collection[str] = ()) -> list[str]:
    """What has to be done before the score can be published; `without` leaves checks out by name."""
    checks = sorted(_registry.values(), key=lambda check: (check.order, check.name))
    return [reason for check in checks if check.name not in without for reason in check.reasons(audit_round)]

"""Contacts while they are made: one entry a version, dates and codes only."""

from dataclasses import dataclass, fields

import numpy as np

from demo.columns import NO_SECOND

MODES = ("office", "home_visit", "other_in_person", "telephone", "video", "letter_or_message")
OFFICE, HOME, OTHER_IN_PERSON, TELEPHONE, VIDEO, LETTER = range(6)
PROVIDERS = ("practitioner", "supplier", "unpaid_work")
OUTCOMES = ("attended", "attended_late", "acceptable_absence", "unacceptable_absence", "left_or_excluded")
ATTENDED, ATTENDED_LATE, ACCEPTABLE, UNACCEPTABLE = range(4)
CANCELLED_BY = ("probation", "person", "other")


@dataclass
class Versions:
    """`contact` groups the versions of one contact; -1 in a code is empty; NaT is no instant."""

    contact: np.ndarray
    spell: np.ndarray
    on: np.ndarray
    mode: np.ndarray
    provider: np.ndarray
    recorded_at: np.ndarray
    superseded_at: np.ndarray
    cancelled_at: np.ndarray
    cancelled_by: np.ndarray
    outcome: np.ndarray

    def __len__(self) -> int:
        return len(self.on)

    def take(self, where: np.ndarray) -> "Versions":
        return Versions(**{f.name: getattr(self, f.name)[where] for f in fields(self)})

    @property
    def in_person(self) -> np.ndarray:
        return (self.mode <= OTHER_IN_PERSON) & (self.provider == 0)

    @property
    def attended(self) -> np.ndarray:
        return (self.outcome == ATTENDED) | (self.outcome == ATTENDED_LATE)


def join_versions(parts: list[Versions]) -> Versions:
    """Parts end to end; each part's contacts stay its own (numbers are moved up)."""
    moved, base = [], 0
    for part in parts:
        moved.append(part.contact + base)
        base += int(part.contact.max()) + 1 if len(part) else 0
    joined = Versions(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Versions)}
    )
    joined.contact = np.concatenate(moved)
    return joined


def plain_versions(spell: np.ndarray, on: np.ndarray, mode: np.ndarray, recorded_at: np.ndarray) -> Versions:
    """One version a contact: a practitioner's, neither moved nor cancelled, outcome still empty."""
    rows = len(on)
    return Versions(
        contact=np.arange(rows),
        spell=spell,
        on=on,
        mode=np.broadcast_to(mode, rows).astype(np.int8),
        provider=np.zeros(rows, dtype=np.int8),
        recorded_at=recorded_at,
        superseded_at=np.full(rows, NO_SECOND),
        cancelled_at=np.full(rows, NO_SECOND),
        cancelled_by=np.full(rows, -1, dtype=np.int8),
        outcome=np.full(rows, -1, dtype=np.int8),
    )

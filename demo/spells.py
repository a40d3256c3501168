"""Spells: unbroken stretches of supervision that begin with an order or a release."""

from dataclasses import dataclass, fields

import numpy as np

COMMUNITY, UNPAID_WORK_ONLY, LICENCE, POST_SENTENCE = range(4)
KINDS = ("community", "unpaid_work_only", "licence", "post_sentence_supervision")


@dataclass
class Spells:
    """One entry a spell. Days; NaT where there is none.

    `last` is the last supervised day (NaT: still open). `switch_on` is the first day of post-sentence
    supervision after a licence. Between `away_from` and `away_to` the person is in custody or detained.
    `clock` is the number of business days for the first appointment. `final_third_on` is the first day on
    which contact is suspended under Probation Reset (NaT: exempt or no end known).
    """

    person: np.ndarray
    unit: np.ndarray
    practitioner: np.ndarray
    kind: np.ndarray
    start: np.ndarray
    last: np.ndarray
    switch_on: np.ndarray
    away_from: np.ndarray
    away_to: np.ndarray
    clock: np.ndarray
    tier: np.ndarray
    final_third_on: np.ndarray
    closed: np.ndarray  # contact ends with the spell: nothing later may be arranged

    def __len__(self) -> int:
        return len(self.person)

    def take(self, where: np.ndarray) -> "Spells":
        return Spells(**{f.name: getattr(self, f.name)[where] for f in fields(self)})

    def last_or(self, day: np.datetime64) -> np.ndarray:
        return np.where(np.isnat(self.last), day, self.last)

    @property
    def is_release(self) -> np.ndarray:
        return self.kind >= LICENCE


def join(parts: list[Spells]) -> Spells:
    return Spells(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Spells)})


def no_days(rows: int) -> np.ndarray:
    return np.full(rows, np.datetime64("NaT", "D"))


def final_third(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """start + ceil(2/3 of the days from start to end); no end, no final third."""
    days = (end - start).astype("timedelta64[D]").astype(float)
    third = np.where(np.isnat(end), 0, np.ceil(days * 2 / 3)).astype("timedelta64[D]")
    return np.where(np.isnat(end), np.datetime64("NaT", "D"), start + third)

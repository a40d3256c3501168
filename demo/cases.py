"""The sentences of one piece, side by side: what courts, prisons and others record of each is drawn."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from demo.columns import Ids
from demo.setting import ids

FAR = np.datetime64("2199-01-01", "D")
NONE = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Cases:
    """One entry a sentence: orders first, then prison terms. `spell` is the supervision that it begins.

    `until` is the last day on which anything may happen under it, at most the as-at day; `released_on` is NaT
    for orders; `offence` is the person's code in `offences`.
    """

    sentence: np.ndarray
    person: np.ndarray
    unit: np.ndarray
    spell: np.ndarray
    is_order: np.ndarray
    indeterminate: np.ndarray
    on: np.ndarray
    until: np.ndarray
    ended_on: np.ndarray
    expected_end_on: np.ndarray
    released_on: np.ndarray
    revoked: np.ndarray
    offence: np.ndarray
    offences: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.person)

    def take(self, where: np.ndarray) -> "Cases":
        """The entries at `where` (positions or a mask)."""
        kept = {f.name: getattr(self, f.name) for f in fields(self)}
        return Cases(**{k: v[where] if isinstance(v, np.ndarray) else v for k, v in kept.items()})

    @cached_property
    def days_inside(self) -> np.ndarray:
        """Days from the sentence to the first release; 0 for orders."""
        return np.where(self.is_order, 0, (self.released_on - self.on).astype(int))

    def sentence_ids(self) -> Ids:
        return ids("S", self.sentence)

    def is_offence(self, word: str) -> np.ndarray:
        return self.offence == self.offences.index(word)


def join_cases(first: Cases, second: Cases) -> Cases:
    """Two lots of sentences, end to end."""
    columns = {f.name: (getattr(first, f.name), getattr(second, f.name)) for f in fields(Cases)}
    return Cases(
        **{k: np.concatenate(v) if isinstance(v[0], np.ndarray) else v[0] for k, v in columns.items()}
    )

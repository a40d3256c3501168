"""The sentences of one piece, side by side: what courts, prisons and others record of each is drawn."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from demo.columns import Ids
from demo.lives import Lives
from demo.prison import sentence_ended_on
from demo.setting import Setting, ids

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


def cases_of(setting: Setting, lives: Lives, sentence: Ids) -> Cases:
    """Every sentence of the piece; `sentence` are the ids of the rows of `sentences`, orders first."""
    orders, terms = lives.orders, lives.terms
    first_release = lives.triggers - len(terms)
    ended = np.concatenate([orders.ended_on, sentence_ended_on(setting, terms)])
    left = np.concatenate([np.full(len(orders), NONE), terms.left_on])
    gone = np.concatenate([np.zeros(len(orders), bool), np.isin(terms.ending, (1, 2))])
    known_end = np.where(gone, left, ended)
    person = np.concatenate([orders.person, terms.person])
    return Cases(
        sentence=sentence.numbers,
        person=person,
        unit=lives.unit[person],
        spell=np.concatenate([orders.spell, first_release + np.arange(len(terms))]),
        is_order=np.arange(len(person)) < len(orders),
        indeterminate=np.concatenate([np.zeros(len(orders), bool), terms.indeterminate]),
        on=np.concatenate([orders.sentenced_on, terms.sentenced_on]),
        until=np.where(np.isnat(known_end), setting.as_at, known_end),
        ended_on=ended,
        expected_end_on=np.concatenate([orders.expected_end_on, terms.until]),
        released_on=np.concatenate([np.full(len(orders), NONE), terms.released_on]),
        revoked=np.concatenate([np.isin(orders.ending, (1, 3)), np.zeros(len(terms), bool)]),
        offence=lives.risk.offence.codes[person],
        offences=lives.risk.offence.words,
    )

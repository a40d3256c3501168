"""How a table is held while it is made: numpy columns, with codes for words and numbers for ids."""

from dataclasses import dataclass

import numpy as np

DAY = "datetime64[D]"
MONTH = "datetime64[M]"
SECOND = "datetime64[s]"
NO_DAY = np.datetime64("NaT", "D")
NO_SECOND = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class Coded:
    """Words of a closed list as small integers; -1 is empty."""

    codes: np.ndarray
    words: tuple[str, ...]

    def take(self, where: np.ndarray) -> "Coded":
        return Coded(self.codes[where], self.words)

    def is_(self, word: str) -> np.ndarray:
        return self.codes == self.words.index(word)


@dataclass(frozen=True)
class Ids:
    """References as a prefix and a number of fixed width; -1 is empty."""

    prefix: str
    numbers: np.ndarray
    digits: int

    def take(self, where: np.ndarray) -> "Ids":
        return Ids(self.prefix, self.numbers[where], self.digits)


Column = np.ndarray | Coded | Ids
Table = dict[str, Column]


def take(column: Column, where: np.ndarray) -> Column:
    """The rows `where` (positions or a mask) of one column."""
    return column[where] if isinstance(column, np.ndarray) else column.take(where)


def rows_of(table: Table) -> int:
    """Number of rows; the first column speaks for all."""
    first = next(iter(table.values()))
    if isinstance(first, Coded):
        return len(first.codes)
    return len(first.numbers) if isinstance(first, Ids) else len(first)


def joined(first: Column, second: Column) -> Column:
    """Two columns of the same kind, end to end; words that only one has are kept."""
    if isinstance(first, Coded):
        words = tuple(dict.fromkeys(first.words + second.words))
        place = np.array([words.index(word) for word in second.words] + [-1])
        return Coded(np.concatenate([first.codes, place[second.codes]]), words)
    if isinstance(first, Ids):
        return Ids(first.prefix, np.concatenate([first.numbers, second.numbers]), first.digits)
    return np.concatenate([first, second])


def in_order_of_appearance(group: np.ndarray) -> np.ndarray:
    """Any group numbers as 0, 1, 2 ... in the order in which they first occur."""
    _, first, inverse = np.unique(group, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def coded(words: np.ndarray) -> Coded:
    """Strings to codes; the empty string becomes empty."""
    found, codes = np.unique(words, return_inverse=True)
    if len(found) and found[0] == "":
        return Coded((codes - 1).astype(np.int16), tuple(found[1:].tolist()))
    return Coded(codes.astype(np.int16), tuple(found.tolist()))

"""Reading many rows as they stood at one moment, while people go on changing them."""

from collections.abc import Callable
from typing import TypeVar

from apps.organisation.actions import Refused

T = TypeVar("T")
MOST_READS = 6


def as_it_stands(read: Callable[[], T]) -> T:
    """What `read` gives, when nothing that it reads changed while it read.

    Its queries see what others saved between them: provision, say, of an agreement that ended just before
    the agreements were read. Two readings alike, one after the other, say that all stood so between them.
    Rejected: a transaction that sees one moment, which must be chosen before its first query. Raises Refused
    where no two are alike.
    """
    before = read()
    for _ in range(MOST_READS - 1):
        now = read()
        if now == before:
            return now
        before = now
    raise Refused("The plan is being changed just now. Try again in a moment")

"""The list of recipes and the days on which they may begin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Protocol

from demo.life import Life

Make = Callable[[Life, date], str]
Anchor = Callable[[Life], date]


@dataclass(frozen=True)
class Recipe:
    """`reason` is the reason id expected of the measure; "" where no occurrence may arise at all."""

    measure: str
    edge: str
    reason: str
    table: str
    anchor: Anchor
    make: Make


RECIPES: list[Recipe] = []


def planted(measure: str, edge: str, reason: str, *, table: str, anchor: Anchor) -> Callable[[Make], Make]:
    """Registers a recipe under the measure and the edge's name."""

    def register(make: Make) -> Make:
        RECIPES.append(Recipe(measure, edge, reason, table, anchor, make))
        return make

    return register


class Adding(Protocol):
    def __call__(self, edge: str, reason: str, *, anchor: Anchor = ..., **options: object) -> None: ...


def edges_of(measure: str, table: str, make: Callable[..., str]) -> Adding:
    """A word that registers edges of one measure which differ only in what they tell `make`."""

    def add(edge: str, reason: str, *, anchor: Anchor = any_day, **options: object) -> None:
        planted(measure, edge, reason, table=table, anchor=anchor)(partial(make, **options))

    return add


def any_day(life: Life) -> date:
    """A business day between April 2024 and October 2025: far enough from both ends."""
    day = date(2024, 4, 2) + timedelta(days=int(life.rng.integers(0, 570)))
    return life.days.open_on_or_after(day)


def early_day(life: Life) -> date:
    """A business day between April 2024 and January 2025: a year before the as-at day and more."""
    day = date(2024, 4, 2) + timedelta(days=int(life.rng.integers(0, 300)))
    return life.days.open_on_or_after(day)


def quiet_day(life: Life) -> date:
    """A business day with five more in the five weekdays after it: no bank holiday near."""
    while True:
        day = any_day(life)
        if life.days.add(day, 5) == day + timedelta(days=7):
            return day


def quiet_friday(life: Life) -> date:
    """A Friday whose next Friday is five business days later."""
    while True:
        day = quiet_day(life)
        if day.weekday() == 4:
            return day


def saturday(life: Life) -> date:
    """A Saturday: a court that sits at the weekend."""
    return quiet_friday(life) + timedelta(days=1)


def before_a_holiday(life: Life) -> date:
    """The last business day before a weekday bank holiday."""
    while True:
        day = any_day(life)
        following = day + timedelta(days=1)
        while following.weekday() >= 5:
            following += timedelta(days=1)
        if not life.days.is_open(following):
            return day


def lately(life: Life) -> date:
    """The as-at day or the business day before it: nothing that takes business days is due yet."""
    return life.days.add(life.days.as_at, -int(life.rng.integers(0, 2)))

"""Community orders, suspended sentence orders and supervision default orders."""

from dataclasses import dataclass, fields

import numpy as np

from demo.calendar import add_months
from demo.chance import happens, pick, pick_code, pick_number
from demo.columns import Coded
from demo.setting import Setting
from demo.spells import COMMUNITY, UNPAID_WORK_ONLY, Spells, final_third, no_days
from demo.starts import court_days, within

TYPES = ("community_order", "suspended_sentence_order", "supervision_default_order")
END_REASONS = ("expired", "completed", "revoked_good_progress", "revoked_breach", "quashed", "other")
ENDINGS = ("natural", "revoked_breach", "revoked_good_progress", "custody", "died", "transferred", "quashed")
ONE_DAY = np.timedelta64(1, "D")


@dataclass
class Orders:
    """One entry an order; `spell` is its stretch of supervision, `main` the order that began it."""

    person: np.ndarray
    spell: np.ndarray
    type: np.ndarray
    sentenced_on: np.ndarray
    expected_end_on: np.ndarray
    ended_on: np.ndarray
    end_reason: np.ndarray
    ending: np.ndarray
    main: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    def take(self, where: np.ndarray) -> "Orders":
        return Orders(**{f.name: getattr(self, f.name)[where] for f in fields(self)})


def join_orders(parts: list[Orders]) -> Orders:
    return Orders(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Orders)})


def main_orders(setting: Setting, person: np.ndarray, sentence_type: Coded) -> tuple[Orders, np.ndarray]:
    """Each person's first order, and whether it is unpaid work alone."""
    rows = len(person)
    words = np.array(sentence_type.words)[sentence_type.codes]
    type_ = np.array([TYPES.index(word) for word in words], dtype=int)
    orders = _orders(setting, person, np.arange(rows), type_, court_days(setting, rows))
    return orders, _unpaid_work_only(setting, type_)


def _unpaid_work_only(setting: Setting, type_: np.ndarray) -> np.ndarray:
    shares = setting.profile["community"]["unpaid_work_only"]
    return happens(setting.rng, np.array([shares[name] for name in TYPES])[type_], len(type_))


def _orders(setting: Setting, person, spell, type_, sentenced_on) -> Orders:
    section, rng, rows = setting.profile["community"], setting.rng, len(person)
    plain, suspended = (pick_number(rng, section[k], rows) for k in ("months", "suspended_months"))
    expected = add_months(sentenced_on, np.where(type_ == 1, suspended, plain)) - ONE_DAY
    orders = Orders(
        person=person,
        spell=spell,
        type=type_,
        sentenced_on=sentenced_on,
        expected_end_on=expected,
        ended_on=expected.copy(),
        end_reason=np.full(rows, -1),
        ending=np.zeros(rows, dtype=int),
        main=np.ones(rows, dtype=bool),
    )
    _cut_short(setting, orders)
    return _known_by_as_at(setting, orders)


def _cut_short(setting: Setting, orders: Orders) -> None:
    """Some end early: a few within days, most in the course of the order."""
    section, rng, rows = setting.profile["community"], setting.rng, len(orders)
    drawn = pick_code(rng, section["ending"], ENDINGS, rows)
    orders.ending = drawn.astype(int)
    cut = within(setting, orders.sentenced_on, orders.expected_end_on, "order_cut_short_at")
    early = happens(rng, section["early_exit_share"], rows)
    soon = orders.sentenced_on + setting.days("early_exit_days", rows)
    cut = np.where(early & (orders.ending > 2), soon, cut)
    orders.ended_on = np.where(orders.ending > 0, cut, orders.expected_end_on)
    finished = np.where(
        happens(rng, section["completed_share"], rows),
        END_REASONS.index("completed"),
        END_REASONS.index("expired"),
    )
    reasons = {
        1: "revoked_breach",
        2: "revoked_good_progress",
        3: "revoked_breach",
        4: "other",
        5: "other",
        6: "quashed",
    }
    orders.end_reason = finished
    for ending, reason in reasons.items():
        orders.end_reason = np.where(orders.ending == ending, END_REASONS.index(reason), orders.end_reason)


def _known_by_as_at(setting: Setting, orders: Orders) -> Orders:
    """What lies after the as-at day has not happened."""
    later = orders.ended_on > setting.as_at
    orders.ended_on = np.where(later, np.datetime64("NaT", "D"), orders.ended_on)
    orders.end_reason = np.where(later, -1, orders.end_reason)
    orders.ending = np.where(later, 0, orders.ending)
    return orders


def second_orders(setting: Setting, first: Orders) -> tuple[Orders, Orders, np.ndarray]:
    """Orders beside or after the first: (same day or concurrent, later ones, spell ends moved by them).

    A concurrent order runs on in the same spell; a later one begins a spell of its own, numbered after the
    first ones.
    """
    rng, rows = setting.rng, len(first)
    kind = pick(rng, setting.profile["community"]["second_order"], rows)
    lasting = np.isin(first.ending, (0, 1, 2))
    same = kind.is_("same_day") & lasting
    beside = kind.is_("concurrent") & (first.ending == 0)
    after = (
        kind.is_("later") & (first.ending == 0) & (first.ended_on < setting.as_at - np.timedelta64(60, "D"))
    )
    twins = _twins(first.take(same))
    concurrent = _concurrent(setting, first.take(beside))
    later = _later(setting, first.take(after), rows)
    ends = _moved_ends(first, concurrent)
    return join_orders([twins, concurrent]), later, ends


def _twins(first: Orders) -> Orders:
    """The other kind of order, made on the same day and ended with the first."""
    twins = first.take(np.arange(len(first)))
    twins.type = np.where(first.type == 0, 1, 0)
    twins.main = np.zeros(len(first), dtype=bool)
    return twins


def _concurrent(setting: Setting, first: Orders) -> Orders:
    until = np.where(np.isnat(first.ended_on), setting.as_at, first.ended_on)
    on = setting.calendar.on_or_before(within(setting, first.sentenced_on, until, "second_order_made_at"))
    keep = on > first.sentenced_on
    first, on = first.take(keep), on[keep]
    orders = _orders(setting, first.person, first.spell, first.type, on)
    ends_naturally = orders.take(np.arange(len(orders)))
    natural = orders.expected_end_on
    ends_naturally.ending = np.zeros(len(orders), dtype=int)
    ends_naturally.ended_on = np.where(natural > setting.as_at, np.datetime64("NaT", "D"), natural)
    ends_naturally.end_reason = np.where(natural > setting.as_at, -1, END_REASONS.index("expired"))
    ends_naturally.main = np.zeros(len(orders), dtype=bool)
    return ends_naturally


def _later(setting: Setting, first: Orders, spells: int) -> Orders:
    gap = setting.days("days_between_orders", len(first))
    on = setting.calendar.on_or_after(first.ended_on + gap)
    keep = on <= setting.as_at
    kept = first.take(keep)
    return _orders(setting, kept.person, spells + np.arange(len(kept)), kept.type, on[keep])


def _moved_ends(first: Orders, concurrent: Orders) -> np.ndarray:
    """The last supervised day of each first spell: the later of its orders' ends; NaT while one is open."""
    ends = first.ended_on.copy()
    still_open = np.isnat(concurrent.ended_on) | np.isnat(ends[concurrent.spell])
    longer = np.maximum(ends[concurrent.spell], concurrent.ended_on)
    ends[concurrent.spell] = np.where(still_open, np.datetime64("NaT", "D"), longer)
    return ends


def community_spells(
    setting: Setting,
    first: Orders,
    later: Orders,
    ends: np.ndarray,
    unpaid_only: np.ndarray,
    unit: np.ndarray,
) -> Spells:
    """The spells of first and later orders, numbered as the orders say."""
    begun = join_orders([first, later])
    last = np.concatenate([ends, later.ended_on])
    alone = np.concatenate([unpaid_only, _unpaid_work_only(setting, later.type)])
    rows = len(begun)
    expected = np.maximum(begun.expected_end_on, np.where(np.isnat(last), begun.expected_end_on, last))
    away_from, away_to = _remands(setting, begun, last)
    return Spells(
        person=begun.person,
        unit=unit[begun.person],
        practitioner=setting.rng.integers(0, 10_000, rows),
        kind=np.where(alone, UNPAID_WORK_ONLY, COMMUNITY),
        start=begun.sentenced_on,
        last=last,
        switch_on=no_days(rows),
        away_from=away_from,
        away_to=away_to,
        clock=np.full(rows, 5),
        tier=np.zeros(rows, dtype=int),
        final_third_on=final_third(begun.sentenced_on, expected),
        closed=begun.ending > 2,
    )


def _remands(setting: Setting, orders: Orders, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Some are remanded in the course of the order for another matter, and come back."""
    rng, rows = setting.rng, len(orders)
    until = np.where(np.isnat(last), setting.as_at, last)
    start = within(setting, orders.sentenced_on, until, "remanded_at")
    end = start + setting.days("remand_days", rows)
    share = setting.profile["community"]["remand_share"]
    goes = happens(rng, share, rows) & (end < until) & (start > orders.sentenced_on)
    none = np.datetime64("NaT", "D")
    return np.where(goes, start, none), np.where(goes, end, none)

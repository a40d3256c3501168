"""What is decided about the people of one piece before any row is written."""

from dataclasses import dataclass

import numpy as np

from demo import records
from demo.chance import pick
from demo.columns import Coded
from demo.community import TYPES, Orders, community_spells, join_orders, main_orders, second_orders
from demo.people import by_country
from demo.prison import Terms, draw_terms, first_spells, second_spells
from demo.records import Risk
from demo.responsibility import Responsibility, draw_responsibility
from demo.setting import Setting
from demo.spells import UNPAID_WORK_ONLY, Spells, join

FLAGS = ("national_security_division", "child_protection", "intensive_supervision_court")
HIGH, STANDARD, LOW, ALONE = 2, 1, 0, 3  # tiers of contact
NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Lives:
    """What is decided about the people before any row is written.

    `numbers`, `unit`, `flag` and `first_known` have one entry a person, `alone` one an order (unpaid work
    alone). `spells` holds those of orders, then of first releases, then of releases after recall.
    """

    numbers: np.ndarray
    unit: np.ndarray
    in_wales: np.ndarray
    risk: Risk
    flag: Coded
    orders: Orders
    alone: np.ndarray
    terms: Terms
    released: Spells
    spells: Spells
    triggers: int
    held: Responsibility

    def first_known(self, as_at: np.datetime64) -> np.ndarray:
        """The first day on which anything is recorded of each person."""
        days = np.full(len(self.numbers), as_at)
        np.minimum.at(days, self.orders.person, self.orders.sentenced_on)
        np.minimum.at(days, self.terms.person, self.terms.in_custody_from)
        return days


def draw_lives(setting: Setting, numbers: np.ndarray) -> Lives:
    unit = setting.rng.choice(len(setting.places.units), len(numbers), p=setting.places.share)
    in_wales = setting.places.region_of_unit[unit] == setting.places.regions.index(
        setting.profile["regions"]["wales"]
    )
    sentence_type = by_country(setting, "sentence_type", in_wales)
    risk = records.draw_risk(setting, in_wales)
    in_community = np.isin(np.array(sentence_type.words)[sentence_type.codes], TYPES)
    orders, begun, alone = _orders(setting, np.flatnonzero(in_community), sentence_type, unit)
    inside = np.flatnonzero(~in_community)
    terms = draw_terms(setting, inside, sentence_type.take(inside))
    released = first_spells(setting, terms, unit)
    spells = join([begun, released, second_spells(setting, terms, unit)])
    flag = pick(setting.rng, setting.profile["people"]["case_flags"], len(numbers))
    _set_tiers(spells, risk, flag.codes >= 0)
    return Lives(
        numbers=numbers,
        unit=unit,
        in_wales=in_wales,
        risk=risk,
        flag=flag,
        orders=orders,
        alone=alone,
        terms=terms,
        released=released,
        spells=spells,
        triggers=len(begun) + len(released),
        held=draw_responsibility(setting, spells),
    )


def _orders(setting: Setting, person: np.ndarray, sentence_type: Coded, unit: np.ndarray):
    """Every order, the spells they begin, and which orders are unpaid work alone."""
    first, unpaid_only = main_orders(setting, person, sentence_type.take(person))
    beside, later, ends = second_orders(setting, first)
    spells = community_spells(setting, first, later, ends, unpaid_only, unit)
    orders = join_orders([first, later, beside])
    return orders, spells, spells.kind[orders.spell] == UNPAID_WORK_ONLY


def _set_tiers(spells: Spells, risk: Risk, flagged: np.ndarray) -> None:
    """Contact by risk of serious harm; MAPPA, very high risk and flagged cases keep theirs to the end."""
    harm = np.array([risk.harm.words.index(word) for word in ("low", "high", "very_high")])
    code = risk.harm.codes[spells.person]
    tier = np.where(code == harm[0], LOW, np.where(np.isin(code, harm[1:]), HIGH, STANDARD))
    spells.tier = np.where(spells.kind == UNPAID_WORK_ONLY, ALONE, tier)
    managed = risk.mappa.codes > risk.mappa.words.index("none")
    exempt = (managed | flagged)[spells.person] | (code == harm[2])
    spells.final_third_on = np.where(exempt, NO_DAY, spells.final_third_on)

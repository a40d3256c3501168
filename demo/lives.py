"""What is decided about the people of one piece before any row is written."""

from dataclasses import dataclass

import numpy as np

from demo import records
from demo.cases import NONE, Cases
from demo.chance import happens, pick
from demo.columns import Coded, Ids
from demo.community import TYPES, Orders, community_spells, join_orders, main_orders, second_orders
from demo.people import by_country
from demo.prison import Terms, draw_terms, first_spells, second_spells, sentence_ended_on
from demo.records import Risk
from demo.responsibility import Responsibility, draw_responsibility
from demo.setting import Setting
from demo.spells import UNPAID_WORK_ONLY, Spells, join
from demo.waiting import Waiting, draw_waiting

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
    waiting: Waiting
    released: Spells
    spells: Spells
    triggers: int
    held: Responsibility

    def first_known(self, as_at: np.datetime64) -> np.ndarray:
        """The first day on which anything is recorded of each person."""
        days = np.full(len(self.numbers), as_at)
        np.minimum.at(days, self.orders.person, self.orders.sentenced_on)
        np.minimum.at(days, self.terms.person, self.terms.in_custody_from)
        np.minimum.at(days, self.waiting.person, self.waiting.sentenced_on)
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
    ahead = happens(setting.rng, setting.profile["waiting"]["share"], len(inside))
    waiting = draw_waiting(setting, inside[ahead], sentence_type.take(inside[ahead]))
    inside = inside[~ahead]
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
        waiting=waiting,
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

"""One piece of the caseload: some thousand people and everything that happened to them."""

from dataclasses import dataclass

import numpy as np

from demo import contacts, crs, records, unpaid_work
from demo.chance import happens, pick
from demo.columns import Coded, Table
from demo.community import TYPES, Orders, community_spells, join_orders, main_orders, second_orders
from demo.contact_rows import Versions, join_versions
from demo.first_appointments import first_appointments, join_sharing
from demo.people import by_country, people_table
from demo.plans import first_attended, plans_table
from demo.prison import Terms, draw_terms, first_spells, second_spells
from demo.records import Risk
from demo.responsibility import Responsibility, draw_responsibility, supervision_table
from demo.setting import Setting, person_ids
from demo.spells import POST_SENTENCE, UNPAID_WORK_ONLY, Spells, join

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


def make_piece(setting: Setting, numbers: np.ndarray) -> dict[str, Table]:
    """Every table's rows for the people with these running numbers."""
    lives = draw_lives(setting, numbers)
    tables = _case_tables(setting, lives)
    tables |= _sentence_tables(setting, lives)
    tables |= _contact_tables(setting, lives)
    tables["crs_referrals"], tables["crs_appointments"] = _crs_tables(setting, lives)
    return tables


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


def _case_tables(setting: Setting, lives: Lives) -> dict[str, Table]:
    """People, who is responsible for them, and what is known beside their sentences."""
    deaths, transfers = records.leaver_rows(setting, lives.orders, lives.terms, lives.numbers)
    since = lives.first_known(setting.as_at)
    flagged = np.flatnonzero(lives.flag.codes >= 0)
    return {
        "people": people_table(setting, lives.numbers, lives.in_wales, since),
        "deaths": deaths,
        "transfers_out": transfers,
        "supervision_periods": supervision_table(setting, lives.held, lives.numbers),
        "contact_suspensions": records.suspension_rows(setting, lives.spells, lives.numbers),
        "custody_periods": records.custody_rows(
            setting, lives.orders, lives.spells, lives.terms, lives.numbers
        ),
        "detention_periods": records.detention_rows(setting, lives.terms, lives.released, lives.numbers),
        "case_flags": {
            "flag_id": setting.numbering.ids("FL", len(flagged)),
            "person_id": person_ids(lives.numbers[flagged]),
            "flag": lives.flag.take(flagged),
            "start_on": since[flagged],
        },
    }


def _sentence_tables(setting: Setting, lives: Lives) -> dict[str, Table]:
    """Sentences, requirements and unpaid work, releases and recalls."""
    shared = (lives.unit, lives.risk, lives.numbers)
    ordered = records.order_rows(setting, lives.orders, *shared)
    imprisoned = records.term_rows(setting, lives.terms, *shared)
    releases, number = records.release_rows(
        setting, lives.terms, imprisoned["sentence_id"], lives.unit, lives.numbers
    )
    requirements, owed = _requirements(setting, lives, ordered["sentence_id"])
    return {
        "sentences": records.both(ordered, imprisoned),
        "releases": releases,
        "recalls": records.recall_rows(setting, lives.terms, number, lives.numbers),
        "requirements": requirements,
        "unpaid_work_sessions": unpaid_work.sessions_table(setting, owed, lives.numbers),
    }


def _requirements(setting: Setting, lives: Lives, sentence) -> tuple[Table, unpaid_work.Hours]:
    shares = setting.profile["community"]["with_unpaid_work"]
    share = np.array([shares[name] for name in TYPES])[lives.orders.type]
    unpaid = lives.alone | happens(setting.rng, share, len(lives.orders))
    table, imposed = records.requirement_rows(setting, lives.orders, sentence, unpaid, lives.alone)
    spell = lives.orders.spell[imposed.order]
    until = np.where(np.isnat(lives.orders.ended_on), lives.orders.expected_end_on, lives.orders.ended_on)
    return table, unpaid_work.Hours(
        requirement=imposed.number,
        person=lives.orders.person[imposed.order],
        unit=lives.spells.unit[spell],
        imposed_on=imposed.on,
        until=until[imposed.order],
        away_from=lives.spells.away_from[spell],
        away_to=lives.spells.away_to[spell],
        hours=imposed.hours,
    )


def _contact_tables(setting: Setting, lives: Lives) -> dict[str, Table]:
    spells, held = lives.spells, lives.held
    first_on, firsts = first_appointments(
        setting, np.arange(len(spells)), spells.unit, spells.start, spells.clock
    )
    routine = contacts.live_through(setting, contacts.later_contacts(setting, spells, first_on))
    contacts.offer_each_month(setting, routine, held)
    rows = join_versions(
        [
            firsts,
            _second_firsts(setting, lives),
            join_sharing(routine, [contacts.move_some(setting, routine, spells)]),
        ]
    )
    rows = rows.take(contacts.within_spell(setting, rows, spells))
    contacts.outcomes(setting, rows)
    plans = _plans(setting, lives, rows)
    return {"contacts": contacts.contacts_table(setting, rows, held, lives.numbers), "plans": plans}


def _second_firsts(setting: Setting, lives: Lives) -> Versions:
    """An order made while another runs gets an appointment of its own."""
    beside = np.flatnonzero(~lives.orders.main)
    later = beside[lives.orders.sentenced_on[beside] > lives.spells.start[lives.orders.spell[beside]]]
    spell = lives.orders.spell[later]
    _, rows = first_appointments(
        setting, spell, lives.spells.unit[spell], lives.orders.sentenced_on[later], np.full(len(later), 5)
    )
    return rows


def _plans(setting: Setting, lives: Lives, rows: Versions) -> Table:
    """Plans of every spell but post-sentence supervision alone, and of every order made beside another."""
    spells = lives.spells
    attended = first_attended(rows, len(spells))
    planned = np.flatnonzero(spells.kind != POST_SENTENCE)
    beside = np.flatnonzero(~lives.orders.main)
    of = np.concatenate([planned, lives.orders.spell[beside]])
    since = np.concatenate(
        [attended[planned], np.maximum(attended[of[len(planned) :]], lives.orders.sentenced_on[beside])]
    )
    return plans_table(
        setting,
        spells.person[of],
        since,
        spells.last_or(setting.as_at)[of],
        spells.unit[of],
        spells.is_release[of],
        lives.numbers,
    )


def _crs_tables(setting: Setting, lives: Lives) -> tuple[Table, Table]:
    """Referrals from the first spells that are more than unpaid work."""
    spells = lives.spells
    main = np.arange(len(spells)) < lives.triggers
    of = np.flatnonzero(main & (spells.kind != UNPAID_WORK_ONLY))
    last = spells.last_or(setting.as_at)[of]
    return crs.crs_tables(setting, spells.person[of], spells.unit[of], spells.start[of], last, lives.numbers)

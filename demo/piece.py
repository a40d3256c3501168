"""One piece of the caseload: some thousand people and everything that happened to them."""

import numpy as np

from demo import contacts, crs, records, unpaid_work, waiting
from demo.cases import join_cases
from demo.chance import happens
from demo.circumstances import ACCOMMODATION, EMPLOYMENT, circumstances_table
from demo.columns import Ids, Table
from demo.community import TYPES
from demo.contact_rows import Versions, join_versions
from demo.courts import court_tables
from demo.enforcement import breach_table, information_requests, monitoring_tables
from demo.first_appointments import first_appointments, join_sharing
from demo.lives import Lives, cases_of, draw_lives
from demo.parole import parole_tables
from demo.people import people_table
from demo.plans import first_attended, plans_table
from demo.programmes import programme_tables
from demo.requirements import UNPAID_WORK, Requirements, draw_requirements, requirements_table
from demo.resettlement import resettlement_tables
from demo.responsibility import supervision_table
from demo.risk_management import assessment_tables, public_protection_tables
from demo.setting import Setting, person_ids
from demo.spells import POST_SENTENCE, UNPAID_WORK_ONLY
from demo.surveys import people_responses
from demo.unpaid_work_records import absence_table, unpaid_work_assessments


def make_piece(setting: Setting, numbers: np.ndarray) -> dict[str, Table]:
    """Every table's rows for the people with these running numbers."""
    lives = draw_lives(setting, numbers)
    tables = _case_tables(setting, lives)
    sentenced, made = _sentence_tables(setting, lives)
    contacted, rows = _contact_tables(setting, lives)
    tables |= sentenced | contacted | _crs_tables(setting, lives)
    return tables | _record_tables(setting, lives, made, rows, tables["sentences"]["sentence_id"])


def _case_tables(setting: Setting, lives: Lives) -> dict[str, Table]:
    """People, who is responsible for them, and what is known beside their sentences."""
    deaths, transfers = records.leaver_rows(setting, lives.orders, lives.terms, lives.numbers)
    since = lives.first_known(setting.as_at)
    flagged = np.flatnonzero(lives.flag.codes >= 0)
    return {
        "people": people_table(setting, lives.numbers, lives.in_wales, since, lives.unit),
        "deaths": deaths,
        "transfers_out": transfers,
        "supervision_periods": supervision_table(setting, lives.held, lives.numbers),
        "contact_suspensions": records.suspension_rows(setting, lives.spells, lives.numbers),
        "custody_periods": records.both(
            records.custody_rows(setting, lives.orders, lives.spells, lives.terms, lives.numbers),
            waiting.custody_rows(setting, lives.waiting, lives.numbers),
        ),
        "detention_periods": records.detention_rows(setting, lives.terms, lives.released, lives.numbers),
        "case_flags": {
            "flag_id": setting.numbering.ids("FL", len(flagged)),
            "person_id": person_ids(lives.numbers[flagged]),
            "flag": lives.flag.take(flagged),
            "start_on": since[flagged],
        },
    }


def _sentence_tables(setting: Setting, lives: Lives) -> tuple[dict[str, Table], Requirements]:
    """Sentences, requirements and unpaid work, releases and recalls."""
    shared = (lives.unit, lives.risk, lives.numbers)
    ordered = records.order_rows(setting, lives.orders, *shared)
    imprisoned = records.term_rows(setting, lives.terms, *shared)
    releases, number = records.release_rows(
        setting, lives.terms, imprisoned["sentence_id"], lives.unit, lives.numbers
    )
    still = waiting.sentence_rows(setting, lives.waiting, *shared)
    made = _requirements(setting, lives)
    sessions, unit = unpaid_work.sessions_table(setting, _hours(lives, made), lives.numbers)
    return {
        "sentences": records.both(records.both(ordered, imprisoned), still),
        "releases": releases,
        "recalls": records.recall_rows(setting, lives.terms, number, lives.unit, lives.numbers),
        "requirements": requirements_table(setting, made, ordered["sentence_id"]),
        "unpaid_work_sessions": sessions,
        "unpaid_work_absences": absence_table(setting, sessions, unit),
    }, made


def _requirements(setting: Setting, lives: Lives) -> Requirements:
    shares = setting.profile["community"]["with_unpaid_work"]
    share = np.array([shares[name] for name in TYPES])[lives.orders.type]
    unpaid = lives.alone | happens(setting.rng, share, len(lives.orders))
    unit = lives.unit[lives.orders.person]
    return draw_requirements(setting, lives.orders, unit, unpaid, lives.alone)


def _hours(lives: Lives, made: Requirements) -> unpaid_work.Hours:
    """What is owed: sessions stop when the requirement ends or, while it runs, when the order should."""
    owed = made.of_kind(UNPAID_WORK)
    order = made.order[owed]
    spell = lives.orders.spell[order]
    until = np.where(np.isnat(made.ended_on[owed]), lives.orders.expected_end_on[order], made.ended_on[owed])
    return unpaid_work.Hours(
        requirement=made.number[owed],
        person=lives.orders.person[order],
        unit=lives.spells.unit[spell],
        imposed_on=made.imposed_on[owed],
        until=until,
        away_from=lives.spells.away_from[spell],
        away_to=lives.spells.away_to[spell],
        hours=made.hours[owed],
    )


def _contact_tables(setting: Setting, lives: Lives) -> tuple[dict[str, Table], Versions]:
    """Contacts and plans; and the versions of contacts, which breaches rest on."""
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
    return {"contacts": contacts.contacts_table(setting, rows, held, lives.numbers), "plans": plans}, rows


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


def _crs_tables(setting: Setting, lives: Lives) -> dict[str, Table]:
    """Referrals from the first spells that are more than unpaid work."""
    spells = lives.spells
    main = np.arange(len(spells)) < lives.triggers
    of = np.flatnonzero(main & (spells.kind != UNPAID_WORK_ONLY))
    last = spells.last_or(setting.as_at)[of]
    return crs.crs_tables(setting, spells.person[of], spells.unit[of], spells.start[of], last, lives.numbers)


def _record_tables(
    setting: Setting, lives: Lives, made: Requirements, rows: Versions, sentence: Ids
) -> dict[str, Table]:
    """What courts, prisons, programmes, enforcement and public protection record beside the contacts."""
    known = np.arange(len(lives.orders) + len(lives.terms))
    cases, numbers, spells = cases_of(setting, lives, sentence.take(known)), lives.numbers, lives.spells
    still = waiting.waiting_cases(
        setting, lives.waiting, sentence.take(slice(len(known), None)), lives.unit, lives.risk
    )
    everyone, band = join_cases(cases, still), lives.risk.reoffending.codes
    tables = resettlement_tables(setting, everyone, lives.held, numbers)
    tables |= parole_tables(setting, everyone.take(~everyone.is_order), numbers)
    tables |= court_tables(setting, everyone, numbers)
    tables |= programme_tables(setting, cases, made, band, numbers)
    tables |= assessment_tables(setting, cases, numbers)
    tables |= public_protection_tables(setting, cases, lives.risk, numbers)
    tables |= monitoring_tables(setting, cases, made, spells, numbers)
    return tables | {
        "unpaid_work_assessments": unpaid_work_assessments(setting, cases, made),
        "accommodation": circumstances_table(setting, spells, numbers, ACCOMMODATION),
        "employment": circumstances_table(setting, spells, numbers, EMPLOYMENT),
        "people_survey_responses": people_responses(setting, cases, numbers),
        "breaches": breach_table(setting, cases, rows, numbers),
        "information_requests": information_requests(setting, cases, numbers),
    }

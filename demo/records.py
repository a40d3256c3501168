"""Rows of sentences, requirements, releases, recalls and custody, from orders and prison terms."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from demo.chance import happens, office_hours, pick, span
from demo.columns import NO_DAY, NO_SECOND, Coded, Ids, Table, joined
from demo.community import END_REASONS, TYPES, Orders
from demo.people import by_country
from demo.prison import Terms, recall_ended_on, sentence_ended_on
from demo.setting import Setting, ids, person_ids

PRISON_TYPES = ("custodial_determinate", "custodial_indeterminate")
CUSTODY_REASONS = ("sentence", "remand", "recall")
ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Risk:
    """One entry a person: codes into the words, -1 where not recorded."""

    harm: Coded
    mappa: Coded
    reoffending: Coded
    offence: Coded


def draw_risk(setting: Setting, in_wales: np.ndarray) -> Risk:
    section, rows = setting.profile["people"], len(in_wales)
    return Risk(
        harm=pick(setting.rng, section["risk_of_serious_harm"], rows),
        mappa=pick(setting.rng, section["mappa_level"], rows),
        reoffending=by_country(setting, "reoffending_band", in_wales),
        offence=by_country(setting, "offence_group", in_wales),
    )


def shared_columns(
    setting: Setting, person: np.ndarray, unit: np.ndarray, risk: Risk, numbers: np.ndarray
) -> Table:
    """What every sentence says, whatever its kind."""
    return {
        "sentence_id": setting.numbering.ids("S", len(person)),
        "person_id": person_ids(numbers[person]),
        "court_region_code": setting.places.region(unit[person]),
        "offence_group": risk.offence.take(person),
        "risk_of_serious_harm": risk.harm.take(person),
        "reoffending_band": risk.reoffending.take(person),
        "mappa_level": risk.mappa.take(person),
    }


def both(first: Table, second: Table) -> Table:
    """The rows of two tables with the same columns."""
    return {name: joined(column, second[name]) for name, column in first.items()}


def order_rows(setting: Setting, orders: Orders, unit: np.ndarray, risk: Risk, numbers: np.ndarray) -> Table:
    table = shared_columns(setting, orders.person, unit, risk, numbers)
    return table | {
        "sentence_type": Coded(orders.type, TYPES),
        "sentenced_on": orders.sentenced_on,
        "expected_end_on": orders.expected_end_on,
        "ended_on": orders.ended_on,
        "end_reason": Coded(orders.end_reason, END_REASONS),
    }


def term_rows(setting: Setting, terms: Terms, unit: np.ndarray, risk: Risk, numbers: np.ndarray) -> Table:
    ended = sentence_ended_on(setting, terms)
    reasons = np.where(terms.ending > 0, END_REASONS.index("other"), END_REASONS.index("expired"))
    table = shared_columns(setting, terms.person, unit, risk, numbers)
    return table | {
        "sentence_type": Coded(terms.indeterminate.astype(np.int8), PRISON_TYPES),
        "sentenced_on": terms.sentenced_on,
        "expected_end_on": terms.until,
        "ended_on": ended,
        "end_reason": Coded(np.where(np.isnat(ended), -1, reasons), END_REASONS),
    }


def release_rows(setting: Setting, terms: Terms, sentence: Ids, unit, numbers) -> tuple[Table, np.ndarray]:
    """First, repeated and temporary releases; and the id number of each term's first one."""
    section, rng, rows = setting.profile["custody"], setting.rng, len(terms)
    again = np.flatnonzero(~np.isnat(terms.again_on))
    inside = (terms.released_on - terms.in_custody_from).astype(int)
    away = np.flatnonzero(happens(rng, section["temporary_share"], rows) & (inside > 90) & ~terms.from_court)
    share = (inside[away] * setting.shares("temporary_at", len(away))).astype("timedelta64[D]")
    leave = setting.calendar.on_or_before(terms.in_custody_from[away] + share)
    term = np.concatenate([np.arange(rows), again, away])
    kinds = np.concatenate([terms.pss_only.astype(int), np.zeros(len(again), int), np.full(len(away), 2)])
    after_recall = (np.arange(len(term)) >= rows) & (kinds != 2)
    route = np.where(terms.from_court[term] & ~after_recall & (kinds != 2), 1, 0)
    route = np.where(happens(rng, section["route_missing_share"], len(term)) & (route == 0), -1, route)
    number = setting.numbering.take("R", len(term))
    table: Table = {
        "release_id": ids("R", number),
        "person_id": person_ids(numbers[terms.person[term]]),
        "sentence_id": sentence.take(term),
        "released_on": np.concatenate([terms.released_on, terms.again_on[again], leave]),
        "release_type": Coded(kinds.astype(np.int8), ("licence", "post_sentence_supervision", "temporary")),
        "release_route": Coded(route.astype(np.int8), ("prison", "court_after_remand")),
        "prison_region_code": setting.places.region(unit[terms.person[term]]),
        "after_recall": after_recall,
        "supervision_ends_on": np.where(kinds == 2, NO_DAY, terms.until[term]),
    }
    return table, number[:rows]


def recall_rows(
    setting: Setting, terms: Terms, release: np.ndarray, unit: np.ndarray, numbers: np.ndarray
) -> Table:
    """One row a recall decision; times in Greenwich Mean Time or summer time are given as UTC."""
    term = np.flatnonzero(~np.isnat(terms.decided_on))
    section, rng, where = setting.profile["recalls"], setting.rng, unit[terms.person[term]]
    decided = office_hours(rng, terms.decided_on[term])
    asked = happens(rng, setting.performance.chance("OM004", where, terms.decided_on[term]), len(term))
    hours = np.where(
        asked, span(rng, section["hours_to_ask"], len(term)), span(rng, section["hours_late"], len(term))
    )
    received = decided + hours.astype("timedelta64[h]")
    known = received < _end_of_day(setting.as_at)
    known &= ~happens(rng, setting.performance.missing["OM004"], len(term))
    due, accepted = _part_b(setting, terms.returned_on[term], where)
    return {
        "recall_id": setting.numbering.ids("RC", len(term)),
        "person_id": person_ids(numbers[terms.person[term]]),
        "release_id": ids("R", release[term]),
        "decided_at": decided,
        "request_received_at": np.where(known, received, NO_SECOND),
        "returned_on": terms.returned_on[term],
        "rescinded_on": terms.rescinded_on[term],
        "part_b_due_on": due,
        "part_b_accepted_on": accepted,
    }


def _end_of_day(day: np.datetime64) -> np.datetime64:
    """The instant at which a day ends in England and Wales, in UTC: in summer an hour before midnight."""
    midnight = datetime.combine((day + ONE_DAY).item(), time.min, tzinfo=ZoneInfo("Europe/London"))
    return np.datetime64(midnight.astimezone(UTC).replace(tzinfo=None), "s")


def _part_b(setting: Setting, returned_on: np.ndarray, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The recorded due day (for some none) and the day of acceptance, NaT where there is none by now."""
    section, rng, rows = setting.profile["recalls"], setting.rng, len(returned_on)
    due = setting.calendar.add(returned_on, 10)
    back = ~np.isnat(returned_on)
    met = happens(rng, setting.performance.chance("SL010", unit, np.where(back, due, setting.as_at)), rows)
    sooner = setting.calendar.add(due, -span(rng, section["part_b_days_sooner"], rows))
    later = setting.calendar.add(due, span(rng, section["part_b_days_late"], rows))
    accepted = np.maximum(np.where(met, sooner, later), returned_on)
    never = happens(rng, section["part_b_never_share"], rows) & ~met
    hidden = happens(rng, setting.performance.missing["SL010"], rows)
    known = back & ~never & (accepted <= setting.as_at)
    return np.where(hidden, NO_DAY, due), np.where(known, accepted, NO_DAY)


def custody_rows(setting: Setting, orders: Orders, spells, terms: Terms, numbers: np.ndarray) -> Table:
    """Custody before a release, remands, recalls, and custody that ended an order."""
    remanded = np.flatnonzero(~np.isnat(spells.away_from) & (spells.kind < 2))
    jailed = np.flatnonzero((orders.ending == 3) & orders.main)
    back = np.flatnonzero(~np.isnat(terms.returned_on))
    until = orders.ended_on[jailed] + setting.days("custody_after_order_days", len(jailed))
    parts = [
        (terms.person, terms.from_court.astype(int), terms.in_custody_from, terms.released_on),
        (
            spells.person[remanded],
            np.ones(len(remanded), int),
            spells.away_from[remanded],
            spells.away_to[remanded],
        ),
        (orders.person[jailed], np.ones(len(jailed), int), orders.ended_on[jailed], until),
        (
            terms.person[back],
            np.full(len(back), 2),
            terms.returned_on[back],
            recall_ended_on(setting, terms)[back],
        ),
    ]
    person, reason, start, end = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return {
        "custody_id": setting.numbering.ids("CU", len(person)),
        "person_id": person_ids(numbers[person]),
        "reason": Coded(reason.astype(np.int8), CUSTODY_REASONS),
        "start_on": start,
        "end_on": np.where(end <= setting.as_at, end, NO_DAY),
    }


def detention_rows(setting: Setting, terms: Terms, spells, numbers: np.ndarray) -> Table:
    """Immigration or hospital detention after a release; `spells` are the terms' first ones."""
    held = np.flatnonzero(np.isin(terms.ending, (3, 4)))
    end = spells.away_to[held]
    return {
        "detention_id": setting.numbering.ids("DT", len(held)),
        "person_id": person_ids(numbers[terms.person[held]]),
        "kind": Coded((terms.ending[held] == 4).astype(np.int8), ("immigration", "hospital")),
        "start_on": spells.away_from[held],
        "end_on": np.where(end <= setting.as_at, end, NO_DAY),
    }


def leaver_rows(setting: Setting, orders: Orders, terms: Terms, numbers: np.ndarray) -> tuple[Table, Table]:
    """Deaths and transfers out of England and Wales."""
    died = np.concatenate(
        [orders.person[(orders.ending == 4) & orders.main], terms.person[terms.ending == 1]]
    )
    died_on = np.concatenate(
        [orders.ended_on[(orders.ending == 4) & orders.main], terms.left_on[terms.ending == 1]]
    )
    gone = np.concatenate(
        [orders.person[(orders.ending == 5) & orders.main], terms.person[terms.ending == 2]]
    )
    gone_on = np.concatenate(
        [orders.ended_on[(orders.ending == 5) & orders.main], terms.left_on[terms.ending == 2]]
    )
    to = {"scotland": 70, "northern_ireland": 12, "channel_islands": 4, "isle_of_man": 4, "other": 10}
    return {"person_id": person_ids(numbers[died]), "died_on": died_on}, {
        "transfer_id": setting.numbering.ids("TR", len(gone)),
        "person_id": person_ids(numbers[gone]),
        "transferred_on": gone_on,
        "destination": pick(setting.rng, to, len(gone)),
    }


def suspension_rows(setting: Setting, spells, numbers: np.ndarray) -> Table:
    """Suspensions by a line manager, one to three months long, from the first of a month."""
    share = setting.profile["supervision"]["manager_suspension_share"]
    last = spells.last_or(setting.as_at)
    some = np.flatnonzero(
        happens(setting.rng, share, len(spells)) & (last - spells.start > np.timedelta64(120, "D"))
    )
    month = (spells.start[some] + np.timedelta64(62, "D")).astype("datetime64[M]")
    months = setting.spread("suspension_months", len(some)).astype("timedelta64[M]")
    return {
        "suspension_id": setting.numbering.ids("SU", len(some)),
        "person_id": person_ids(numbers[spells.person[some]]),
        "authority": Coded(np.zeros(len(some), dtype=np.int8), ("line_manager",)),
        "start_on": month.astype("datetime64[D]"),
        "end_on": (month + months).astype("datetime64[D]") - np.timedelta64(1, "D"),
    }

"""Breaches, requests for missing information, and monitoring by tag."""

import numpy as np

from demo.cases import NONE, Cases
from demo.chance import days, happens, office_hours, pick_code, span
from demo.columns import DAY, SECOND, Coded, Ids, Table
from demo.contact_rows import UNACCEPTABLE, Versions
from demo.requirements import CURFEW, Requirements
from demo.setting import Setting, ids, person_ids
from demo.spells import Spells

RESULTS = ("proved_order_continues", "proved_revoked", "not_proved", "withdrawn")
OUTCOMES = ("no_action", "warning", "breach", "recall")


def breach_table(setting: Setting, cases: Cases, rows: Versions, numbers: np.ndarray) -> Table:
    """After some unacceptable absences, and before every order that ended in a breach.

    `rows` are the contacts: an absence counts for the order that its spell began.
    """
    section, rng = setting.profile["enforcement"], setting.rng
    orders = np.flatnonzero(cases.is_order)
    case_of_spell = np.full(int(cases.spell.max(initial=0)) + 1, -1)
    case_of_spell[cases.spell[orders]] = orders
    missed = np.flatnonzero((rows.outcome == UNACCEPTABLE) & (rows.spell < len(case_of_spell)))
    missed = missed[case_of_spell[rows.spell[missed]] >= 0]
    missed = missed[happens(rng, section["breach_share_of_absences"], len(missed))]
    case, on = case_of_spell[rows.spell[missed]], rows.on[missed]
    here = (on >= cases.on[case]) & (on <= cases.until[case])
    revoked = orders[cases.revoked[orders] & ~np.isnat(cases.ended_on[orders])]
    before = cases.ended_on[revoked] - days(rng, section["failure_days_before_revocation"], len(revoked))
    case = np.concatenate([case[here], revoked])
    on = np.concatenate([on[here], np.maximum(setting.calendar.on_or_before(before), cases.on[revoked])])
    ends = np.arange(len(case)) >= int(here.sum())
    return _breaches(setting, cases.take(case), on, ends, numbers)


def _breaches(setting: Setting, cases: Cases, failed_on: np.ndarray, ends: np.ndarray, numbers) -> Table:
    section, rng, calendar, rows = setting.profile["enforcement"], setting.rng, setting.calendar, len(cases)
    due = calendar.add(failed_on, 10)
    met = happens(rng, setting.performance.chance("OM005", cases.unit, due), rows)
    begun = np.where(
        met,
        calendar.add(failed_on, span(rng, section["breach_begun_business_days"], rows)),
        calendar.add(due, span(rng, section["breach_begun_late_business_days"], rows)),
    )
    begun = np.where(ends, np.minimum(begun, cases.until), begun)
    begun = _known(begun, cases.until, ~happens(rng, section["breach_not_begun_share"], rows) | ends)
    since = _or(begun, failed_on)
    fixed = _known(
        calendar.add(since, span(rng, section["hearing_fixed_business_days"], rows)),
        cases.until,
        ~np.isnat(begun),
    )
    result = _known(since + days(rng, section["result_days"], rows), cases.until, ~np.isnat(begun))
    result = np.where(ends & ~np.isnat(begun), np.maximum(cases.ended_on, begun), result)
    kind = np.where(
        ends, RESULTS.index("proved_revoked"), pick_code(rng, section["breach_result"], RESULTS, rows)
    )
    return {
        "breach_id": setting.numbering.ids("BR", rows),
        "person_id": person_ids(numbers[cases.person]),
        "sentence_id": cases.sentence_ids(),
        "relevant_failure_on": failed_on,
        "begun_on": begun,
        "hearing_fixed_on": fixed,
        "hearing_told_on": _told(setting, cases, fixed, "CLOCK_HEARING"),
        "result_on": result,
        "result_told_on": _told(setting, cases, result, "CLOCK_RESULT"),
        "result": Coded(np.where(np.isnat(result), -1, kind).astype(np.int8), RESULTS),
    }


def _or(on: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    return np.where(np.isnat(on), otherwise, on)


def _known(on: np.ndarray, until: np.ndarray, happened: np.ndarray) -> np.ndarray:
    return np.where(happened & (on <= until), on, NONE)


def _told(setting: Setting, cases: Cases, on: np.ndarray, measure: str) -> np.ndarray:
    """Passed on by the next business day, or some days later, or not at all on record."""
    section, rng, rows = setting.profile["enforcement"], setting.rng, len(on)
    day = _or(on, cases.on)
    met = happens(rng, setting.performance.chance(measure, cases.unit, day), rows)
    told = _in_days(setting, day, met, [0, 1], section["told_late_business_days"])
    happened = ~np.isnat(on) & ~happens(rng, section["not_told_share"], rows)
    return _known(told, np.full(rows, setting.as_at), happened)


def _in_days(setting: Setting, on: np.ndarray, met: np.ndarray, in_time, late) -> np.ndarray:
    """So many business days after each day: within the first pair where met, else within the second."""
    rng, rows = setting.rng, len(on)
    told = setting.calendar.add(on, np.where(met, span(rng, in_time, rows), span(rng, late, rows)))
    return np.maximum(told, on.astype(DAY))  # a day at the weekend is day 0 and no business day


def information_requests(setting: Setting, cases: Cases, numbers: np.ndarray) -> Table:
    """Gaps found in some cases soon after their start."""
    section, rng = setting.profile["enforcement"], setting.rng
    since = np.where(np.isnat(cases.released_on), cases.on, cases.released_on)
    of = np.flatnonzero(happens(rng, section["information_request_share"], len(cases)))
    found = setting.calendar.on_or_after(since[of] + days(rng, section["gap_found_days"], len(of)))
    here = found <= cases.until[of]
    of, found = of[here], found[here]
    met = happens(rng, setting.performance.chance("CLOCK_REQUEST", cases.unit[of], found), len(of))
    asked = setting.calendar.add(
        found,
        np.where(met, span(rng, [0, 2], len(of)), span(rng, section["asked_late_business_days"], len(of))),
    )
    asked = _known(asked, np.full(len(of), setting.as_at), ~happens(rng, section["not_asked_share"], len(of)))
    answered = _or(asked, found) + days(rng, section["answered_days"], len(of))
    return {
        "request_id": setting.numbering.ids("IR", len(of)),
        "person_id": person_ids(numbers[cases.person[of]]),
        "found_missing_on": found,
        "requested_on": asked,
        "answered_on": _known(answered, np.full(len(of), setting.as_at), ~np.isnat(asked)),
    }


def monitoring_tables(
    setting: Setting, cases: Cases, made: Requirements, spells: Spells, numbers: np.ndarray
) -> dict[str, Table]:
    """A spell for every curfew and for some licences, and what the company reported in it."""
    section, rng = setting.profile["enforcement"], setting.rng
    curfew = made.of_kind(CURFEW)
    freed = np.flatnonzero(~cases.is_order & happens(rng, section["licence_tag_share"], len(cases)))
    case = np.concatenate([made.order[curfew], freed])
    start = np.concatenate([made.imposed_on[curfew], cases.released_on[freed]])
    end = start + days(rng, section["tag_days"], len(case))
    last = spells.last_or(setting.as_at)[cases.spell[case]]
    end = np.where(np.isnat(spells.last[cases.spell[case]]), end, np.maximum(np.minimum(end, last), start))
    kind = pick_code(rng, section["tag_kind"], ("curfew", "location", "alcohol"), len(case))
    kind[: len(curfew)] = 0
    number = setting.numbering.take("EL", len(case))
    requirement = np.concatenate([made.number[curfew], np.full(len(freed), -1)])
    return {
        "electronic_monitoring": {
            "monitoring_id": ids("EL", number),
            "person_id": person_ids(numbers[cases.person[case]]),
            "requirement_id": Ids("RQ", requirement, ids("RQ", requirement).digits),
            "kind": Coded(kind.astype(np.int8), ("curfew", "location", "alcohol")),
            "start_on": start,
            "end_on": end,
        },
        "electronic_monitoring_events": _reported(
            setting, number, cases.unit[case], start, np.minimum(end, setting.as_at), end <= setting.as_at
        ),
    }


def _reported(setting: Setting, number, unit, start, end, over) -> Table:
    """Violations and faults of equipment in the course of the spell, and its completion."""
    section, rng = setting.profile["enforcement"], setting.rng
    count = rng.poisson(section["events_a_spell"], len(number))
    of = np.repeat(np.arange(len(number)), count)
    on = start[of] + np.floor(rng.random(len(of)) * ((end - start).astype(int)[of] + 1)).astype(
        "timedelta64[D]"
    )
    kind = pick_code(rng, section["event_kind"], ("violation", "equipment", "completion"), len(of))
    done = np.flatnonzero(over)
    of, on = np.concatenate([of, done]), np.concatenate([on, end[done]])
    kind = np.concatenate([kind, np.full(len(done), 2)])
    at = np.minimum(office_hours(rng, on), setting.as_at.astype(SECOND) + np.timedelta64(17, "h"))
    met = happens(rng, setting.performance.chance("CLOCK_MONITORING", unit[of], on), len(of))
    told = _in_days(setting, on, met, [0, 2], section["monitoring_late_business_days"])
    answered = met | ~happens(rng, section["monitoring_unanswered_share"], len(of))
    told = _known(told, np.full(len(of), setting.as_at), answered)
    outcome = pick_code(rng, section["monitoring_outcome"], OUTCOMES, len(of))
    return {
        "event_id": setting.numbering.ids("EV", len(of)),
        "monitoring_id": ids("EL", number[of]),
        "kind": Coded(kind.astype(np.int8), ("violation", "equipment", "completion")),
        "reported_at": at,
        "outcome_on": told,
        "outcome": Coded(
            np.where(np.isnat(told), -1, np.where(kind == 2, 0, outcome)).astype(np.int8), OUTCOMES
        ),
    }

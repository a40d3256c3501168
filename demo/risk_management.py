"""Assessments and their quality checks, ViSOR records and MAPPA meetings."""

import numpy as np

from demo.cases import NONE, Cases
from demo.chance import days, happens, office_hours, pick_code, pick_number, span
from demo.columns import SECOND, Coded, Ids, Table
from demo.records import Risk
from demo.setting import Setting, ids, person_ids

STAGES = ("initial", "review", "termination")
MEETINGS = ("strategic_management_board", "level_2", "level_3")
ONE_DAY = np.timedelta64(1, "D")


def assessment_tables(setting: Setting, cases: Cases, numbers: np.ndarray) -> dict[str, Table]:
    """An assessment at the start of a case, reviews on the way, one at its end; and checks of some."""
    since = np.where(np.isnat(cases.released_on), cases.on, cases.released_on)
    parts = [
        _initial(setting, cases, since),
        _reviews(setting, cases, since),
        _terminations(setting, cases, since),
    ]
    of, stage, due, done, entered = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    section, rng = setting.profile["assessments"], setting.rng
    tier = pick_number(rng, section["tier"], len(cases))
    prolific = happens(rng, section["prolific_share"], len(cases))
    number = setting.numbering.take("AS", len(of))
    unnamed = happens(rng, section["sentence_missing_share"], len(of))
    hidden = happens(rng, section["tier_missing_share"], len(of))
    table: Table = {
        "assessment_id": ids("AS", number),
        "person_id": person_ids(numbers[cases.person[of]]),
        "sentence_id": Ids(
            "S", np.where(unnamed & (stage != 2), -1, cases.sentence[of]), ids("S", of).digits
        ),
        "stage": Coded(stage.astype(np.int8), STAGES),
        "tier": np.where(hidden, -1, tier[of]),
        "prolific_or_priority": prolific[of],
        "due_on": due,
        "completed_on": done,
        "recorded_at": np.minimum(
            office_hours(rng, entered), setting.as_at.astype(SECOND) + np.timedelta64(18, "h")
        ),
    }
    return {"assessments": table, "assessment_quality_checks": _checks(setting, number, cases.unit[of], done)}


def _initial(setting: Setting, cases: Cases, since: np.ndarray):
    section, rng = setting.profile["assessments"], setting.rng
    of = np.flatnonzero(happens(rng, section["initial_share"], len(cases)))
    due = setting.calendar.add(since[of], section["initial_due_business_days"])
    done = setting.calendar.add(since[of], span(rng, section["initial_business_days"], len(of)))
    return _stage(setting, cases, of, 0, due, done)


def _reviews(setting: Setting, cases: Cases, since: np.ndarray):
    section, rng = setting.profile["assessments"], setting.rng
    due = setting.calendar.on_or_after(since + np.timedelta64(section["review_after_days"], "D"))
    of = np.flatnonzero((due <= cases.until) & happens(rng, section["review_share"], len(cases)))
    done = setting.calendar.on_or_after(due[of] + days(rng, section["review_days_late"], len(of)))
    return _stage(setting, cases, of, 1, due[of], done)


def _terminations(setting: Setting, cases: Cases, since: np.ndarray):
    """At the end of the case: in time as OM039 says; for some no due day was recorded."""
    section, rng = setting.profile["assessments"], setting.rng
    ended = ~np.isnat(cases.ended_on) & (cases.ended_on >= since)
    of = np.flatnonzero(ended & happens(rng, section["termination_share"], len(cases)))
    due = cases.ended_on[of] + days(rng, section["termination_due_days"], len(of))
    met = happens(rng, setting.performance.chance("OM039", cases.unit[of], cases.ended_on[of]), len(of))
    sooner = np.maximum(due - days(rng, section["termination_days_sooner"], len(of)), since[of])
    done = np.where(met, sooner, due + days(rng, section["termination_days_late"], len(of)))
    hidden = happens(rng, setting.performance.missing["OM039"], len(of))
    of, stage, due, done, entered = _stage(setting, cases, of, 2, due, done, after_end=True)
    return of, stage, np.where(hidden, NONE, due), done, entered


def _stage(setting: Setting, cases: Cases, of, stage: int, due, done, *, after_end: bool = False):
    """One entry an assessment: case, stage, due day, completion (NaT while unfinished), day of entry."""
    unfinished = happens(setting.rng, setting.profile["assessments"]["unfinished_share"], len(of))
    last = np.full(len(of), setting.as_at) if after_end else cases.until[of]
    entered = np.minimum(done, last)
    begun = np.where(np.isnat(cases.released_on), cases.on, cases.released_on)[of]
    entered = np.maximum(entered, np.minimum(begun, setting.as_at))
    done = np.where(unfinished | (done > last), NONE, done)
    return of, np.full(len(of), stage), due, done, entered


def _checks(setting: Setting, number: np.ndarray, unit: np.ndarray, done: np.ndarray) -> Table:
    section, rng = setting.profile["assessments"], setting.rng
    of = np.flatnonzero(~np.isnat(done) & happens(rng, section["checked_share"], len(number)))
    on = setting.calendar.on_or_after(done[of] + days(rng, section["checked_after_days"], len(of)))
    here = on <= setting.as_at
    of, on = of[here], on[here]
    met = happens(rng, setting.performance.chance("OM026", unit[of], on), len(of))
    words = ("good", "satisfactory", "requires_improvement", "unsatisfactory")
    good = pick_code(rng, section["check_met"], words, len(of))
    poor = pick_code(rng, section["check_missed"], words, len(of))
    return {
        "check_id": setting.numbering.ids("QC", len(of)),
        "assessment_id": ids("AS", number[of]),
        "checked_on": on,
        "result": Coded(np.where(met, good, poor).astype(np.int8), words),
    }


def public_protection_tables(
    setting: Setting, cases: Cases, risk: Risk, numbers: np.ndarray
) -> dict[str, Table]:
    """ViSOR records of people under MAPPA, and the meetings about those of level 2 and 3."""
    level = risk.mappa.codes[cases.person]
    words = risk.mappa.words
    _, once = np.unique(cases.person, return_index=True)
    first = np.zeros(len(cases), dtype=bool)
    first[once] = True
    managed = np.flatnonzero(first & np.isin(level, [words.index(word) for word in ("1", "2", "3")]))
    return {
        "visor_records": _visor(setting, cases.take(managed), numbers),
        "mappa_meetings": _meetings(
            setting, cases.take(managed), level[managed] - words.index("1") + 1, numbers
        ),
    }


def _visor(setting: Setting, cases: Cases, numbers: np.ndarray) -> Table:
    section, rng = setting.profile["public_protection"], setting.rng
    since = np.where(np.isnat(cases.released_on), cases.on, cases.released_on)
    rows = len(cases)
    created = since + days(rng, section["visor_created_days"], rows)
    made = ~happens(rng, section["visor_missing_share"], rows) & (created <= setting.as_at)
    checked = np.where(made, created, since) + days(rng, section["visor_checked_days"], rows)
    seen = (checked <= setting.as_at) & ~happens(rng, section["visor_unchecked_share"], rows)
    met = happens(
        rng, setting.performance.chance("OM046", cases.unit, np.minimum(checked, setting.as_at)), rows
    )
    return {
        "visor_record_id": setting.numbering.ids("VR", rows),
        "person_id": person_ids(numbers[cases.person]),
        "required_from": since,
        "created_on": np.where(made, created, NONE),
        "appropriate": Coded(np.where(seen & made, (~met).astype(int), -1), ("yes", "no")),
        "checked_on": np.where(seen, checked, NONE),
    }


def _meetings(setting: Setting, cases: Cases, level: np.ndarray, numbers: np.ndarray) -> Table:
    section = setting.profile["public_protection"]
    since = np.where(np.isnat(cases.released_on), cases.on, cases.released_on)
    every = section["meeting_every_days"]
    count = np.maximum(np.where(level >= 2, (cases.until - since).astype(int) // every, 0), 0)
    of = np.repeat(np.arange(len(cases)), count)
    step = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    on = setting.calendar.on_or_before(since[of] + ((step + 1) * every).astype("timedelta64[D]"))
    on = np.maximum(on, since[of])
    return {
        "meeting_id": setting.numbering.ids("MM", len(of)),
        "region_code": setting.places.region(cases.unit[of]),
        "kind": Coded((level[of] - 1).astype(np.int8), MEETINGS),
        "person_id": person_ids(numbers[cases.person[of]]),
        "held_on": on,
        "attended": _attended(setting, "OM041B", cases.unit[of], on),
    }


def _attended(setting: Setting, measure: str, unit: np.ndarray, on: np.ndarray) -> Coded:
    met = happens(setting.rng, setting.performance.chance(measure, unit, on), len(unit))
    blank = happens(setting.rng, setting.performance.missing[measure], len(unit))
    return Coded(np.where(blank, -1, ~met).astype(np.int8), ("yes", "no"))


def board_meetings(setting: Setting) -> Table:
    """Strategic management boards: some a year in every region, about nobody in particular."""
    section = setting.profile["public_protection"]
    regions = np.arange(len(setting.places.regions))
    lasting = int((setting.as_at - setting.profile.first_start_on).astype(int))
    turns = np.arange(lasting // section["board_every_days"])
    region, turn = (part.ravel() for part in np.meshgrid(regions, turns, indexing="ij"))
    shift = days(setting.rng, section["board_days_shifted"], len(region))
    on = (
        setting.profile.first_start_on + (turn * section["board_every_days"]).astype("timedelta64[D]") + shift
    )
    on = setting.calendar.on_or_before(np.minimum(on, setting.as_at))
    unit = np.searchsorted(setting.places.region_of_unit, region)
    return {
        "meeting_id": setting.numbering.ids("MM", len(region)),
        "region_code": Coded(region, setting.places.regions),
        "kind": Coded(np.zeros(len(region), dtype=np.int8), MEETINGS),
        "held_on": on,
        "attended": _attended(setting, "OM041A", unit, on),
    }

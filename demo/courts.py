"""What courts ask for and what follows in court: reports before sentence and interviews after it."""

import numpy as np

from demo.cases import NONE, Cases
from demo.chance import days, happens, pick, span
from demo.columns import Ids, Table
from demo.setting import Setting, ids, person_ids


def court_tables(setting: Setting, cases: Cases, numbers: np.ndarray) -> dict[str, Table]:
    """Reports for a share of the sentences (some led to no sentence on record), and interviews."""
    return {
        "court_reports": _reports(setting, cases, numbers),
        "post_sentence_interviews": _interviews(setting, cases),
    }


def _reports(setting: Setting, cases: Cases, numbers: np.ndarray) -> Table:
    section, rng = setting.profile["courts"], setting.rng
    of = np.flatnonzero(happens(rng, section["report_share"], len(cases)))
    cases, rows = cases.take(of), len(of)
    kind = pick(rng, section["report_type"], rows)
    wanted = np.array([section["days_to_write"][word] for word in kind.words])[kind.codes]
    due = setting.calendar.on_or_before(cases.on - days(rng, section["days_before_sentence"], rows))
    asked = setting.calendar.on_or_before(due - wanted.astype("timedelta64[D]"))
    met = happens(rng, setting.performance.chance("OM040", cases.unit, due), rows)
    late = np.minimum(due + days(rng, section["days_late"], rows), cases.on)
    done = np.where(met, np.maximum(due - days(rng, section["days_sooner"], rows), asked), late)
    missing = happens(rng, section["not_completed_share"], rows)
    unfollowed = happens(rng, section["no_sentence_share"], rows)
    return {
        "report_id": setting.numbering.ids("CR", rows),
        "person_id": person_ids(numbers[cases.person]),
        "sentence_id": Ids("S", np.where(unfollowed, -1, cases.sentence), ids("S", cases.sentence).digits),
        "report_type": kind,
        "court_region_code": setting.places.region(cases.unit),
        "requested_on": asked,
        "due_on": np.where(happens(rng, setting.performance.missing["OM040"], rows), NONE, due),
        "completed_on": np.where(missing, NONE, np.maximum(done, asked)),
    }


def _interviews(setting: Setting, cases: Cases) -> Table:
    section, rng = setting.profile["courts"], setting.rng
    of = np.flatnonzero(cases.is_order & happens(rng, section["interview_share"], len(cases)))
    on = setting.calendar.add(cases.on[of], span(rng, section["interview_business_days"], len(of)))
    on = np.where(happens(rng, section["interview_same_day_share"], len(of)), cases.on[of], on)
    keep = on <= cases.until[of]
    return {
        "interview_id": setting.numbering.ids("PI", int(keep.sum())),
        "sentence_id": ids("S", cases.sentence[of[keep]]),
        "held_on": on[keep],
    }

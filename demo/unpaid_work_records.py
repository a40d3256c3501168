"""What is recorded about unpaid work beside its sessions: assessments and reported absences."""

import numpy as np

from demo.cases import NONE, Cases
from demo.chance import happens, office_hours, span
from demo.columns import SECOND, Table, take
from demo.requirements import UNPAID_WORK, Requirements
from demo.setting import Setting, ids


def unpaid_work_assessments(setting: Setting, cases: Cases, made: Requirements) -> Table:
    """One a requirement, within 10 working days of the sentence or later; some never finished."""
    section, rng = setting.profile["unpaid_work_records"], setting.rng
    of = made.of_kind(UNPAID_WORK)
    of = of[happens(rng, section["assessed_share"], len(of))]
    unit, imposed = cases.unit[made.order[of]], made.imposed_on[of]
    due = setting.calendar.add(imposed, 10)
    met = happens(rng, setting.performance.chance("CLOCK_UPW_ASSESSMENT", unit, due), len(of))
    done = np.where(
        met,
        setting.calendar.add(imposed, span(rng, section["assessed_business_days"], len(of))),
        setting.calendar.add(due, span(rng, section["assessed_late_business_days"], len(of))),
    )
    last = np.where(np.isnat(made.ended_on[of]), cases.until[made.order[of]], made.ended_on[of])
    here = imposed <= setting.as_at
    unfinished = happens(rng, section["unfinished_share"], len(of)) | (done > np.minimum(last, setting.as_at))
    entered = np.minimum(np.maximum(np.minimum(done, last), imposed), setting.as_at)
    return {
        "assessment_id": setting.numbering.ids("UA", int(here.sum())),
        "requirement_id": ids("RQ", made.number[of[here]]),
        "completed_on": np.where(unfinished, NONE, done)[here],
        "recorded_at": office_hours(rng, entered[here]).astype(SECOND),
    }


def absence_table(setting: Setting, sessions: Table, unit: np.ndarray) -> Table:
    """One row a missed session: told by the next business day, or later, or not at all on record.

    `sessions` is the table of sessions and `unit` the unit of each of its rows.
    """
    section, rng = setting.profile["unpaid_work_records"], setting.rng
    outcome = sessions["outcome"]
    missed = np.flatnonzero(outcome.is_("unacceptable_absence") | outcome.is_("acceptable_absence"))
    missed = missed[happens(rng, section["absence_listed_share"], len(missed))]
    on = sessions["scheduled_on"][missed]
    met = happens(rng, setting.performance.chance("CLOCK_ABSENCE", unit[missed], on), len(missed))
    late = span(rng, section["absence_late_business_days"], len(missed))
    told = setting.calendar.add(on, np.where(met, span(rng, [0, 1], len(missed)), late))
    silent = happens(rng, section["absence_untold_share"], len(missed)) & ~met
    return {
        "absence_id": setting.numbering.ids("AB", len(missed)),
        "session_version_id": take(sessions["session_version_id"], missed),
        "reported_on": np.where((told <= setting.as_at) & ~silent, told, NONE),
    }

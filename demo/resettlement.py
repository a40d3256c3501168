"""From sentence to release: allocations, release dates, handovers, their meetings, contacts around it."""

from dataclasses import dataclass

import numpy as np

from demo.calendar import add_months
from demo.cases import NONE, Cases
from demo.chance import days, happens, office_hours, pick, pick_code, span
from demo.columns import NO_SECOND, SECOND, Coded, Table
from demo.responsibility import FAR, Responsibility
from demo.setting import Setting, ids, person_ids

TYPES = ("initial", "community_offender_manager", "transfer")
KINDS = ("conditional", "automatic", "parole_eligibility", "tariff_expiry", "home_detention_curfew")
MEETING_STORIES = ("late", "two_of_three", "refused", "moved_out", "cancelled", "not_held", "never")
LATE, TWO, REFUSED, MOVED, CANCELLED, NOT_HELD, NEVER = range(7)
ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Handed:
    """One entry a prison sentence of which the community takes over before the release."""

    cases: Cases
    planned_on: np.ndarray
    early: np.ndarray
    allocated_on: np.ndarray
    allocation: np.ndarray


def resettlement_tables(
    setting: Setting, cases: Cases, held: Responsibility, numbers: np.ndarray
) -> dict[str, Table]:
    """Everything between sentence and release, for every prison sentence and, at its start, every order."""
    inside = cases.take(~cases.is_order)
    handed = _hand_over(setting, inside)
    return {
        "allocations": _allocations(setting, cases, handed, held, numbers),
        "release_dates": _release_dates(setting, inside, handed.planned_on),
        "handovers": _handovers(setting, handed, numbers),
        "handover_meetings": _meetings(setting, handed, numbers),
        "prerelease_contacts": _contacts(setting, inside, numbers),
    }


def _hand_over(setting: Setting, inside: Cases) -> Handed:
    """The community manager is allocated months before release, early for some; never before sentence."""
    section, rng, rows = setting.profile["resettlement"], setting.rng, len(inside)
    moved = happens(rng, section["release_date_moved_share"], rows)
    shift = days(rng, section["release_date_moved_days"], rows)
    planned = np.where(moved & (inside.days_inside > 0), inside.released_on + shift, inside.released_on)
    planned = np.maximum(planned, inside.on)
    early = happens(rng, section["early_allocation_share"], rows)
    early &= inside.days_inside > section["early_allocation_after_days"]
    before = np.where(early, section["early_allocated_months_before"], section["allocated_months_before"])
    wanted = add_months(inside.released_on, -before) - days(rng, section["allocated_days_sooner"], rows)
    soonest = setting.calendar.add(inside.on, span(rng, section["allocated_after_sentence"], rows))
    on = np.minimum(setting.calendar.on_or_before(np.maximum(wanted, soonest)), inside.released_on)
    numbered = setting.numbering.take("AL", rows)
    return Handed(inside, planned, early, np.maximum(on, inside.on), numbered)


def _allocations(
    setting: Setting, cases: Cases, handed: Handed, held: Responsibility, numbers: np.ndarray
) -> Table:
    """The first allocation of every order, the community manager of every prisoner, and every move."""
    orders, first_on = _first_allocations(setting, cases)
    change_on = np.where(cases.spell < 0, FAR, held.unit_change_on[cases.spell])
    moved = np.flatnonzero((change_on <= cases.until) & (change_on >= cases.on))
    made = handed.allocated_on <= setting.as_at
    inside = np.flatnonzero(~cases.is_order)[made]
    of = np.concatenate([orders, inside, moved])
    on = np.concatenate([first_on, handed.allocated_on[made], change_on[moved]])
    kind = np.repeat(np.arange(3), [len(orders), len(inside), len(moved)])
    number = np.concatenate(
        [
            setting.numbering.take("AL", len(orders)),
            handed.allocation[made],
            setting.numbering.take("AL", len(moved)),
        ]
    )
    unit = np.where(cases.spell[of] < 0, cases.unit[of], held.unit_on(cases.spell[of], on))
    early = np.zeros(len(of), dtype=bool)
    early[len(orders) : len(orders) + len(inside)] = handed.early[made]
    return {
        "allocation_id": ids("AL", number),
        "person_id": person_ids(numbers[cases.person[of]]),
        "sentence_id": ids("S", cases.sentence[of]),
        "allocation_type": Coded(kind.astype(np.int8), TYPES),
        "allocated_on": on,
        "early_allocation": early,
        "region_code": setting.places.region(unit),
        "unit_code": setting.places.unit(unit),
        "practitioner_code": setting.places.practitioner(unit, held.practitioner_on(cases.spell[of], on)),
    }


def _first_allocations(setting: Setting, cases: Cases) -> tuple[np.ndarray, np.ndarray]:
    """The orders that were allocated by now, and the day: within five business days, or later."""
    calendar, rng, orders = setting.calendar, setting.rng, np.flatnonzero(cases.is_order)
    section = setting.profile["resettlement"]
    due = calendar.add(cases.on, 5)[orders]
    in_time = happens(rng, setting.performance.chance("CLOCK_ALLOCATION", cases.unit[orders], due), len(due))
    first_on = np.where(
        in_time,
        calendar.add(cases.on[orders], span(rng, section["allocated_business_days"], len(due))),
        calendar.add(due, span(rng, section["allocated_late_business_days"], len(due))),
    )
    first_on = np.maximum(first_on, cases.on[orders])  # a Saturday court's day 0 is no business day
    known = first_on <= cases.until[orders]
    return orders[known], first_on[known]


def _release_dates(setting: Setting, inside: Cases, planned: np.ndarray) -> Table:
    """The date set at the sentence, the one that replaced it, and dates of home detention curfew."""
    section, rng, rows = setting.profile["resettlement"], setting.rng, len(inside)
    kind = np.where(inside.days_inside >= section["conditional_from_days"], 0, 1)
    kind = np.where(inside.indeterminate, KINDS.index("tariff_expiry"), kind)
    recorded = office_hours(rng, setting.calendar.on_or_after(inside.on))
    recorded = np.minimum(recorded, _end_of(setting))
    moved = np.flatnonzero(planned != inside.released_on)
    known = setting.calendar.on_or_after(inside.on + (inside.days_inside // 2).astype("timedelta64[D]"))[
        moved
    ]
    superseded = np.full(rows, NO_SECOND)
    superseded[moved] = np.minimum(
        np.maximum(office_hours(rng, known), recorded[moved] + 3600), _end_of(setting)
    )
    early = np.flatnonzero(
        happens(rng, section["curfew_share"], rows)
        & ~inside.indeterminate
        & (inside.days_inside > section["curfew_days"])
    )
    sooner = np.maximum(
        inside.released_on[early] - np.timedelta64(section["curfew_days"], "D"), inside.on[early]
    )
    of = np.concatenate([np.arange(rows), moved, early])
    return {
        "release_date_version_id": setting.numbering.ids("RD", len(of)),
        "sentence_id": ids("S", inside.sentence[of]),
        "kind": Coded(np.concatenate([kind, kind[moved], np.full(len(early), 4)]).astype(np.int8), KINDS),
        "release_on": np.concatenate([planned, inside.released_on[moved], sooner]),
        "recorded_at": np.concatenate([recorded, superseded[moved], recorded[early]]),
        "superseded_at": np.concatenate([superseded, np.full(len(moved) + len(early), NO_SECOND)]),
        "set_at_sentence": np.arange(len(of)) < rows,
    }


def _end_of(setting: Setting) -> np.datetime64:
    """The last office hour of the as-at day."""
    return setting.as_at.astype(SECOND) + np.timedelta64(18, "h")


def _handovers(setting: Setting, handed: Handed, numbers: np.ndarray) -> Table:
    """Responsibility passes 7.5 months before release, 15 for early allocation, if there is time for it."""
    section, rng, cases = setting.profile["resettlement"], setting.rng, handed.cases
    due = np.where(
        handed.early,
        add_months(cases.released_on, -15),
        add_months(cases.released_on, -7) - 15 * ONE_DAY,
    )
    some = np.flatnonzero(due > handed.allocated_on)
    due = due[some]
    met = happens(rng, setting.performance.chance("CLOCK_HANDOVER", cases.unit[some], due), len(some))
    sooner = due - days(rng, section["handed_over_days_sooner"], len(some))
    later = due + days(rng, section["handed_over_days_later"], len(some))
    done = np.where(met, np.maximum(sooner, handed.allocated_on[some]), later)
    done = np.where(done <= np.minimum(cases.released_on[some], setting.as_at), done, NONE)
    hidden = happens(rng, section["handover_due_missing_share"], len(some))
    return {
        "handover_id": setting.numbering.ids("HO", len(some)),
        "person_id": person_ids(numbers[cases.person[some]]),
        "sentence_id": ids("S", cases.sentence[some]),
        "early_allocation": handed.early[some],
        "due_on": np.where(hidden, NONE, due),
        "completed_on": done,
    }


@dataclass
class Meetings:
    """One entry a version; `of` is the allocation's position, `there` has a column each of the three."""

    of: np.ndarray
    on: np.ndarray
    recorded_at: np.ndarray
    superseded_at: np.ndarray
    cancelled_at: np.ndarray
    there: np.ndarray
    held: np.ndarray
    refused: np.ndarray


def _meetings(setting: Setting, handed: Handed, numbers: np.ndarray) -> Table:
    """A meeting of three within four weeks of the allocation, or one of the ways to miss it."""
    section, rng, cases = setting.profile["resettlement"], setting.rng, handed.cases
    long = cases.days_inside > section["meeting_after_days_inside"]
    due = handed.allocated_on + 28 * ONE_DAY
    rows = len(cases)
    met = happens(rng, setting.performance.chance("SL022", cases.unit, np.minimum(due, setting.as_at)), rows)
    story = np.where(
        met, -1, pick_code(rng, setting.profile["misses"]["handover_meeting"], MEETING_STORIES, rows)
    )
    in_time = setting.calendar.on_or_before(handed.allocated_on + days(rng, section["meeting_days"], rows))
    in_time = np.maximum(in_time, handed.allocated_on)
    late = setting.calendar.on_or_after(due + days(rng, section["meeting_late_days"], rows))
    on = np.where(np.isin(story, (LATE, MOVED)), late, in_time)
    last = np.minimum(cases.released_on, setting.as_at)
    here = np.flatnonzero(long & (story != NEVER) & (on <= last))
    booked = office_hours(
        rng,
        np.maximum(
            setting.calendar.add(in_time, -span(rng, section["meeting_booked"], rows)), handed.allocated_on
        ),
    )
    booked = np.minimum(booked, on.astype(SECOND) + np.timedelta64(9, "h"))
    morning = np.maximum(in_time.astype(SECOND) + np.timedelta64(8, "h"), booked + 300)
    lasting = _lasting(setting, story[here], here, on[here], np.where(story == MOVED, morning, booked)[here])
    lasting.cancelled_at = np.where(story[here] == CANCELLED, morning[here], NO_SECOND)
    first = here[(story[here] == MOVED)]
    return _meeting_rows(
        setting,
        handed,
        _earlier(lasting, story[here] == MOVED, in_time[first], booked[first]),
        lasting,
        numbers,
    )


def _lasting(
    setting: Setting, story: np.ndarray, of: np.ndarray, on: np.ndarray, recorded_at: np.ndarray
) -> Meetings:
    """Who came: all three, two of them, or not the prisoner who refused."""
    rows = len(of)
    there = np.ones((3, rows), dtype=bool)
    absent = pick_code(
        setting.rng,
        setting.profile["resettlement"]["absent_from_meeting"],
        ("prison", "community", "prisoner"),
        rows,
    )
    there[absent[story == TWO], np.flatnonzero(story == TWO)] = False
    there[2, story == REFUSED] = False
    none = np.full(rows, NO_SECOND)
    return Meetings(
        of,
        on,
        recorded_at,
        none,
        none.copy(),
        there,
        ~np.isin(story, (NOT_HELD, CANCELLED)),
        story == REFUSED,
    )


def _earlier(lasting: Meetings, moved: np.ndarray, on: np.ndarray, booked: np.ndarray) -> Meetings:
    """First arranged in time and moved on the morning of its day."""
    count = int(moved.sum())
    return Meetings(
        lasting.of[moved],
        on,
        booked,
        lasting.recorded_at[moved],
        np.full(count, NO_SECOND),
        np.zeros((3, count), dtype=bool),
        np.zeros(count, dtype=bool),
        np.zeros(count, dtype=bool),
    )


def _meeting_rows(
    setting: Setting, handed: Handed, first: Meetings, lasting: Meetings, numbers: np.ndarray
) -> Table:
    number = setting.numbering.take("HM", len(lasting.of))
    known = np.searchsorted(lasting.of, first.of)
    rows = {
        name: np.concatenate([getattr(first, name), getattr(lasting, name)], axis=-1) for name in vars(first)
    }
    of, open_ = rows["of"], np.isnat(rows["superseded_at"]) & np.isnat(rows["cancelled_at"])
    off = ~np.isnat(rows["cancelled_at"])
    held = open_ & rows["held"]
    who = pick(setting.rng, setting.profile["resettlement"]["meeting_cancelled_by"], len(of))
    return {
        "meeting_version_id": setting.numbering.ids("HV", len(of)),
        "meeting_id": ids("HM", np.concatenate([number[known], number])),
        "person_id": person_ids(numbers[handed.cases.person[of]]),
        "allocation_id": ids("AL", handed.allocation[of]),
        "scheduled_on": rows["on"],
        "recorded_at": rows["recorded_at"],
        "superseded_at": rows["superseded_at"],
        "cancelled_at": rows["cancelled_at"],
        "cancelled_by": Coded(np.where(off, who.codes, -1), who.words),
        "outcome": Coded(np.where(open_, (~rows["held"]).astype(int), -1), ("held", "not_held")),
        "prison_manager_attended": _if(open_, held & rows["there"][0]),
        "community_manager_attended": _if(open_, held & rows["there"][1]),
        "prisoner_attended": _if(open_, held & rows["there"][2]),
        "prisoner_refused": _if(open_, rows["refused"]),
    }


def _if(known: np.ndarray, value: np.ndarray) -> Coded:
    """A boolean that is empty where it is not known."""
    return Coded(np.where(known, value.astype(int), -1), ("false", "true"))


def _contacts(setting: Setting, inside: Cases, numbers: np.ndarray) -> Table:
    """Three contacts before release where there is time, and two in the two weeks after it."""
    parts = [
        _held(setting, inside, "CLOCK_PRERELEASE", "contacts_before", phase=0),
        _held(setting, inside, "CLOCK_POSTRELEASE", "contacts_after", phase=1),
    ]
    of, phase, on = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return {
        "contact_id": setting.numbering.ids("PC", len(of)),
        "person_id": person_ids(numbers[inside.person[of]]),
        "sentence_id": ids("S", inside.sentence[of]),
        "phase": Coded(phase.astype(np.int8), ("before_release", "after_release")),
        "held_on": on,
        "mode": pick(setting.rng, setting.profile["resettlement"]["contact_mode"], len(of)),
    }


def _held(setting: Setting, inside: Cases, measure: str, stretches: str, *, phase: int):
    """Position, phase and day of each contact: one a stretch where the clock is met, else fewer.

    Before a short sentence's release the stretches shrink with it.
    """
    rng, wanted = setting.rng, setting.profile["resettlement"][stretches]
    met = happens(rng, setting.performance.chance(measure, inside.unit, inside.released_on), len(inside))
    count = np.where(met, len(wanted), span(rng, [0, len(wanted) - 1], len(inside)))
    room = np.minimum(1, inside.days_inside / wanted[-1][1]) if phase == 0 else 1
    found = []
    for place, between in enumerate(wanted):
        away = np.floor(span(rng, between, len(inside)) * room).astype("timedelta64[D]")
        on = inside.released_on + away if phase else inside.released_on - away
        here = (count > place) & (on >= inside.on) & (on <= inside.until)
        found.append((np.flatnonzero(here), on[here]))
    of, on = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return of, np.full(len(of), phase), on

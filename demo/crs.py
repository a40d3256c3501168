"""Commissioned rehabilitative services: contracts, referrals and their appointments."""

import numpy as np

from demo.chance import happens, office_hours, pick, pick_number
from demo.columns import NO_SECOND, SECOND, Coded, Table
from demo.setting import Setting, ids, person_ids

SERVICES = (
    "accommodation",
    "education_training_employment",
    "finance",
    "dependency",
    "personal_wellbeing",
    "womens_services",
    "young_adults",
)
SUPPLIERS = ("Northgate Futures", "Second Step Partnership", "The Bridge Trust", "Open Door Services")
REASONS = ("withdrawn", "made_by_mistake", "duplicate")
STORIES = ("late", "moved_out", "cancelled", "never")
BY = ("supplier", "probation", "person", "other")
OUTCOMES = ("attended", "attended_late", "acceptable_absence", "unacceptable_absence")
END_REASONS = ("completed", "cancelled", "not_suitable", "other")
NONE = np.datetime64("NaT", "D")
ONE_DAY = np.timedelta64(1, "D")


def contracts_table(regions: tuple[str, ...]) -> Table:
    """One contract a region and service; numbered region by region."""
    rows = len(regions) * len(SERVICES)
    region, service = np.divmod(np.arange(rows), len(SERVICES))
    supplier = (region + service) % len(SUPPLIERS)
    return {
        "contract_id": ids("K", np.arange(1, rows + 1)),
        "supplier_code": Coded(supplier, ("SUP1", "SUP2", "SUP3", "SUP4")),
        "supplier_name": Coded(supplier, SUPPLIERS),
        "service": Coded(service, SERVICES),
        "region_code": Coded(region, regions),
        "size": Coded((service >= 5).astype(np.int8), ("large", "small")),
        "start_on": np.full(rows, np.datetime64("2021-06-26", "D")),
    }


def crs_tables(setting: Setting, person, unit, start, last, numbers) -> tuple[Table, Table]:
    """Referrals of some of the spells (arrays: one entry a spell), and their appointment versions."""
    rng = setting.rng
    some = happens(rng, setting.profile["crs"]["referral_share"], len(person))
    on = setting.calendar.on_or_after(start + rng.integers(5, 100, len(start)).astype("timedelta64[D]"))
    keep = some & (on <= np.minimum(last, setting.as_at))
    person, unit, on, last = person[keep], unit[keep], on[keep], last[keep]
    number = setting.numbering.take("RF", len(person))
    withdrawn, reason = _withdrawals(setting, on, last)
    assessed, versions = _assessments(setting, unit, on, withdrawn, last)
    unsuitable = happens(rng, setting.profile["crs"]["suitable"]["no"] / 100, len(person))
    plan = _interventions(setting, assessed, withdrawn, unsuitable, last)
    ended = _ends(setting, assessed, plan, withdrawn, unsuitable, last)
    judged = (assessed <= setting.as_at) & np.isnat(withdrawn)
    referrals: Table = {
        "referral_id": ids("RF", number),
        "person_id": person_ids(numbers[person]),
        "contract_id": ids("K", _contract(setting, unit)),
        "referred_on": on,
        "withdrawn_on": withdrawn,
        "withdrawal_reason": reason,
        "suitable": Coded(np.where(judged, unsuitable.astype(int), -1), ("yes", "no")),
        "ended_on": ended,
        "end_reason": _end_reasons(setting, ended, withdrawn, unsuitable),
    }
    return referrals, _appointments(setting, number, [*versions, *plan])


def _contract(setting: Setting, unit: np.ndarray) -> np.ndarray:
    service = pick(setting.rng, setting.profile["crs"]["service"], len(unit))
    assert service.words == SERVICES, "the profile lists the services in the contract's order"
    return setting.places.region_of_unit[unit] * len(SERVICES) + service.codes + 1


def _withdrawals(setting: Setting, on: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, Coded]:
    rng, section, rows = setting.rng, setting.profile["crs"], len(on)
    day = on + rng.integers(0, 35, rows).astype("timedelta64[D]")
    goes = happens(rng, section["withdrawn_share"], rows) & (day <= np.minimum(last, setting.as_at))
    why = pick(rng, section["withdrawal_reason"], rows)
    return np.where(goes, day, NONE), Coded(np.where(goes, why.codes, -1), why.words)


def _assessments(setting: Setting, unit, on, withdrawn, last) -> tuple[np.ndarray, list]:
    """The day of the assessment that lasted (NaT: none) and the versions that led to it."""
    rng, rows = setting.rng, len(on)
    due = setting.calendar.add(on, 10)
    met = happens(rng, setting.performance.chance("CRS_SL001", unit, due), rows)
    story = pick(rng, setting.profile["misses"]["crs"], rows)
    assert story.words == STORIES, "the profile lists the stories in this module's order"
    in_window = setting.calendar.add(on, rng.integers(2, 11, rows))
    final = np.where(met, in_window, setting.calendar.add(due, rng.integers(1, 15, rows)))
    end = np.minimum(np.where(np.isnat(withdrawn), last, withdrawn), setting.as_at + 28 * ONE_DAY)
    stands = (final <= end) & (met | (story.codes != 3))
    settled = (in_window <= np.minimum(end, setting.as_at)) & ~met
    booked = np.minimum(setting.calendar.add(on, rng.integers(0, 2, rows)), setting.as_at)
    recorded = office_hours(rng, booked)
    moved, off = settled & (story.codes == 1), settled & (story.codes == 2)
    replaced = np.maximum(
        (in_window - ONE_DAY).astype(SECOND) + np.timedelta64(12 * 3600, "s"), recorded + 60
    )
    lasting = np.where(moved, replaced, recorded)
    versions = [
        ("assessment", moved, in_window, recorded, np.where(moved, replaced, NO_SECOND), None, True),
        ("assessment", off, in_window, recorded, None, recorded + 3600, False),
        ("assessment", stands, final, lasting, None, None, True),
    ]
    return np.where(stands, final, NONE), versions


def _interventions(setting: Setting, assessed, withdrawn, unsuitable, last) -> list:
    """Weekly appointments after a suitable assessment."""
    rng, rows = setting.rng, len(assessed)
    wanted = pick_number(rng, setting.profile["crs"]["intervention_appointments"], rows)
    goes = ~np.isnat(assessed) & np.isnat(withdrawn) & ~unsuitable
    plan = []
    for step in range(1, int(wanted.max(initial=0)) + 1):
        day = setting.calendar.on_or_after(assessed + np.timedelta64(step * 10, "D")) if rows else assessed
        here = goes & (wanted >= step) & (day <= np.minimum(last, setting.as_at + 14 * ONE_DAY))
        recorded = office_hours(rng, np.minimum(assessed + np.timedelta64(step * 10 - 9, "D"), setting.as_at))
        plan.append(("intervention", here, day, recorded, None, None, False))
    return plan


def _ends(setting: Setting, assessed, plan, withdrawn, unsuitable, last) -> np.ndarray:
    """The day after the last appointment, the withdrawal, or the unsuitable assessment."""
    final = np.where(unsuitable, assessed, NONE)
    for _, here, day, *_rest in plan:
        final = np.where(here, day, final)
    final = np.where(np.isnat(withdrawn), final + ONE_DAY, withdrawn)
    return np.where(final <= np.minimum(last, setting.as_at), final, NONE)


def _end_reasons(setting: Setting, ended, withdrawn, unsuitable) -> Coded:
    codes = np.where(unsuitable, 2, np.where(happens(setting.rng, 0.08, len(ended)), 3, 0))
    codes = np.where(np.isnat(withdrawn), codes, 1)
    return Coded(np.where(np.isnat(ended), -1, codes), END_REASONS)


def _appointments(setting: Setting, referral: np.ndarray, parts: list) -> Table:
    """Versions end to end, by referral and day. Assessments that were moved share an appointment."""
    rng = setting.rng
    of = np.concatenate([np.flatnonzero(here) for _, here, *_ in parts])
    kind = np.concatenate([np.full(int(p[1].sum()), p[0] == "intervention") for p in parts])
    shared = np.concatenate([np.full(int(p[1].sum()), p[6]) for p in parts])
    on = np.concatenate([p[2][p[1]] for p in parts])
    recorded, superseded, cancelled = (
        np.concatenate([np.full(int(p[1].sum()), NO_SECOND) if p[n] is None else p[n][p[1]] for p in parts])
        for n in (3, 4, 5)
    )
    order = np.lexsort((recorded, on, of))
    of, kind, shared, on = of[order], kind[order], shared[order], on[order]
    recorded, superseded, cancelled = recorded[order], superseded[order], cancelled[order]
    rows, off = len(of), ~np.isnat(cancelled)
    key = np.where(shared, of, len(referral) + np.arange(rows))
    _, group = np.unique(key, return_inverse=True)
    appointments = setting.numbering.take("A", int(group.max(initial=-1)) + 1)
    happened = ~off & np.isnat(superseded) & (on <= setting.as_at)
    outcome = rng.choice(4, rows, p=[0.72, 0.05, 0.12, 0.11])
    return {
        "appointment_version_id": setting.numbering.ids("AV", rows),
        "appointment_id": ids("A", appointments[group]),
        "referral_id": ids("RF", referral[of]),
        "purpose": Coded(kind.astype(np.int8), ("assessment", "intervention")),
        "scheduled_on": on,
        "recorded_at": recorded,
        "superseded_at": superseded,
        "cancelled_at": cancelled,
        "cancelled_by": Coded(np.where(off, rng.integers(0, 4, rows), -1), BY),
        "outcome": Coded(np.where(happened, outcome, -1), OUTCOMES),
    }

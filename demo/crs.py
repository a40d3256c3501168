"""Commissioned rehabilitative services: contracts, referrals and their appointments."""

from dataclasses import dataclass

import numpy as np

from demo.chance import happens, office_hours, pick, pick_code, pick_number
from demo.columns import NO_SECOND, SECOND, Coded, Table, in_order_of_appearance
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
STORIES = ("late", "moved_out", "cancelled", "never")
END_REASONS = ("completed", "cancelled", "not_suitable", "other")
NONE = np.datetime64("NaT", "D")
ONE_DAY = np.timedelta64(1, "D")
CONTRACTS_FROM = np.datetime64("2021-06-26", "D")  # the first day of the unified Probation Service
DAYS_APART = 10  # between the appointments of an intervention


@dataclass
class Referrals:
    """One entry a referral; `until` is its last day, `assessed` the day of the lasting assessment."""

    number: np.ndarray
    person: np.ndarray
    unit: np.ndarray
    on: np.ndarray
    until: np.ndarray
    withdrawn: np.ndarray
    unsuitable: np.ndarray
    assessed: np.ndarray

    def __len__(self) -> int:
        return len(self.on)


@dataclass
class Appointments:
    """One entry a version. `shared`: a version of the referral's one lasting assessment."""

    of: np.ndarray
    intervention: np.ndarray
    shared: np.ndarray
    on: np.ndarray
    recorded_at: np.ndarray
    superseded_at: np.ndarray
    cancelled_at: np.ndarray


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
        "start_on": np.full(rows, CONTRACTS_FROM),
    }


def payments_table(setting: Setting) -> Table:
    """What is due for each contract and month of service, before any reduction."""
    section, rng = setting.profile["crs"], setting.rng
    months = np.arange(CONTRACTS_FROM.astype("datetime64[M]") + 1, setting.as_at.astype("datetime64[M]") + 1)
    contracts = len(setting.places.regions) * len(SERVICES)
    a_month = np.array([section["pence_a_month"][name] for name in SERVICES])
    size = np.bincount(setting.places.region_of_unit, weights=setting.places.share)
    contract, month = (part.ravel() for part in np.indices((contracts, len(months))))
    region, service = np.divmod(contract, len(SERVICES))
    amount = (
        a_month[service] * size[region] * len(size) * rng.uniform(*section["pence_varies"], len(contract))
    )
    return {
        "payment_id": setting.numbering.ids("PY", len(contract)),
        "contract_id": ids("K", contract + 1),
        "month_on": months[month].astype("datetime64[D]"),
        "amount_pence": amount.astype(np.int64),
    }


def crs_tables(setting: Setting, person, unit, start, last, numbers: np.ndarray) -> dict[str, Table]:
    """Referrals of some of the spells (arrays: one entry a spell), their appointments and outcomes."""
    made, reason = _refer(setting, person, unit, start, last)
    assessments = _assessments(setting, made)
    sessions, last_session = _interventions(setting, made)
    ended = _ends(setting, made, last_session)
    judged = (made.assessed <= setting.as_at) & np.isnat(made.withdrawn)
    referrals: Table = {
        "referral_id": ids("RF", made.number),
        "person_id": person_ids(numbers[made.person]),
        "contract_id": ids("K", _contract(setting, made.unit)),
        "referred_on": made.on,
        "withdrawn_on": made.withdrawn,
        "withdrawal_reason": reason,
        "suitable": Coded(np.where(judged, made.unsuitable.astype(int), -1), ("yes", "no")),
        "ended_on": ended,
        "end_reason": _end_reasons(setting, ended, made),
    }
    return {
        "crs_referrals": referrals,
        "crs_appointments": _appointment_rows(setting, made, [*assessments, *sessions]),
        "crs_outcomes": _outcomes(setting, made, judged & ~made.unsuitable, ended),
    }


def _outcomes(setting: Setting, made: Referrals, suitable: np.ndarray, ended: np.ndarray) -> Table:
    """What was desired of each suitable referral; the result is entered when it ended, or forgotten."""
    section, rng = setting.profile["crs"], setting.rng
    wanted = np.where(suitable, pick_number(rng, section["desired_outcomes"], len(made)), 0)
    of = np.repeat(np.arange(len(made)), wanted)
    words = tuple(section["outcome_type"])
    result = pick(rng, section["outcome_result"], len(of))
    entered = np.minimum(ended[of], setting.as_at)
    known = ~np.isnat(entered)
    return {
        "outcome_id": setting.numbering.ids("RO", len(of)),
        "referral_id": ids("RF", made.number[of]),
        "outcome_type": Coded(pick_code(rng, section["outcome_type"], words, len(of)), words),
        "result": Coded(np.where(known, result.codes, -1), result.words),
        "recorded_on": np.where(known & (result.codes >= 0), entered, NONE),
    }


def _refer(setting: Setting, person, unit, start, last) -> tuple[Referrals, Coded]:
    """Some of the spells are referred in their first months."""
    rng, section = setting.rng, setting.profile["crs"]
    on = setting.calendar.on_or_after(start + setting.days("crs_referred_days", len(start)))
    keep = happens(rng, section["referral_share"], len(person)) & (on <= np.minimum(last, setting.as_at))
    on, last, rows = on[keep], last[keep], int(keep.sum())
    day = on + setting.days("crs_withdrawn_days", rows)
    goes = happens(rng, section["withdrawn_share"], rows) & (day <= np.minimum(last, setting.as_at))
    withdrawn = np.where(goes, day, NONE)
    made = Referrals(
        number=setting.numbering.take("RF", rows),
        person=person[keep],
        unit=unit[keep],
        on=on,
        until=np.where(goes, day, last),
        withdrawn=withdrawn,
        unsuitable=happens(rng, section["unsuitable_share"], rows),
        assessed=np.full(rows, NONE),
    )
    return made, _where(goes, pick(rng, section["withdrawal_reason"], rows))


def _where(mask: np.ndarray, drawn: Coded) -> Coded:
    return Coded(np.where(mask, drawn.codes, -1), drawn.words)


def _contract(setting: Setting, unit: np.ndarray) -> np.ndarray:
    service = pick_code(setting.rng, setting.profile["crs"]["service"], SERVICES, len(unit))
    return setting.places.region_of_unit[unit] * len(SERVICES) + service + 1


def _assessments(setting: Setting, made: Referrals) -> list[Appointments]:
    """Every version of the assessment appointment; sets `made.assessed`."""
    rng, rows = setting.rng, len(made)
    due = setting.calendar.add(made.on, 10)
    met = happens(rng, setting.performance.chance("CRS_SL001", made.unit, due), rows)
    story = pick_code(rng, setting.profile["misses"]["crs"], STORIES, rows)
    in_window = setting.calendar.add(made.on, setting.spread("crs_assessed_business_days", rows))
    final = np.where(
        met, in_window, setting.calendar.add(due, setting.spread("crs_late_business_days", rows))
    )
    stands = (final <= np.minimum(made.until, setting.as_at + 28 * ONE_DAY)) & (met | (story != 3))
    made.assessed = np.where(stands, final, NONE)
    settled = (in_window <= np.minimum(made.until, setting.as_at)) & ~met
    recorded = office_hours(
        rng,
        np.minimum(
            setting.calendar.add(made.on, setting.spread("crs_booked_business_days", rows)), setting.as_at
        ),
    )
    noon_before = (in_window - ONE_DAY).astype(SECOND) + np.timedelta64(12 * 3600, "s")
    replaced = np.maximum(noon_before, recorded + 60)
    day_of = in_window - setting.days("crs_cancelled_days_before", rows)
    called_off = np.maximum(office_hours(rng, day_of), recorded + 600)
    moved, off = settled & (story == 1), settled & (story == 2)
    return [
        _versions(moved, in_window, recorded, shared=True, superseded_at=replaced),
        _versions(off, in_window, recorded, cancelled_at=called_off),
        _versions(stands, final, np.where(moved, replaced, recorded), shared=True),
    ]


def _versions(
    here: np.ndarray,
    on: np.ndarray,
    recorded_at: np.ndarray,
    *,
    shared: bool = False,
    intervention: bool = False,
    superseded_at: np.ndarray | None = None,
    cancelled_at: np.ndarray | None = None,
) -> Appointments:
    of = np.flatnonzero(here)
    none = np.full(len(of), NO_SECOND)
    return Appointments(
        of=of,
        intervention=np.full(len(of), intervention),
        shared=np.full(len(of), shared),
        on=on[of],
        recorded_at=recorded_at[of],
        superseded_at=none if superseded_at is None else superseded_at[of],
        cancelled_at=none if cancelled_at is None else cancelled_at[of],
    )


def _interventions(setting: Setting, made: Referrals) -> tuple[list[Appointments], np.ndarray]:
    """Appointments after a suitable assessment, and the day of each referral's last one (NaT: none)."""
    wanted = pick_number(setting.rng, setting.profile["crs"]["intervention_appointments"], len(made))
    goes = ~np.isnat(made.assessed) & np.isnat(made.withdrawn) & ~made.unsuitable
    latest = np.minimum(made.until, setting.as_at + 14 * ONE_DAY)
    parts, last_session = [], np.full(len(made), NONE)
    for step in range(1, int(wanted.max(initial=0)) + 1):
        on = setting.calendar.on_or_after(made.assessed + step * DAYS_APART * ONE_DAY)
        here = goes & (wanted >= step) & (on <= latest)
        booked = made.assessed + ((step - 1) * DAYS_APART + 1) * ONE_DAY
        parts.append(
            _versions(
                here, on, office_hours(setting.rng, np.minimum(booked, setting.as_at)), intervention=True
            )
        )
        last_session = np.where(here, on, last_session)
    return parts, last_session


def _ends(setting: Setting, made: Referrals, last_session: np.ndarray) -> np.ndarray:
    """The withdrawal, else the day after the last appointment or the unsuitable assessment."""
    finished = np.where(made.unsuitable, made.assessed, last_session) + ONE_DAY
    ended = np.where(np.isnat(made.withdrawn), finished, made.withdrawn)
    return np.where(ended <= np.minimum(made.until, setting.as_at), ended, NONE)


def _end_reasons(setting: Setting, ended: np.ndarray, made: Referrals) -> Coded:
    left = setting.profile["crs"]["left_early_share"]
    codes = np.where(made.unsuitable, 2, np.where(happens(setting.rng, left, len(made)), 3, 0))
    codes = np.where(np.isnat(made.withdrawn), codes, 1)
    return Coded(np.where(np.isnat(ended), -1, codes), END_REASONS)


def _appointment_rows(setting: Setting, made: Referrals, parts: list[Appointments]) -> Table:
    """Versions by referral and day, their appointments numbered in that order."""
    rows = Appointments(
        *(np.concatenate(columns) for columns in zip(*(vars(p).values() for p in parts), strict=True))
    )
    order = np.lexsort((rows.recorded_at, rows.on, rows.of))
    rows = Appointments(*(column[order] for column in vars(rows).values()))
    count = len(order)
    group = in_order_of_appearance(np.where(rows.shared, rows.of, len(made) + np.arange(count)))
    off = ~np.isnat(rows.cancelled_at)
    happened = ~off & np.isnat(rows.superseded_at) & (rows.on <= setting.as_at)
    section = setting.profile["crs"]
    return {
        "appointment_version_id": setting.numbering.ids("AV", count),
        "appointment_id": ids("A", setting.numbering.take("A", int(group.max(initial=-1)) + 1)[group]),
        "referral_id": ids("RF", made.number[rows.of]),
        "purpose": Coded(rows.intervention.astype(np.int8), ("assessment", "intervention")),
        "scheduled_on": rows.on,
        "recorded_at": rows.recorded_at,
        "superseded_at": rows.superseded_at,
        "cancelled_at": rows.cancelled_at,
        "cancelled_by": _where(off, pick(setting.rng, section["cancelled_by"], count)),
        "outcome": _where(happened, pick(setting.rng, section["outcome"], count)),
    }

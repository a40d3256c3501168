"""Requirements of orders: which ones, when imposed, and how each of them ended."""

from dataclasses import dataclass

import numpy as np

from demo.chance import days, happens, pick_code, span
from demo.columns import Coded, Ids, Table
from demo.community import ENDINGS, Orders
from demo.setting import Setting, ids
from demo.starts import within
from demo.unpaid_work import draw_hours

KINDS = (
    "rehabilitation_activity",
    "accredited_programme",
    "drug_treatment",
    "alcohol_treatment",
    "mental_health_treatment",
    "curfew",
    "exclusion",
    "residence",
    "unpaid_work",
)
ACTIVITY, PROGRAMME, CURFEW, UNPAID_WORK = (
    KINDS.index(name) for name in ("rehabilitation_activity", "accredited_programme", "curfew", "unpaid_work")
)
END_REASONS = ("completed", "not_completed", "removed_by_court", "revoked", "expired")
COMPLETED = END_REASONS.index("completed")
NONE = np.datetime64("NaT", "D")


@dataclass
class Requirements:
    """One entry a requirement; those of unpaid work come first. `end_reason` -1 is none or not recorded."""

    number: np.ndarray
    order: np.ndarray
    kind: np.ndarray
    imposed_on: np.ndarray
    later: np.ndarray
    hours: np.ndarray
    ended_on: np.ndarray
    end_reason: np.ndarray

    def __len__(self) -> int:
        return len(self.order)

    def of_kind(self, kind: int) -> np.ndarray:
        """Positions of the requirements of one kind."""
        return np.flatnonzero(self.kind == kind)

    @property
    def completed(self) -> np.ndarray:
        return self.end_reason == COMPLETED


def draw_requirements(
    setting: Setting, orders: Orders, unit: np.ndarray, unpaid: np.ndarray, alone: np.ndarray
) -> Requirements:
    """Requirements of every order: unpaid work where `unpaid`, others unless it is `alone`.

    `unit` has one entry an order: how often requirements are completed differs between units.
    """
    of, kind = _kinds(setting, unpaid, alone)
    rows, count = len(of), int(unpaid.sum())
    imposed_on, later = _imposed(setting, orders, of, kind)
    made = Requirements(
        number=setting.numbering.take("RQ", rows),
        order=of,
        kind=kind,
        imposed_on=imposed_on,
        later=later,
        hours=np.concatenate([draw_hours(setting, count), np.full(rows - count, -1)]),
        ended_on=orders.ended_on[of].copy(),
        end_reason=np.full(rows, -1),
    )
    _end_with_the_order(setting, orders, unit, made)
    _work_off(setting, orders, unit, made)
    return made


def _kinds(setting: Setting, unpaid: np.ndarray, alone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The order and the kind of every requirement; those of unpaid work come first."""
    shares = setting.profile["community"]["requirements"]
    orders, kinds = [np.flatnonzero(unpaid)], [np.full(int(unpaid.sum()), UNPAID_WORK)]
    for code, name in enumerate(KINDS[:UNPAID_WORK]):
        has = np.flatnonzero(happens(setting.rng, shares[name] / 100, len(unpaid)) & ~alone)
        orders.append(has)
        kinds.append(np.full(len(has), code))
    return np.concatenate(orders), np.concatenate(kinds)


def _imposed(
    setting: Setting, orders: Orders, of: np.ndarray, kind: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The day of each requirement, and where it came later: at a breach after which the order goes on."""
    section = setting.profile["unpaid_work"]
    lasting = (
        np.where(np.isnat(orders.ended_on), setting.as_at, orders.ended_on)[of] - orders.sentenced_on[of]
    )
    later = happens(setting.rng, section["breach_resentence_share"], len(of)) & (kind == UNPAID_WORK)
    later &= lasting.astype(int) > section["breach_resentence_after_days"]
    passed = (lasting.astype(int) * section["breach_resentence_at"]).astype("timedelta64[D]")
    on = setting.calendar.on_or_before(orders.sentenced_on[of] + passed)
    return np.where(later, on, orders.sentenced_on[of]), later


def _end_with_the_order(setting: Setting, orders: Orders, unit: np.ndarray, made: Requirements) -> None:
    """A requirement ends with its order at the latest, and is seldom completed where that was cut short."""
    section, rng, of = setting.profile["requirements"], setting.rng, made.order
    last = np.where(np.isnat(orders.ended_on), setting.as_at, orders.ended_on)
    factor = np.array([section["completed_factor"][name] for name in ENDINGS])[orders.ending]
    whole = happens(rng, setting.performance.chance("SL013", unit, last) * factor, len(orders))[of]
    done = whole | happens(rng, section["completed_beside_share"], len(of))
    other = pick_code(rng, section["not_completed_reason"], END_REASONS, len(of))
    ended = ~np.isnat(made.ended_on)
    made.end_reason = np.where(ended, np.where(done, COMPLETED, other), -1)
    early = ended & done & happens(rng, section["completed_early_share"], len(of))
    sooner = within(setting, made.imposed_on, last[of], "requirement_completed_at")
    made.ended_on = np.where(early, np.maximum(sooner, made.imposed_on), made.ended_on)


def _work_off(setting: Setting, orders: Orders, unit: np.ndarray, made: Requirements) -> None:
    """Hours of unpaid work are worked off within a year, or later, or never; the order may go on."""
    section, rng = setting.profile["requirements"], setting.rng
    owed = made.of_kind(UNPAID_WORK)
    order = made.order[owed]
    sentenced = orders.sentenced_on[order]
    due = sentenced + np.timedelta64(365, "D")
    in_time = happens(rng, setting.performance.chance("SL029", unit[order], due), len(owed))
    late = ~in_time & happens(rng, section["worked_off_late_share"], len(owed))
    soon = sentenced + days(rng, section["worked_off_days"], len(owed))
    on = np.where(in_time, soon, sentenced + days(rng, section["worked_off_late_days"], len(owed)))
    on = np.maximum(on, made.imposed_on[owed] + days(rng, section["worked_off_days"], len(owed)) // 2)
    last = np.where(np.isnat(orders.ended_on), setting.as_at, orders.ended_on)[order]
    done = (in_time | late) & (on <= last)
    lapsed = pick_code(rng, section["not_completed_reason"], END_REASONS, len(owed))
    ended = ~np.isnat(orders.ended_on[order])
    made.ended_on[owed] = np.where(done, on, orders.ended_on[order])
    made.end_reason[owed] = np.where(done, COMPLETED, np.where(ended, lapsed, -1))


def requirements_table(setting: Setting, made: Requirements, sentence: Ids) -> Table:
    """One row a requirement; `sentence` are the orders' ids."""
    rows, step = len(made), setting.profile["requirements"]["activity_days_step"]
    activity = span(setting.rng, setting.profile["requirements"]["activity_days_steps"], rows) * step
    return {
        "requirement_id": ids("RQ", made.number),
        "sentence_id": sentence.take(made.order),
        "requirement_type": Coded(made.kind.astype(np.int8), KINDS),
        "imposed_on": made.imposed_on,
        "imposed_by": Coded(made.later.astype(np.int8), ("original_sentence", "breach_resentence")),
        "hours": made.hours,
        "days": np.where(made.kind == ACTIVITY, activity, -1),
        "ended_on": made.ended_on,
        "end_reason": Coded(np.where(np.isnat(made.ended_on), -1, made.end_reason), END_REASONS),
    }

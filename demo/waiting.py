"""People in prison on the as-at day whose release lies ahead: handover and release are being prepared."""

from dataclasses import dataclass

import numpy as np

from demo.cases import NONE, Cases
from demo.chance import pick_number
from demo.columns import Coded, Ids, Table
from demo.records import CUSTODY_REASONS, PRISON_TYPES, Risk, shared_columns
from demo.setting import Setting, person_ids


@dataclass(frozen=True)
class Waiting:
    """One entry a prison sentence not yet released from; `release_on` is the planned day."""

    person: np.ndarray
    indeterminate: np.ndarray
    sentenced_on: np.ndarray
    release_on: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def draw_waiting(setting: Setting, person: np.ndarray, sentence_type: Coded) -> Waiting:
    """Prison sentences of these people, begun some time ago and to be served for some time yet."""
    section, rng, rows = setting.profile["waiting"], setting.rng, len(person)
    spread = section["spread"]
    ahead = pick_number(rng, section["days_ahead"], rows) * rng.uniform(*spread, rows)
    served = pick_number(rng, section["days_served"], rows) * rng.uniform(*spread, rows)
    life = sentence_type.is_("custodial_indeterminate")
    served = served + np.where(life, setting.profile["custody"]["indeterminate_days"], 0)
    sentenced = setting.as_at - np.maximum(served, 1).astype("timedelta64[D]")
    release = setting.as_at + np.maximum(ahead, 1).astype("timedelta64[D]")
    calendar = setting.calendar
    return Waiting(person, life, calendar.on_or_before(sentenced), calendar.on_or_after(release))


def sentence_rows(setting: Setting, waiting: Waiting, unit, risk: Risk, numbers: np.ndarray) -> Table:
    """Their sentences; nothing ended, no end known for life."""
    table = shared_columns(setting, waiting.person, unit, risk, numbers)
    inside = waiting.release_on - waiting.sentenced_on
    return table | {
        "sentence_type": Coded(waiting.indeterminate.astype(np.int8), PRISON_TYPES),
        "sentenced_on": waiting.sentenced_on,
        "expected_end_on": np.where(waiting.indeterminate, NONE, waiting.release_on + inside),
        "ended_on": np.full(len(waiting), NONE),
        "end_reason": Coded(np.full(len(waiting), -1), ()),
    }


def custody_rows(setting: Setting, waiting: Waiting, numbers: np.ndarray) -> Table:
    """The custody that has lasted since the sentence."""
    return {
        "custody_id": setting.numbering.ids("CU", len(waiting)),
        "person_id": person_ids(numbers[waiting.person]),
        "reason": Coded(np.zeros(len(waiting), dtype=np.int8), CUSTODY_REASONS),
        "start_on": waiting.sentenced_on,
        "end_on": np.full(len(waiting), NONE),
    }


def waiting_cases(setting: Setting, waiting: Waiting, sentence: Ids, unit: np.ndarray, risk: Risk) -> Cases:
    """As cases: with the planned release for a release, and no spell of supervision (-1)."""
    rows = len(waiting)
    inside = waiting.release_on - waiting.sentenced_on
    return Cases(
        sentence=sentence.numbers,
        person=waiting.person,
        unit=unit[waiting.person],
        spell=np.full(rows, -1),
        is_order=np.zeros(rows, dtype=bool),
        indeterminate=waiting.indeterminate,
        on=waiting.sentenced_on,
        until=np.full(rows, setting.as_at),
        ended_on=np.full(rows, NONE),
        expected_end_on=waiting.release_on + inside,
        released_on=waiting.release_on,
        revoked=np.zeros(rows, dtype=bool),
        offence=risk.offence.codes[waiting.person],
        offences=risk.offence.words,
    )

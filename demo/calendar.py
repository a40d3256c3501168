"""Business days, from the same bank-holiday list that the rules read, as a data file."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from demo.columns import DAY, MONTH

HOLIDAYS = Path(__file__).parents[1] / "rules" / "data" / "calendar" / "bank_holidays_england_and_wales.csv"


@dataclass(frozen=True)
class Calendar:
    holidays: np.ndarray

    def add(self, on: np.ndarray, business_days: np.ndarray | int) -> np.ndarray:
        """The Nth business day after each day; day 0 need not be a business day."""
        return np.busday_offset(on.astype(DAY), business_days, roll="backward", holidays=self.holidays)

    def on_or_after(self, on: np.ndarray) -> np.ndarray:
        return np.busday_offset(on.astype(DAY), 0, roll="forward", holidays=self.holidays)

    def on_or_before(self, on: np.ndarray) -> np.ndarray:
        return np.busday_offset(on.astype(DAY), 0, roll="backward", holidays=self.holidays)

    def is_open(self, on: np.ndarray) -> np.ndarray:
        return np.is_busday(on.astype(DAY), holidays=self.holidays)


def load_calendar(path: Path = HOLIDAYS) -> Calendar:
    """Every `holiday_on` of the file."""
    with path.open(encoding="utf-8", newline="") as handle:
        days = sorted(row["holiday_on"] for row in csv.DictReader(handle))
    return Calendar(np.array(days, dtype=DAY))


def add_months(on: np.ndarray, months: np.ndarray | int) -> np.ndarray:
    """Calendar months added, clamped to the end of the month."""
    month = on.astype(MONTH) + np.asarray(months).astype("timedelta64[M]")
    day_of_month = on.astype(DAY) - on.astype(MONTH).astype(DAY)
    last = (month + 1).astype(DAY) - np.timedelta64(1, "D")
    return np.minimum(month.astype(DAY) + day_of_month, last)

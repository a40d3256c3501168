"""One planted person's life, written row by row: what a recipe says, in the contract's words."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np

from demo.setting import Setting

Row = dict[str, object]
LONGEST = date(2199, 1, 1)


@dataclass(frozen=True)
class Days:
    """Business days for single dates, from the generator's calendar."""

    setting: Setting

    def add(self, on: date, business_days: int) -> date:
        """The Nth business day after `on`; day 0 need not be one."""
        return self.setting.calendar.add(np.datetime64(on), business_days).astype(date)

    def open_on_or_after(self, on: date) -> date:
        return self.setting.calendar.on_or_after(np.datetime64(on)).astype(date)

    def is_open(self, on: date) -> bool:
        return bool(self.setting.calendar.is_open(np.datetime64(on)))

    @property
    def as_at(self) -> date:
        return self.setting.as_at.astype(date)


@dataclass
class Life:
    """Collects the rows of one person. `begun` is the first sentence, `last` the last day of supervision.

    `about` holds the characteristics that the recipe wants recorded so; None leaves one empty.
    """

    setting: Setting
    person_id: str
    unit: int
    rng: np.random.Generator
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    last: date = LONGEST
    begun: date | None = None
    about: dict[str, str | None] = field(default_factory=dict)

    @property
    def days(self) -> Days:
        return Days(self.setting)

    @property
    def unit_code(self) -> str:
        return self.setting.places.units[self.unit]

    @property
    def region_code(self) -> str:
        return self.unit_code[0]

    @property
    def practitioner(self) -> str:
        return f"{self.unit_code}-P01"

    def new(self, prefix: str) -> str:
        ids = self.setting.numbering.ids(prefix, 1)
        return f"{prefix}{int(ids.numbers[0]):0{ids.digits}}"

    def add(self, table: str, key: str, prefix: str, row: Mapping[str, object]) -> str:
        """One row of any table under a new id, which is returned."""
        new = self.new(prefix)
        self.rows[table].append({key: new} | dict(row))
        return new

    # --- sentences and releases

    def order(
        self,
        on: date,
        *,
        months: int = 18,
        kind: str = "community",
        sentence_type: str = "community_order",
        ended: date | None = None,
        end_reason: str = "other",
        expected: bool = True,
        supervised: bool = True,
        offence: str | None = None,
    ) -> str:
        """An order made on `on`, supervised from that day; `ended` cuts it short. Returns its sentence id."""
        end = ended or months_later(on, months) - timedelta(days=1)
        closed = ended is not None or end <= self.days.as_at
        sentence = self.sentenced(
            on,
            sentence_type,
            expected_end_on=months_later(on, months) - timedelta(days=1) if expected else None,
            ended_on=end if closed else None,
            end_reason=(end_reason if ended else "expired") if closed else None,
            **({"offence_group": offence} if offence else {}),
        )
        if supervised:
            self.supervised(kind, on, end if closed else None)
            self.last = end
        return sentence

    def sentenced(self, on: date, sentence_type: str, **more: object) -> str:
        risk = {"risk_of_serious_harm": "medium", "reoffending_band": "medium", "mappa_level": "none"}
        row = {"person_id": self.person_id, "sentence_type": sentence_type, "sentenced_on": on} | risk
        row |= {
            "court_region_code": self.region_code,
            "offence_group": str(self.rng.choice(["violence", "theft", "drugs"])),
        }
        self.begun = min(on, self.begun or on)
        return self.add("sentences", "sentence_id", "S", row | more)

    def released(
        self,
        on: date,
        *,
        release_type: str = "licence",
        route: str | None = "prison",
        inside: int = 150,
        supervision_days: int = 400,
        ended: date | None = None,
        sentence: str | None = None,
        after_recall: bool = False,
        supervised: bool = True,
        end_reason: str = "other",
        offence: str | None = None,
    ) -> str:
        """A release from a sentence made `inside` days before (or from `sentence`). Returns its id."""
        until = on + timedelta(days=supervision_days)
        end = ended or until
        closed = end <= self.days.as_at
        if sentence is None:
            closing = (end if closed else None, end_reason)
            sentence = self.imprisoned(on, inside, until, *closing, offence=offence)
        lasting = release_type != "temporary"
        if supervised and lasting:
            self.supervised(release_type, on, end if closed else None)
            self.last = end
        row = {"person_id": self.person_id, "sentence_id": sentence, "released_on": on}
        row |= {"release_type": release_type, "release_route": route, "after_recall": after_recall}
        row |= {"prison_region_code": self.region_code, "supervision_ends_on": until if lasting else None}
        return self.add("releases", "release_id", "R", row)

    def imprisoned(
        self,
        released_on: date,
        inside: int,
        until: date,
        ended: date | None,
        end_reason: str = "other",
        *,
        offence: str | None = None,
    ) -> str:
        sentenced_on = self.days.open_on_or_after(released_on - timedelta(days=inside))
        self.custody("sentence", sentenced_on, released_on)
        return self.sentenced(
            sentenced_on,
            "custodial_determinate",
            expected_end_on=until,
            ended_on=ended,
            end_reason=end_reason if ended else None,
            **({"offence_group": offence} if offence else {}),
        )

    def supervised(self, kind: str, start: date, end: date | None, *, unit: int | None = None) -> None:
        """A period with the person's unit and its first practitioner."""
        code = self.setting.places.units[self.unit if unit is None else unit]
        row = {"person_id": self.person_id, "kind": kind, "region_code": code[0], "unit_code": code}
        row |= {
            "practitioner_code": f"{code}-P01",
            "manager_code": f"{code}-M01",
            "start_on": start,
            "end_on": end,
        }
        self.add("supervision_periods", "period_id", "SP", row)

    # --- what ends or interrupts

    def died(self, on: date) -> None:
        self.rows["deaths"].append({"person_id": self.person_id, "died_on": on})

    def moved_to_scotland(self, on: date) -> None:
        row = {"person_id": self.person_id, "transferred_on": on, "destination": "scotland"}
        self.add("transfers_out", "transfer_id", "TR", row)

    def custody(self, reason: str, start: date, end: date | None) -> None:
        known = end if end and end <= self.days.as_at else None
        row = {"person_id": self.person_id, "reason": reason, "start_on": start, "end_on": known}
        self.add("custody_periods", "custody_id", "CU", row)

    def detained(self, kind: str, start: date, end: date) -> None:
        known = end if end <= self.days.as_at else None
        row = {"person_id": self.person_id, "kind": kind, "start_on": start, "end_on": known}
        self.add("detention_periods", "detention_id", "DT", row)

    def recalled(
        self, release: str, on: date, *, returned: date | None, rescinded: date | None = None, **more: object
    ) -> str:
        row = {
            "person_id": self.person_id,
            "release_id": release,
            "decided_at": at(on, 11),
            "returned_on": returned,
        }
        return self.add("recalls", "recall_id", "RC", row | {"rescinded_on": rescinded} | more)

    def suspended(self, start: date, end: date) -> None:
        row = {"person_id": self.person_id, "authority": "line_manager", "start_on": start, "end_on": end}
        self.add("contact_suspensions", "suspension_id", "SU", row)

    def flagged(self, flag: str, start: date) -> None:
        self.add(
            "case_flags", "flag_id", "FL", {"person_id": self.person_id, "flag": flag, "start_on": start}
        )

    # --- contact, plans, unpaid work, referrals

    def contact(
        self,
        on: date,
        *,
        mode: str = "office",
        provider: str = "practitioner",
        recorded: datetime | None = None,
        superseded: datetime | None = None,
        cancelled: datetime | None = None,
        by: str | None = None,
        outcome: str | None = "attended",
        contact: str | None = None,
    ) -> str:
        """One version, recorded two business days before unless said otherwise. Returns its contact id."""
        row = self._version(on, recorded, superseded, cancelled, by, outcome)
        row |= {
            "contact_id": contact or self.new("C"),
            "person_id": self.person_id,
            "mode": mode,
            "provider": provider,
        }
        row |= {"practitioner_code": self.practitioner if provider == "practitioner" else None}
        self.add("contacts", "contact_version_id", "V", row)
        return str(row["contact_id"])

    def session(
        self,
        on: date,
        requirement: str | None,
        *,
        session_type: str = "work",
        recorded: datetime | None = None,
        superseded: datetime | None = None,
        cancelled: datetime | None = None,
        outcome: str | None = "attended",
        session: str | None = None,
    ) -> str:
        """One version of an unpaid work session. Returns the session's id."""
        row = self._version(on, recorded, superseded, cancelled, "region" if cancelled else None, outcome)
        row |= {"cancel_reason": "weather" if cancelled else None, "requirement_id": requirement}
        row |= {
            "session_id": session or self.new("U"),
            "person_id": self.person_id,
            "session_type": session_type,
        }
        self.add("unpaid_work_sessions", "session_version_id", "UV", row)
        return str(row["session_id"])

    def assessment(
        self,
        on: date,
        referral: str,
        *,
        purpose: str = "assessment",
        recorded: datetime | None = None,
        superseded: datetime | None = None,
        cancelled: datetime | None = None,
        outcome: str | None = "attended",
        appointment: str | None = None,
    ) -> str:
        """One version of a supplier's appointment. Returns the appointment's id."""
        row = self._version(on, recorded, superseded, cancelled, "supplier" if cancelled else None, outcome)
        row |= {"appointment_id": appointment or self.new("A"), "referral_id": referral, "purpose": purpose}
        self.add("crs_appointments", "appointment_version_id", "AV", row)
        return str(row["appointment_id"])

    def _version(self, on, recorded, superseded, cancelled, by, outcome) -> Row:
        known = max(self.begun or on, self.days.add(on, -2))
        settled = superseded is None and cancelled is None and on <= self.days.as_at
        return {
            "scheduled_on": on,
            "recorded_at": recorded or at(min(known, on, self.days.as_at), 9, 30),
            "superseded_at": superseded,
            "cancelled_at": cancelled,
            "cancelled_by": (by or "probation") if cancelled else None,
            "outcome": outcome if settled else None,
        }

    def plan(self, on: date | None, *, recorded: date | None = None) -> None:
        row = {"person_id": self.person_id, "plan_type": "initial", "completed_on": on}
        self.add("plans", "plan_id", "PL", row | {"recorded_at": at(recorded or on or self.days.as_at, 15)})

    def unpaid_work(self, sentence: str, on: date, *, imposed_by: str = "original_sentence") -> str:
        row = {"sentence_id": sentence, "requirement_type": "unpaid_work", "imposed_on": on}
        return self.add(
            "requirements", "requirement_id", "RQ", row | {"imposed_by": imposed_by, "hours": 100}
        )

    def activity_days(self, sentence: str, on: date) -> str:
        row = {"sentence_id": sentence, "requirement_type": "rehabilitation_activity", "imposed_on": on}
        return self.add(
            "requirements", "requirement_id", "RQ", row | {"imposed_by": "original_sentence", "days": 20}
        )

    def referral(self, on: date, *, withdrawn: date | None = None, reason: str | None = None) -> str:
        services = 7  # contracts are numbered region by region, seven services each
        contract = int(self.setting.places.region_of_unit[self.unit]) * services + int(
            self.rng.integers(1, 5)
        )
        row = {"person_id": self.person_id, "contract_id": f"K{contract:07}", "referred_on": on}
        row |= {"withdrawn_on": withdrawn, "withdrawal_reason": reason, "ended_on": withdrawn}
        row |= {"end_reason": "cancelled" if withdrawn else None}
        return self.add("crs_referrals", "referral_id", "RF", row)

    def goes_on(
        self, start: date, *, every: int = 14, mode: str = "office", until: date | None = None
    ) -> None:
        """Ordinary contact on working days from `start` to the end of supervision or the as-at day."""
        end = min(until or LONGEST, self.last, self.days.as_at)
        on = self.days.open_on_or_after(start)
        while on <= end:
            came = "attended" if self.rng.random() < 0.85 else "acceptable_absence"
            self.contact(on, mode=mode, outcome=came)
            on = self.days.open_on_or_after(on + timedelta(days=every))


def at(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute))


def months_later(on: date, months: int) -> date:
    count = on.year * 12 + on.month - 1 + months
    year, month = divmod(count, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(on.day, last))

"""Random people whose events crowd around the boundaries that the measures turn on.

Everything follows from the seed. Days are drawn near bank holidays, weekends, month ends and the first days
of editions, and events near each other, so that "on the day" and "a day late" happen often.
"""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.differential.rows_clocks import add_clocks
from tests.differential.rows_delivery_2014 import add_delivery_2014
from tests.differential.rows_outcomes import add_outcomes, characteristics
from tests.differential.rows_service_levels import add_service_levels
from tests.factories.caseload_rows import TABLES

# Rows that many people share.
SHARED = ("crs_contracts", "programmes")

Rows = dict[str, list[dict[str, Any]]]

AS_AT = date(2024, 6, 30)
_ANCHORS = [
    date(2021, 9, 24),
    date(2021, 10, 1),
    date(2021, 12, 22),
    date(2022, 3, 25),
    date(2022, 4, 1),
    date(2022, 5, 27),
    date(2022, 9, 14),
    date(2023, 5, 2),
    date(2023, 12, 20),
    date(2024, 2, 28),
    date(2024, 3, 26),
    date(2024, 4, 26),
    date(2024, 5, 1),
    date(2024, 5, 24),
    date(2024, 6, 7),
    date(2024, 6, 24),
]
_GAPS = [
    0,
    0,
    0,
    1,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    13,
    14,
    15,
    16,
    19,
    20,
    21,
    22,
    23,
    25,
    28,
    30,
    45,
    56,
    57,
]
_LICENCES = [timedelta(days=days) for days in (62, 63, 64, 272, 273, 274, 276)]
_UNITS = ["H101", "H102", "H103", "A25", "B7"]


def people(seed: int, count: int) -> dict[str, Rows]:
    """person_id -> that person's rows by table; every table is there, crs_contracts in each."""
    rng = random.Random(seed)
    return {f"P{number}": _Person(rng, f"P{number}").rows() for number in range(count)}


def together(people_rows: dict[str, Rows]) -> Rows:
    """Everybody's rows in one caseload; a contract that several share is there once."""
    merged: Rows = {table: [] for table in TABLES}
    for rows in people_rows.values():
        for table, found in rows.items():
            merged[table] += [row for row in found if table not in SHARED or row not in merged[table]]
    return merged


class _Person:
    def __init__(self, rng: random.Random, person_id: str) -> None:
        self.rng, self.id = rng, person_id
        self.base = rng.choice(_ANCHORS) + timedelta(days=rng.randint(-4, 4))
        self.tables: Rows = defaultdict(list)
        self.number = 0
        self.days = [self.base]

    def rows(self) -> Rows:
        self.add("people", person_id=self.id, **characteristics(self))
        for _ in range(self.rng.choice([0, 1, 1, 2, 3])):
            self.sentence()
        for _ in range(self.rng.choice([0, 0, 1, 1, 2])):
            self.release()
        self.supervision()
        for _ in range(self.rng.choice([0, 1, 3, 6, 10])):
            self.contact()
        for _ in range(self.rng.choice([0, 0, 1, 3])):
            self.session()
        for _ in range(self.rng.choice([0, 0, 1])):
            self.referral()
        self.plans()
        self.exits()
        add_outcomes(self)
        add_service_levels(self)
        add_clocks(self)
        add_delivery_2014(self)
        return {table: self.tables.get(table, []) for table in TABLES}

    # -- small tools -------------------------------------------------------------------------------
    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def add(self, table: str, **row: Any) -> None:
        self.tables[table].append(row)

    def id_of(self, kind: str) -> str:
        # Prefixes sort differently by letter case and by number, as in C collation.
        self.number += 1
        return f"{self.rng.choice(['a', 'B', 'z', '9', '10', '_'])}{kind}{self.id}.{self.number}".lstrip("_")

    def day(self, gaps: list[int] = _GAPS) -> date:
        """A day on, before or after something that already happened to this person."""
        sign = self.rng.choice([1, 1, 1, 1, -1])
        return self.rng.choice(self.days) + timedelta(days=sign * self.rng.choice(gaps))

    def near(self, day: date) -> date:
        return day + timedelta(days=self.rng.choice(_GAPS))

    def moment(self, day: date) -> datetime:
        """A moment at, just before or just after a midnight near the day, or in the middle of it."""
        offset = timedelta(days=self.rng.choice([-7, -1, -1, 0, 0, 0, 1, 1, 2]))
        clock = self.rng.choice([time(0, 0), time(0, 0, 1), time(23, 59, 59), time(10, 30)])
        return datetime.combine(day + offset, clock)

    def until(self, start: date, open_share: float = 0.4) -> date | None:
        return None if self.chance(open_share) else self.near(start)

    # -- events ------------------------------------------------------------------------------------
    def sentence(self, kind: str | None = None) -> dict[str, Any]:
        on = self.day([0, 0, 0, 1, 7, 30])
        ended_on = self.until(on, 0.6)
        row = {
            "sentence_id": self.id_of("S"),
            "person_id": self.id,
            "sentenced_on": on,
            "sentence_type": kind
            or self.rng.choice(
                ["community_order"] * 3
                + ["suspended_sentence_order", "custodial_determinate", "supervision_default_order"]
            ),
            "court_region_code": self.rng.choice("AH"),
            "offence_group": "theft",
            "risk_of_serious_harm": self.rng.choice([None, "low", "medium", "high", "high", "very_high"]),
            "mappa_level": self.rng.choice([None, "none", "none", "none", "1", "2"]),
            "expected_end_on": self.rng.choice(
                [None, on + timedelta(days=self.rng.choice([30, 90, 91, 92, 365]))]
            ),
            "ended_on": ended_on,
            "end_reason": self.rng.choice(["expired", "quashed", "revoked_breach", None])
            if ended_on
            else None,
        }
        self.add("sentences", **row)
        self.days.append(on)
        for _ in range(self.rng.choice([0, 1, 2])):
            imposed_on = self.rng.choice([on, on, self.near(on)])
            self.add(
                "requirements",
                requirement_id=self.id_of("R"),
                sentence_id=row["sentence_id"],
                requirement_type=self.rng.choice(["unpaid_work", "rehabilitation_activity", "curfew"]),
                imposed_on=imposed_on,
                imposed_by=self.rng.choice(["original_sentence", "breach_resentence"]),
                ended_on=self.until(imposed_on, 0.7),
            )
        return row

    def release(self) -> None:
        sentence = self.sentence("custodial_determinate") if self.chance(0.8) else self.sentence()
        on = self.rng.choice([sentence["sentenced_on"], self.near(sentence["sentenced_on"]), self.base])
        release_id = self.id_of("L")
        self.add(
            "releases",
            release_id=release_id,
            person_id=self.id,
            sentence_id=sentence["sentence_id"],
            released_on=on,
            release_type=self.rng.choice(["licence"] * 3 + ["post_sentence_supervision", "temporary"]),
            release_route=self.rng.choice([None, "prison", "court_after_remand"]),
            prison_region_code=self.rng.choice("BH"),
            after_recall=False,
            # Two thirds of 63 days are six weeks, of 273 days about six months: the points of employment.
            supervision_ends_on=self.rng.choice([self.until(on, 0.3), on + self.rng.choice(_LICENCES)]),
        )
        self.days.append(on)
        if self.chance(0.3):
            decided = datetime.combine(
                self.near(on), self.rng.choice([time(23, 30), time(0, 10), time(12)]), UTC
            )
            self.add(
                "recalls",
                recall_id=self.id_of("K"),
                person_id=self.id,
                release_id=release_id,
                decided_at=decided,
                rescinded_on=self.rng.choice([None, self.near(decided.date())]),
            )
        if self.chance(0.3):
            self.add(
                "custody_periods",
                custody_id=self.id_of("C"),
                person_id=self.id,
                reason="recall",
                start_on=self.rng.choice([on, self.near(on)]),
                end_on=None,
            )

    def supervision(self) -> None:
        start = self.rng.choice([self.base, self.base.replace(day=1), self.day()])
        for _ in range(self.rng.choice([0, 1, 1, 2, 3, 4])):
            end = self.until(start, 0.4)
            unit = self.rng.choice(_UNITS)
            self.add(
                "supervision_periods",
                period_id=self.id_of("V"),
                person_id=self.id,
                kind=self.rng.choice(
                    ["community", "community", "licence", "post_sentence_supervision", "unpaid_work_only"]
                ),
                region_code=unit[0],
                unit_code=unit,
                start_on=start,
                end_on=end,
            )
            start = (end or start) + timedelta(days=self.rng.choice([0, 1, 1, 1, 2]))
        if self.chance(0.25):
            first = self.base.replace(day=1)
            end = self.rng.choice([None, first + timedelta(days=14), first + timedelta(days=40)])
            self.add(
                "contact_suspensions",
                suspension_id=self.id_of("X"),
                person_id=self.id,
                authority=self.rng.choice(["line_manager", "line_manager", "other"]),
                start_on=first,
                end_on=end,
            )
            if end is not None and self.chance(0.5):
                self.add(
                    "contact_suspensions",
                    suspension_id=self.id_of("X"),
                    person_id=self.id,
                    authority="line_manager",
                    start_on=end + timedelta(days=1),
                    end_on=None,
                )

    def version(self, on: date) -> dict[str, Any]:
        recorded_at = self.moment(on)
        if self.chance(0.5):
            recorded_at = datetime.combine(on - timedelta(days=3), time(9))
        withdrawn_at = max(self.moment(on), recorded_at) if self.chance(0.35) else None
        superseded = withdrawn_at is not None and self.chance(0.5)
        return {
            "scheduled_on": on,
            "recorded_at": recorded_at,
            "superseded_at": withdrawn_at if superseded else None,
            "cancelled_at": None if superseded else withdrawn_at,
            "outcome": self.rng.choice(
                [None, "attended", "attended", "attended_late", "unacceptable_absence"]
            ),
        }

    def contact(self) -> None:
        version = self.version(self.day())
        self.add(
            "contacts",
            contact_version_id=self.id_of("W"),
            contact_id=self.id_of("T"),
            person_id=self.id,
            mode=self.rng.choice(["office"] * 3 + ["home_visit", "other_in_person", "telephone"]),
            provider=self.rng.choice(["practitioner"] * 4 + ["supplier", "unpaid_work"]),
            cancelled_by=self.rng.choice(["probation", "person", None]) if version["cancelled_at"] else None,
            **version,
        )

    def session(self) -> None:
        self.add(
            "unpaid_work_sessions",
            session_version_id=self.id_of("Y"),
            session_id=self.id_of("Z"),
            person_id=self.id,
            session_type=self.rng.choice(["work", "work", "induction"]),
            **self.version(self.day()),
        )

    def referral(self) -> None:
        contract = self.rng.choice([("K1", "H"), ("K2", "B")])
        self.add(
            "crs_contracts",
            contract_id=contract[0],
            supplier_code="X",
            supplier_name="X",
            service="finance",
            region_code=contract[1],
            size="small",
            start_on=date(2021, 6, 26),
        )
        on, referral_id = self.day(), self.id_of("F")
        withdrawn_on = self.near(on) if self.chance(0.3) else None
        ended_on = self.near(on) if self.chance(0.6) else None
        self.add(
            "crs_referrals",
            referral_id=referral_id,
            person_id=self.id,
            contract_id=contract[0],
            referred_on=on,
            withdrawn_on=withdrawn_on,
            withdrawal_reason=self.rng.choice(["withdrawn", "made_by_mistake", "duplicate", None])
            if withdrawn_on
            else None,
            suitable=self.rng.choice(["yes", "yes", "yes", "no", None]),
            ended_on=ended_on,
            end_reason=self.rng.choice(["completed", "cancelled", "other", None]) if ended_on else None,
        )
        for _ in range(self.rng.choice([0, 1, 2, 3])):
            self.add(
                "crs_appointments",
                appointment_version_id=self.id_of("M"),
                appointment_id=self.id_of("N"),
                referral_id=referral_id,
                purpose=self.rng.choice(["assessment", "assessment", "intervention"]),
                **self.version(self.near(on)),
            )

    def plans(self) -> None:
        for _ in range(self.rng.choice([0, 0, 1, 2])):
            on = self.day()
            self.add(
                "plans",
                plan_id=self.id_of("G"),
                person_id=self.id,
                plan_type=self.rng.choice(["initial", "initial", "review"]),
                completed_on=self.rng.choice([on, on, None]),
                recorded_at=datetime.combine(on, time(12)),
            )

    def exits(self) -> None:
        if self.chance(0.1):
            self.add("deaths", person_id=self.id, died_on=self.day())
        if self.chance(0.1):
            self.add(
                "transfers_out",
                transfer_id=self.id_of("O"),
                person_id=self.id,
                transferred_on=self.day(),
                destination="scotland",
            )
        for _ in range(self.rng.choice([0, 0, 0, 1, 2])):
            start = self.day()
            self.add(
                "custody_periods",
                custody_id=self.id_of("C"),
                person_id=self.id,
                reason=self.rng.choice(["sentence", "remand", "recall"]),
                start_on=start,
                end_on=self.until(start),
            )
        if self.chance(0.15):
            start = self.day()
            self.add(
                "detention_periods",
                detention_id=self.id_of("D"),
                person_id=self.id,
                kind=self.rng.choice(["immigration", "hospital"]),
                start_on=start,
                end_on=self.until(start),
            )
        if self.chance(0.1):
            start = self.day()
            self.add(
                "case_flags",
                flag_id=self.id_of("E"),
                person_id=self.id,
                flag="child_protection",
                start_on=start,
                end_on=self.until(start),
            )

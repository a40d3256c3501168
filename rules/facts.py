"""Values that cross a room's border: verdicts, one person's events, judgements and explanations."""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Self


class Verdict(StrEnum):
    """What a measure says of one occurrence, in order of judging: the first that holds (common rule 3)."""

    NOT_IN_POPULATION = "not_in_population"
    EXCLUDED = "excluded"
    PENDING = "pending"
    NOT_RECORDED = "not_recorded"
    NUMERATOR = "numerator"
    EXCEPTION = "exception"
    DENOMINATOR_ONLY = "denominator_only"

    @property
    def in_denominator(self) -> bool:
        return self in (Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY)


# The unit code of a case for which no delivery unit is known; its region is (common rule 8).
UNALLOCATED = "unallocated"


@dataclass(frozen=True, slots=True)
class Death:
    person_id: str
    died_on: date


@dataclass(frozen=True, slots=True)
class TransferOut:
    transfer_id: str
    person_id: str
    transferred_on: date


@dataclass(frozen=True, slots=True)
class CustodyPeriod:
    custody_id: str
    person_id: str
    reason: str
    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class DetentionPeriod:
    detention_id: str
    person_id: str
    kind: str
    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    sentence_id: str
    person_id: str
    sentence_type: str
    sentenced_on: date
    court_region_code: str
    risk_of_serious_harm: str | None = None
    mappa_level: str | None = None
    expected_end_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    release_id: str
    person_id: str
    sentence_id: str
    released_on: date
    release_type: str
    prison_region_code: str
    release_route: str | None = None
    supervision_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    requirement_id: str
    sentence_id: str
    requirement_type: str
    imposed_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class SupervisionPeriod:
    period_id: str
    person_id: str
    kind: str
    region_code: str
    unit_code: str
    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContactSuspension:
    suspension_id: str
    person_id: str
    authority: str
    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFlag:
    flag_id: str
    person_id: str
    flag: str
    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One version of an appointment or contact."""

    contact_version_id: str
    contact_id: str
    person_id: str
    mode: str
    provider: str
    scheduled_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    plan_id: str
    person_id: str
    plan_type: str
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    recall_id: str
    person_id: str
    release_id: str
    decided_at: datetime
    rescinded_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnpaidWorkSession:
    """One version of a session."""

    session_version_id: str
    session_id: str
    person_id: str
    session_type: str
    scheduled_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None
    cancelled_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class CrsContract:
    contract_id: str
    region_code: str


@dataclass(frozen=True, slots=True)
class CrsReferral:
    referral_id: str
    person_id: str
    contract_id: str
    referred_on: date
    withdrawn_on: date | None = None
    withdrawal_reason: str | None = None


@dataclass(frozen=True, slots=True)
class CrsAppointment:
    """One version of a supplier's appointment."""

    appointment_version_id: str
    appointment_id: str
    referral_id: str
    purpose: str
    scheduled_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None
    cancelled_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class PersonEvents:
    """Everything an extract says about one person that today's measures read; a table may be empty."""

    deaths: tuple[Death, ...] = ()
    transfers_out: tuple[TransferOut, ...] = ()
    custody_periods: tuple[CustodyPeriod, ...] = ()
    detention_periods: tuple[DetentionPeriod, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    releases: tuple[Release, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    supervision_periods: tuple[SupervisionPeriod, ...] = ()
    contact_suspensions: tuple[ContactSuspension, ...] = ()
    case_flags: tuple[CaseFlag, ...] = ()
    contacts: tuple[Contact, ...] = ()
    plans: tuple[Plan, ...] = ()
    recalls: tuple[Recall, ...] = ()
    unpaid_work_sessions: tuple[UnpaidWorkSession, ...] = ()
    crs_contracts: tuple[CrsContract, ...] = ()
    crs_referrals: tuple[CrsReferral, ...] = ()
    crs_appointments: tuple[CrsAppointment, ...] = ()

    @classmethod
    def from_rows(cls, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Self:
        """Build from rows by table name, as the extract contract names tables and columns.

        Values may be typed (date, datetime) or ISO text; an empty text is a missing value.
        Tables and columns that no measure reads are passed over. Raises ValueError naming
        table, row and column for a required value that is missing or a date that is none.
        """
        return cls(**{name: _typed_rows(name, rows) for name, rows in tables.items() if name in _tables()})


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: type[Any]
    optional: bool


@cache
def _tables() -> dict[str, tuple[type[Any], tuple[_Column, ...]]]:
    """Table -> the type of its rows and their columns, read from the dataclasses above."""
    hints = typing.get_type_hints(PersonEvents)
    row_types = {each.name: typing.get_args(hints[each.name])[0] for each in fields(PersonEvents)}
    return {table: (row_type, tuple(_columns(row_type))) for table, row_type in row_types.items()}


def _columns(row_type: type[Any]) -> Iterator[_Column]:
    for name, hint in typing.get_type_hints(row_type).items():
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        yield _Column(name, options[0], type(None) in options)


def _typed_rows(table: str, rows: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    row_type, columns = _tables()[table]
    built = []
    for number, row in enumerate(rows, start=1):
        try:
            built.append(row_type(*[_value(column, row.get(column.name)) for column in columns]))
        except ValueError as fault:
            raise ValueError(f"{table} row {number}: {fault}") from fault
    return tuple(built)


def _value(column: _Column, value: Any) -> Any:
    kind = column.kind
    if value is None or value == "":
        if column.optional:
            return None
        raise ValueError(f"{column.name} is missing; expected a {kind.__name__}")
    if isinstance(value, str) and kind in (date, datetime):
        return kind.fromisoformat(value)
    # datetime is a date to Python; a moment in a date column would compare wrongly.
    if not isinstance(value, kind) or (kind is date and isinstance(value, datetime)):
        raise ValueError(f"{column.name}: found {value!r}, expected a {kind.__name__}")
    return value


@dataclass(frozen=True, slots=True)
class Place:
    """Where an occurrence counts: region letter and delivery unit code (or UNALLOCATED)."""

    region: str
    unit: str


@dataclass(frozen=True, slots=True)
class TimelineDate:
    """A dated event on an explanation's timeline. kind: trigger, due, event, met, late, as_at."""

    on: date
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a measure says of one occurrence: the columns that every engine gives, in the same order."""

    measure: str
    edition: str
    occurrence_id: str
    person_id: str
    region: str
    unit: str
    counts_in: str
    trigger_on: date
    due_on: date | None
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class TriedReason:
    """One reason in the order of judging; held is whether its condition is true, whichever came first."""

    reason: str
    verdict: Verdict
    held: bool
    sentence: str

    def __iter__(self) -> Iterator[Any]:
        """Unpacks as reason, verdict, held, sentence."""
        return iter((self.reason, self.verdict, self.held, self.sentence))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an occurrence counted as it did, in words.

    dates: in time order. skipped_days: (day, why) between trigger and due day, empty without a clock.
    tried: every reason in the order of judging up to and including the one that held.
    """

    measure: str
    title: str
    edition: str
    occurrence_id: str
    person_id: str
    region: str
    unit: str
    counts_in: str
    trigger_on: date
    due_on: date | None
    as_at: date
    verdict: Verdict
    reason: str
    sentence: str
    dates: tuple[TimelineDate, ...]
    skipped_days: tuple[tuple[date, str], ...]
    tried: tuple[TriedReason, ...]
    what_would_have_met_it: str
    source: str
    notes: tuple[str, ...] = field(default=())

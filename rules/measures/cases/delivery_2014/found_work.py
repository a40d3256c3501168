"""INT008 in plain Python: people on an order or licence who find work, and whether they keep it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.events import EmploymentRecord
from rules.measures.cases.case import Asked, Case
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_of
from rules.periods import performance_year


@dataclass(kw_only=True, slots=True)
class _Spell:
    """Work without a day between: from its first record's day to the last day known (None: goes on)."""

    id: str
    person_id: str
    start_on: date
    end_on: date | None
    due_on: date
    on_order: bool

    @property
    def sustained(self) -> bool:
        return self.end_on is None or self.end_on >= self.due_on


def cases(asked: Asked) -> Iterator[Case]:
    """Every spell of work of the person; the first that lasted counts, once in a year from April."""
    spells = list(_spells(asked))
    for spell in spells:
        found = Occurrence(
            id=spell.id,
            person_id=spell.person_id,
            since_on=spell.start_on,
            trigger_on=spell.start_on,
            due_on=spell.due_on,
            what="Work found",
            quashed_on=quashed_of(asked, None, spell.start_on, spell.due_on),
        )
        facts = {
            "on_order": int(spell.on_order),
            "counted_before": int(spell.on_order and any(_is_before(other, spell) for other in spells)),
            "sustained": int(spell.sustained),
        }
        yield from case_of(asked, found, facts, [(spell.end_on, "Work ended", "event")])


def _counts(spell: _Spell) -> bool:
    return spell.on_order and spell.sustained


def _is_before(other: _Spell, spell: _Spell) -> bool:
    same_year = performance_year(other.due_on) == performance_year(spell.due_on)
    return _counts(other) and same_year and (other.due_on, other.id) < (spell.due_on, spell.id)


def _spells(asked: Asked) -> Iterator[_Spell]:
    for records in _joined(asked):
        start_on = records[0].start_on
        ends = [record.end_on for record in records]
        known = [end for end in ends if end is not None]
        yield _Spell(
            id=min(record.employment_id for record in records if record.start_on == start_on),
            person_id=records[0].person_id,
            start_on=start_on,
            end_on=max(known) if len(known) == len(ends) else None,
            due_on=start_on + timedelta(days=asked.number("clock_days")),
            on_order=_on_order(asked, start_on),
        )


def _joined(asked: Asked) -> Iterator[list[EmploymentRecord]]:
    """Records of work, grouped where they overlap or one begins the day after another's last."""
    employed = asked.parameters.status_groups["employed"]
    records = [record for record in asked.events.employment if record.status in employed]
    group: list[EmploymentRecord] = []
    for record in sorted(records, key=lambda each: (each.start_on, each.employment_id)):
        if group and not _touches(group, record):
            yield group
            group = []
        group.append(record)
    if group:
        yield group


def _touches(group: list[EmploymentRecord], record: EmploymentRecord) -> bool:
    return any(other.end_on is None or record.start_on <= other.end_on + timedelta(days=1) for other in group)


def _on_order(asked: Asked, day: date) -> bool:
    return any(
        period.kind in asked.parameters.supervision_kinds
        and period.start_on <= day
        and (period.end_on is None or period.end_on >= day)
        for period in asked.events.supervision_periods
    )

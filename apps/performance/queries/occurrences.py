"""Where an occurrence is found in the live extract: the person whom it is about, or rows about nobody."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.caseload.queries import people_behind, rows_named
from rules.definitions.measures import MeasureDefinition, measure

PERSON_MONTHS = "person_months"
Rows = Mapping[str, list[dict[str, Any]]]


def people_with(measure_id: str, occurrence_id: str) -> Iterator[str]:
    """Whose occurrence it may be, looked up in the tables that the definition counts; nobody's gives none.

    measure_id: that of a defined measure or clock.
    """
    definition = measure(measure_id)
    for table in definition.occurrence:
        if table == PERSON_MONTHS:
            yield from _person_of_month(occurrence_id)
        else:
            for rows in rows_named(table, _name(definition, occurrence_id)):
                yield from people_behind(table, rows)


def rows_about_nobody(measure_id: str, occurrence_id: str) -> Rows:
    """The rows of an occurrence that belongs to no person, such as an answer of a judge, by their table."""
    definition = measure(measure_id)
    name = _name(definition, occurrence_id)
    tables = [table for table in definition.occurrence if table != PERSON_MONTHS]
    return {table: [row for rows in rows_named(table, name) for row in rows.values()] for table in tables}


def _person_of_month(occurrence_id: str) -> Iterator[str]:
    person, separator, _month = occurrence_id.rpartition("|")
    if separator:
        yield person


def _name(definition: MeasureDefinition, occurrence_id: str) -> str:
    """The id of the row: a rolling occurrence is a row in a month, `id|YYYY-MM`."""
    rolling = any(edition.parameters.rolling_months for edition in definition.editions)
    return occurrence_id.rpartition("|")[0] if rolling else occurrence_id

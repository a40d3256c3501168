"""What run_sql promises besides its verdicts."""

from datetime import date

import pytest
from django.db import connection

from rules.definitions.measures import MeasureNotDefined, load_measures
from rules.measures import run_sql
from rules.periods import Month, OutsideCalendar

AS_AT = date(2024, 6, 30)
COLUMNS = [
    "measure", "edition", "occurrence_id", "person_id", "region", "unit", "counts_in", "trigger_on", "due_on",
    "verdict", "reason",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("measure_id", sorted(load_measures()))
@pytest.mark.parametrize(
    "span",
    [(Month(2020, 1), Month(2020, 3)), (Month(2024, 3), Month(2024, 6))],
    ids=["before", "across editions"],
)
def test_the_columns_are_those_of_the_contract_whatever_the_months(
    measure_id: str, span: tuple[Month, Month]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(run_sql(measure_id, as_at=AS_AT, first=span[0], last=span[1]))
        assert cursor.description is not None
        assert [column.name for column in cursor.description] == COLUMNS


def test_months_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="2024-06 to 2024-05"):
        run_sql("SL004", as_at=AS_AT, first=Month(2024, 6), last=Month(2024, 5))


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(OutsideCalendar):
        run_sql("SL004", as_at=AS_AT, first=Month(2024, 1), last=Month(2031, 1))


def test_a_measure_to_be_determined_does_not_run() -> None:
    with pytest.raises(MeasureNotDefined, match="SL008"):
        run_sql("SL008", as_at=AS_AT, first=Month(2024, 1), last=Month(2024, 2))

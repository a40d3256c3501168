"""A small caseload: five orders in region H, of which two met SL004, and one in region A that missed."""

from datetime import date

import pytest

from apps.performance.models import MeasureRun
from tests.factories.judged import Order, live_extract, put_orders, run_over

# Sentenced on a Monday, so the due date is the Monday after: 5 business days on.
ORDERS = (
    Order(person="P1", sentenced_on=date(2024, 2, 5), appointment_on=date(2024, 2, 12)),
    Order(person="P2", sentenced_on=date(2024, 2, 5), appointment_on=date(2024, 2, 13)),
    Order(person="P3", sentenced_on=date(2024, 3, 4), appointment_on=date(2024, 3, 5)),
    Order(person="P4", sentenced_on=date(2024, 3, 4), appointment_on=None, practitioner="H103-P02"),
    Order(
        person="P5", sentenced_on=date(2024, 3, 4), appointment_on=None, unit="A25", practitioner="A25-P01"
    ),
    Order(person="=P6", sentenced_on=date(2024, 3, 4), appointment_on=None, unit="H104", practitioner=None),
)


@pytest.fixture
def orders(reference: None) -> None:
    """The orders in the live extract's tables; nothing judged yet."""
    live_extract()
    put_orders(ORDERS)


@pytest.fixture
def run(orders: None) -> MeasureRun:
    """SL004 judged over January to April 2024; shown on the pages."""
    return run_over("2024-01", "2024-04")

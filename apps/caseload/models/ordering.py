"""The one shape of constraint that the caseload tables share: an end that is not before its start."""

from django.db.models import CheckConstraint, F, Q


def in_order(table: str, first: str, last: str) -> CheckConstraint:
    """`last` is empty or not before `first`; named `<table>_<last>_in_order`."""
    return CheckConstraint(
        condition=Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}),
        name=f"{table}_{last}_in_order",
    )

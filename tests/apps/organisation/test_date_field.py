"""What people type as a date."""

import pytest
from django.core.exceptions import ValidationError

from apps.organisation.date_field import DayMonthYearField


@pytest.mark.parametrize(
    "typed",
    [
        ("30", "2", "2026"),
        ("9" * 400, "2", "2026"),
        ("1", "2", "9" * 12),
        ("x", "1", "1"),
        ("9" * 5000, "1", "1"),
    ],
)
def test_what_is_no_date_is_told_so_however_large(typed: tuple[str, str, str]) -> None:
    with pytest.raises(ValidationError, match="must be a real date"):
        DayMonthYearField(label="The day").clean(list(typed))

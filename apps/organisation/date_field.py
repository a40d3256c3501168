"""A date typed as day, month and year."""

from datetime import date
from typing import Any

from django import forms

PARTS = ("day", "month", "year")


class DayMonthYearWidget(forms.Widget):
    """Reads `<name>_day`, `<name>_month` and `<name>_year`; drawn by the date-input component."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:  # noqa: ARG002
        values = [str(data.get(f"{name}_{part}", "")).strip() for part in PARTS]
        return values if any(values) else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        return all(f"{name}_{part}" not in data for part in PARTS)

    def decompress(self, value: Any) -> list[str]:
        """The three boxes' contents for a date, for what was typed, or for nothing."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return list(value) if value else ["", "", ""]


class DayMonthYearField(forms.Field):
    """A calendar date. Words its errors as GOV.UK asks: what is missing, or that it is not real."""

    widget = DayMonthYearWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "For example, 27 3 2026")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        missing = [part for part, typed in zip(PARTS, value, strict=True) if not typed]
        if missing:
            raise forms.ValidationError(f"{self._name()} must include a {' and a '.join(missing)}.")
        try:
            day, month, year = (int(part) for part in value)
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise forms.ValidationError(f"{self._name()} must be a real date.") from None

    def _name(self) -> str:
        return self.label or "The date"

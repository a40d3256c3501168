"""Column types of the caseload tables: what the extract contract means, in PostgreSQL."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime


class RefField(models.TextField):
    """An id or a code of the extract, sorted by its bytes (collation "C") in every engine alike.

    The qualified type name keeps Django from adding its second index for LIKE, which a column
    in collation "C" does not need.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 (Django's signature)
        return "pg_catalog.text"


class WallClockField(models.DateTimeField):
    """A date and time as a clock in England and Wales showed it: naive, `timestamp` in PostgreSQL.

    Refuses a value with a time zone: which wall it hung on would be a guess.
    """

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 (Django's signature)
        return "timestamp without time zone"

    def to_python(self, value: Any) -> datetime | None:
        if value is None or isinstance(value, datetime):
            found = value
        else:
            found = parse_datetime(value)
            if found is None:
                raise ValidationError(f"{value!r} is not a date and time", code="invalid")
        if found is not None and found.tzinfo is not None:
            raise ValidationError(f"{value!r} has a time zone; a wall clock has none", code="aware")
        return found

    def get_prep_value(self, value: Any) -> datetime | None:
        # Field's own, not DateTimeField's, which warns about naive values and makes them aware.
        return self.to_python(models.Field.get_prep_value(self, value))

"""Whether a field of a file of policy takes a value."""

from typing import Any

import pytest
from pydantic import ValidationError

from rules.definitions.files import Definition

Model = type[Definition]


def is_taken(model: Model, field: str, value: Any) -> bool:
    """Whether a file may say so; the other fields of the schema are left out."""
    try:
        model.model_validate({field: value})
    except ValidationError as refusal:
        return all(fault["loc"][:1] != (field,) for fault in refusal.errors())
    return True


def every(table: dict[Model, dict[str, Any]]) -> list[Any]:
    return [
        pytest.param(model, field, limits, id=f"{model.__module__.split('.')[-1]}-{model.__name__}-{field}")
        for model, fields in table.items()
        for field, limits in fields.items()
    ]

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


def check_number(model: Model, field: str, limits: tuple[int, int | None]) -> None:
    """That the least and the most are taken, and what lies beyond them is not; None: no end."""
    least, most = limits
    assert is_taken(model, field, least)
    assert not is_taken(model, field, least - 1)
    assert is_taken(model, field, 1_000_000 if most is None else most)
    assert most is None or not is_taken(model, field, most + 1)


def check_list(model: Model, field: str, fewest: int) -> None:
    """That a list of the fewest entries is taken, and a shorter one is not."""
    kind: Any = model.model_fields[field].annotation.__args__[0]  # type: ignore[union-attr]
    entry: Any = {str: "words", int: 18}.get(kind)
    if getattr(kind, "__origin__", None) is str:
        entry = "words"
    if entry is None:
        entry = kind.model_construct()
    assert is_taken(model, field, (entry,) * fewest)
    assert not is_taken(model, field, (entry,) * (fewest - 1))


def check_code(model: Model, field: str, taken: list[str], refused: list[str]) -> None:
    """That a code is written in one way."""
    assert [text for text in taken if not is_taken(model, field, text)] == []
    assert [text for text in refused if is_taken(model, field, text)] == []

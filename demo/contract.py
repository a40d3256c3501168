"""The extract contract, read as data: which columns a table has, in which order and of which type."""

import json
from dataclasses import dataclass
from pathlib import Path

CONTRACT = Path(__file__).parents[1] / "apps" / "caseload" / "contract" / "extract.schema.json"


@dataclass(frozen=True)
class Field:
    name: str
    kind: str  # string, date, datetime, instant, integer, number or boolean
    required: bool
    words: tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """`tables[name]` holds the fields in column order; `required` names the tables an extract must have."""

    version: str
    tables: dict[str, tuple[Field, ...]]
    required: tuple[str, ...]


def load_contract(path: Path = CONTRACT) -> Contract:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Contract(
        version=raw["version"],
        tables={r["name"]: tuple(_field(f) for f in r["schema"]["fields"]) for r in raw["resources"]},
        required=tuple(r["name"] for r in raw["resources"] if r.get("probity:required")),
    )


def _field(raw: dict) -> Field:
    limits = raw.get("constraints", {})
    is_instant = raw.get("probity:clock") == "instant"
    return Field(
        name=raw["name"],
        kind="instant" if is_instant else raw["type"],
        required=bool(limits.get("required")),
        words=tuple(str(word) for word in limits.get("enum", ())),
    )

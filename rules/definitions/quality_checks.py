"""The checks of a live extract that are no import faults: rules/data/quality/checks.yaml."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.measures import Source, load_catalogue

DATA = Path(__file__).resolve().parent.parent / "data" / "quality" / "checks.yaml"


class QualityCheck(Definition):
    """One kind of record that looks wrong. `days`: how far off is still let pass."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]
    title: str
    words: str
    measures: Annotated[tuple[str, ...], Field(min_length=1)]
    days: Annotated[int, Field(ge=0, le=366)]


class _File(Definition):
    source: Source
    valid_from: date
    reviewed_on: date
    checks: Annotated[tuple[QualityCheck, ...], Field(min_length=1)]


@cache
def load_quality_checks(path: Path = DATA) -> dict[str, QualityCheck]:
    """By id, in the file's order. Raises DefinitionError for an id given twice and an unknown measure."""
    checks = validated(_File, read_yaml(path), file=path.name).checks
    times = Counter(check.id for check in checks)
    faults = [Fault(path.name, name, f"given {count} times") for name, count in times.items() if count > 1]
    for check in checks:
        unknown = sorted(set(check.measures) - set(load_catalogue()))
        faults += [Fault(path.name, check.id, f"measure {one} is not in the catalogue") for one in unknown]
    if faults:
        raise DefinitionError(faults)
    return {check.id: check for check in checks}

"""Which evidence can be written down beside a case, and which files it may carry: rules/data/evidence."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.measures import Source

DATA = Path(__file__).resolve().parent.parent / "data" / "evidence" / "files.yaml"
Code = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=20)]


class EvidenceSource(Definition):
    """Where evidence comes from."""

    id: Code
    words: str


class FileKind(Definition):
    """A kind of file by its suffix. `starts_with`: its first bytes as hexadecimal digits."""

    suffix: Annotated[str, Field(pattern=r"^[a-z]{2,5}$")]
    media_type: str
    starts_with: Annotated[str, Field(pattern=r"^([0-9a-f]{2})*$")] = ""
    is_zip: bool = False
    is_text: bool = False


class EvidenceEdition(Definition):
    """What holds from a date on; sizes in bytes."""

    valid_from: date
    source: Source
    reviewed_on: date
    most_bytes: Annotated[int, Field(ge=1)]
    most_entries_per_case: Annotated[int, Field(ge=1)]
    sources: Annotated[tuple[EvidenceSource, ...], Field(min_length=1)]
    kinds: Annotated[tuple[FileKind, ...], Field(min_length=1)]

    def kind_of(self, suffix: str) -> FileKind | None:
        return next((kind for kind in self.kinds if kind.suffix == suffix), None)


class _Editions(Definition):
    editions: Annotated[tuple[EvidenceEdition, ...], Field(min_length=1)]


@cache
def load_evidence_rules(path: Path = DATA) -> tuple[EvidenceEdition, ...]:
    """The editions in order of date. Raises DefinitionError with every fault."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    faults = [
        Fault(path.name, f"kinds.{kind.suffix}", "says neither how it starts nor that it is text")
        for edition in editions
        for kind in edition.kinds
        if bool(kind.starts_with) == kind.is_text
    ]
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        faults.append(Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}"))
    if faults:
        raise DefinitionError(faults)
    return editions


def evidence_rules_on(day: date) -> EvidenceEdition:
    """The edition in force on a day; the first one before that."""
    held = [edition for edition in load_evidence_rules() if edition.valid_from <= day]
    return held[-1] if held else load_evidence_rules()[0]


def source_words(code: str) -> str:
    """The newest words of a source of evidence, of any edition; the code itself for an unknown one."""
    found = {one.id: one.words for edition in load_evidence_rules() for one in edition.sources}
    return found.get(code, code)

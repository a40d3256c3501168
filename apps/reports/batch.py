"""All regions' documents at once: asked for together, built one by one, retried alone, taken as one zip."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from apps.organisation.actions import record
from apps.organisation.lock_numbers import LockNumber
from apps.organisation.models import Region, User
from apps.reports import storage
from apps.reports.actions import Requested, is_made_in, request_document, retry_edition
from apps.reports.kinds import BuildRefused, DocumentKind, Key, Whose, all_kinds, kind_with
from apps.reports.models import Batch, BatchPart, ReportEdition

BATCHES = LockNumber.DOCUMENT_BATCH.value
# The first moment that a zip can name: the same documents give the same bytes on any day.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
READABLE_FILE = 0o644 << 16
UNIX = 3
STATES = ReportEdition.State


@dataclass(frozen=True, kw_only=True)
class RequestedBatch:
    """`to_build`: what has to be handed to a worker."""

    batch: Batch
    to_build: Sequence[Requested]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a batch stands, in parts; percent: of the whole, where a failed part is as far as it will get."""

    parts: Sequence[BatchPart]
    built: int
    open: int
    failed: int
    refused: int
    percent: int

    @property
    def is_over(self) -> bool:
        return self.open == 0


def batch_kinds() -> list[DocumentKind]:
    """The kinds of which every region has one."""
    return [kind for kind in all_kinds() if kind.whose is Whose.REGION_YEAR]


@transaction.atomic
def request_batch(*, kind: Key, year: str, on: date, by: User | None, language: str = "en") -> RequestedBatch:
    """A document of each region that is made in that language. Asking twice gives the same batch.

    A region whose document cannot be asked for now is a part with the reason. Raises BuildRefused when that
    is so of every region.
    """
    _wait_for_my_turn(f"{kind} {year} {language}")
    parts = {region: _asked(kind, region, year, language, on, by) for region in _regions(kind, language, on)}
    asked = [part for part in parts.values() if isinstance(part, Requested)]
    if not asked:
        raise BuildRefused(next(iter(parts.values()), "No region's document is made in this language."))
    batch = _same_batch(kind, year, language, parts) or _create(kind, year, language, parts, by)
    return RequestedBatch(batch=batch, to_build=[one for one in asked if one.to_build])


def _wait_for_my_turn(what: str) -> None:
    """The second click of a double click waits here until the first one's batch is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [BATCHES, what])


def _regions(kind: Key, language: str, on: date) -> list[Region]:
    regions = Region.objects.order_by("pk")
    return [region for region in regions if is_made_in(language, kind=kind, region=region, on=on)]


def _asked(kind: Key, region: Region, year: str, language: str, on: date, by: User | None) -> Requested | str:
    try:
        return request_document(kind=kind, region=region, year=year, on=on, by=by, language=language)
    except BuildRefused as refused:
        return str(refused)


Parts = dict[Region, Requested | str]


def _same_batch(kind: Key, year: str, language: str, parts: Parts) -> Batch | None:
    newest = Batch.objects.filter(kind=kind, year=year, language=language).first()
    wanted = {(region.pk, *_columns(part)) for region, part in parts.items()}
    held = set(newest.parts.values_list("region_id", "edition_id", "refused")) if newest else set()
    return newest if held == wanted else None


def _columns(part: Requested | str) -> tuple[int | None, str]:
    return (part.edition.pk, "") if isinstance(part, Requested) else (None, part)


def _create(kind: Key, year: str, language: str, parts: Parts, by: User | None) -> Batch:
    title = kind_with(kind).title
    batch = Batch.objects.create(kind=kind, title=title, year=year, language=language, requested_by=by)
    for region, part in parts.items():
        edition_id, refused = _columns(part)
        BatchPart.objects.create(batch=batch, region=region, edition_id=edition_id, refused=refused)
    record("build_batch", by=by, subject=batch, after={"batch": str(batch), "parts": len(parts)})
    return batch


@transaction.atomic
def retry_batch(batch: Batch, *, on: date, by: User) -> list[Requested]:
    """What failed or was refused, and nothing else, once more. What is built or under way stays as it is."""
    _wait_for_my_turn(f"{batch.kind} {batch.year} {batch.language}")
    again = [_again(batch, part, on, by) for part in standing_of(batch).parts]
    return [one for one in again if one is not None and one.to_build]


def _again(batch: Batch, part: BatchPart, on: date, by: User) -> Requested | None:
    if part.edition is None:
        asked = _asked(Key(batch.kind), part.region, batch.year, batch.language, on, by)
        part.edition_id, part.refused = _columns(asked)
        part.save(update_fields=["edition", "refused"])
        return asked if isinstance(asked, Requested) else None
    if part.edition.state != STATES.FAILED:
        return None
    try:
        return retry_edition(edition=part.edition, by=by)
    except BuildRefused:
        # A newer edition of that region is under way; this one stays failed, in sight.
        return None


def standing_of(batch: Batch) -> Standing:
    """The parts in the order of the regions' names, and how many stand how."""
    related = ("region", "edition__report__region")
    parts = list(batch.parts.select_related(*related).order_by("region__name"))
    states = [part.edition.state if part.edition else "" for part in parts]
    done = [100 if not part.edition or not part.edition.is_open else part.edition.percent for part in parts]
    return Standing(
        parts=parts,
        built=states.count(STATES.BUILT),
        open=sum(state in ReportEdition.OPEN_STATES for state in states),
        failed=states.count(STATES.FAILED),
        refused=states.count(""),
        percent=sum(done) // len(done) if done else 0,
    )


def zipped(batch: Batch) -> bytes:
    """The built documents and a list of them with their hashes. The same editions give the same bytes.

    Raises StoredFileWrong for a document whose bytes are not those that were built.
    """
    parts = standing_of(batch).parts
    built = sorted(
        (part.edition for part in parts if part.edition and part.edition.state == STATES.BUILT),
        key=lambda edition: edition.download_name,
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for edition in built:
            content = storage.read(edition.path, sha256=edition.sha256)
            _put(archive, edition.download_name, content)
        _put(archive, "contents.txt", _contents(built, parts).encode())
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Not compressed: a PDF is already, and a library that packs otherwise would make other bytes."""
    entry = zipfile.ZipInfo(name, date_time=NO_MOMENT)
    entry.external_attr, entry.create_system = READABLE_FILE, UNIX
    archive.writestr(entry, content)


def _contents(built: Sequence[ReportEdition], parts: Sequence[BatchPart]) -> str:
    """In the form that `sha256sum --check` reads; what is missing stands below as remarks."""
    lines = [f"{edition.sha256}  {edition.download_name}" for edition in built]
    missing = [part for part in parts if part.edition is None or part.edition.state != STATES.BUILT]
    lines += [f"# {part.region.name}: not in this file" for part in missing]
    return "\n".join(lines) + "\n"


def zip_name(batch: Batch) -> str:
    """`annual-report-all-regions-2025-26.zip`."""
    language = "" if batch.language == "en" else f"-{batch.language}"
    return f"{batch.kind.replace('_', '-')}-all-regions-{batch.year}{language}.zip"

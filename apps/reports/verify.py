"""Is this the published one? A file's hash against the register, without telling of what is not published."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from apps.organisation.models import User
from apps.reports.kinds import Published, kind_of
from apps.reports.models import ReportEdition
from apps.reports.queries import readable_editions

# How an edition's PDF names itself (ReportEdition.identifier).
CLAIM = re.compile(rb"probity:([0-9a-f]{64})")
LONGEST_CLAIM = 72
PDF = b"%PDF-"


class Verdict(StrEnum):
    """PUBLISHED: these bytes are published. KEPT: an edition that is not published and the asker may read.
    CHANGED: it says that it is a published edition, and its bytes are others. CLAIMS: it carries our mark and
    is no published document. UNKNOWN: nothing in it is ours."""

    PUBLISHED = "published"
    KEPT = "kept"
    CHANGED = "changed"
    CLAIMS = "claims"
    UNKNOWN = "unknown"


@dataclass
class Reading:
    """What is noted of a file while its bytes go by; the bytes themselves are kept nowhere."""

    size: int = 0
    begins: bytes = b""
    claims: set[str] = field(default_factory=set)
    _digest: Any = field(default_factory=sha256)
    _tail: bytes = b""

    def take(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self.begins = (self.begins + chunk[: len(PDF)])[: len(PDF)]
        self._digest.update(chunk)
        # A mark may lie across two chunks.
        window = self._tail + chunk
        self.claims |= {found.decode() for found in CLAIM.findall(window)}
        self._tail = window[-LONGEST_CLAIM:]

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    @property
    def is_pdf(self) -> bool:
        return self.begins == PDF


@dataclass(frozen=True, kw_only=True)
class Checked:
    """`edition`, `published`: of what it is, or of what it says that it is; None where nothing is told."""

    verdict: Verdict
    sha256: str
    edition: ReportEdition | None = None
    published: Published | None = None


def checked(reading: Reading, user: User) -> Checked:
    """What may be said to the user about a file.

    Of a document that is not published, only who may read it anyway learns that the service has it: everybody
    else is told the same as of any file with our mark that is in no register.
    """
    found = _built().filter(sha256=reading.sha256).first()
    if found and (published := _publication(found)):
        return _told(Verdict.PUBLISHED, reading, found, published)
    if found and readable_editions(user).filter(pk=found.pk).exists():
        return _told(Verdict.KEPT, reading, found, None)
    for claimed in _built().filter(key__in=reading.claims):
        if claimed != found and (published := _publication(claimed)):
            return _told(Verdict.CHANGED, reading, claimed, published)
    return _told(Verdict.CLAIMS if reading.claims else Verdict.UNKNOWN, reading, None, None)


def _built() -> Any:
    return ReportEdition.objects.filter(state=ReportEdition.State.BUILT).select_related("report__region")


def _publication(edition: ReportEdition) -> Published | None:
    """None for a draft: whatever else holds, a draft is not published."""
    return None if edition.is_draft else kind_of(edition.report).published(edition)


def _told(
    verdict: Verdict, reading: Reading, edition: ReportEdition | None, published: Published | None
) -> Checked:
    return Checked(verdict=verdict, sha256=reading.sha256, edition=edition, published=published)

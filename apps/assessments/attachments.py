"""Files that are attached to a case: looked into first, kept by their hash, handed out as bytes.

Nothing of a file is run or shown inside a page. What a file says of itself is not believed: its first bytes
decide, and an office document is a zip file that must be small when unpacked and carry no program.
"""

import re
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from rules.definitions.evidence import EvidenceEdition, FileKind

FOLDER = "evidence"
MOST_UNPACKED = 100 * 1024 * 1024  # of an office document; beyond it, it is a zip bomb or no evidence
MOST_PARTS = 2000
_PROGRAMS = re.compile(r"(vbaproject\.bin|\.(exe|dll|js|vbs|bat|cmd|ps1|jar|sh))$", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w .()\[\]-]+")


class BadFile(ValueError):
    """The file cannot be kept; the message tells the person why."""


@dataclass(frozen=True)
class Attachment:
    """A kept file. `path` is relative to MEDIA_ROOT."""

    path: str
    name: str
    media_type: str
    size: int
    sha256: str


def keep(upload: UploadedFile, rules: EvidenceEdition) -> Attachment:
    """Look into the file and keep it under its hash. Raises BadFile, and then keeps nothing."""
    kind = _kind(upload, rules)
    content = upload.read()
    _check(content, kind)
    digest = sha256(content).hexdigest()
    path = Path(FOLDER) / digest[:2] / digest
    _write(Path(settings.MEDIA_ROOT) / path, content)
    return Attachment(str(path), plain_name(upload.name or "file"), kind.media_type, len(content), digest)


def plain_name(name: str) -> str:
    """The file's name without folders and without anything that means something to a program."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, suffix = _UNSAFE.sub("_", last).strip(" .").rpartition(".")
    return f"{(stem or 'file')[:100]}{dot}{suffix[:10]}" if dot else suffix[:100] or "file"


def _kind(upload: UploadedFile, rules: EvidenceEdition) -> FileKind:
    suffix = Path(upload.name or "").suffix.lower().lstrip(".")
    kind = rules.kind_of(suffix)
    allowed = ", ".join(one.suffix for one in rules.kinds)
    if kind is None:
        raise BadFile(f"The file is a {suffix or 'nameless'} file: attach one of {allowed}")
    if not upload.size:
        raise BadFile("The file is empty")
    if upload.size > rules.most_bytes:
        raise BadFile(f"The file has {upload.size:,} bytes: attach at most {rules.most_bytes:,}")
    return kind


def _check(content: bytes, kind: FileKind) -> None:
    if kind.is_text:
        _check_text(content)
    elif not content.startswith(bytes.fromhex(kind.starts_with)):
        raise BadFile(f"The file is called .{kind.suffix} and is something else inside")
    if kind.is_zip:
        _check_zip(content)


def _check_text(content: bytes) -> None:
    if b"\x00" in content:
        raise BadFile("The file is called text and is something else inside")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadFile("The text is not UTF-8: save it as UTF-8 and attach it again") from error


def _check_zip(content: bytes) -> None:
    """The list of its parts alone is read: nothing is unpacked."""
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadFile("The document is damaged: open it, save it again and attach that") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadFile("The document unpacks to more than any document needs")
    if any(_PROGRAMS.search(part.filename) for part in parts):
        raise BadFile("The document carries a program (macros): save it without and attach that")


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; the same content again is the same file."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as made:
        made.write(content)
    Path(made.name).replace(path)

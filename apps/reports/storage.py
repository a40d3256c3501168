"""Where the bytes of editions live: written beside their place, then renamed, so nobody sees half a file."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FOLDER = "reports"


class StoredFileWrong(Exception):
    """The bytes on disk are not those that were built."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """`file`: the path below MEDIA_ROOT."""

    file: str
    sha256: str
    size: int


def store(content: bytes, *, region_code: str, year: str) -> Stored:
    """Keep the bytes under their hash. On any failure (a full disk) nothing that was there before changes.

    Raises OSError.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    file = Path(FOLDER) / region_code / year / f"{sha256}.pdf"
    target = Path(settings.MEDIA_ROOT) / file
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, suffix=".unfinished")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(unfinished).replace(target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return Stored(file=str(file), sha256=sha256, size=len(content))


def read(path: Path, *, sha256: str) -> bytes:
    """The bytes, checked against their hash. Raises StoredFileWrong when they are gone or not the same."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StoredFileWrong(f"the file cannot be read: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoredFileWrong("the file is not the one that was built")
    return content


def is_intact(path: Path, *, sha256: str) -> bool:
    """Whether the bytes that were built are still there."""
    try:
        read(path, sha256=sha256)
    except StoredFileWrong:
        return False
    return True

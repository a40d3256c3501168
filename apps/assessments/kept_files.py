"""Kept files handed out: as downloads, byte for byte, and never shown inside a page."""

from hashlib import sha256
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.http import Http404, HttpResponse

from apps.organisation.errors import Conflict


class Kept(Protocol):
    """A record with an attachment: its path under MEDIA_ROOT, and what is to be printed of it."""

    file: str
    file_name: str
    file_media_type: str
    file_sha256: str


def kept_file(record: Kept) -> HttpResponse:
    """The attachment of a record. Raises Http404 when it is gone, Conflict when it is not what was kept."""
    headers = {
        "Content-Disposition": f'attachment; filename="{record.file_name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(_content(record), content_type=record.file_media_type, headers=headers)


def _content(record: Kept) -> bytes:
    path = Path(settings.MEDIA_ROOT) / record.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Http404("The file is gone from the store") from error
    if sha256(content).hexdigest() != record.file_sha256:
        raise Conflict("The kept file is not the one that was attached. Tell your administrator.")
    return content

"""Files that are attached to a record of a plan, kept by the rules for evidence."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from apps.assessments.attachments import BadFile, keep
from apps.organisation.actions import Refused
from rules.definitions.evidence import evidence_rules_on


def kept(upload: UploadedFile | None, *, today: date) -> dict[str, Any]:
    """The fields of `WithFile` for an upload; none without one. Raises Refused for a bad file."""
    if upload is None:
        return {}
    try:
        found = keep(upload, evidence_rules_on(today))
    except BadFile as error:
        raise Refused(str(error)) from error
    return {
        "file": found.path,
        "file_name": found.name,
        "file_media_type": found.media_type,
        "file_size": found.size,
        "file_sha256": found.sha256,
    }

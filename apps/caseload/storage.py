"""Where the files of extracts lie: each valid one under its hash, each piece of work under its number."""

from pathlib import Path

from django.conf import settings

from apps.caseload.checking.check import FAULTS, FILES
from apps.caseload.models import Extract, ExtractJob


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "extracts"


def folder_of_hash(sha256: str) -> Path:
    """The kept files, exactly as they were received and checked."""
    return _root() / sha256


def kept_files(extract: Extract) -> Path:
    return folder_of_hash(extract.sha256)


def job_folder(job: ExtractJob) -> Path:
    return _root() / "jobs" / str(job.pk)


def upload_of(job: ExtractJob) -> Path:
    """The zip that somebody sent through the browser; gone once it has been checked."""
    return job_folder(job) / "upload.zip"


def check_folder(job: ExtractJob) -> Path:
    return job_folder(job) / "check"


def checked_files(job: ExtractJob) -> Path:
    return check_folder(job) / FILES


def faults_file(job: ExtractJob) -> Path:
    """Every fault of a refused extract, as CSV."""
    return check_folder(job) / FAULTS

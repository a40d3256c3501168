"""What people do with extracts: hand one in, import it, put it live, put an earlier one back."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from apps.caseload import checker, jobs, loading, storage
from apps.caseload.models import Extract, ExtractJob
from apps.caseload.queries import live_extract
from apps.organisation.actions import close_demo_accounts, record
from apps.organisation.models import User


class DemoOverReal(Exception):
    """Made-up data would take the place of real data, and nobody said that this is meant."""

    def __init__(self) -> None:
        super().__init__(
            "This extract is demo data and the live one is real. It goes live only when you say that you"
            " mean it (--demo-over-real, or the box on the page)."
        )


@transaction.atomic
def hand_in(*, by: User | None, source: str, upload: UploadedFile | None = None) -> ExtractJob:
    """A queued import. `upload` is kept until it has been checked; a path on this machine needs none."""
    job = ExtractJob.objects.create(kind=ExtractJob.Kind.IMPORT, source=source[-300:], by=by)
    if upload is not None:
        target = storage.upload_of(job)
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
    record("hand_in_extract", by=by, subject=job, after={"source": job.source})
    return job


def import_extract(*, job: ExtractJob, path: Path, today: date) -> ExtractJob:
    """Check what `path` holds and keep it when nothing is wrong; the job says what came of it.

    Stores nothing unless every check passed. An extract that is held already is not stored again.
    Raises NotMine when the job is over or someone else's, and CheckBroke when the check broke off.
    """
    with jobs.running(job), jobs.alone():
        shutil.rmtree(storage.check_folder(job), ignore_errors=True)  # of an attempt that was killed
        storage.check_folder(job).mkdir(parents=True)
        try:
            verdict = checker.run(
                path,
                folder=storage.check_folder(job),
                today=today,
                held=Extract.objects.values_list("sha256", flat=True),
                progress=lambda percent, step: jobs.report(job, percent, step),
            )
            if verdict["fault_count"]:
                _refuse(job, verdict)
            else:
                _keep(job, verdict)
        finally:
            shutil.rmtree(storage.checked_files(job), ignore_errors=True)
            storage.upload_of(job).unlink(missing_ok=True)
    return job


@transaction.atomic
def _refuse(job: ExtractJob, verdict: dict[str, Any]) -> None:
    job.fault_count, job.fault_counts = verdict["fault_count"], verdict["fault_counts"]
    jobs.finish(job, ExtractJob.State.REFUSED, message="Nothing was stored.")
    record("refuse_extract", by=job.by, subject=job, after={"faults": job.fault_count})


@transaction.atomic
def _keep(job: ExtractJob, verdict: dict[str, Any]) -> None:
    extract = Extract.objects.filter(sha256=verdict["sha256"]).first()
    job.already_held = extract is not None
    job.extract = extract or _store(job, verdict)
    jobs.finish(job, ExtractJob.State.DONE)


def _store(job: ExtractJob, verdict: dict[str, Any]) -> Extract:
    target = storage.folder_of_hash(verdict["sha256"])
    shutil.rmtree(target, ignore_errors=True)  # files without a record: an attempt killed between the two
    storage.checked_files(job).rename(target)
    extract = Extract.objects.create(
        sha256=verdict["sha256"],
        name=verdict["name"],
        contract_version=verdict["contract_version"],
        as_at=date.fromisoformat(verdict["as_at"]),
        demo=verdict["demo"],
        rows={file["table"]: file["rows"] for file in verdict["files"]},
        files=verdict["files"],
        imported_by=job.by,
    )
    record("import_extract", by=job.by, subject=extract, after=_described(extract))
    return extract


def _described(extract: Extract) -> dict[str, Any]:
    return {
        "sha256": extract.sha256,
        "as_at": extract.as_at.isoformat(),
        "demo": extract.demo,
        "state": extract.state,
        "rows": extract.rows,
    }


@transaction.atomic
def ask_to_put_live(*, extract: Extract, by: User | None, demo_over_real: bool = False) -> ExtractJob:
    """A queued change of the live extract. Raises DemoOverReal.

    Asking twice while the first has not ended gives the first: a double click is one change.
    """
    _refuse_demo_over_real(extract, demo_over_real=demo_over_real)
    Extract.objects.select_for_update().get(pk=extract.pk)
    open_states = (ExtractJob.State.QUEUED, ExtractJob.State.RUNNING)
    asked = ExtractJob.objects.filter(
        kind=ExtractJob.Kind.PUT_LIVE, extract=extract, state__in=open_states
    ).first()
    if asked is not None:
        return asked
    return ExtractJob.objects.create(
        kind=ExtractJob.Kind.PUT_LIVE,
        extract=extract,
        source=extract.name[-300:],
        by=by,
        demo_over_real=demo_over_real,
    )


def _refuse_demo_over_real(extract: Extract, *, demo_over_real: bool) -> None:
    live = live_extract()
    if live is not None and extract.demo and not live.demo and not demo_over_real:
        raise DemoOverReal


def put_live(*, job: ExtractJob) -> ExtractJob:
    """Put the job's extract in place of the live one; also how an earlier one is put back.

    Readers see the old rows until the new ones are there, whole. Nothing changes when the extract is
    live already. Raises NotMine, DemoOverReal, KeptFileChanged, WrongRows or Busy.
    """
    with jobs.running(job), jobs.alone():
        extract = Extract.objects.get(pk=job.extract_id)
        _refuse_demo_over_real(extract, demo_over_real=job.demo_over_real)
        if extract.state != Extract.State.LIVE:
            loading.stage(extract, lambda percent, step: jobs.report(job, percent, step))
            _change_live(extract, job.by)
        jobs.finish(job, ExtractJob.State.DONE)
    return job


@transaction.atomic
def _change_live(extract: Extract, by: User | None) -> None:
    loading.swap()
    before = live_extract()
    if before is not None:
        before.state = Extract.State.SUPERSEDED
        before.save(update_fields=["state"])
    extract.state, extract.live_at, extract.live_by = Extract.State.LIVE, timezone.now(), by
    extract.save(update_fields=["state", "live_at", "live_by"])
    record(
        "put_extract_live",
        by=by,
        subject=extract,
        before=_described(before) if before else None,
        after=_described(extract),
    )
    if not extract.demo:
        close_demo_accounts(by=by, reason="Real data went live, and anyone may know their password.")

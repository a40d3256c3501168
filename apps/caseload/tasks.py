"""Work behind the pages: each loads its job and calls the action; the job says what came of it."""

from celery import shared_task
from django.utils import timezone

from apps.caseload import actions, jobs, storage
from apps.caseload.models import ExtractJob


@shared_task
def import_extract(job_id: int) -> None:
    """Check and keep an uploaded extract."""
    job = ExtractJob.objects.get(pk=job_id)
    try:
        actions.import_extract(job=job, path=storage.upload_of(job), today=timezone.localdate())
    except jobs.NotMine:
        return


@shared_task
def put_live(job_id: int) -> None:
    """Put an extract in place of the live one."""
    try:
        actions.put_live(job=ExtractJob.objects.get(pk=job_id))
    except jobs.NotMine:
        return


@shared_task
def fail_lost_jobs() -> int:
    """Mark work whose process is gone as failed; run every minute."""
    return jobs.fail_lost()

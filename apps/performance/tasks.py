"""Work behind the pages."""

from celery import shared_task

from apps.performance.actions import execute_run


@shared_task
def judge(run_id: int) -> None:
    """Carry out a waiting run. Delivered twice, the second finds it done or takes up what the first left."""
    execute_run(run_id)

"""Other processes over the test's database: a build by itself, and a real Celery worker."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings as django_settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


def wait_until(holds: Callable[[], bool], *, seconds: float = 600) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def environment(**more: str) -> dict[str, str]:
    """The test's database and files, and nothing eager: as the product runs."""
    settings = connection.settings_dict
    user = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    host, port = settings["HOST"], settings["PORT"]
    # A socket's folder stands where the database's name does, the form that django-environ reads.
    at = f"/{host}" if host.startswith("/") else f"{host}:{port}" if port else host
    own = {
        "DATABASE_URL": f"postgresql://{user}@{at}/{settings['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SECRET_KEY": "tests-only",
        "MEDIA_ROOT": str(django_settings.MEDIA_ROOT),
        "CELERY_TASK_ALWAYS_EAGER": "1",
        "LOG_LEVEL": "WARNING",
    }
    return os.environ | own | more


@contextmanager
def python(program: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`program` in a Python of its own, after Django is set up."""
    text = f"import django\ndjango.setup()\n{program}"
    with _watched([sys.executable, "-W", "ignore", "-c", text], environment(**more)) as process:
        yield process


@contextmanager
def celery_worker(broker: str, *, concurrency: int = 2, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as `make run` starts it, without the beat. It is killed with its children at the end."""
    options = ["--loglevel", "WARNING", "--concurrency", str(concurrency), "--without-gossip"]
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", *options]
    told = environment(CELERY_BROKER_URL=broker, CELERY_TASK_ALWAYS_EAGER="0", **more)
    with _watched(command, told) as process:
        yield process


@contextmanager
def _watched(command: list[str], told: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    # In a group of its own, so that a worker and the processes of its pool can be killed together.
    process = subprocess.Popen(
        command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, process_group=0
    )
    try:
        yield process
    finally:
        kill_all(process)
        # Shown by pytest when a test fails: why the other process did not do what was waited for.
        print(process.communicate()[0].decode())  # noqa: T201


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for it and for its children: nothing of it can tidy up."""
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        return
    process.wait()


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]

"""The embedded PostgreSQL: one cluster a checkout, on a unix socket that only its account can open."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.embedded import processes
from config.embedded.folders import ClusterFolder
from config.embedded.processes import EmbeddedServerError
from config.embedded.programs import postgresql_programs

NAME = "probity"  # of the role and of its database
SUPERUSER = "postgres"
START_SECONDS = 120  # after a crash it replays its log first
START_ATTEMPTS = 3
LEFT_OVER_SECONDS = 30
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
}
# A test's data is worth nothing after a crash, so nothing waits for the disk.
SETTINGS_FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# Parallel queries share memory here; a container's usual 64 MB are too few for a hash join.
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  asked for its size only
LEAST_SHARED_MEMORY = 512 * 1024 * 1024


def ensure(folder: ClusterFolder) -> str:
    """The address of the server, which answers when this returns."""
    if not answers(folder):
        with folder.locked():
            if not answers(folder):
                _start(folder)
    # A path in the place of the database's name, the form that keeps capital letters.
    return f"postgres://{NAME}@/{quote(str(folder.sockets))}/{NAME}"


def answers(folder: ClusterFolder) -> bool:
    """Whether our own database can be opened now."""
    return _answers(folder, user=NAME, database=NAME)


def stop(folder: ClusterFolder) -> None:
    """Stop the server; sessions are cut off, committed work is kept."""
    with folder.locked():
        postmaster = _postmaster(folder)
        if postmaster is None:
            return
        if not processes.end([postmaster], signals=[(signal.SIGINT, 60), (signal.SIGQUIT, 20)]):
            raise EmbeddedServerError(f"PostgreSQL (pid {postmaster}) does not stop; see {_log(folder)}")


def _answers(folder: ClusterFolder, *, user: str, database: str) -> bool:
    try:
        with _connect(folder, user=user, database=database):
            return True
    except psycopg.OperationalError:
        return False


def _connect(folder: ClusterFolder, *, user: str, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(folder.sockets), user=user, dbname=database, connect_timeout=5, autocommit=True
    )


def _start(folder: ClusterFolder) -> None:
    programs = postgresql_programs(folder)
    if not folder.data.exists():
        _create(folder, programs)
    for attempt in range(1, START_ATTEMPTS + 1):
        _clear_left_overs(folder)
        pid = _postmaster(folder) or _launch(folder, programs)
        if _answers_before_it_ends(folder, pid):
            break
        # The one we found was on its way down, or the dead one's last backend had not let go yet.
        if attempt == START_ATTEMPTS:
            raise EmbeddedServerError(_would_not_start(folder, pid))
    _provide_database(folder)


def _create(folder: ClusterFolder, programs: Path) -> None:
    """initdb beside the final place, then one rename: a kill half-way leaves nothing that looks whole."""
    half = folder.own("postgresql.half")
    shutil.rmtree(half)
    command = [
        str(programs / "initdb"), "--pgdata", str(half), "--username", SUPERUSER, "--auth", "trust",
        "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
        "--no-instructions",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        check=False,
        cwd=folder.path,
        capture_output=True,
        text=True,
        **folder.account.run_arguments(),
    )
    if done.returncode:
        raise EmbeddedServerError(f"initdb failed:\n{done.stdout}\n{done.stderr}")
    half.rename(folder.data)


def _postmaster(folder: ClusterFolder) -> int | None:
    """The server's pid, if the pid file names a live process that works in our data."""
    try:
        pid = int((folder.data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if pid in processes.working_in(folder.data) else None


def _clear_left_overs(folder: ClusterFolder) -> None:
    """Remove the pid file, and the like of its socket, of a server that is gone.

    PostgreSQL itself would believe a zombie's pid, or one that another program has by now. They must not go
    while a backend of the old server lives, since the two would write to the same data.
    """
    if _postmaster(folder) is not None:
        return
    if not processes.wait_until(lambda: not processes.working_in(folder.data), seconds=LEFT_OVER_SECONDS):
        processes.end(processes.working_in(folder.data), signals=[(signal.SIGQUIT, 10), (signal.SIGKILL, 10)])
    for left in (folder.data / "postmaster.pid", folder.sockets / ".s.PGSQL.5432.lock"):
        left.unlink(missing_ok=True)


def _answers_before_it_ends(folder: ClusterFolder, pid: int) -> bool:
    def answers_or_has_ended() -> bool:
        return _answers(folder, user=SUPERUSER, database="postgres") or not processes.is_alive(pid)

    in_time = processes.wait_until(answers_or_has_ended, seconds=START_SECONDS)
    return in_time and processes.is_alive(pid)


def _would_not_start(folder: ClusterFolder, pid: int) -> str:
    state = f"did not answer in {START_SECONDS} seconds" if processes.is_alive(pid) else "has ended"
    return f"PostgreSQL (pid {pid}) {state}. The end of {_log(folder)}:\n{processes.last_lines(_log(folder))}"


def _launch(folder: ClusterFolder, programs: Path) -> int:
    options = [f"--{name}={value}" for name, value in _settings(folder).items()]
    command = [str(programs / "postgres"), "-D", str(folder.data), "-k", str(folder.sockets), *options]
    return processes.start(command, account=folder.account, folder=folder.path, log=_log(folder))


def _settings(folder: ClusterFolder) -> dict[str, str]:
    settings = SETTINGS | (SETTINGS_FOR_TESTS if folder.name == "test" else {})
    if _shared_memory_bytes() < LEAST_SHARED_MEMORY:
        settings["max_parallel_workers_per_gather"] = "0"
    return settings


def _shared_memory_bytes() -> int:
    try:
        found = os.statvfs(SHARED_MEMORY)
    except OSError:
        return 0
    return found.f_blocks * found.f_frsize


def _provide_database(folder: ClusterFolder) -> None:
    """Make the role and its database, each if it is missing: a kill may have come between them.

    The role is no superuser, whom no rule of the database would hold, but may create the tests' databases.
    """
    role = database = sql.Identifier(NAME)
    with _connect(folder, user=SUPERUSER, database="postgres") as connection:
        if not connection.execute("select 1 from pg_roles where rolname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("create role {} login createdb").format(role))
        if folder.name == "test":
            # Between journeys the tables are emptied, append-only ones too; only a test may go past triggers.
            connection.execute(sql.SQL("grant set on parameter session_replication_role to {}").format(role))
        if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("create database {} owner {}").format(database, role))


def _log(folder: ClusterFolder) -> Path:
    return folder.path / "postgresql.log"

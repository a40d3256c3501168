"""The embedded servers: started once, found again, brought back after a kill."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded import folders, postgresql, processes, valkey
from config.embedded.folders import ClusterFolder


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[ClusterFolder]:
    """An empty cluster in a checkout of its own, which is stopped and removed in the end."""
    # Not below pytest's own folder: it is closed to the account that root's servers run as.
    checkout = Path(tempfile.mkdtemp(prefix="probity-test-"))
    checkout.chmod(0o755)
    monkeypatch.setattr(folders, "CHECKOUT", checkout)
    folder = folders.folder_of("main")  # the settings that people's data has, not those of tests
    yield folder
    postgresql.stop(folder)
    valkey.stop(folder)
    shutil.rmtree(checkout)


def _connect(folder: ClusterFolder) -> psycopg.Connection:
    return psycopg.connect(host=str(folder.sockets), user="probity", dbname="probity", autocommit=True)


def test_committed_rows_survive_a_kill_of_postgresql(cluster: ClusterFolder) -> None:
    postgresql.ensure(cluster)
    with _connect(cluster) as connection:
        connection.execute("create table kept as select generate_series(1, 5000)")
    os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    postgresql.ensure(cluster)
    with _connect(cluster) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (5000,)


def test_a_pid_file_that_names_another_living_process_does_not_stop_a_start(cluster: ClusterFolder) -> None:
    postgresql.ensure(cluster)
    postgresql.stop(cluster)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    (cluster.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    postgresql.ensure(cluster)
    assert postgresql.answers(cluster)


def test_the_role_is_no_superuser(cluster: ClusterFolder) -> None:
    postgresql.ensure(cluster)
    with _connect(cluster) as connection:
        assert connection.execute("select rolsuper from pg_roles where rolname = 'probity'").fetchone() == (
            False,
        )


def test_nobody_else_may_enter_the_data_or_the_sockets(cluster: ClusterFolder) -> None:
    postgresql.ensure(cluster)
    modes = {path.stat().st_mode & 0o777 for path in (cluster.path, cluster.data, cluster.sockets)}
    assert modes == {0o700}


def test_many_starters_at_once_make_one_server(cluster: ClusterFolder) -> None:
    program = (
        "import sys, pathlib\nfrom config.embedded import folders, postgresql, valkey\n"
        "folders.CHECKOUT = pathlib.Path(sys.argv[1])\nfolder = folders.folder_of('main')\n"
        "print(postgresql.ensure(folder), valkey.ensure(folder))"
    )
    root = Path(__file__).resolve().parent.parent.parent
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folders.CHECKOUT)],
            cwd=root,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = {starter.communicate(timeout=120)[0] for starter in starters}
    assert len(said) == 1
    assert len(processes.working_in(cluster.broker)) == 1


def test_the_broker_keeps_its_messages_over_a_kill(cluster: ClusterFolder) -> None:
    valkey.ensure(cluster)
    path = str(cluster.sockets / "valkey.sock")
    redis.Redis(unix_socket_path=path).rpush("celery", *range(1000))
    # Every write was handed to the kernel before it was answered; only a power cut could lose it now.
    for pid in processes.working_in(cluster.broker):
        os.kill(pid, signal.SIGKILL)
    valkey.ensure(cluster)
    assert redis.Redis(unix_socket_path=path).llen("celery") == 1000


def test_a_long_path_puts_the_sockets_into_the_temporary_folder(cluster: ClusterFolder) -> None:
    deep = ClusterFolder("test", Path("/") / ("d" * 120), cluster.account)
    assert deep.sockets.parent == Path(tempfile.gettempdir())
    assert len(os.fsencode(deep.sockets / ".s.PGSQL.5432")) <= 107
    deep.sockets.rmdir()


def test_the_folder_of_somebody_else_is_refused(cluster: ClusterFolder) -> None:
    with pytest.raises(PermissionError, match="belongs to another account"):
        folders._owned(_somebody_elses(cluster), cluster.account)


def _somebody_elses(cluster: ClusterFolder) -> Path:
    if os.geteuid() != 0:
        return Path("/usr")
    taken = cluster.own("taken")
    os.chown(taken, 12345, 12345)
    return taken

"""The embedded Valkey: Celery's broker, on a unix socket, with every message written to a file."""

import signal
import socket
from pathlib import Path
from urllib.parse import quote

from config.embedded import processes
from config.embedded.folders import ClusterFolder
from config.embedded.processes import EmbeddedServerError
from config.embedded.programs import valkey_server

START_SECONDS = 60


def ensure(folder: ClusterFolder) -> str:
    """The address of the server, which answers when this returns."""
    if not answers(folder):
        with folder.locked():
            if not answers(folder):
                _start(folder)
    return f"redis+socket://{quote(str(_socket(folder)))}"


def answers(folder: ClusterFolder) -> bool:
    """Whether the server takes commands now (while it still loads its file it does not)."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(_socket(folder)))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def stop(folder: ClusterFolder) -> None:
    """Stop the server after it has written its file."""
    with folder.locked():
        running = processes.working_in(folder.broker)
        if not processes.end(running, signals=[(signal.SIGTERM, 20), (signal.SIGKILL, 10)]):
            raise EmbeddedServerError(f"Valkey ({running}) does not stop; see {_log(folder)}")


def _start(folder: ClusterFolder) -> None:
    running = processes.working_in(folder.own(folder.broker.name))
    pid = running[0] if running else _launch(folder)

    def answers_or_has_ended() -> bool:
        return answers(folder) or not processes.is_alive(pid)

    processes.wait_until(answers_or_has_ended, seconds=START_SECONDS)
    if not answers(folder):
        tail = processes.last_lines(_log(folder))
        raise EmbeddedServerError(f"Valkey (pid {pid}) does not answer. The end of {_log(folder)}:\n{tail}")


def _launch(folder: ClusterFolder) -> int:
    options = {
        "port": "0",
        "unixsocket": str(_socket(folder)),
        "unixsocketperm": "700",
        "dir": str(folder.broker),
        # The append-only file keeps every message over a kill; snapshots would lose the last minutes.
        "appendonly": "yes",
        "save": "",
        "daemonize": "no",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    command = [str(valkey_server(folder)), *arguments]
    return processes.start(command, account=folder.account, folder=folder.path, log=_log(folder))


def _socket(folder: ClusterFolder) -> Path:
    return folder.sockets / "valkey.sock"


def _log(folder: ClusterFolder) -> Path:
    return folder.path / "valkey.log"

"""Where an embedded cluster keeps its data, its socket and its lock."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from config.embedded.accounts import Account, service_account

ClusterName = Literal["main", "test"]
CHECKOUT = Path(__file__).resolve().parent.parent.parent
# The kernel's limit for a socket's path is 107 bytes; the longest name put below the folder is PostgreSQL's.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")


@dataclass(frozen=True)
class ClusterFolder:
    """The folder of one cluster, which belongs to `account` and which nobody else may enter."""

    name: ClusterName
    path: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data."""
        return self.path / "postgresql"

    @property
    def broker(self) -> Path:
        """Valkey's data."""
        return self.path / "valkey"

    @property
    def programs(self) -> Path:
        """Copies of the binaries, for an account that cannot reach the virtual environment."""
        return self.path.parent / "programs"

    @cached_property
    def sockets(self) -> Path:
        """The folder of the sockets, mode 0700; in the temporary folder where our own path is too long."""
        inside = self.path / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return self._own(inside)
        mark = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return self._own(Path(tempfile.gettempdir()) / f"probity-{self.account.uid}-{mark}")

    def own(self, name: str) -> Path:
        """The folder `name` below this one, made if need be."""
        return self._own(self.path / name)

    def _own(self, path: Path) -> Path:
        return _owned(path, self.account)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the cluster's lock: web, worker, commands and tests may all start at once."""
        with (self.path / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def folder_of(name: ClusterName) -> ClusterFolder:
    """The cluster's folder, made if need be: below var/ in the checkout, where the account can reach it.

    Root's servers run as another account, which may be unable to enter the checkout (root's home is
    closed): then the folder is one below /var/lib that carries a hash of the checkout's path.
    """
    account = service_account()
    for base in _bases(account):
        base.mkdir(parents=True, exist_ok=True)
        if account.other:
            _open_to_passers_through(base)
        if account.may_enter(base):
            return ClusterFolder(name, _owned(base / name, account), account)
    raise PermissionError(_belongs_to_another(CHECKOUT / "var"))


def _bases(account: Account) -> list[Path]:
    inside = CHECKOUT / "var" / "embedded"
    if not account.other:
        return [inside]
    mark = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:16]
    return [inside, Path("/var/lib") / f"probity-{mark}"]


def _open_to_passers_through(base: Path) -> None:
    """Let the account through our own folders, which a careful umask has closed."""
    for path in (base, base.parent):
        if path.is_relative_to(CHECKOUT) or path == base:
            path.chmod(path.stat().st_mode | 0o011)


def _owned(path: Path, account: Account) -> Path:
    """The folder, made if need be, with mode 0700."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        # Someone else's folder of this name (in the temporary folder, say) must not get our socket.
        if path.is_symlink() or not account.owns(path):
            raise PermissionError(_belongs_to_another(path)) from None
    account.give(path, mode=0o700)
    return path


def _belongs_to_another(path: Path) -> str:
    return (
        f"{path} belongs to another account (someone else ran this checkout first, root perhaps). "
        f"Run as that account, or remove {path} to begin with an empty database."
    )

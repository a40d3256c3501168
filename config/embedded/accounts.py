"""The account that the embedded servers run as."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

# PostgreSQL refuses to run as root; these are on every Debian and Ubuntu, the first where it is installed.
ACCOUNTS_FOR_ROOT = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """Who a server runs as. `other` says that this is not the account of this very process."""

    uid: int
    gid: int
    other: bool

    def run_arguments(self) -> dict:
        """What `subprocess` needs to become this account; empty for our own."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def may_enter(self, path: Path) -> bool:
        """Whether the account can go through `path` (a folder) or execute it (a file)."""
        return self._test("-x", path)

    def may_read(self, path: Path) -> bool:
        """Whether the account can read `path`."""
        return self._test("-r", path)

    def _test(self, flag: str, path: Path) -> bool:
        # Asked of the system as that account: only it knows every parent's mode, group and ACL.
        done = subprocess.run(["test", flag, str(path)], check=False, cwd="/", **self.run_arguments())
        return done.returncode == 0

    def owns(self, path: Path) -> bool:
        """Whether `path` itself (not what a link points to) belongs to the account.

        Or to us, who are about to give it away: two processes may be making it at once.
        """
        return path.lstat().st_uid in (self.uid, os.geteuid())

    def give(self, path: Path, *, mode: int) -> None:
        """Make `path` the account's own, with exactly this mode."""
        if self.other:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def service_account() -> Account:
    """Our own account, or for root the first of `postgres` and `nobody` that exists."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), other=False)
    for name in ACCOUNTS_FOR_ROOT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, other=True)
    raise LookupError(
        f"PostgreSQL does not run as root, and none of the accounts {', '.join(ACCOUNTS_FOR_ROOT)} exists. "
        "Run as an ordinary user, or set DATABASE_URL and CELERY_BROKER_URL."
    )

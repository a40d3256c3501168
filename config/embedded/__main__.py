"""`python -m config.embedded start|stop|status [main|test]`: the embedded servers by hand."""

import argparse

from config import embedded
from config.embedded import postgresql, valkey
from config.embedded.folders import folder_of


def main() -> int:
    """Do what the command line asks; the exit code of `status` is 1 when a server is down."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "status"])
    parser.add_argument("cluster", nargs="?", choices=["main", "test"], default="main")
    asked = parser.parse_args()
    if asked.verb == "stop":
        embedded.stop(asked.cluster)
        return 0
    if asked.verb == "start":
        print(embedded.database_url(asked.cluster))
        print(embedded.broker_url(asked.cluster))
        return 0
    return _status(asked.cluster)


def _status(cluster: embedded.ClusterName) -> int:
    folder = folder_of(cluster)
    up = {"PostgreSQL": postgresql.answers(folder), "Valkey": valkey.answers(folder)}
    for name, answering in up.items():
        print(f"{name}: {'answers' if answering else 'down'}")
    return 0 if all(up.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())

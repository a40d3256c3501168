"""The web server as `make run` starts it, for benchmarks that talk to it over the network."""

import http.client
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class server:  # noqa: N801 (used as a function is)
    """The web server as `make run` starts it, until the block ends."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __enter__(self) -> None:
        command = [
            f"{Path(sys.executable).parent}/gunicorn", "config.wsgi", "--bind", f"{HOST}:{self.port}",
            "--preload", "--workers", "2", "--worker-class", "gthread", "--threads", "4",
            "--log-level", "error",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=ROOT)
        for _ in range(300):
            try:
                http.client.HTTPConnection(HOST, self.port, timeout=1).request("GET", "/health/")
            except OSError:
                time.sleep(0.1)
            else:
                return
        sys.exit("The web server did not start.")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

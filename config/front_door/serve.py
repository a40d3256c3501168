"""The second half of `make run`, in the virtual environment: data, servers, and watching over them."""

import os
import signal
import sys
import time
from types import FrameType

from config import embedded
from config.front_door import pipeline, running, welcome
from config.front_door.console import fail, guarded, say, step
from config.front_door.servers import WEB, WORKER, Servers, free_port
from config.settings.addresses import broker_url, database

LOOK_SECONDS = 0.5
EMBEDDED_EVERY = 4  # looks: the embedded servers are asked every two seconds


def main() -> int:
    """Serve until Ctrl-C or a signal; stop everything that was started."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    # Inherited and held until we end; not to be handed on to a server.
    os.set_inheritable(int(os.environ.pop(running.LOCK_VARIABLE)), False)
    servers = Servers()
    try:
        _start(servers)
        _watch(servers)
    except KeyboardInterrupt:
        return 0  # the way to end it
    finally:
        _stop(servers)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start(servers: Servers) -> None:
    with step("Start PostgreSQL and the broker"):
        _answering_services()
    port = free_port(int(os.environ.get("PORT") or 8000))
    address = f"http://localhost:{port}"
    # A page answers as soon as the tables are there, long before the demo data is.
    pipeline.fill(before_data=lambda: _serve_pages(servers, port), tell=_tell)
    with step("Start the Celery worker"):
        servers.start(WORKER)
        servers.wait_for_worker()
    running.write_state({"pid": os.getpid(), "ready": True, "address": address, "servers": servers.pids()})
    say(welcome.text(address, pipeline.demo_accounts()))


def _serve_pages(servers: Servers, port: int) -> None:
    with step("Start the web server"):
        servers.start(WEB, PORT=str(port))
        servers.wait_for_page(port)


def _tell(doing: str) -> None:
    running.write_state({"pid": os.getpid(), "ready": False, "doing": doing})


def _watch(servers: Servers) -> None:
    """Bring back whatever dies; give up on what dies again and again."""
    look = 0
    while True:
        time.sleep(LOOK_SECONDS)
        look += 1
        if look % EMBEDDED_EVERY == 0:
            _answering_services()
        for name in servers.dead():
            say(f"  {name} has stopped; starting it again (log: {servers.log(name)})")
            servers.restart(name)
            now = running.state()
            running.write_state(now | {"servers": servers.pids()})


def _answering_services() -> None:
    """The addresses' own servers are left alone; ours are started if they do not answer."""
    try:
        database()
        broker_url()
    except (embedded.EmbeddedServerError, LookupError, OSError) as fault:
        fail(str(fault))


def _stop(servers: Servers) -> None:
    # A second Ctrl-C must not leave half of them behind.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    say()
    with step("Stop the servers"):
        servers.stop()
        embedded.stop()


if __name__ == "__main__":
    sys.exit(guarded(main))

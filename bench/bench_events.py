"""From one event to the answer with the person judged again: `python -m bench.bench_events [--events N]`.

Posts events over the application's own HTTP stack to the database of DATABASE_URL, one after the other, each
about another person with something to do, and undoes each. Also times a build of the whole due list.
"""

import argparse
import os
import statistics
import sys
import time
from datetime import timedelta
from typing import Any

import django

WARM = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200)
    # `make bench` gives every program the same arguments; those of others are passed over.
    wanted, _others = parser.parse_known_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    items, seconds = _listed()
    milliseconds = sorted(_posted(wanted.events))
    if not milliseconds:
        sys.exit("Nobody on the due list has a first appointment to come.")
    print(f"| due list of {items:,} items, built whole | {seconds} s |")
    print("|---|---|")
    print(
        f"| one event to its answer, p50 of {len(milliseconds)} | {statistics.median(milliseconds):.0f} ms |"
    )
    print(f"| p95 | {milliseconds[int(len(milliseconds) * 0.95)]:.0f} ms |")


def _listed() -> tuple[int, Any]:
    """Items and seconds of a build. It is kept: the list must show the extract that the events are about."""
    from django.utils import timezone

    from apps.performance.due.building import build_due_list

    built = build_due_list(now=timezone.now())
    if built is None:
        sys.exit("No extract is live: import one first (make_demo writes one).")
    return built.items, built.seconds


def _posted(count: int) -> list[float]:
    """Milliseconds of each event; the first few, in which definitions are read and engines made, left out."""
    from django.db import transaction

    from apps.performance.models import DueItem

    found = []
    items = DueItem.objects.filter(measure="SL004", done_on=None).order_by("occurrence_id")
    with transaction.atomic():
        client = _client()
        for number, item in enumerate(items[: count + WARM]):
            with transaction.atomic():
                began = time.perf_counter()
                answer = client.post("/api/v1/events/", _event(item, number), content_type="application/json")
                found.append((time.perf_counter() - began) * 1000)
                if answer.status_code != 201:
                    sys.exit(answer.content.decode())
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found[WARM:]


def _client() -> Any:
    """A program with a token, which goes with the transaction."""
    from django.test import Client
    from django.utils import timezone

    from apps.organisation.actions import assign_role
    from apps.organisation.models import User
    from apps.organisation.tokens import make_api_token

    user = User.objects.create_user("bench-event-source")
    assign_role(user, role="event_source", by=None, valid_from=timezone.localdate())
    secret = make_api_token(user, by=None, now=timezone.now())
    return Client(headers={"Authorization": f"Bearer {secret}"}, SERVER_NAME="localhost")


def _event(item: Any, number: int) -> dict[str, Any]:
    """An office appointment on the day after the as-at day, arranged and attended."""
    on = (item.as_at + timedelta(days=1)).isoformat()
    return {
        "event_id": f"bench-{number}",
        "kind": "row",
        "table": "contacts",
        "person_id": item.person_id,
        "recorded_at": f"{on}T12:00:00Z",
        "row": {
            "contact_version_id": f"bench-{number}",
            "contact_id": f"bench-{number}",
            "person_id": item.person_id,
            "mode": "office",
            "provider": "practitioner",
            "scheduled_on": on,
            "recorded_at": f"{on}T09:00:00",
            "outcome": "attended",
        },
    }


if __name__ == "__main__":
    main()

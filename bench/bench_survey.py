"""A survey answered by text message: `python -m bench.bench_survey [--replies N] [--phones N]`.

Starts the web server as `make run` does, over a database of its own. Every phone opens its link, sends its
answers, and tries the link once more; some lose the connection after sending and send again. Afterwards every
reply that the server acknowledged is looked for, word by word, and every link is checked to be used up.
"""

import argparse
import http.client
import os
import queue
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import django

from bench.databases import database
from bench.web_server import HOST, server

LOSES_CONNECTION = 0.05  # of the phones, after sending
PORT = 8986


@dataclass
class Told:
    """What the phones saw."""

    acknowledged: set[str] = field(default_factory=set)  # the words of each acknowledged reply
    uncertain: set[str] = field(default_factory=set)  # sent, and the answer never read
    opened: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    bytes: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--replies", type=int, default=5000)
    parser.add_argument("--phones", type=int, default=30, help="at the same time")
    wanted, _others = parser.parse_known_args()
    with database("probity_bench_survey") as address:
        _configure(address)
        secrets = _prepared(wanted.replies)
        with server(PORT):
            began = time.monotonic()
            told = _answer(secrets, wanted.phones)
            seconds = time.monotonic() - began
        _report(told, seconds)
        _compare(told, len(secrets))


def _configure(address: str) -> None:
    os.environ["DATABASE_URL"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from django.core.management import call_command

    for command in ("migrate", "load_reference"):
        call_command(command, verbosity=0, stdout=sys.stderr)


def _prepared(count: int) -> list[str]:
    """An open survey with so many links; gives their secrets."""
    from django.utils import timezone

    from apps.inspections.actions import Plan, plan_inspection
    from apps.inspections.models import SurveyLink
    from apps.inspections.standards_publishing import load_own_words
    from apps.inspections.survey_actions import hashed, open_survey
    from apps.organisation.models import ProbationDeliveryUnit, Region

    today = timezone.localdate()
    plan = Plan(
        region=Region.objects.get(code="H"), unit=ProbationDeliveryUnit.objects.get(code="H103"),
        standards=load_own_words(by=None).edition, rating_rules="probation_2021", announce_on=today,
        fieldwork_first_on=today + timedelta(days=28), fieldwork_last_on=today + timedelta(days=40),
        draft_on=today + timedelta(days=80), publish_on=today + timedelta(days=120),
        cohort_first_on=today - timedelta(days=200), cohort_last_on=today - timedelta(days=100),
        size=40, seed="bench",
    )  # fmt: skip
    inspection = plan_inspection(plan, demo=True, by=None)
    survey = open_survey(inspection, opens_on=today, closes_on=today + timedelta(days=14), by=None)
    secrets = [f"bench-{number}" for number in range(count)]
    SurveyLink.objects.bulk_create(SurveyLink(secret_sha256=hashed(one), survey=survey) for one in secrets)
    return secrets


def _answer(secrets: list[str], phones: int) -> Told:
    told, lock, waiting = Told(), threading.Lock(), queue.SimpleQueue[str]()
    for secret in secrets:
        waiting.put(secret)
    threads = [threading.Thread(target=_phone, args=(waiting, told, lock, n)) for n in range(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _phone(waiting: Any, told: Told, lock: threading.Lock, number: int) -> None:
    chance = random.Random(number)  # noqa: S311 (repeatable, not secret)
    while True:
        try:
            secret = waiting.get_nowait()
        except queue.Empty:
            return
        _one(secret, told, lock, chance)


def _one(secret: str, told: Told, lock: threading.Lock, chance: random.Random) -> None:
    from rules.definitions.survey import load_surveys

    survey, words = load_surveys()[-1], f"words of {secret}"
    answers = {one.id: chance.choice(survey.answers).id for one in survey.questions if chance.random() < 0.8}
    began = time.perf_counter()
    status, size = _ask("GET", secret)
    opened = time.perf_counter() - began
    if chance.random() < LOSES_CONNECTION:
        _ask("POST", secret, {**answers, "words": words}, read=False)
    began = time.perf_counter()
    sent, _ = _ask("POST", secret, {**answers, "words": words})
    took = time.perf_counter() - began
    again, _ = _ask("POST", secret, {**answers, "words": f"{words} again"})
    with lock:
        told.opened.append(opened * 1000)
        told.sent.append(took * 1000)
        told.bytes = max(told.bytes, size)
        (told.acknowledged if sent == 200 else told.uncertain).add(words)
        if status != 200 or sent not in (200, 410) or again != 410:
            told.faults.append(f"{secret}: {status}, {sent}, {again}")


def _ask(
    method: str, secret: str, body: dict[str, str] | None = None, *, read: bool = True
) -> tuple[int, int]:
    """The status and the size of the answer; nothing is read from a connection that is lost."""
    connection = http.client.HTTPConnection(HOST, PORT, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, f"/say/{secret}/", urlencode(body) if body else None, headers)
    if not read:
        connection.close()
        return 0, 0
    answer = connection.getresponse()
    size = len(answer.read())
    connection.close()
    return answer.status, size


def _report(told: Told, seconds: float) -> None:
    for what, times in (("open the page", sorted(told.opened)), ("send the answers", sorted(told.sent))):
        p50, p95 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95))
        print(f"| {what} | {len(times):,} in {seconds:.0f} s | p50 {p50:.0f} ms | p95 {p95:.0f} ms |")
    print(f"| largest page | {told.bytes:,} bytes | faults {len(told.faults)} |", flush=True)


def _compare(told: Told, links: int) -> None:
    from apps.inspections.models import SurveyLink, SurveyReply

    stored = list(SurveyReply.objects.values_list("words", flat=True))
    lost = told.acknowledged - set(stored)
    uncertain = told.uncertain - set(stored)
    print(
        f"| replies stored: {len(stored):,} of {links:,} | lost: {len(lost) + len(uncertain)}"
        f" | twice: {len(stored) - len(set(stored))} | links left: {SurveyLink.objects.count()} |"
    )
    if lost or uncertain or len(stored) != len(set(stored)) or told.faults:
        sys.exit(f"Lost {sorted(lost | uncertain)[:5]}; faults {told.faults[:5]}")


if __name__ == "__main__":
    main()

"""Fifty auditors who save at once: `python -m bench.bench_autosave [--auditors N] [--seconds S]`.

Starts the web server as `make run` does, over a database of its own, signs everybody in, and lets each save
an answer about once a second with everything on (history, checks of scope and version, protection of forms);
then back to back for a tenth of the time. Afterwards every answer that the server acknowledged is compared
with what is stored, and the trail is counted. Clients and server share the machine.
"""

import argparse
import http.client
import os
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

import django

from bench.databases import database
from bench.web_server import HOST, server

PASSWORD = "only-for-this-benchmark"  # noqa: S105 (of accounts that go with the database)
ON = date(2026, 4, 1)
WARM_SECONDS = 5
WORDS = "Letter of the 3rd seen; the reason was recorded on the day, and the manager agreed."


@dataclass
class Auditor:
    """One client: who they are, what they save, what the server acknowledged and how long that took."""

    session: str
    token: str
    assignment: int
    questions: list[tuple[str, list[str]]]
    chance: random.Random
    step: int = 0
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    saves: int = 0
    failures: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    connection: http.client.HTTPConnection | None = None

    def save(self, port: int) -> None:
        question, options = self.chance.choice(self.questions)
        self.step += 1
        answer, note = self.chance.choice(options), f"{WORDS} {self.step}"
        body = urlencode(
            {
                f"{question}-answer": answer,
                f"{question}-note": note,
                f"{question}-version": 0,
                f"{question}-editor": f"bench-{self.assignment}",
                f"{question}-step": self.step,
            }
        )
        began = time.perf_counter()
        status = self._post(port, f"/assessments/{self.assignment}/answers/{question}/", body)
        self.milliseconds.append((time.perf_counter() - began) * 1000)
        if status == 200:
            self.acknowledged[question] = (answer, note)
            self.saves += 1
        else:
            self.failures.append(str(status))

    def _post(self, port: int, path: str, body: str) -> int | str:
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={self.token}",
            "X-CSRFToken": self.token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        for _attempt in range(2):  # a kept connection may have been closed between two saves
            self.connection = self.connection or http.client.HTTPConnection(HOST, port, timeout=60)
            try:
                self.connection.request("POST", path, body, headers)
                answer = self.connection.getresponse()
                answer.read()
            except (http.client.HTTPException, OSError):
                self.connection = None
                continue
            return answer.status
        return "no answer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--auditors", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    # `make bench` gives every program the same arguments; those of others are passed over.
    wanted, _others = parser.parse_known_args()
    with database("probity_bench_autosave") as address:
        _configure(address)
        auditors = _prepared(wanted.auditors)
        port = 8987
        with server(port):
            _at_pace(auditors, port, WARM_SECONDS, pause=1.0)  # the first answers of a process are slower
            _reset(auditors)
            _report("once a second", *_at_pace(auditors, port, wanted.seconds, pause=1.0))
            _reset(auditors)
            _report("back to back", *_at_pace(auditors, port, max(5, wanted.seconds // 10), pause=0.0))
        _compare(auditors)


def _configure(address: str) -> None:
    os.environ["DATABASE_URL"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from django.core.management import call_command

    for command in ("migrate", "load_reference", "load_question_banks"):
        call_command(command, verbosity=0, stdout=sys.stderr)


def _prepared(count: int) -> list[Auditor]:
    """As many auditors of Wales, each with one case of QM102 whose facts are checked."""
    from apps.assessments.actions import confirm_facts
    from apps.assessments.draws import DrawPlan, FrameCase, assign_cases, draw_sample
    from apps.assessments.models import BankEdition

    edition = BankEdition.objects.filter(bank="QM102").latest("published_at")
    frame = [
        FrameCase(case_id=f"C{n:04d}", person_id=f"X{n:04d}", kind="order", unit="H103") for n in range(count)
    ]
    plan = DrawPlan(
        title="Benchmark", region_code="H", size=count, seed="bench", strata_columns=(),
        window_first_on=date(2025, 10, 1), window_last_on=date(2026, 3, 31), due_on=date(2027, 3, 31),
        extract_sha256="0" * 64, extract_as_at=ON, demo=True,
    )  # fmt: skip
    empty = {"as_at": ON.isoformat(), "person": {}, "case": {}, "facts": {}, "chronology": []}
    sample = draw_sample(frame, plan=plan, freeze=lambda _case: empty, by=None)
    people = [_person(n) for n in range(count)]
    made, _left = assign_cases(sample, edition=edition, auditors=people, by=None)
    bank = edition.definition
    untimed = [
        (one.id, [each.id for each in bank.scale_of(one).answers])
        for one in bank.questions.values()
        if not one.timing
    ]
    for mark in made:
        confirm_facts(mark, by=mark.auditor)
    return [_client(mark, untimed, n) for n, mark in enumerate(made)]


def _person(number: int) -> Any:
    from apps.organisation.actions import assign_role
    from apps.organisation.models import Region, User

    user = User.objects.create(username=f"bench{number}", is_demo=True)
    user.set_unusable_password()
    user.save()
    region = Region.objects.get(code="H")
    assign_role(user, role="auditor", by=None, valid_from=ON, region=region)
    return user


def _client(mark: Any, questions: list[tuple[str, list[str]]], number: int) -> Auditor:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.middleware.csrf import _get_new_csrf_string

    session = SessionStore()
    session[SESSION_KEY] = str(mark.auditor.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = mark.auditor.get_session_auth_hash()
    session.save()
    chance = random.Random(number)  # noqa: S311 (repeatable, not secret)
    return Auditor(session.session_key, _get_new_csrf_string(), mark.pk, questions, chance)


def _reset(auditors: list[Auditor]) -> None:
    for auditor in auditors:
        auditor.milliseconds.clear()


def _at_pace(
    auditors: list[Auditor], port: int, seconds: int, *, pause: float
) -> tuple[list[float], float, int]:
    """Everybody saves until the time is over; gives the milliseconds, the seconds and the failures so far."""
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_keep_saving, args=(auditor, port, until, pause)) for auditor in auditors
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures = sum(len(auditor.failures) for auditor in auditors)
    return (
        sorted(ms for auditor in auditors for ms in auditor.milliseconds),
        time.monotonic() - began,
        failures,
    )


def _keep_saving(auditor: Auditor, port: int, until: float, pause: float) -> None:
    time.sleep(auditor.chance.random() * pause)
    while time.monotonic() < until:
        began = time.monotonic()
        auditor.save(port)
        # About once a second: people do not save in step.
        time.sleep(max(0.0, pause * auditor.chance.uniform(0.7, 1.3) - (time.monotonic() - began)))


def _report(what: str, milliseconds: list[float], seconds: float, failures: int) -> None:
    def at(share: float) -> float:
        return milliseconds[min(len(milliseconds) - 1, int(len(milliseconds) * share))]

    print(
        f"| {what} | {len(milliseconds):,} saves in {seconds:.0f} s | p50 {at(0.5):.0f} ms"
        f" | p95 {at(0.95):.0f} ms | p99 {at(0.99):.0f} ms | {failures} failures |",
        flush=True,
    )


def _compare(auditors: list[Auditor]) -> None:
    """Every acknowledged answer against what is stored, and the trail against the count of saves."""
    from apps.assessments.models import Answer, EvidenceChange

    stored = {
        (row.assignment_id, row.question): (row.answer, row.note) for row in Answer.objects.all().iterator()
    }
    wanted = {
        (auditor.assignment, question): given
        for auditor in auditors
        for question, given in auditor.acknowledged.items()
    }
    lost = [key for key, given in wanted.items() if stored.get(key) != given]
    saves, traced = sum(auditor.saves for auditor in auditors), EvidenceChange.objects.count()
    print(
        f"| answers compared: {len(wanted):,} | lost: {len(lost)} | saves: {saves:,} | traced: {traced:,} |"
    )
    if lost or traced < saves:
        sys.exit(f"Acknowledged and not stored: {lost[:5]}; traced {traced} of {saves}")


if __name__ == "__main__":
    main()

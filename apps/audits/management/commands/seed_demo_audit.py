"""Make the demonstration's audit rounds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.audits.demo_contracts import seed_contract_rounds
from apps.audits.demo_rounds import AUDITORS, demo_rounds, seed_round
from apps.caseload.queries import live_extract
from apps.organisation.models import User


class Command(BaseCommand):
    help = "Open, draw and score made-up rounds of region H and of two contracts; only while a demo is live."

    def handle(self, **_options: Any) -> None:
        extract = live_extract()
        if extract is None or not extract.demo:
            raise CommandError(
                "The live extract is no demo: invented answers have no place beside real cases"
            )
        if User.objects.filter(username__in=(*AUDITORS, "lead")).count() <= len(AUDITORS):
            raise CommandError("The demo accounts are missing; run seed_demo_users first")
        for wanted in demo_rounds(extract.as_at):
            try:
                made, new = seed_round(wanted, today=timezone.localdate())
            except Refused as error:
                raise CommandError(f"{wanted.seed}: {error}") from error
            marks = made.assignments
            done = marks.filter(submitted_at__isnull=False).count()
            state = "made" if new else "already there"
            self.stdout.write(f"{made}: {state}, {done} of {marks.count()} cases scored")
        for made in seed_contract_rounds(extract.as_at, today=timezone.localdate()):
            self.stdout.write(f"{made}: made and published")

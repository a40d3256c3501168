"""Made-up published rounds of contracts for the demonstration, so that a supplier has what to read."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from apps.assessments.models import BankEdition
from apps.audits.actions import RoundPlan, draw_round, lock_score, open_round
from apps.audits.demo_auditors import SyntheticAuditor
from apps.audits.demo_moderation import finish_review
from apps.audits.models import AuditRound
from apps.caseload.contracts import Contract, contracts_of, referral_counts
from apps.organisation.models import Region, User
from rules.definitions.audit_rounds import round_rules_on
from rules.periods import add_months

REGION = "H"
BANKS = ("CRS_QM1", "CRS_QM2")
SUPPLIERS = ("SUP1", "SUP4")
AUDITORS = ("auditor1", "auditor2", "auditor3", "auditor4")
MONTHS = 24  # a demonstration has few referrals a contract, so that half a year would give none to score
MOST = 8


def seed_contract_rounds(as_at: date, *, today: date) -> list[AuditRound]:
    """Published rounds of both banks for the busiest large contract of each supplier, those that are new.

    A demonstration with too few referrals for a round has none.
    """
    window = (add_months(as_at, -MONTHS) + timedelta(days=1), as_at)
    made = []
    for contract in _contracts(*window):
        for bank in BANKS:
            edition = BankEdition.objects.filter(bank=bank).latest("published_at")
            if not AuditRound.objects.filter(edition=edition, contract_id=contract.contract_id).exists():
                made.append(_seed(contract, edition, window, today=today))
    return made


def _contracts(first_on: date, last_on: date) -> Iterator[Contract]:
    rules = round_rules_on(last_on)
    found = contracts_of([REGION], sizes=rules.audited_sizes, first_on=first_on, last_on=last_on)
    counts = referral_counts([each.contract_id for each in found], first_on=first_on, last_on=last_on)
    for supplier in SUPPLIERS:
        own = [each for each in found if each.supplier_code == supplier]
        busiest = max(own, key=lambda each: counts.get(each.contract_id, 0), default=None)
        if busiest and counts.get(busiest.contract_id, 0) >= rules.least_referrals:
            yield busiest


@transaction.atomic
def _seed(contract: Contract, edition: BankEdition, window: tuple[date, date], *, today: date) -> AuditRound:
    people = {user.username: user for user in User.objects.filter(username__in=(*AUDITORS, "lead"))}
    seed, lead = f"demo-{edition.bank}-{contract.contract_id}", people["lead"]
    plan = RoundPlan(
        region=Region.objects.get(code=REGION),
        edition=edition,
        window_first_on=window[0],
        window_last_on=window[1],
        size=MOST,
        seed=seed,
        strata_columns=(),
        due_on=today,
        auditors=tuple(people[name] for name in AUDITORS),
        contract=contract,
    )
    opened = open_round(plan, by=lead)
    draw_round(opened, by=lead)
    opened.refresh_from_db()
    for mark in opened.assignments.select_related("sampled_case__sample", "edition", "auditor"):
        SyntheticAuditor(mark, seed).mark()
    finish_review(opened, seed=seed)
    lock_score(opened, by=lead)
    return opened

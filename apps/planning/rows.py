"""Rows of the downloads: milestones, agreements, provision, awards, and what changed in an edition."""

from collections.abc import Iterable, Iterator
from typing import Any

from apps.organisation.differences import Kind
from apps.planning.changes import PlanChanges
from apps.planning.contracts import ContractCheck
from apps.planning.shapes import SUPPRESSED, AgreementShown, AwardShown, MilestoneShown, ProvisionRow

MILESTONE_COLUMNS = (
    "milestone", "title", "priority", "year", "quarter", "due_on", "owner", "measure", "baseline_percent",
    "aim_percent", "state", "overdue", "days_late", "done_on", "reason",
)  # fmt: skip
AGREEMENT_COLUMNS = (
    "agreement", "kind", "title", "provider", "reference", "first_on", "last_on", "value_pounds", "state",
    "days_left",
)  # fmt: skip
PROVISION_COLUMNS = (
    "need", "need_title", "unit", "unit_name", "cohort", "people_a_year", "agreement", "title", "provider",
    "kind",
)  # fmt: skip
AWARD_COLUMNS = (
    "award", "title", "applicant", "need", "units", "asked_pounds", "co_funding_pounds", "state",
    "awarded_pounds", "decided_on", "reason", "people_reached",
)  # fmt: skip
SMALL_NUMBERS = "[c]: a small number of people, suppressed."
CONTRACT_COLUMNS = ("contract", "service", "supplier", "agreements", "referrals", "check")
CHANGE_COLUMNS = ("what", "title", "happened", "field", "before", "after")


def milestone_rows(rows: Iterable[MilestoneShown]) -> Iterator[dict[str, Any]]:
    for one in rows:
        yield {
            "milestone": one.id,
            "title": one.title,
            "priority": one.priority_title,
            "year": one.year,
            "quarter": one.quarter,
            "due_on": one.due_on,
            "owner": one.owner,
            "measure": one.measure,
            "baseline_percent": one.baseline,
            "aim_percent": one.aim,
            "state": one.state_words,
            "overdue": one.is_overdue,
            "days_late": one.days_late,
            "done_on": one.done_on,
            "reason": one.reason,
        }


def agreement_rows(rows: Iterable[AgreementShown]) -> Iterator[dict[str, Any]]:
    for one in rows:
        yield {
            "agreement": one.id,
            "kind": one.kind_words,
            "title": one.title,
            "provider": one.provider,
            "reference": one.reference,
            "first_on": one.first_on,
            "last_on": one.last_on,
            "value_pounds": one.value,
            "state": one.state_words,
            "days_left": one.days_left,
        }


def provision_rows(rows: Iterable[ProvisionRow]) -> Iterator[dict[str, Any]]:
    for one in rows:
        yield {
            "need": one.need,
            "need_title": one.need_words,
            "unit": one.unit,
            "unit_name": one.unit_name,
            "cohort": one.cohort_words,
            "people_a_year": SUPPRESSED if one.capacity is None else one.capacity,
            "agreement": one.agreement,
            "title": one.title,
            "provider": one.provider,
            "kind": one.kind,
        }


def contract_rows(rows: Iterable[ContractCheck]) -> Iterator[dict[str, Any]]:
    for one in rows:
        values = (one.contract, one.service, one.supplier, one.titles, one.referrals_words, one.words)
        yield dict(zip(CONTRACT_COLUMNS, values, strict=True))


def award_rows(rows: Iterable[AwardShown]) -> Iterator[dict[str, Any]]:
    for one in rows:
        yield {
            "award": one.id,
            "title": one.title,
            "applicant": one.applicant,
            "need": one.need_words,
            "units": " ".join(one.units),
            "asked_pounds": one.asked,
            "co_funding_pounds": one.co_funding,
            "state": one.state_words,
            "awarded_pounds": one.awarded,
            "decided_on": one.decided_on,
            "reason": one.reason,
            "people_reached": one.reached,
        }


def change_rows(changes: PlanChanges) -> Iterator[dict[str, Any]]:
    """One row a changed field, and one for what came or went; of a text, the words before and after."""
    for text in changes.texts:
        before = "".join(each.text for each in text.parts if each.kind != Kind.ADDED)
        after = "".join(each.text for each in text.parts if each.kind != Kind.REMOVED)
        yield _change("Text", text.title, "Changed", "Words", before, after)
    for one in changes.things:
        for field, before, after in one.fields or (("", "", ""),):
            yield _change(one.what, one.title, one.happened_words, field, before, after)


def _change(what: str, title: str, happened: str, field: str, before: str, after: str) -> dict[str, str]:
    values = (what, title, happened, field, before, after)
    return dict(zip(CHANGE_COLUMNS, values, strict=True))

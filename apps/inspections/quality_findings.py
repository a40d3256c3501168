"""What the checks say of each assessor: for the lead inspector alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from apps.inspections.models import QualityCheck
from apps.inspections.quality_queries import QualityRow
from rules.definitions.banks import Bank
from rules.definitions.inspection_quality import QualityRules, quality_words

CHECK_COLUMNS = (
    "case_id", "assessor", "why", "state", "checks", "outcome", "rationale", "checker", "as_gatekeeper",
    "checked_at",
)  # fmt: skip
FINDING_COLUMNS = (
    "assessor", "case_id", "checked_at", "checker", "outcome", "rationale", "key_question", "judged",
    "wanted", "reason", "words",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OfAssessor:
    """Cases that were checked at least once; `first_time`: those whose first check found them in order."""

    assessor: str
    cases: int
    first_time: int
    sent_back: int
    changes_wanted: int
    sound: int

    @property
    def cells(self) -> tuple[int, ...]:
        return (self.cases, self.first_time, self.sent_back, self.changes_wanted, self.sound)


def by_assessor(rows: Iterable[QualityRow], rules: QualityRules) -> list[OfAssessor]:
    """Each assessor by name. Few cases say little of anybody: no percentage, no order of merit."""
    held: dict[str, list[QualityRow]] = {}
    for row in rows:
        if row.checks:
            held.setdefault(str(row.mark.auditor), []).append(row)
    return [_of_assessor(who, held[who], rules) for who in sorted(held)]


def _of_assessor(who: str, rows: list[QualityRow], rules: QualityRules) -> OfAssessor:
    firsts = [row.checks[0] for row in rows]
    reopening = {each.id for each in rules.outcomes if each.reopens}
    best = rules.rationale[0].id
    return OfAssessor(
        assessor=who,
        cases=len(rows),
        first_time=sum(check.outcome not in reopening for check in firsts),
        sent_back=sum(any(check.outcome in reopening for check in row.checks) for row in rows),
        changes_wanted=sum(not each.agrees for check in firsts for each in check.findings.all()),
        sound=sum(check.rationale == best for check in firsts),
    )


def finding_rows(rows: Iterable[QualityRow]) -> Iterator[dict[str, Any]]:
    """A row for each change that was wanted; a check that wanted none has one row."""
    for row in rows:
        for check in row.checks:
            wanted = [each for each in check.findings.all() if not each.agrees]
            if not wanted:
                yield _finding_row(row, check)
            for each in wanted:
                bank = row.mark.bank
                yield _finding_row(row, check) | {
                    "key_question": each.key_question,
                    "judged": label(bank, each.question, each.judged),
                    "wanted": label(bank, each.question, each.wanted),
                    "reason": each.reason,
                }


def label(bank: Bank, question: str, answer: str) -> str:
    """The words of an answer; the id itself for one that the bank does not know."""
    found = bank.scale_of(bank.questions[question]).answers
    return next((each.label for each in found if each.id == answer), answer)


def _finding_row(row: QualityRow, check: QualityCheck) -> dict[str, Any]:
    return {
        "assessor": str(row.mark.auditor),
        "case_id": row.case_id,
        "checked_at": check.at.isoformat(timespec="minutes"),
        "checker": str(check.by),
        "outcome": short(check.outcome),
        "rationale": short(check.rationale),
        "key_question": "",
        "judged": "",
        "wanted": "",
        "reason": "",
        "words": check.words,
    }


def check_rows(rows: Iterable[QualityRow]) -> Iterator[dict[str, Any]]:
    """A row for each case, with its newest check."""
    for row in rows:
        newest = row.newest
        yield {
            "case_id": row.case_id,
            "assessor": str(row.mark.auditor),
            "why": "; ".join(row.why),
            "state": row.state_words,
            "checks": len(row.checks),
            "outcome": short(newest.outcome) if newest else "",
            "rationale": short(newest.rationale) if newest else "",
            "checker": str(newest.by) if newest else "",
            "as_gatekeeper": newest.as_gatekeeper if newest else None,
            "checked_at": newest.at.isoformat(timespec="minutes") if newest else "",
        }


def short(code: str) -> str:
    """The words of an outcome or rationale before their explanation."""
    return quality_words(code).partition(":")[0]

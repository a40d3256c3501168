"""A round complete, as rows for spreadsheets and programs: answers, facts, evidence, cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from apps.assessments.models import Answer, Assignment, CaseFact, EvidenceEntry
from apps.assessments.scoring_answers import answers_that_score, results_that_score
from apps.audits.models import AuditRound
from rules.statistics.rounding import half_up

_CASE = ("round", "bank", "edition", "region", "case_id", "unit", "stratum")
ANSWER_COLUMNS = (
    *_CASE,
    "mark",
    "marker",
    "question",
    "answer",
    "worked_out",
    "dates",
    "note",
    "standing",
    "version",
    "changed_at",
    "submitted_at",
    "scores",
    "adjudicated",
)
FACT_COLUMNS = (*_CASE, "mark", "fact", "value", "origin", "changed_at")
EVIDENCE_COLUMNS = (
    *_CASE,
    "mark",
    "question",
    "source",
    "on",
    "words",
    "file_name",
    "file_sha256",
    "struck_out",
    "by",
    "at",
)
CASE_COLUMNS = (
    *_CASE,
    "mark",
    "marker",
    "submitted_at",
    "score",
    "score_exact",
    "points",
    "weight",
    "asked_weight",
    "too_thin",
    "no_evidence",
    "critical_failures",
)


@dataclass(frozen=True)
class Export:
    """One table of a round; `columns` in the order of the file."""

    title: str
    columns: tuple[str, ...]
    rows: Any


def export_of(table: str, audit_round: AuditRound, marks: QuerySet[Assignment]) -> Export:
    """The table of that name over `marks`, the markings that the reader may see. Raises KeyError."""
    title, columns, rows = _TABLES[table]
    return Export(f"{title}: {audit_round}", columns, rows(audit_round, list(_whole(marks))))


def _whole(marks: QuerySet[Assignment]) -> QuerySet[Assignment]:
    found = marks.select_related("sampled_case__stratum", "edition", "auditor")
    return found.order_by("sampled_case__case_id", "mark").defer("sampled_case__snapshot")


def _case(audit_round: AuditRound, mark: Assignment) -> dict[str, Any]:
    case = mark.sampled_case
    return {
        "round": audit_round.pk,
        "bank": mark.edition.bank,
        "edition": mark.edition.edition,
        "region": audit_round.region_id,
        "case_id": case.case_id,
        "unit": case.unit_code,
        "stratum": case.stratum.name,
        "mark": mark.mark,
    }


def _answers(audit_round: AuditRound, marks: list[Assignment]) -> Iterator[dict[str, Any]]:
    scoring = answers_that_score(mark for mark in marks if mark.mark == Assignment.FIRST_MARK)
    by_pk = {mark.pk: mark for mark in marks}
    for row in Answer.objects.filter(assignment__in=by_pk).order_by("assignment", "question"):
        mark = by_pk[row.assignment_id]
        scores = scoring.get(mark.pk, {}).get(row.question)
        yield _case(audit_round, mark) | {
            "marker": str(mark.auditor or ""),
            "question": row.question,
            "answer": row.answer,
            "worked_out": row.worked_out,
            "dates": _dates(row.dates),
            "note": row.note,
            "standing": row.standing,
            "version": row.version,
            "changed_at": row.changed_at.isoformat(),
            "submitted_at": mark.submitted_at.isoformat() if mark.submitted_at else "",
            "scores": scores.answer if scores else "",
            "adjudicated": bool(scores and scores.adjudicated),
        }


def _dates(dates: dict[str, Any]) -> str:
    """limit: starts to ends; ..."""
    return "; ".join(
        f"{limit}: {pair.get('starts', '')} to {'never' if pair.get('never_done') else pair.get('ends', '')}"
        for limit, pair in sorted(dates.items())
    )


def _facts(audit_round: AuditRound, marks: list[Assignment]) -> Iterator[dict[str, Any]]:
    by_key = {(mark.sampled_case_id, mark.mark): mark for mark in marks}
    rows = CaseFact.objects.filter(sampled_case__in={case for case, _ in by_key})
    for row in rows.order_by("sampled_case", "mark", "fact"):
        mark = by_key.get((row.sampled_case_id, row.mark))
        if mark is not None:
            value = ";".join(row.value) if isinstance(row.value, list) else row.value
            yield _case(audit_round, mark) | {
                "fact": row.fact,
                "value": value,
                "origin": row.origin,
                "changed_at": row.changed_at.isoformat(),
            }


def _evidence(audit_round: AuditRound, marks: list[Assignment]) -> Iterator[dict[str, Any]]:
    by_pk = {mark.pk: mark for mark in marks}
    for row in EvidenceEntry.objects.filter(assignment__in=by_pk).select_related("by"):
        same = ("question", "source", "on", "words", "file_name", "file_sha256")
        yield (
            _case(audit_round, by_pk[row.assignment_id])
            | {name: getattr(row, name) for name in same}
            | {
                "struck_out": row.struck_reason,
                "by": str(row.by),
                "at": row.at.isoformat(),
            }
        )


def _cases(audit_round: AuditRound, marks: list[Assignment]) -> Iterator[dict[str, Any]]:
    """One line a marking; the first marking's figures are those that score."""
    scoring = results_that_score(mark for mark in marks if mark.mark == Assignment.FIRST_MARK)
    for mark in marks:
        result = scoring.get(mark.pk) or mark.result or {}
        exact = result.get("percent")
        yield _case(audit_round, mark) | {
            "marker": str(mark.auditor or ""),
            "submitted_at": mark.submitted_at.isoformat() if mark.submitted_at else "",
            "score": None if exact is None else half_up(Fraction(exact), 2),
            "score_exact": exact,
            "points": result.get("points"),
            "weight": result.get("weight"),
            "asked_weight": result.get("asked_weight"),
            "too_thin": result.get("thin") or "",
            "no_evidence": result.get("no_evidence"),
            "critical_failures": " ".join(result.get("critical_failures", ())),
        }


_TABLES = {
    "answers": ("Answers", ANSWER_COLUMNS, _answers),
    "facts": ("Case facts", FACT_COLUMNS, _facts),
    "evidence": ("Evidence", EVIDENCE_COLUMNS, _evidence),
    "cases": ("Cases", CASE_COLUMNS, _cases),
}
TABLES = tuple(_TABLES)

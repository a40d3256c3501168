"""Reads of the cases of an inspection: who assesses which, how far, and what they may see of each other."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from apps.assessments.blindness import hidden_marks
from apps.assessments.models import Assignment, SampledCase
from apps.inspections.models import Inspection
from apps.organisation.models import User


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One sampled case with its assessments. `readable`: the reader may open what was submitted."""

    case: SampledCase
    first: Assignment | None
    second: Assignment | None
    readable: bool

    @property
    def state(self) -> str:
        if self.first is None or self.first.auditor is None:
            return "Nobody assesses it"
        if self.first.is_submitted:
            return "Assessed"
        return "Begun" if self.first.facts_checked_at else "To assess"

    def as_line(self) -> dict[str, Any]:
        """The row of a download."""
        return {
            "case_id": self.case.case_id,
            "stratum": self.case.stratum.name,
            "place": self.case.place,
            "standing": self.case.standing,
            "unit": self.case.unit_code,
            "assessor": _name(self.first),
            "state": self.state,
            "second_assessor": _name(self.second),
        }


def _name(mark: Assignment | None) -> str:
    return str(mark.auditor) if mark and mark.auditor else ""


def case_rows(inspection: Inspection, reader: User) -> list[CaseRow]:
    """The cases to assess in the order of the draw, as the reader may see them."""
    cases = inspection.sample.cases.filter(standing=SampledCase.Standing.SAMPLED)
    marks = _marks(inspection)
    ids = [each.pk for each in marks.values()]
    hidden = set(hidden_marks(reader).filter(pk__in=ids).values_list("pk", flat=True))
    rows = []
    for case in cases.select_related("stratum").defer("snapshot"):
        first = marks.get((case.pk, Assignment.FIRST_MARK))
        submitted = first is not None and first.is_submitted
        rows.append(
            CaseRow(
                case=case,
                first=first,
                second=marks.get((case.pk, Assignment.SECOND_MARK)),
                readable=submitted and first.pk not in hidden,
            )
        )
    return rows


def _marks(inspection: Inspection) -> dict[tuple[int, int], Assignment]:
    found = Assignment.objects.filter(sampled_case__sample=inspection.sample_id).select_related("auditor")
    return {(each.sampled_case_id, each.mark): each for each in found}


@dataclass(frozen=True)
class ProgressRow:
    """How far one assessor is; both marks count."""

    assessor: str
    cases: int
    submitted: int

    @property
    def left(self) -> int:
        return self.cases - self.submitted


def progress(inspection: Inspection) -> list[ProgressRow]:
    """Every assessor of the inspection by name."""
    held: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for mark in _marks(inspection).values():
        name = _name(mark) or "Nobody"
        held[name] += 1
        done[name] += mark.is_submitted
    return [ProgressRow(name, held[name], done[name]) for name in sorted(held)]

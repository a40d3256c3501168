"""What the assessed cases of an inspection say: the judgements that count, adjudicated where they were."""

from dataclasses import dataclass

from django.db.models import QuerySet

from apps.assessments.models import Assignment, SampledCase
from apps.assessments.scoring_answers import Settlement, settlements
from apps.inspections.models import Inspection
from rules.definitions.rating_rules import load_rating_rules
from rules.scoring.case_judgements import judgements_of, outcomes_of
from rules.scoring.judgement_files import Outcome
from rules.scoring.key_questions import Judgement


@dataclass(frozen=True, kw_only=True)
class CaseJudgements:
    """Of the submitted cases, in the order of the draw. `cases`: sampled; `waiting`: not submitted yet."""

    judgements: tuple[Judgement, ...]
    outcomes: tuple[Outcome, ...]
    cases: int
    waiting: int


def first_marks(inspection: Inspection) -> QuerySet[Assignment]:
    """The assessments that count: the first mark of every sampled case."""
    return Assignment.objects.filter(
        sampled_case__sample=inspection.sample_id,
        sampled_case__sample__isnull=False,
        sampled_case__standing=SampledCase.Standing.SAMPLED,
        mark=Assignment.FIRST_MARK,
    ).select_related("sampled_case__stratum", "edition", "auditor")


def case_judgements(inspection: Inspection) -> CaseJudgements:
    """Every judgement of the inspection's submitted cases; each marker's own answers stay where they are."""
    marks = list(first_marks(inspection))
    submitted = [mark for mark in marks if mark.is_submitted]
    found = settlements(submitted)
    rules = load_rating_rules(inspection.rating_rules)
    settled = [(mark, found[mark.pk]) for mark in submitted]
    return CaseJudgements(
        judgements=tuple(each for mark, stand in settled for each in _judgements(mark, stand)),
        outcomes=tuple(
            each
            for mark, stand in settled
            for each in outcomes_of(
                mark.bank, mark.sampled_case.case_id, stand.settled.facts, stand.settled.answers, rules
            )
        ),
        cases=len(marks),
        waiting=len(marks) - len(submitted),
    )


def _judgements(mark: Assignment, stand: Settlement) -> list[Judgement]:
    case_id = mark.sampled_case.case_id
    return list(judgements_of(mark.bank, case_id, stand.settled.facts, stand.settled.answers))


def cases_to_draw(inspection: Inspection) -> list[str]:
    """Why fieldwork cannot begin: a gate."""
    return [] if inspection.sample_id else ["Draw the cases that the team assesses"]


def cases_waiting(inspection: Inspection) -> list[str]:
    """Why the panel cannot rate yet: a gate."""
    if inspection.sample_id is None:
        return ["Draw the cases and have them assessed"]
    left = first_marks(inspection).filter(submitted_at=None).count()
    return [f"{left} of the cases are not assessed yet"] if left else []

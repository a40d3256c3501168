"""OM026 in plain Python: quality checks of assessments, and what they found."""

from collections.abc import Iterator

from rules.measures.cases.case import Asked, Case
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_of, rank, sentence_of


def cases(asked: Asked) -> Iterator[Case]:
    """Every check of one of the person's assessments."""
    assessments = {each.assessment_id: each for each in asked.events.assessments}
    checks = asked.events.assessment_quality_checks
    for check in checks:
        on, assessment = check.checked_on, assessments[check.assessment_id]
        sentence = sentence_of(asked, assessment.sentence_id)
        met = check.result in asked.parameters.met_answers
        found = Occurrence(
            id=check.check_id,
            person_id=assessment.person_id,
            since_on=on,
            trigger_on=on,
            due_on=on,
            what=f"Check: {check.result.replace('_', ' ')}",
            rank=rank(check.check_id, [each.check_id for each in checks if each.checked_on == on]),
            home_region=sentence.court_region_code if sentence else None,
            quashed_on=quashed_of(asked, sentence, on, on),
        )
        yield from case_of(asked, found, {"met": int(met)})

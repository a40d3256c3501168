"""How far the markers of a round or an exercise agreed, from what they said while blind."""

from apps.assessments.agreement import AgreementTables, blind_marks, tables
from apps.assessments.models import Comparison, SampledCase
from apps.audits.models import AuditRound, CalibrationExercise


def agreement_of_round(audit_round: AuditRound) -> AgreementTables:
    """First against second marks of the cases whose markers were compared."""
    cases = SampledCase.objects.filter(sample=audit_round.sample_id, standing=SampledCase.Standing.SAMPLED)
    return tables(
        audit_round.edition.definition, blind_marks(Comparison.objects.filter(sampled_case__in=cases))
    )


def agreement_of_exercise(exercise: CalibrationExercise) -> AgreementTables:
    """Everybody against everybody, on the cases of the exercise that were compared."""
    found = Comparison.objects.filter(sampled_case__sample=exercise.sample_id)
    return tables(exercise.edition.definition, blind_marks(found))

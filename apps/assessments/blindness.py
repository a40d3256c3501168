"""Who must not see which marking yet: markers of one case are blind to each other until they are compared.

Every page, export and API that shows somebody's answers, notes or results asks here.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.assessments.models import Assignment, Comparison
from apps.organisation.models import User


def readable_marks(user: User) -> QuerySet[Assignment]:
    """Every marking but those of others of a case that the user marks too and that is not compared yet.

    Scopes and verbs come on top of it.
    """
    return Assignment.objects.exclude(pk__in=hidden_marks(user).values("pk"))


def hidden_marks(user: User) -> QuerySet[Assignment]:
    """The markings that the user must not see yet."""
    return Assignment.objects.filter(
        ~Q(auditor=user) | Q(auditor__isnull=True),
        Exists(Assignment.objects.filter(sampled_case=OuterRef("sampled_case"), auditor=user)),
        ~Exists(_comparison()),
    )


def is_hidden_from(user: User, assignment: Assignment) -> bool:
    return hidden_marks(user).filter(pk=assignment.pk).exists()


def blind_in(user: User, sample_id: int) -> bool:
    """Whether the user must not see yet how some case of the sample was marked."""
    return hidden_marks(user).filter(sampled_case__sample=sample_id).exists()


def hidden_subjects(user: User) -> tuple[str, list[int]]:
    """What of the trail the user must not see yet: subject type and keys."""
    return Assignment._meta.label_lower, list(hidden_marks(user).values_list("pk", flat=True))


def _comparison() -> QuerySet[Comparison]:
    return Comparison.objects.filter(sampled_case=OuterRef("sampled_case"), bank=OuterRef("edition__bank"))

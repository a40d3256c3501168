"""What of the trail nobody outside the team reads before an inspection is published."""

from collections.abc import Callable

from django.db.models import QuerySet

from apps.assessments.models import Assignment, Sample
from apps.inspections.access import team_inspections
from apps.inspections.models import Inspection
from apps.organisation import veils
from apps.organisation.models import User

Hidden = tuple[str, list[int]]


def register() -> None:
    """Hide open inspections, their samples and the marking of their cases in the trail."""
    veils.register("inspections", _inspections)
    veils.register("inspection samples", _of_sample(Sample, "pk__in"))
    veils.register("inspection marks", _of_sample(Assignment, "sampled_case__sample__in"))


def closed_to(user: User) -> QuerySet[Inspection]:
    """The inspections of which the user must not learn anything yet."""
    return Inspection.objects.exclude(state=Inspection.State.PUBLISHED).exclude(
        pk__in=team_inspections(user).values("pk")
    )


def _inspections(user: User) -> Hidden:
    return Inspection._meta.label_lower, list(closed_to(user).values_list("pk", flat=True))


def _of_sample(model: type[Sample] | type[Assignment], path: str) -> Callable[[User], Hidden]:
    def hidden(user: User) -> Hidden:
        samples = closed_to(user).filter(sample__isnull=False).values("sample")
        found = model.objects.filter(**{path: samples})
        return model._meta.label_lower, list(found.values_list("pk", flat=True))

    return hidden

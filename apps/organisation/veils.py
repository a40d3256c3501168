"""What of the trail a reader must not see yet, such as how a colleague marked a case that is theirs too.

Each app registers what it hides; the trail itself stays whole.
"""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet

from apps.organisation.models import RecordedAction, User

# The subject type, and the keys of that type that the reader must not see.
Hidden = tuple[str, Iterable[int]]
_registry: dict[str, Callable[[User], Hidden]] = {}


def register(name: str, hidden: Callable[[User], Hidden]) -> None:
    """Hide the actions about some subjects from a reader. A second call under one name replaces the first."""
    _registry[name] = hidden


def readable(actions: QuerySet[RecordedAction], reader: User) -> QuerySet[RecordedAction]:
    """The actions without those that are hidden from the reader."""
    for hidden in _registry.values():
        subject_type, keys = hidden(reader)
        subjects = [str(key) for key in keys]
        if subjects:
            actions = actions.exclude(Q(subject_type=subject_type, subject_id__in=subjects))
    return actions

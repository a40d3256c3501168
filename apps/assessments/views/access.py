"""Whose case is it: nobody opens another's."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from apps.assessments.blindness import readable_marks
from apps.assessments.models import Assignment
from apps.assessments.queries import BULKY, marked_by
from apps.assessments.readers import reads_marks_of

_WITH = ("sampled_case__sample", "sampled_case__stratum", "edition", "auditor")


def own_assignment(request: HttpRequest, assignment_id: int) -> Assignment:
    """The assignment, if the reader marks it and their role still covers its region; else 404."""
    mine = marked_by(request.user).select_related(*_WITH).defer(*BULKY)
    return get_object_or_404(mine, pk=assignment_id)


def readable_assignment(request: HttpRequest, assignment_id: int) -> Assignment:
    """The assignment, for its auditor and, once submitted, for whoever reads the sample's marks; else 404.

    Whoever marks the case too sees nothing of another's marking before the two are compared.
    """
    open_to_them = readable_marks(request.user).select_related(*_WITH).defer(*BULKY)
    found = get_object_or_404(open_to_them, pk=assignment_id)
    if marked_by(request.user).filter(pk=found.pk).exists():
        return found
    if not (found.is_submitted and reads_marks_of(request.user, found.sampled_case.sample)):
        raise Http404
    return found

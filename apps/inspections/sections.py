"""The parts of one inspection, in the order of its work, and those of the section itself."""

from django.urls import NoReverseMatch, reverse

from apps.inspections.models import Inspection
from apps.organisation.access import roles_of, verbs_of
from apps.organisation.models import User
from apps.organisation.sub_navigation import Part, PartLink

_PUBLISHED = "view_published_inspections"
PARTS = (
    Part(key="inspections", label="Inspections", url_name="inspections:list", verb="view_inspections"),
    Part(
        key="published",
        label="Published",
        url_name="inspections:published",
        verb=_PUBLISHED,
    ),
    Part(key="own", label="Your body", url_name="inspections:own", verb="respond_to_inspection"),
    Part(key="year", label="The year", url_name="inspections:year", verb=_PUBLISHED),
    Part(
        key="practice",
        label="Effective practice",
        url_name="inspections:practice",
        verb=_PUBLISHED,
    ),
    Part(key="baseline", label="Outcomes baseline", url_name="inspections:baseline", verb="view_inspections"),
    Part(key="standards", label="Standards", url_name="inspections:standards", verb="view_standards"),
)
# Each part of an inspection is an address with `inspection_id`; one that is not there yet is left out.
OF_ONE = (
    Part(key="plan", label="Plan", url_name="inspections:inspection", verb="view_inspections"),
    Part(key="pack", label="Evidence pack", url_name="inspections:pack", verb="view_inspections"),
    Part(key="cases", label="Cases", url_name="inspections:cases", verb="view_inspections"),
    Part(key="quality", label="Quality", url_name="inspections:quality", verb="view_inspections"),
    Part(key="joint", label="Joint cases", url_name="inspections:joint", verb="view_inspections"),
    Part(key="evidence", label="Evidence", url_name="inspections:register", verb="view_inspections"),
    Part(key="views", label="Views of people", url_name="inspections:survey", verb="view_inspections"),
    Part(key="talks", label="Talks", url_name="inspections:talks", verb="view_inspections"),
    Part(key="ratings", label="Ratings", url_name="inspections:ratings", verb="view_inspections"),
    Part(key="panel", label="Panel", url_name="inspections:panel", verb="view_inspections"),
    Part(key="report", label="Report", url_name="inspections:report", verb="view_inspections"),
)


def parts_of(inspection: Inspection, user: User, *, current: str) -> list[PartLink]:
    """The parts of the inspection that the user's roles open."""
    verbs = verbs_of(roles_of(user))
    found = []
    for part in OF_ONE:
        url = _address(part.url_name, inspection.pk)
        if url and part.verb in verbs:
            found.append(PartLink(label=part.label, url=url, is_current=part.key == current))
    return found


def _address(url_name: str, inspection_id: int) -> str:
    try:
        return reverse(url_name, args=[inspection_id])
    except NoReverseMatch:
        return ""

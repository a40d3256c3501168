"""Who changes an inspection: its own team alone, though whoever plans inspections reads every one."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse

from apps.inspections.access import leads, team_inspections, writes
from apps.inspections.models import Inspection, Member
from apps.organisation.models import RecordedAction, Region, RoleAssignment, User
from tests.factories.inspections import join, make_inspection
from tests.factories.people import form_key, make_person_with
from tests.security.inspected import inspect
from tests.security.inspection_keys import InspectionKeys
from tests.security.inspection_routes import INSPECTION_ROUTES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
REFUSED = {403, 404, 405}
# For those who do not lead: it has tests of its own.
OWN_TESTS = {"inspections:take_over"}


class Keys(InspectionKeys):
    """What the table of routes speaks of, without the rest of the demonstration."""

    def __init__(self, people: Mapping[str, User]) -> None:
        self.inspected = inspect(people, Region.objects.get(code="A"))

    def get(self, name: str) -> object:
        """The key of that name; None for a thing that is no part of an inspection."""
        found = getattr(self, f"_{name}", None)
        return found() if found and name not in ("standards_draft",) else None

    def _a_sheet_kind(self) -> str:
        return "ods"


@pytest.fixture
def keys() -> Keys:
    roles = {"lead_inspector": "", "inspector": "", "ratings_panel": "", "regional_director": "H"}
    return Keys({role: make_person_with(role, region=region) for role, region in roles.items()})


def _addresses(keys: Keys) -> dict[str, str]:
    """Every address about one inspection, by the route's name; those that are yet to be built too."""
    given = {name: dict(route.inside(keys)) for name, route in INSPECTION_ROUTES.items()}  # type: ignore[arg-type]
    of_one = {
        name
        for name, arguments in given.items()
        if name.startswith("inspections:") and "inspection_id" in arguments
    } - OWN_TESTS
    return {name: reverse(name, kwargs=given[name]) for name in sorted(of_one)}


def _client(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("role", ["lead_inspector", "inspector"])
def test_whoever_works_on_another_inspection_changes_nothing_of_this_one(role: str, keys: Keys) -> None:
    stranger = make_person_with(role)
    client, trail = _client(stranger), RecordedAction.objects.count()
    answers = {
        name: client.post(address, form_key()).status_code for name, address in _addresses(keys).items()
    }
    assert len(answers) > 40
    assert {name: status for name, status in answers.items() if status not in REFUSED} == {}
    assert RecordedAction.objects.count() == trail


def test_whoever_plans_inspections_reads_one_that_somebody_else_leads(keys: Keys) -> None:
    address = reverse("inspections:inspection", args=[keys.inspected.under_way.pk])
    shown = _client(make_person_with("lead_inspector")).get(address).content.decode()
    assert "You read this inspection. Only who leads it plans and staffs it" in shown
    assert "Change the team" not in shown


def test_who_assures_quality_writes_neither_report_nor_ratings() -> None:
    inspection = make_inspection()
    assert not writes(join(inspection, Member.Job.QUALITY), inspection)
    assert writes(join(inspection, Member.Job.INSPECTOR), inspection)


def _end_roles(user: User) -> None:
    RoleAssignment.objects.filter(user=user).update(valid_to="2021-06-27")


def test_an_inspection_that_nobody_can_lead_any_more_is_taken_over_for_a_reason() -> None:
    inspection = make_inspection()
    former, next_one = inspection.planned_by, make_person_with("lead_inspector")
    client, address = _client(next_one), reverse("inspections:take_over", args=[inspection.pk])
    assert client.post(address, form_key() | {"reason": "I want it"}).status_code == 409
    _end_roles(former)
    page = client.get(reverse("inspections:inspection", args=[inspection.pk])).content.decode()
    assert "Nobody can lead this inspection any more" in page
    assert client.post(address, form_key() | {"reason": ""}).status_code == 422
    assert client.post(address, form_key() | {"reason": "She has left the service"}).status_code == 302
    assert leads(next_one, Inspection.objects.get())
    assert not team_inspections(former).exists()
    trail = RecordedAction.objects.get(verb="take_over_inspection")
    assert (trail.reason, trail.before) == ("She has left the service", {"led_by": [former.username]})


def test_nobody_of_the_inspected_body_takes_its_inspection_over() -> None:
    inspection = make_inspection()
    _end_roles(inspection.planned_by)
    insider = make_person_with("lead_inspector")
    RoleAssignment.objects.create(
        user=insider, role="regional_director", scope_kind="region", region_id="H", valid_from="2021-06-26"
    )
    address = reverse("inspections:take_over", args=[inspection.pk])
    assert _client(insider).post(address, form_key() | {"reason": "Mine now"}).status_code == 409

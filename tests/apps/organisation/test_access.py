"""Who may do what, where."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from apps.organisation.access import Scope, can, needs, scope_for
from apps.organisation.actions import Refused, assign_role
from apps.organisation.models import Region
from tests.factories.people import give_role, make_person_with, make_user

pytestmark = pytest.mark.usefixtures("reference")


def test_somebody_without_a_role_may_do_nothing() -> None:
    user = make_user()
    assert not can(user, "view_performance")
    assert scope_for(user, "view_performance").is_empty


def test_a_role_holds_only_for_its_verbs() -> None:
    auditor = make_person_with("auditor", region="H")
    assert can(auditor, "score_case")
    assert not can(auditor, "view_performance")


def test_a_director_sees_the_region_and_its_units_and_no_other() -> None:
    scope = scope_for(make_person_with("regional_director", region="H"), "view_performance")
    assert scope.sees_region("H")
    assert scope.sees_unit("H103")
    assert not scope.sees_region("A")
    assert not scope.sees_unit("A25")


def test_a_head_sees_the_unit_but_not_its_whole_region() -> None:
    scope = scope_for(make_person_with("head_of_delivery_unit", unit="H103"), "view_performance")
    assert scope.sees_unit("H103")
    assert not scope.sees_unit("H104")
    assert not scope.sees_region("H")
    assert scope.sees_something_of_region("H")


def test_a_view_and_what_it_calls_read_the_roles_once_and_the_next_view_reads_them_again(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    @needs("view_performance")
    def inner(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(scope_for(request.user, "view_performance").sees_region("H")))

    @needs("view_performance")
    def outer(request: HttpRequest) -> HttpResponse:
        return inner(request) if can(request.user, "view_performance") else HttpResponse("")

    request = rf.get("/")
    request.user = make_person_with("regional_director", region="H")
    with django_assert_num_queries(1):
        assert outer(request).content == b"True"
    request.user.roles.update(valid_to=date(2020, 1, 1), valid_from=date(2020, 1, 1))
    with pytest.raises(PermissionDenied):
        outer(request)
    assert not can(request.user, "view_performance")


def test_a_practitioner_sees_own_cases_by_staff_code() -> None:
    scope = scope_for(make_person_with("practitioner", staff_code="H103-P01"), "view_case")
    assert scope.staff_code == "H103-P01"
    assert not scope.sees_unit("H103")


def test_a_practitioner_without_a_staff_code_sees_nothing() -> None:
    assert scope_for(make_person_with("practitioner"), "view_case").is_empty


def test_scopes_of_several_roles_add_up() -> None:
    user = make_person_with("regional_director", region="H")
    give_role(user, "regional_director", region="A")
    give_role(user, "head_of_delivery_unit", unit="L85")
    scope = scope_for(user, "view_performance")
    assert scope.region_codes == {"A", "H"}
    assert scope.unit_codes == {"L85"}


def test_a_role_of_another_verb_widens_nothing() -> None:
    user = make_person_with("regional_director", region="H")
    give_role(user, "lead_auditor")
    assert not scope_for(user, "view_performance").all_regions
    assert scope_for(user, "view_audit_results").all_regions


@pytest.mark.parametrize(("on", "held"), [("2026-03-31", False), ("2026-04-01", True), ("2026-05-01", False)])
def test_a_role_holds_from_its_first_to_its_last_day(on: str, held: bool) -> None:
    user = make_user()
    role = assign_role(
        user, role="auditor", by=None, valid_from=date(2026, 4, 1), region=Region.objects.get(code="H")
    )
    role.valid_to = date(2026, 4, 30)
    role.save()
    with time_machine.travel(f"{on}T12:00:00Z", tick=False):
        assert can(user, "score_case") is held


def test_a_closed_account_may_do_nothing() -> None:
    user = make_person_with("performance_analyst")
    user.is_active = False
    user.save()
    assert not can(user, "view_performance")


@pytest.mark.parametrize("place", [{}, {"unit": "H103"}])
def test_a_role_over_a_region_needs_a_region(place: dict[str, str]) -> None:
    with pytest.raises(Refused, match="one region"):
        give_role(make_user(), "auditor", **place)


def test_an_empty_scope_filters_everything_out() -> None:
    assert not Region.objects.filter(Scope().filter_q(region_field="code", unit_field="units__code")).exists()


def test_a_national_scope_filters_nothing_out() -> None:
    scope = Scope(all_regions=True)
    assert Region.objects.filter(scope.filter_q(region_field="code", unit_field="units__code")).exists()

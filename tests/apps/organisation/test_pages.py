"""Signing in, my work, and the administrator's pages."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.backends import ModelBackend
from django.test import Client

from apps.organisation.models import RecordedAction, User
from tests.factories.people import PASSWORD, make_person_with, make_user

pytestmark = pytest.mark.usefixtures("reference")
Browse = Callable[..., Client]
BACKEND = f"{ModelBackend.__module__}.{ModelBackend.__qualname__}"


def signed_in_as(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text_of(response: object) -> str:
    """The page's words, without its markup."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", plain)


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in_and_back(client: Client) -> None:
    make_user("somebody")
    response = client.get("/account/")
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/account/")
    typed = {"username": "somebody", "password": PASSWORD, "next": "/account/"}
    assert client.post("/sign-in/", typed)["Location"] == "/account/"


def test_a_wrong_password_is_told_in_a_summary_and_gives_nothing_away(client: Client) -> None:
    make_user("somebody")
    wrong = client.post("/sign-in/", {"username": "somebody", "password": "wrong"})
    unknown = client.post("/sign-in/", {"username": "nobody", "password": "wrong"})
    for response in (wrong, unknown):
        assert "There is a problem The username or the password is not right." in text_of(response)


def test_empty_boxes_are_named_one_by_one_and_linked(client: Client) -> None:
    page = client.post("/sign-in/", {}).content.decode()
    assert '<a href="#id_username">Enter your username.</a>' in page
    assert '<a href="#id_password">Enter your password.</a>' in page
    assert "<title>Error: Sign in – Probity</title>" in page


def test_a_closed_account_cannot_sign_in(client: Client) -> None:
    make_user("gone", is_active=False)
    response = client.post("/sign-in/", {"username": "gone", "password": PASSWORD})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_session_that_ran_out_is_explained(client: Client) -> None:
    client.cookies["sessionid"] = "long-gone"
    assert "had not used the service for a while" in text_of(client.get("/sign-in/?next=/account/"))


def test_signing_out_takes_a_press_of_a_button(browse: Browse) -> None:
    browser = browse("auditor", region="H")
    assert browser.get("/sign-out/").status_code == 405
    assert browser.post("/sign-out/").status_code == 302
    assert browser.get("/").status_code == 302


def test_the_home_page_of_somebody_without_a_role_says_so(reference: None) -> None:
    page = text_of(signed_in_as(make_user()).get("/"))
    assert "Your account has no role yet" in page


def test_no_page_or_download_is_kept_by_a_browser(browse: Browse) -> None:
    analyst = browse("performance_analyst")
    for address in ("/", "/caseload/cases/", "/api/v1/reports/", "/nowhere/"):
        assert "no-store" in analyst.get(address)["Cache-Control"]


def test_the_header_names_the_reader_and_the_role(browse: Browse) -> None:
    assert "Auditor, Wales" in text_of(browse("auditor", region="H").get("/"))


def test_the_navigation_shows_only_what_the_role_opens(browse: Browse) -> None:
    assert "System log" in text_of(browse("administrator").get("/"))
    assert "System log" not in text_of(browse("auditor", region="H").get("/"))


def test_nothing_opens_before_a_temporary_password_is_changed(reference: None) -> None:
    user = make_person_with("administrator")
    user.password_is_temporary = True
    user.save()
    browser = signed_in_as(user)
    assert browser.get("/users/")["Location"] == "/account/password/"
    new = "a much longer password"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert browser.post("/account/password/", typed)["Location"] == "/"
    assert browser.get("/users/").status_code == 200


def test_a_temporary_password_cannot_be_chosen_again(reference: None) -> None:
    user = make_person_with("administrator")
    user.password_is_temporary = True
    user.save()
    browser = signed_in_as(user)
    typed = {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "other than your current one" in text_of(browser.post("/account/password/", typed))
    assert User.objects.get(pk=user.pk).password_is_temporary


def test_a_short_password_is_refused(browse: Browse) -> None:
    typed = {"old_password": PASSWORD, "new_password1": "short-one", "new_password2": "short-one"}
    page = text_of(browse("administrator").post("/account/password/", typed))
    assert "at least 12 characters" in page


def test_a_program_that_is_not_signed_in_gets_401(client: Client) -> None:
    response = client.get("/api/v1/schema/")
    assert (response.status_code, response.json()) == (401, {"detail": "Sign in first."})


def test_a_fragment_of_a_page_that_is_not_signed_in_leads_the_whole_page_to_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/users/"}
    response = client.get("/system-log/", headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (401, "/sign-in/?next=%2Fusers%2F")


def test_the_map_tells_each_authority_and_its_source(browse: Browse) -> None:
    browser = browse("auditor", region="H")
    assert "H – Wales" in text_of(browser.get("/regions/"))
    page = text_of(browser.get("/regions/H/"))
    assert "Wrexham whole Missing in T 3624" in page
    assert browser.get("/regions/Z/").status_code == 404


def test_units_stand_in_the_order_of_their_numbers(browse: Browse) -> None:
    page = text_of(browse("auditor", region="H").get("/regions/"))
    assert page.index("D6 Essex North") < page.index("D10 Hertfordshire")


def test_an_administrator_makes_an_account_and_sees_its_password_once(browse: Browse) -> None:
    browser = browse("administrator")
    typed = {"first_name": "Ann", "last_name": "Lee", "username": "ann.lee", "staff_code": ""}
    response = browser.post("/users/new/", typed)
    assert response["Cache-Control"] == "no-store"
    password = re.search(r"Temporary password: (\S+)", text_of(response)).group(1)  # type: ignore[union-attr]
    assert User.objects.get(username="ann.lee").check_password(password)
    again = browser.post("/users/new/", typed)
    assert (again.status_code, "Somebody else has this username." in text_of(again)) == (422, True)


def test_an_administrator_gives_a_role_in_two_steps(browse: Browse) -> None:
    browser, user = browse("administrator"), make_user()
    chosen = browser.get(f"/users/{user.pk}/roles/?go=1&role=regional_director")
    assert chosen["Location"] == f"/users/{user.pk}/roles/regional_director/"
    day = {"valid_from_day": "1", "valid_from_month": "4", "valid_from_year": "2026"}
    incomplete = browser.post(chosen["Location"], day)
    assert "Choose a region." in text_of(incomplete)
    assert browser.post(chosen["Location"], day | {"region": "H"}).status_code == 302
    assert user.roles.get().region_id == "H"
    twice = browser.post(chosen["Location"], day | {"region": "H"})
    assert "already holds the role" in text_of(twice)


def test_choosing_no_role_is_an_error(browse: Browse) -> None:
    response = browse("administrator").get(f"/users/{make_user().pk}/roles/?go=1")
    assert (response.status_code, "Choose a role." in text_of(response)) == (422, True)


def test_an_unknown_role_has_no_page(browse: Browse) -> None:
    assert browse("administrator").get(f"/users/{make_user().pk}/roles/emperor/").status_code == 404


def test_an_administrator_ends_a_role_with_a_reason(browse: Browse) -> None:
    browser, held = browse("administrator"), make_person_with("auditor", region="H").roles.get()
    page = f"/users/{held.user_id}/roles/{held.pk}/end/"
    day = {"last_on_day": "30", "last_on_month": "4", "last_on_year": "2026"}
    assert "Say why the role ends." in text_of(browser.post(page, day))
    assert browser.post(page, day | {"reason": "Moved to Kent."}).status_code == 302
    assert RecordedAction.objects.get(verb="end_role").reason == "Moved to Kent."
    assert browser.get(page).status_code == 404


def test_an_administrator_closes_and_reopens_an_account(browse: Browse) -> None:
    browser, user = browse("administrator"), make_user()
    for is_open in (False, True):
        assert browser.post(f"/users/{user.pk}/state/", {"reason": "Because."}).status_code == 302
        user.refresh_from_db()
        assert user.is_active is is_open


def test_an_administrator_gives_a_new_password(browse: Browse) -> None:
    browser, user = browse("administrator"), make_user()
    page = f"/users/{user.pk}/password/"
    assert browser.get(page).status_code == 200
    assert "Temporary password" in text_of(browser.post(page))
    user.refresh_from_db()
    assert user.password_is_temporary


def test_users_are_found_by_name_and_role(browse: Browse) -> None:
    browser = browse("administrator")
    make_user("zoe", first_name="Zoe", last_name="Quill")
    assert "Zoe Quill" in text_of(browser.get("/users/?name=quill"))
    assert "No account matches" in text_of(browser.get("/users/?name=quill&role=auditor"))
    assert "Zoe Quill" not in text_of(browser.get("/users/?name=quill&state=closed"))


def test_the_log_is_filtered_by_action_person_and_day(browse: Browse) -> None:
    browser, user = browse("administrator"), make_user()
    browser.post(f"/users/{user.pk}/state/", {"reason": "Left the service."})
    assert "Left the service." in text_of(browser.get("/system-log/?verb=close_account"))
    assert "Nothing was recorded that matches" in text_of(browser.get("/system-log/?by=nobody"))
    assert "Nothing was recorded" in text_of(
        browser.get("/system-log/?last_on_day=1&last_on_month=1&last_on_year=2020")
    )
    wrong = browser.get("/system-log/?first_on_day=31&first_on_month=2&first_on_year=2026")
    assert "From must be a real date." in text_of(wrong)


def test_an_action_of_the_log_shows_before_and_after(browse: Browse) -> None:
    browser, user = browse("administrator"), make_user()
    browser.post(f"/users/{user.pk}/state/", {"reason": "Left."})
    action = RecordedAction.objects.get(verb="close_account")
    page = browser.get(f"/system-log/{action.pk}/").content.decode()
    assert "&quot;active&quot;: false" in page


@pytest.mark.parametrize("path", ["/", "/sign-in/"])
def test_no_page_may_be_framed_or_run_another_sites_code(client: Client, path: str) -> None:
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in response["Permissions-Policy"]

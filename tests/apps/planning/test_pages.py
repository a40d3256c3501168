"""Pages of plans: what was typed is never lost, a double click counts once, others' plans do not exist."""

from datetime import date

import pytest
from django.test import Client

from apps.organisation.models import User
from apps.planning.models import Priority
from apps.planning.plan_actions import write_text
from apps.planning.priority_actions import PriorityWords, change_priority
from tests.factories.people import form_key, make_person_with
from tests.factories.planning import TODAY, Planners, make_milestone, make_plan, make_priority, planners

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people() -> Planners:
    return planners()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_two_people_write_at_once_is_shown_side_by_side(people: Planners) -> None:
    plan = make_plan(people)
    write_text(plan, "foreword", words="Theirs, **first**", seen=1, by=people.director, on=TODAY)
    client, given = browser(people.planner), {"words": "Mine, second", "seen": 1}
    answer = client.post("/plans/H/text/foreword/", given | form_key())
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs, <strong>first</strong>" in page
    assert "Mine, second" in page
    assert 'name="seen" value="2"' in page
    assert client.post("/plans/H/text/foreword/", given | {"seen": 2} | form_key()).status_code == 302
    assert plan.texts.filter(section="foreword").last().words == "Mine, second"


def test_markup_of_a_browser_stays_letters(people: Planners) -> None:
    plan = make_plan(people)
    write_text(plan, "foreword", words="<script>alert(1)</script>", seen=1, by=people.planner, on=TODAY)
    page = browser(people.planner).get("/plans/H/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_form_that_is_sent_twice_sets_one_priority(people: Planners) -> None:
    make_plan(people)
    client, before = browser(people.planner), Priority.objects.count()
    given = {
        "title": "Work",
        "words": "For all",
        "origin": "regional",
        "first_year": "2026-27",
        "last_year": "2027-28",
        "owner": people.planner.pk,
    } | form_key()
    assert [client.post("/plans/H/priorities/new/", given).status_code for _ in range(2)] == [302, 302]
    assert Priority.objects.count() == before + 1


def test_what_the_rules_refuse_stands_above_what_was_typed(people: Planners) -> None:
    make_plan(people)
    given = {
        "title": "Work",
        "words": "For all of them",
        "origin": "regional",
        "first_year": "2027-28",
        "last_year": "2026-27",
        "owner": people.planner.pk,
    }
    answer = browser(people.planner).post("/plans/H/priorities/new/", given | form_key())
    assert answer.status_code == 422
    assert "The last year lies before the first" in answer.content.decode()
    assert "For all of them" in answer.content.decode()


def test_the_plan_of_another_region_does_not_exist(people: Planners) -> None:
    make_plan(planners("A"))
    assert browser(people.planner).get("/plans/A/").status_code == 404


def test_an_edition_that_is_not_published_is_for_its_region_and_the_nation(people: Planners) -> None:
    make_plan(people)
    director = browser(people.director)
    address = director.post("/plans/H/send/")["Location"]
    assert browser(make_person_with("regional_editor", region="A")).get(address).status_code == 404
    national = browser(people.national)
    assert "Approve or return" in national.get(address).content.decode()
    assert national.post(f"{address}decide/", {"decision": "approved"} | form_key()).status_code == 302
    assert national.post(f"{address}publish/", {"reason": "Late"} | form_key()).status_code == 302
    assert browser(make_person_with("regional_editor", region="A")).get(address).status_code == 200


def test_of_two_people_the_second_is_shown_what_the_first_saved(people: Planners) -> None:
    priority = make_priority(people)
    change_priority(priority, _as_it_is(priority, title="Theirs"), seen=1, by=people.director, on=TODAY)
    given = {"title": "Ours", "words": priority.words, "origin": "regional", "owner": priority.owner_id}
    years = {"first_year": priority.first_year, "last_year": priority.last_year, "seen": 1}
    address = f"/plans/H/priorities/{priority.pk}/change/"
    answer = browser(people.planner).post(address, given | years | form_key())
    said = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in said for words in ("What stands now", "Theirs", 'value="Ours"'))


def _as_it_is(priority: Priority, **changed: str) -> PriorityWords:
    names = ("title", "words", "first_year", "last_year", "owner", "origin")
    return PriorityWords(**{name: getattr(priority, name) for name in names} | changed)


def test_the_plan_names_what_earlier_years_left_unfinished(people: Planners) -> None:
    make_milestone(people, make_priority(people), due_on=date(2026, 3, 31), title="Left open")
    make_plan(people)
    said = browser(people.planner).get("/plans/H/").content.decode()
    assert "Unfinished from earlier years" in said
    assert "Left open" in said
    assert "Unfinished" not in browser(people.planner).get("/plans/H/cycle/").content.decode()

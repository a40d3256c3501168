"""A double click on the forms of an inspection, as a browser without JavaScript sends it."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.inspections.models import (
    AccuracyPoint,
    Inspection,
    PracticeExample,
    Recommendation,
    RegisterEntry,
    Response,
    Survey,
    SurveyLink,
)
from apps.inspections.survey_actions import take_reply
from apps.organisation.models import Region, User
from tests.factories.failures import make_live_extract, person, put_people
from tests.factories.people import form_key, make_person_with
from tests.security.inspected import Inspected, inspect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ROLES = {"lead_inspector": "", "inspector": "", "ratings_panel": "", "regional_director": "H"}
WORDS = {"words": "Plan for it"}
AN_ITEM = {"kind": "meeting", "title": "Heads", "source": "Heads", "words": "They know", "weight": "some"}


@pytest.fixture
def people() -> dict[str, User]:
    return {role: make_person_with(role, region=region) for role, region in ROLES.items()}


@pytest.fixture
def inspected(people: dict[str, User]) -> Inspected:
    return inspect(people, Region.objects.get(code="A"))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_a_team_and_an_inspected_body_add_is_added_once(
    people: dict[str, User], inspected: Inspected
) -> None:
    team, body = browser(people["inspector"]), browser(people["regional_director"])
    open_one, published = inspected.under_way.pk, inspected.published.pk
    sent: list[tuple[Client, Any, str, list[Any], dict[str, Any]]] = [
        (team, Recommendation, "recommend", [open_one], WORDS | {"to_whom": "The unit"}),
        (team, PracticeExample, "add_practice", [open_one], WORDS | {"title": "A garden"}),
        (team, RegisterEntry, "enter_evidence", [open_one], AN_ITEM),
        (body, AccuracyPoint, "accuracy", [inspected.checked.pk], WORDS | {"place": "Staff"}),
        (body, Response, "respond", [published, 1], WORDS | {"kind": "accepted"}),
    ]
    for client, model, name, where, given in sent:
        address, before = reverse(f"inspections:{name}", args=where), model.objects.count()
        assert 'name="form_key"' in client.get(address).content.decode(), name
        twice = form_key() | given
        answers = [client.post(address, twice) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302], name
        assert answers[0]["Location"] == answers[1]["Location"], name
        assert model.objects.count() == before + 1, name


def test_a_step_taken_twice_is_one_step_and_no_clash(people: dict[str, User], inspected: Inspected) -> None:
    inspection = inspected.under_way
    Inspection.objects.filter(pk=inspection.pk).update(state="planned")
    lead, address = browser(people["lead_inspector"]), reverse("inspections:next_stage", args=[inspection.pk])
    twice = form_key() | {"into": "announced", "version": inspection.version}
    assert [lead.post(address, twice).status_code for _ in range(2)] == [302, 302]
    assert inspection.stages.filter(after="announced").count() == 1


def _links(client: Client, address: str, key: dict[str, str]) -> str:
    answer = client.post(address, key)
    return b"".join(answer.streaming_content).decode() if answer.status_code == 200 else ""


def test_survey_links_asked_for_twice_are_the_same_file_until_somebody_replies(
    people: dict[str, User], inspected: Inspected
) -> None:
    put_people(*(person(n, failed_on=date(2026, 3, 2)) for n in range(5)))
    make_live_extract()
    Inspection.objects.filter(pk=inspected.under_way.pk).update(unit=None, region="H")
    survey = Survey.objects.get(inspection=inspected.under_way)
    lead, key = browser(people["lead_inspector"]), form_key()
    address = reverse("inspections:survey_links", args=[inspected.under_way.pk])
    first, second = _links(lead, address, key), _links(lead, address, key)
    assert first == second
    links = re.findall(r"/say/([\w-]+)/", first)
    assert len(set(links)) == SurveyLink.objects.count() > 0
    assert _links(lead, address, form_key()) == ""
    take_reply(links[0], answers={"easy": "agree"}, words="", on=timezone.localdate())
    assert lead.post(address, key).status_code == 409
    assert SurveyLink.objects.filter(survey=survey).count() == len(links) - 1

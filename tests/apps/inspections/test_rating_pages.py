"""The pages of ratings, the panel and the baseline, as those who work on an inspection see them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.inspections.models import Inspection, Member, PanelSitting, StandardRating
from apps.inspections.ratings import rating_of
from tests.factories.people import form_key, make_person_with
from tests.factories.rated import OPEN, make_judged, of_job, rate_domain_one

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def judged() -> Inspection:
    return make_judged()


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(user: Any, address: str) -> str:
    answer = browser(user).get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_ratings_page_shows_figures_bands_and_points(judged: Inspection) -> None:
    rate_domain_one(judged)
    shown = page(of_job(judged, Member.Job.INSPECTOR), f"/inspections/{judged.pk}/ratings/")
    assert "<strong>Good</strong>: 20 of 27 points" in shown
    assert "Inadequate (lowest: decides)" in shown
    assert "Collected, not rated" in shown
    assert "Met 2, Part met 0, Not met 0" in shown


def test_an_inspector_rates_a_standard_on_its_page(judged: Inspection) -> None:
    client = browser(of_job(judged, Member.Job.INSPECTOR))
    address = f"/inspections/{judged.pk}/ratings/1.1/"
    assert client.get(address).status_code == 200
    empty = client.post(address, form_key() | {"shown": 0})
    assert empty.status_code == 422
    assert "Choose a rating." in empty.content.decode()
    given = {"band": "good", "argument": "Documents and two meetings agree", "shown": 0}
    assert client.post(address, form_key() | given).status_code == 302
    assert client.post(address, form_key() | given).status_code == 409
    assert StandardRating.objects.get().argument == "Documents and two meetings agree"
    assert "Documents and two meetings agree" in client.get(address).content.decode()
    assert client.get(f"/inspections/{judged.pk}/ratings/2.1/").status_code == 404


def test_the_panel_records_who_sat_and_what_it_decided(judged: Inspection) -> None:
    rate_domain_one(judged)
    Inspection.objects.filter(pk=judged.pk).update(fieldwork_first_on="2026-09-07")
    panellist = of_job(judged, Member.Job.PANEL)
    client, address = browser(panellist), f"/inspections/{judged.pk}/panel/"
    assert "2.2.3 was judged in 2 cases; 5 or fewer is a small subsample" in page(panellist, address)
    today = timezone.localdate()
    given: dict[str, Any] = {
        "version": Inspection.objects.get(pk=judged.pk).version,
        "figures": rating_of(judged).sha256,
        "sat_on_day": today.day,
        "sat_on_month": today.month,
        "sat_on_year": today.year,
        "present": [panellist.pk],
    }
    for number in OPEN:
        band = rating_of(judged).by_rules.standard(number).band
        given[f"band_{number.replace('.', '_')}"] = band.id if band else ""
        given[f"reason_{number.replace('.', '_')}"] = "It stands"
    lacking = client.post(address, form_key() | given | {"reason_2_2": ""})
    assert lacking.status_code == 422
    assert "Say why the panel decided so on 2.2." in lacking.content.decode()
    moved = given | {"band_2_2": "good", "reason_2_2": "Two cases say little"}
    assert client.post(address, form_key() | moved).status_code == 302
    assert PanelSitting.objects.get().decisions.get(standard="2.2").band == "good"
    shown = page(panellist, address)
    assert "<strong>Good</strong>, Inadequate by the rules<br>Two cases say little" in shown
    assert client.post(address, form_key() | moved).status_code == 409
    ratings = page(panellist, f"/inspections/{judged.pk}/ratings/")
    assert "Good, Inadequate by the rules" in ratings


def test_an_inspector_reads_the_panels_page_and_cannot_record(judged: Inspection) -> None:
    rate_domain_one(judged)
    client = browser(of_job(judged, Member.Job.INSPECTOR))
    answer = client.get(f"/inspections/{judged.pk}/panel/")
    assert answer.status_code == 200
    assert "Record the panel" not in answer.content.decode()
    assert client.post(f"/inspections/{judged.pk}/panel/", form_key()).status_code == 404


RATING_PARTS = (
    "ratings/",
    "ratings/1.1/",
    "panel/",
    "ratings/judgements.csv",
    "ratings/panel.csv",
    "ratings/rules.yaml",
)


def test_nobody_of_a_region_and_no_inspector_of_another_team_sees_a_rating(judged: Inspection) -> None:
    others = [
        make_person_with("regional_director", region="H"),
        make_person_with("performance_analyst"),
        make_person_with("inspector"),
        make_person_with("ratings_panel"),
    ]
    for other in others:
        client = browser(other)
        for part in RATING_PARTS:
            assert client.get(f"/inspections/{judged.pk}/{part}").status_code in (403, 404)


def test_the_files_are_handed_out_as_they_are_rated_from(judged: Inspection) -> None:
    client = browser(of_job(judged, Member.Job.LEAD))
    answer = client.get(f"/inspections/{judged.pk}/ratings/judgements.csv")
    assert answer.content.decode() == rating_of(judged).judgements_file
    assert answer["Content-Disposition"] == f'attachment; filename="judgements-{judged.pk}.csv"'
    panel = client.get(f"/inspections/{judged.pk}/ratings/panel.csv")
    assert panel.content.decode() == "standard,rating,reason\n"
    rules = client.get(f"/inspections/{judged.pk}/ratings/rules.yaml")
    assert b"id: probation_2021" in rules.content


def test_a_region_has_no_ratings(judged: Inspection) -> None:
    Inspection.objects.filter(pk=judged.pk).update(unit=None)
    lead = of_job(judged, Member.Job.LEAD)
    for part in ("ratings", "panel"):
        assert "A region is inspected and not rated" in page(lead, f"/inspections/{judged.pk}/{part}/")
    assert browser(lead).get(f"/inspections/{judged.pk}/ratings/judgements.csv").status_code == 404

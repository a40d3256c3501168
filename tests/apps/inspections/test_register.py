"""The evidence register: what is entered stays, bears on prompts, and computes nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from apps.assessments.actions import Refused
from apps.inspections.models import Inspection, Member, RegisterEntry
from apps.inspections.register import enter_evidence, entries_of, prompts_of, strike_out
from apps.inspections.register_rows import evidence_for
from apps.organisation.models import RecordedAction
from rules.definitions.evidence_register import register_rules_on
from rules.definitions.standards import PromptKey
from tests.factories.inspections import join, make_inspection
from tests.factories.people import form_key, make_person_with
from tests.factories.rated import AN_ITEM, of_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = date(2026, 9, 9)


@pytest.fixture
def visited(settings: Any, tmp_path: Any) -> Inspection:
    """A unit's inspection during fieldwork."""
    settings.MEDIA_ROOT = str(tmp_path)
    inspection = make_inspection()
    join(inspection, Member.Job.INSPECTOR)
    inspection.state = Inspection.State.FIELDWORK
    inspection.save(update_fields=["state"])
    return inspection


def enter(inspection: Inspection, upload: SimpleUploadedFile | None = None, **changed: Any) -> RegisterEntry:
    inspector = of_job(inspection, Member.Job.INSPECTOR)
    item = replace(AN_ITEM, **changed)
    return enter_evidence(inspection, item, upload=upload, today=TODAY, by=inspector)


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_item_is_found_by_its_standard_its_prompt_and_its_kind(visited: Inspection) -> None:
    meeting = enter(visited)
    staff = PromptKey("domain_one", "1.2.1", 1)
    data = enter(visited, kind="data", bearings={staff: "shortfall"})
    assert list(entries_of(visited)) == [meeting, data]
    assert list(entries_of(visited, standard="1.2")) == [data]
    assert list(entries_of(visited, prompt=staff)) == [data]
    assert list(entries_of(visited, kind="meeting")) == [meeting]


def test_evidence_of_a_region_bears_on_regional_prompts() -> None:
    region = make_inspection(unit=None)
    assert {key.level for key in prompts_of(region)} == {"regional"}
    assert len(prompts_of(region)) == 41
    assert len(prompts_of(make_inspection())) == 61


def test_the_file_is_kept_by_its_hash(visited: Inspection) -> None:
    entry = enter(visited, SimpleUploadedFile("minutes.txt", b"They met every month."))
    answer = browser(of_job(visited, Member.Job.INSPECTOR)).get(
        f"/inspections/{visited.pk}/evidence/{entry.pk}/file/"
    )
    assert answer.content == b"They met every month."
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.txt"'
    with pytest.raises(Refused, match="something else inside"):
        enter(visited, SimpleUploadedFile("minutes.pdf", b"They met every month."))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": "rumour"}, "what kind of evidence"),
        ({"weight": "heavy"}, "how much weight"),
        ({"title": " "}, "Say what it is"),
        ({"source": ""}, "Say what it is"),
        ({"words": "\n"}, "Say what it is"),
        ({"on": date(2026, 9, 10)}, "is to come"),
        ({"bearings": {PromptKey("domain_two", "2.1.1", 1): "supports"}}, "prompts of this inspection"),
        ({"bearings": {PromptKey("domain_one", "1.1.1", 1): "proves"}}, "ways of the register"),
    ],
)
def test_an_item_that_cannot_be_is_refused(visited: Inspection, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        enter(visited, **changed)
    assert not RegisterEntry.objects.exists()


def test_views_of_people_may_carry_every_weight(visited: Inspection) -> None:
    for weight in register_rules_on(TODAY).weights:
        assert enter(visited, kind="views_of_people", weight=weight.id).weight == weight.id


def test_the_register_is_closed_when_the_panel_has_sat(visited: Inspection) -> None:
    entry = enter(visited)
    Inspection.objects.filter(pk=visited.pk).update(state=Inspection.State.ACCURACY)
    with pytest.raises(Refused, match="until the panel has sat"):
        enter(visited)
    with pytest.raises(Refused, match="is closed"):
        strike_out(entry, reason="Wrong unit", by=entry.entered_by)


def test_a_struck_out_item_stays_with_its_reason_and_is_not_weighed(visited: Inspection) -> None:
    entry = enter(visited)
    with pytest.raises(Refused, match="Say why"):
        strike_out(entry, reason=" ", by=entry.entered_by)
    assert strike_out(entry, reason="Wrong unit", by=entry.entered_by).struck_reason == "Wrong unit"
    assert [each.is_struck for each in entries_of(visited)] == [True]
    assert evidence_for(visited, "1.1") == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM inspections_registerlink",
        "UPDATE inspections_registerlink SET bearing = 'context'",
        "DELETE FROM inspections_registerentry",
        "UPDATE inspections_registerentry SET words = 'Nothing'",
    ],
)
def test_the_database_itself_keeps_the_register(visited: Inspection, statement: str) -> None:
    enter(visited)
    refused = pytest.raises(IntegrityError, match="never changed or removed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_trail_says_that_evidence_was_entered_and_not_which(visited: Inspection) -> None:
    entry = enter(visited)
    assert RecordedAction.objects.get(verb="enter_evidence").after == {"entry": entry.pk, "kind": "meeting"}


def test_an_inspector_enters_reads_and_strikes_out_on_the_pages(visited: Inspection) -> None:
    client = browser(of_job(visited, Member.Job.INSPECTOR))
    address = f"/inspections/{visited.pk}/evidence/"
    assert "Nothing in the register" in client.get(address).content.decode()
    lacking = client.post(f"{address}enter/", form_key() | {"kind": "document"})
    assert lacking.status_code == 422
    assert "Choose how much weight it carries." in lacking.content.decode()
    given = {
        "kind": "document",
        "title": "Delivery plan",
        "source": "The head of unit",
        "words": "Staffing is planned for a year.",
        "weight": "much",
        "bearing_1_2_1_1": "supports",
        "bearing_1_1_1_2": "context",
    }
    assert client.post(f"{address}enter/", form_key() | given).status_code == 302
    shown = client.get(address, {"standard": "1.2"}).content.decode()
    assert "Delivery plan" in shown
    assert "Supports: 1.2.1" in shown
    assert "1 item" in shown
    assert client.get(address, {"standard": "7.7"}).status_code == 422
    argued = client.get(f"/inspections/{visited.pk}/ratings/1.2/").content.decode()
    assert "Staffing is planned for a year." in argued
    table = b"".join(client.get(f"{address}table.csv").streaming_content).decode()
    assert len(table.splitlines()) == 3
    entry = RegisterEntry.objects.get()
    struck = client.post(f"{address}{entry.pk}/strike/", {"reason": "Wrong year"}, follow=True)
    assert "Delivery plan (struck out)" in struck.content.decode()


def test_only_the_team_sees_the_register_and_only_inspectors_enter(visited: Inspection) -> None:
    entry = enter(visited, SimpleUploadedFile("minutes.txt", b"They met every month."))
    panellist = browser(join(visited, Member.Job.PANEL))
    assert panellist.get(f"/inspections/{visited.pk}/evidence/").status_code == 200
    assert panellist.get(f"/inspections/{visited.pk}/evidence/enter/").status_code == 403
    for role, region in (("regional_director", "H"), ("inspector", ""), ("performance_analyst", "")):
        client = browser(make_person_with(role, region=region))
        for part in ("", f"{entry.pk}/file/", "table.csv", "enter/"):
            answer = client.get(f"/inspections/{visited.pk}/evidence/{part}")
            assert answer.status_code in (403, 404)

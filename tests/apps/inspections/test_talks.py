"""Talks with people on probation: into the register by question, counted, never naming anybody."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.assessments.actions import Refused
from apps.inspections.models import Inspection, Member, RegisterEntry, Talk, TalkNote
from apps.inspections.register import entries_of
from apps.inspections.report_rows import annex_rows
from apps.inspections.talk_rows import talk_rows, talks_content
from apps.inspections.talks import Note, record_talk, strike_talk
from apps.organisation.models import RecordedAction, User
from rules.definitions.standards import PromptKey
from tests.factories.inspections import join, make_inspection
from tests.factories.people import form_key
from tests.factories.rated import A_TALK, of_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = date(2026, 9, 9)
ALONE = replace(
    A_TALK, guide="interview", people=1, notes={"plan": Note(words="Nobody asked me", bearing="shortfall")}
)


def visited(**changed: Any) -> Inspection:
    inspection = make_inspection(**changed)
    join(inspection, Member.Job.INSPECTOR)
    inspection.state = Inspection.State.FIELDWORK
    inspection.save(update_fields=["state"])
    return inspection


def held(inspection: Inspection, talk: Any = A_TALK, **changed: Any) -> Talk:
    by = of_job(inspection, Member.Job.INSPECTOR)
    return record_talk(inspection, replace(talk, **changed), today=TODAY, by=by)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_each_note_is_an_item_of_the_register_on_its_own_prompts() -> None:
    inspection = visited()
    held(inspection)
    [place] = entries_of(inspection, prompt=PromptKey("domain_one", "1.4.3", 3))
    assert (place.kind, place.words) == ("views_of_people", "There is no room to talk")
    assert {link.bearing for link in place.links.all()} == {"shortfall"}
    [help_] = entries_of(inspection, prompt=PromptKey("domain_one", "1.3.2", 1))
    assert {link.bearing for link in help_.links.all()} == {"supports"}
    assert {(link.level, link.question) for link in help_.links.all()} == {
        ("domain_one", "1.3.1"),
        ("domain_one", "1.3.2"),
    }


def test_a_talk_in_an_inspection_of_a_region_bears_on_regional_prompts() -> None:
    inspection = visited(unit=None)
    held(inspection)
    links = [link for entry in inspection.evidence.all() for link in entry.links.all()]
    assert {(link.level, link.question, link.ordinal) for link in links} == {
        ("regional", "1.3.2", 1),
        ("regional", "1.3.2", 3),
    }


def test_what_one_person_said_carries_no_day_and_no_number_out() -> None:
    inspection = visited()
    talk = held(inspection, ALONE)
    assert inspection.evidence.get().on is None
    [row] = talk_rows([talk])
    assert (row["month"], row["people"]) == ("2026-09", "fewer than 5")
    held(inspection)
    assert {entry.on for entry in RegisterEntry.objects.exclude(on=None)} == {date(2026, 9, 8)}


def test_no_column_of_a_talk_can_hold_who_took_part() -> None:
    columns = {field.name for field in (*Talk._meta.fields, *TalkNote._meta.fields)}
    assert columns == {
        "id", "inspection", "edition", "guide", "on", "people", "way", "language", "held_by", "recorded_at",
        "struck_at", "struck_by", "struck_reason", "talk", "question", "entry",
    }  # fmt: skip


def test_the_report_counts_people_and_tells_nobody_apart() -> None:
    inspection = visited()
    held(inspection, ALONE)
    assert talks_content(inspection)["shown"] is False
    held(inspection)
    content = talks_content(inspection)
    assert (content["talks"], content["people"]) == (2, 7)
    # One person more spoke in the interview, who could be worked out from either kind or question.
    assert {one["people"] for one in content["guides"]} == {""}
    assert {row["id"] for row in content["rows"] if row["people"]} == set()
    for _ in range(5):
        held(inspection, ALONE)
    content = talks_content(inspection)
    assert {row["id"]: row["people"] for row in content["rows"] if row["people"]} == {
        "place": "6",
        "help": "6",
        "plan": "6",
    }


def test_the_annex_of_a_report_has_the_numbers_and_an_older_one_has_none() -> None:
    inspection = visited()
    held(inspection)
    content = {"rating": {}, "survey": {"rows": []}, "diversity": [], "talks": talks_content(inspection)}
    rows = [row for row in annex_rows(content) if row["table"] == "talks"]
    assert {"table": "talks", "item": "all", "figure": "people", "value": 6} in rows
    del content["talks"]
    assert [row for row in annex_rows(content) if row["table"] == "talks"] == []


def test_a_talk_that_cannot_be_is_refused() -> None:
    inspection = visited()
    for changed, why in (
        ({"guide": "chat"}, "interview or a focus group"),
        ({"people": 2}, "for 3 to 20 people"),
        ({"on": date(2026, 9, 10)}, "to come"),
        ({"way": "letter"}, "how you talked"),
        ({"notes": {}}, "at least one question"),
        ({"notes": {"plan": Note(words="w", bearing="supports")}}, "question of the guide"),
        ({"weight": "heavy"}, "how much weight"),
    ):
        with pytest.raises(Refused, match=why):
            held(inspection, **changed)
    inspection.state = Inspection.State.ACCURACY
    inspection.save(update_fields=["state"])
    with pytest.raises(Refused, match="until the panel has sat"):
        held(inspection)
    assert not RegisterEntry.objects.exists()


def test_a_struck_out_talk_takes_its_items_with_it_and_stays() -> None:
    inspection = visited()
    talk = held(inspection)
    by = of_job(inspection, Member.Job.INSPECTOR)
    with pytest.raises(Refused, match="why the talk"):
        strike_talk(talk, reason=" ", by=by)
    strike_talk(talk, reason="It was another unit", by=by)
    assert {entry.struck_reason for entry in inspection.evidence.all()} == {"It was another unit"}
    assert talks_content(inspection)["people"] == 0
    for change in (lambda: Talk.objects.update(people=9), lambda: TalkNote.objects.all().delete()):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
    assert "another unit" not in str(list(RecordedAction.objects.filter(verb="strike_talk").values()))


def test_a_talk_is_recorded_and_found_by_page_in_english_and_welsh() -> None:
    inspection = visited()
    inspection.announce_on = date(2020, 1, 1)
    client = browser(of_job(inspection, Member.Job.INSPECTOR))
    guide = reverse("inspections:talk_guide", args=[inspection.pk, "focus_group"])
    assert "Beth ddylai" in client.get(f"{guide}?language=cy").content.decode()
    assert "What should probation keep" in client.get(guide).content.decode()
    address = reverse("inspections:record_talk", args=[inspection.pk, "focus_group"])
    given = {
        "on_day": 8, "on_month": 9, "on_year": 2026, "people": 2, "way": "phone", "language": "cy",
        "weight": "some", "words_place": "No room", **form_key(),
    }  # fmt: skip
    faulty = client.post(address, given)
    assert faulty.status_code == 422
    page = faulty.content.decode()
    assert "Enter a number from 3 to 20." in page
    assert "Choose how it bears" in page
    assert client.post(address, {**given, "people": 7, "bearing_place": "shortfall"}).status_code == 302
    listed = reverse("inspections:talks", args=[inspection.pk])
    assert "1 talk<" in client.get(f"{listed}?question=place").content.decode()
    assert "No talk fits" in client.get(f"{listed}?question=plan").content.decode()

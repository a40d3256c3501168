"""The Welsh of an annual report: its words beside the English, its edition published with the English one."""
# ruff: noqa: F811 (the fixtures of the desk are taken over by their names)

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from apps.organisation.actions import Refused
from apps.organisation.models import Region
from apps.reports import publishing, writing_actions
from apps.reports.kinds import kind_of
from apps.reports.manuscripts import frozen_words
from apps.reports.models import Report
from apps.reports.outstanding import Outlook
from apps.reports.publishing import NotReady
from apps.reports.translating import Worklist
from apps.reports.translations import languages_of, publication_with, translation_of
from tests.apps.reports.test_publishing import (
    DAY,
    MOMENT,
    NOW,
    Desk,
    _own_folder,  # noqa: F401
    browser,
    desk,  # noqa: F401
    folder,  # noqa: F401
    frozen,  # noqa: F401
)

pytestmark = pytest.mark.django_db


def test_the_welsh_edition_of_the_same_words_is_published_with_the_english_one(desk: Desk) -> None:
    desk.write_all()
    desk.approved()
    publishing.set_day(desk.report, day=DAY, by=desk.director, now=NOW)
    english, welsh = desk.built(), desk.built("cy")
    made = publishing.confirm(desk.report, by=desk.director, now=NOW)
    assert translation_of(made, "cy").edition == welsh
    published = kind_of(desk.report).published
    with time_machine.travel(MOMENT - timedelta(seconds=1), tick=False):
        assert published(welsh) is None
    with time_machine.travel(MOMENT, tick=False):
        assert published(welsh) == published(english)
        address = "/reports/library/H/2025-26/annual_report/cy/latest.pdf"
        assert browser(desk.director).get(address)["Location"].endswith(f"/cy/{welsh.number}.pdf")
    with pytest.raises(IntegrityError), transaction.atomic():
        made.translations.all().delete()


def test_a_partly_english_welsh_edition_stays_back_and_says_why(desk: Desk) -> None:
    desk.write_all()
    desk.approved()
    publishing.set_day(desk.report, day=DAY, by=desk.director, now=NOW)
    desk.built()
    assert [one.why_not for one in Outlook(desk.report, NOW).translations] == [
        "not built from the approved words"
    ]
    welsh = desk.built("cy", untranslated=("Foreword",))
    page = browser(desk.director).get("/reports/H/2025-26/words").content.decode()
    assert "1 of its words and sentences are still in English" in page
    assert ">Foreword</li>" in page
    made = publishing.confirm(desk.report, by=desk.director, now=NOW)
    assert translation_of(made, "cy") is None
    assert publication_with(welsh, MOMENT) is None


def test_a_correction_in_english_alone_supersedes_both_languages(desk: Desk) -> None:
    desk.write_all()
    desk.approved()
    publishing.set_day(desk.report, day=DAY, by=desk.director, now=NOW)
    desk.built()
    welsh = desk.built("cy")
    publishing.confirm(desk.report, by=desk.director, now=NOW)
    later = MOMENT + timedelta(days=5)
    publishing.reopen(desk.report, reason="Wrong word.", by=desk.director, now=later)
    told = {"place": "foreword", "place_words": "Foreword", "reason": "Wrong word"}
    desk.write("foreword", "We did more than we could.")
    writing_actions.correct(desk.report, old="what", new="more", by=desk.editor, **told)
    publishing.submit(desk.report, by=desk.editor, now=later)
    publishing.approve(desk.report, by=desk.director, now=later)
    second = desk.published(day=later.date(), now=later)
    with time_machine.travel(later, tick=False):
        assert kind_of(desk.report).published(welsh).superseded_by == second.edition


def test_welsh_words_are_written_beside_the_english_and_name_the_same_figures(desk: Desk) -> None:
    desk.write_all()
    desk.write("foreword", "We saw 12 people [own figure: Register of visits].")
    editor, address = browser(desk.editor), "/reports/H/2025-26/words/foreword?language=cy"
    answer = editor.post(address, {"words": "Gwelsom 21 o bobl.", "shown": 0})
    assert answer["Location"] == address
    page = editor.get(address).content.decode()
    assert "We saw 12 people" in page
    assert "12; 21" in page
    with pytest.raises(NotReady, match="Foreword by the regional probation director, Welsh"):
        publishing.submit(desk.report, by=desk.editor, now=NOW)
    assert editor.post(address, {"words": "Another.", "shown": 0}).status_code == 409
    editor.post(address, {"words": "Gwelsom 12 o bobl.", "shown": 1})
    assert "Version 2" in editor.get(address.replace("?", "/history?")).content.decode()
    publishing.submit(desk.report, by=desk.editor, now=NOW)
    last = Outlook(desk.report, NOW).tasks[-1]
    assert last.title == "Words in Welsh"
    assert "Performance against every measure" in last.missing
    assert "Foreword" not in last.missing
    assert frozen_words(desk.report)["sections"][0]["welsh"] == "Gwelsom 12 o bobl."


def test_a_region_writes_only_in_the_languages_that_it_offers(desk: Desk) -> None:
    editor = browser(desk.editor)
    assert editor.get("/reports/H/2025-26/words/foreword?language=fr").status_code == 404
    other = Report.objects.create(region=Region.objects.get(code="A"), year="2025-26")
    with pytest.raises(Refused, match="language"):
        writing_actions.write_section(other, "foreword", words="Ie.", shown=0, by=desk.editor, language="cy")


def test_the_published_page_is_read_in_welsh_with_its_own_pdf_and_english_words_marked(desk: Desk) -> None:
    desk.write_all()
    writing_actions.write_section(
        desk.report, "foreword", words="Gwnaethom ein gorau.", shown=0, by=desk.editor, language="cy"
    )
    desk.approved()
    publishing.set_day(desk.report, day=NOW.date(), by=desk.director, now=NOW)
    desk.built()
    welsh = desk.built("cy")
    publishing.confirm(desk.report, by=desk.director, now=NOW)
    reader, address = browser(desk.reader), "/reports/published/H/2025-26/1"
    assert f"{address}?language=cy" in reader.get("/reports/published/").content.decode()
    assert f"{address}?language=cy" in reader.get(address).content.decode()
    page = reader.get(f"{address}?language=cy").content.decode()
    assert '<div lang="cy">' in page
    assert "Adroddiad blynyddol, Cymru, 2025-26</h1>" in page
    assert "Gwnaethom ein gorau." in page
    assert '<article lang="en-GB"><p class="govuk-body">We did what we could.' in page
    assert f"SHA-256 y PDF cyhoeddedig: {welsh.sha256}" in page
    assert f"{address}/report.pdf?language=cy" in page
    assert '<li class="probity-break">Areas of concern and for change</li>' in page
    for other in ("fr", "%00", ""):
        assert reader.get(f"{address}?language={other}").status_code == 404


def test_welsh_of_a_section_is_printed_no_more_once_its_english_was_changed(desk: Desk) -> None:
    desk.write_all()
    given = {"words": "Gwnaethom ein gorau.", "by": desk.editor, "language": "cy"}
    writing_actions.write_section(desk.report, "foreword", shown=0, **given)
    desk.write("foreword", "We did less than we could.")
    assert frozen_words(desk.report)["sections"][0]["welsh"] == ""
    page = browser(desk.editor).get("/reports/H/2025-26/words/foreword?language=cy").content.decode()
    assert "The English was changed after these words" in page
    assert "the English was changed after: Foreword" in Outlook(desk.report, NOW).tasks[-1].missing
    made = writing_actions.write_section(desk.report, "foreword", shown=1, **given)
    assert made.number == 2
    assert frozen_words(desk.report)["sections"][0]["welsh"] == "Gwnaethom ein gorau."


def test_the_worklist_shows_what_is_left_saves_it_and_tells_what_it_could_not_save(desk: Desk) -> None:
    desk.write_all()
    desk.write("foreword", "We saw 12 people [own figure: Register of visits].")
    editor, address = browser(desk.editor), "/reports/H/2025-26/words/in/cy"
    line = Worklist(desk.report, "cy", NOW).line("text:foreword")
    assert 'name="key" value="text:foreword"' in editor.get(address).content.decode()
    sent = {"key": line.place.key, "was": line.was, "seen": 0, "of": line.of}
    assert editor.post(address, sent | {"words": "Gwelsom 12 o bobl."})["Location"] == address
    assert 'name="key" value="text:foreword"' not in editor.get(address).content.decode()
    assert editor.post(address, sent | {"words": "Arall 12."}).status_code == 409
    assert editor.post(address, sent | {"key": "text:nothing", "words": "Arall."}).status_code == 404
    assert browser(desk.reader).post(address, sent).status_code in (403, 404)
    assert editor.get("/reports/H/2025-26/words/in/fr").status_code == 404


def test_programs_are_told_every_language_of_a_published_report(desk: Desk) -> None:
    desk.write_all()
    desk.approved()
    publishing.set_day(desk.report, day=NOW.date(), by=desk.director, now=NOW)
    english, welsh = desk.built(), desk.built("cy")
    made = publishing.confirm(desk.report, by=desk.director, now=NOW)
    found = languages_of(made)
    assert [(one.language, one.sha256) for one in found] == [("en", english.sha256), ("cy", welsh.sha256)]
    assert found[1].pdf == "/reports/published/H/2025-26/1/report.pdf?language=cy"

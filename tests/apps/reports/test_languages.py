"""The Welsh of documents: the catalogue and its compiled form, figures that stay, English that is heard."""

import re
from datetime import date
from io import BytesIO

import pytest
from babel.dates import format_date
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.template import engines
from django.utils.formats import date_format

from apps.reports import languages
from apps.reports.catalogue_of_words import PLACE, path_of, shape_of, words_of
from apps.reports.languages import Own, Piece, in_welsh, spoken, spoken_html
from apps.reports.own_words import own_in
from rules.definitions.languages import LanguageRules, languages_on

TODAY = date(2026, 4, 1)
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def entries():
    with path_of("cy").open("rb") as file:
        return [entry for entry in read_po(file, locale="cy") if entry.id]


def test_the_compiled_catalogue_is_the_one_that_people_read():
    path = path_of("cy")
    with path.open("rb") as file:
        catalogue = read_po(file, locale="cy")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), (
        "compile locale/cy again: pybabel compile -f -d locale -D django -l cy"
    )
    with path.with_suffix(".mo").open("rb") as file:
        assert len(read_mo(file)) == len(catalogue)


def test_every_entry_is_translated_and_keeps_its_places_and_figures(entries):
    for entry in entries:
        english = entry.id if isinstance(entry.id, str) else entry.id[1]
        welsh = entry.string if isinstance(entry.string, str) else entry.string[0]
        assert welsh, english
        assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(welsh)), english
        assert sorted(FIGURE.findall(english)) == sorted(FIGURE.findall(welsh)), english


def test_what_no_translator_checked_is_counted(entries):
    unchecked = [entry for entry in entries if "unchecked" in entry.user_comments]
    assert languages.unchecked_entries("cy") == len(unchecked)
    assert languages.unchecked_entries("en") == 0


@pytest.mark.parametrize(
    ("english", "welsh"),
    [
        (
            "The rate is 6.2 percentage points higher than in 2024-25.",
            "6.2 pwynt canran yn uwch nag yn 2024-25",
        ),
        ("The target of 90.0% was not met.", "Ni chyrhaeddwyd y targed o 90.0%."),
        ("SL006 Initial sentence plan", "SL006 Cynllun dedfryd cychwynnol"),
        ("Initial sentence plan, by quarter", "Cynllun dedfryd cychwynnol, fesul chwarter"),
        ("April to June 2025", "Ebrill i Fehefin 2025"),
        ("31 March 2026", "31 Mawrth 2026"),
        ("1 April 2025 to 30 September 2025", "1 Ebrill 2025 i 30 Medi 2025"),
        ("Conwy; Isle of Anglesey; Wrexham", "Conwy; Ynys Môn; Wrecsam"),
        ("DRAFT – DEMO DATA", "DRAFFT – DATA ARDDANGOS"),
        ("1,712", "1,712"),
        ("H103", "H103"),
    ],
)
def test_text_that_exists_in_english_is_found_in_welsh(english, welsh):
    pieces = in_welsh(english)
    assert welsh in "".join(piece.words for piece in pieces)
    assert not any(piece.is_english for piece in pieces)


def test_a_sentence_keeps_its_figures():
    rate = "In 2025-26, 81.1% of cases met this measure (1,712 of 2,111); "
    english = f"{rate}the 95% interval runs from 79.4% to 82.7%."
    welsh = "".join(piece.words for piece in in_welsh(english))
    assert welsh.startswith("Yn 2025-26")
    assert sorted(FIGURE.findall(welsh)) == sorted(FIGURE.findall(english))


def test_a_part_that_is_in_no_catalogue_stays_english_inside_its_welsh_sentence():
    pieces = in_welsh("How the tide is counted")
    assert pieces == (Piece("Sut y cyfrifir "), Piece("the tide", is_english=True))


def test_what_is_missing_is_heard_of_once_in_the_order_of_the_document():
    text = "{% load i18n %}{% translate 'No such thing' %}{% translate 'Contents' %}"
    with languages.speaking("cy") as heard:
        assert spoken_html("A <new> line") == ('<a class="stretch" lang="en-GB">A &lt;new&gt; line</a>')
        assert engines["django"].from_string(text).render({}) == "No such thingCynnwys"
        spoken("A <new> line")
    assert heard.untranslated == ["A <new> line", "No such thing"]


def test_words_of_the_regions_people_come_before_the_catalogue_and_names_stay_what_they_are():
    own = Own(
        words={"A duty desk in every unit": "Desg ddyletswydd ym mhob uned", "Equality": "Tegwch"},
        names=frozenset({"Lowri Vaughan", "Northgate Futures", "Rhys Parry"}),
    )
    with languages.speaking("cy", own) as heard:
        assert spoken("A duty desk in\nevery unit") == "Desg ddyletswydd ym mhob uned"
        assert spoken("A duty desk in every unit (Q2)") == "Desg ddyletswydd ym mhob uned (Q2)"
        assert spoken("Equality") == "Tegwch"
        assert spoken("Lowri Vaughan; Rhys Parry") == "Lowri Vaughan; Rhys Parry"
        assert spoken("Done, 9 days late") == "Wedi’i wneud, 9 diwrnod yn hwyr"
        assert "Northgate Futures" in spoken(
            "Accommodation, delivered by Northgate Futures, CRS QM1 Quality of delivery of the intervention: "
            "scored 85.4%, band GREEN, from 8 scored cases."
        )
    assert heard.untranslated == []
    with languages.speaking("cy") as heard:
        spoken("Lowri Vaughan")
    assert heard.untranslated == ["Lowri Vaughan"]


def test_a_sentence_behind_the_name_of_its_measure_is_found_with_its_small_letter():
    said = "".join(
        piece.words for piece in in_welsh("SL006 Initial sentence plan: the target of 90.0% was not met.")
    )
    assert said.endswith(": ni chyrhaeddwyd y targed o 90.0%.")
    assert in_welsh("Nobody: knows.") == (Piece("Nobody: knows.", is_english=True),)


def test_what_a_document_carries_unchecked_is_counted_with_the_catalogue():
    content = {"own_words": {"cy": [{"english": "A  desk", "words": "Desg", "unchecked": True}]}}
    own = own_in(content, "cy", ["Lowri Vaughan", ""])
    assert (dict(own.words), own.names, own.unchecked) == (
        {"A desk": "Desg"},
        frozenset({"Lowri Vaughan"}),
        1,
    )
    assert own_in(content, "en", ["x"]) is languages.NOTHING_OWN


def test_english_documents_say_what_they_said_and_hear_nothing():
    with languages.speaking("en") as heard:
        assert spoken("A new line") == "A new line"
        assert spoken_html("a < b") == "a &lt; b"
    assert heard.untranslated == []


def test_days_are_written_as_in_wales():
    with languages.speaking("cy"):
        for month in range(1, 13):
            day = date(2026, month, 1)
            assert date_format(day, "j F Y") == format_date(day, "d MMMM y", locale="cy")
            english = format_date(day, "d MMMM y", locale="en_GB")
            assert spoken(english) == date_format(day, "j F Y")


def test_only_wales_offers_welsh():
    assert languages.offered("H", TODAY) == ("en", "cy")
    assert [code for code in "ABCDEFGIJKL" if languages.offered(code, TODAY) != ("en",)] == []


def test_whether_a_translation_may_be_published_is_decided_by_dated_rules():
    rules = languages_on(TODAY)
    strict = LanguageRules(**{**dict(rules), "publish_partly_english": False, "publish_unchecked": False})
    free = LanguageRules(**{**dict(rules), "publish_partly_english": True, "publish_unchecked": True})
    assert "still in English" in strict.why_not_publish(still_english=3, unchecked=0)
    assert "not been checked" in strict.why_not_publish(still_english=0, unchecked=3)
    assert strict.why_not_publish(still_english=0, unchecked=0) == ""
    assert free.why_not_publish(still_english=3, unchecked=3) == ""
    assert languages.may_publish("en", ["anything"], TODAY) == ""


def test_a_place_in_a_sentence_takes_a_whole_phrase_and_a_doubled_one_the_same():
    shape = shape_of("%(a)s of %(b)s, %(a)s again, 95%%")
    assert shape.fullmatch("1 of 2 or 3, 1 again, 95%")["b"] == "2 or 3"
    assert not shape.fullmatch("1 of 2, 3 again, 95%")


def test_the_most_particular_sentence_is_tried_first():
    lengths = [len(PLACE.sub("", pattern.shape.pattern)) for pattern in words_of("cy").patterns]
    assert lengths
    assert lengths[0] > lengths[-1]

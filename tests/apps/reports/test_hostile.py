"""Hostile words in every field of an inspection's report and in styles are printed, and do nothing."""

import pytest
from django.template import Context, Template

from apps.reports import render
from apps.reports.harmless import css_string, without_controls
from apps.reports.inspection_report import KIND
from apps.reports.models import ReportEdition
from apps.reports.render import RenderRefused
from charts import PRINT, Bar, bar_chart
from tests.apps.reports.hostile import HOSTILE, PAYLOADS, SCRIPT, everywhere, faults_of, text_of

WRITTEN = "words of somebody"
CONTENT = {
    "title": WRITTEN,
    "place": WRITTEN,
    "region": "H",
    "unit": "H103",
    "fieldwork": ["2026-09-07", "2026-09-18"],
    "standards": WRITTEN,
    "rating_rules": WRITTEN,
    "demo": True,
    "texts": [{"id": "organisation", "title": WRITTEN, "words": WRITTEN}],
    "rating": {"cases": 4, "overall": WRITTEN, "standards": {}, "key_questions": {}, "outcomes": {}},
    "arguments": [{"standard": "1.1", "name": WRITTEN, "band": WRITTEN, "argument": WRITTEN}],
    "survey": {"issued": 0, "replies": 0, "shown": False, "rows": []},
    "diversity": [],
    "recommendations": [{"number": 1, "to_whom": WRITTEN, "words": WRITTEN, "standard": ""}],
    "practice": [{"title": WRITTEN, "words": WRITTEN, "diversity": False, "standard": ""}],
}
PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body><h1>T</h1>{}</body></html>'


def printed(body: str, css: str = "") -> bytes:
    return render.pdf(PAGE.format(body), css=css, identifier="x").content


def test_hostile_words_in_every_field_of_an_inspections_report_are_printed_as_letters():
    content = {"report": everywhere(CONTENT), "sha256": "0" * 64, "published_on": "2026-12-01"}
    document = KIND.document(ReportEdition(content=content, number=1))
    pdf = render.pdf(document.html, css=document.css, identifier="x").content
    assert faults_of(pdf) == []
    text = "".join(text_of(pdf).split())
    # In each of the fields, from the first letter to the last.
    assert text.count("app.alert(1)</script>") >= 8
    assert text.count("theendofwhatwaswritten") >= 8
    assert "root:" not in text


@pytest.mark.parametrize("words", PAYLOADS)
def test_a_title_stays_inside_its_string_in_the_running_header(words):
    sheet = Template('{% load print_css %}@page { @top-left { content: "{{ title|css_string }}" } }')
    css = sheet.render(Context({"title": words}, autoescape=False))
    assert css.count('"') == 2
    assert "url(" not in css
    assert faults_of(printed("<p>x</p>", css)) == []


def test_names_in_a_chart_are_letters():
    bars = [Bar(label=words, value=None, shown=words) for words in PAYLOADS]
    pdf = printed(bar_chart(bars, HOSTILE, "Told", frame=PRINT))
    assert faults_of(pdf) == []
    assert "app.alert(1)" in text_of(pdf)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://x", "relative"],
)
def test_a_link_that_leads_off_the_web_stops_the_document(address):
    with pytest.raises(RenderRefused):
        printed(f'<p><a href="{address}">press</a></p>')


def test_a_link_to_the_web_and_one_to_a_chapter_are_printed():
    body = '<p><a href="https://example.org/a">out</a> <a href="#c">on</a></p><h2 id="c">C</h2>'
    assert faults_of(printed(body)) == []


def test_an_attached_file_stops_the_document():
    with pytest.raises(RenderRefused):
        printed('<p><a rel="attachment" href="file:///etc/passwd">x</a></p>')


def test_a_document_too_long_to_be_one_is_refused(monkeypatch):
    monkeypatch.setattr(render, "MOST_CHARACTERS", 1000)
    with pytest.raises(RenderRefused, match="more than 1,000 characters"):
        printed("x" * 1000)


def test_letters_that_turn_or_hide_text_are_left_out_and_welsh_stays():
    assert without_controls("\u202e6202\u202c Tŷ Llŷn\u200b\x07\n\t£") == "6202 Tŷ Llŷn\n\t£"


def test_a_css_string_keeps_names_readable():
    assert css_string("North Wales, 2025-26") == "North Wales, 2025-26"
    assert css_string('a"\\\nb') == r"a\22 \5c \a b"
    assert SCRIPT not in css_string(SCRIPT)

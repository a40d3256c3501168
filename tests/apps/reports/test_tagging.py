"""The tags of documents in the shared look, from small pages: no database, a second in all."""

import io
import re

import pytest
from django.template import engines
from pypdf import PdfReader

from apps.reports import languages
from apps.reports.render import pdf
from tests.apps.reports.pdf_structure import children, faults_of_structure, in_reading_order

CHART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20"><title>Two bars</title>{}</svg>'.format(
    '<rect width="50" height="9"/><text x="2" y="18" font-size="8">words</text>'
)
BODY = """{% extends "print/look/document.html" %}{% load i18n look %}
{% block cover %}
{% include "print/look/cover.html" with kind="Plan" heading="Wales" period="2026-27" about=about %}
{% endblock %}
{% block main %}
<section><h2 id="one">One</h2><p>Words with <a href="https://www.gov.uk/">a link</a>.</p>
<h3 id="part">A part</h3>
{% include "print/look/rows.html" with caption="Milestones" heads=heads rows=rows long=1 %}
<figure>CHART</figure><dl><dt>Term</dt><dd>Meaning</dd></dl>
{% include "print/look/callouts.html" with callouts=callouts %}
{% english "Foreword" %}<p>Written by a person.</p>{% endenglish %}
<p>{{ "No such words"|spoken }}</p></section>
<section><h2 id="two">Two</h2><h3>Not listed</h3><p>More.</p></section>
{% endblock %}""".replace("CHART", CHART)
CSS = '{% include "print/look/look.css" %}'


def made(language: str) -> PdfReader:
    rows = [[f"Milestone {number}", "Somebody", "Soon"] for number in range(60)]
    context = {
        "language": language,
        "title": "A plan",
        "marks": "DRAFT",
        "dated": "2026-03-31",
        "about": ["Edition 1"],
        "heads": ["Milestone", "Owner", "When"],
        "rows": rows,
        "callouts": [{"value": "81.1%", "label": "of appointments", "note": ""}],
    }
    with languages.speaking(language):
        html, css = (engines["django"].from_string(text).render(context) for text in (BODY, CSS))
    return PdfReader(io.BytesIO(pdf(html, css=css, identifier="x").content))


@pytest.fixture(scope="module")
def english() -> PdfReader:
    return made("en")


@pytest.fixture(scope="module")
def welsh() -> PdfReader:
    return made("cy")


def test_nothing_is_wrong_with_the_tags_of_a_document_in_the_shared_look(english, welsh):
    assert faults_of_structure(english) == []
    assert faults_of_structure(welsh) == []


def test_the_check_finds_faults(english):
    html = '<html lang="en"><title>T</title><h2>Two first</h2><table><tr><td>1</td></tr></table></html>'
    found = faults_of_structure(PdfReader(io.BytesIO(pdf(html, css="", identifier="x").content)))
    assert "the first heading is not the only h1" in found
    assert "a data cell names no header" in found
    assert "a table has no head or no body" in found


def test_a_table_that_goes_over_the_page_keeps_its_rows_whole_and_repeats_its_header(english):
    parts = [one for one in in_reading_order(english) if one["/S"] == "/Table"]
    rows = [
        row for part in parts for body in children(part) if body["/S"] == "/TBody" for row in children(body)
    ]
    assert len(parts) > 1
    assert len(rows) == 60
    assert all(sum(kid["/S"] == "/THead" for kid in children(part)) == 1 for part in parts)
    texts = [page.extract_text() for page in english.pages]
    on_pages = [text for text in texts if re.search("Milestone (1|59) ", text)]
    assert len(on_pages) == 2
    assert all("Owner" in text for text in on_pages)


def test_running_headers_are_no_content(english):
    kinds = [
        text for page in english.pages for text in [page.get_contents().get_data()] if b"/Pagination" in text
    ]
    # All pages but the cover have a header, and the cover has its mark at the foot.
    assert len(kinds) == len(english.pages)


def test_the_contents_list_headings_with_an_anchor_and_their_pages(english):
    contents = next(text for page in english.pages if "Contents" in (text := page.extract_text()))
    assert [word for word in ("One", "A part", "Two") if word in contents] == ["One", "A part", "Two"]
    assert "Not listed" not in contents


def test_links_that_lead_nowhere_do_not_stay_links(english, welsh):
    for reader in (english, welsh):
        links = [one for one in in_reading_order(reader) if one["/S"] == "/Link"]
        assert links
        assert all(
            any(kid.get_object().get("/Type") == "/OBJR" for kid in one["/K"] if not isinstance(kid, int))
            for one in links
        )


def test_english_in_a_welsh_document_says_that_it_is(welsh, english):
    assert welsh.trailer["/Root"]["/Lang"] == "cy"
    named = [one["/S"] for one in in_reading_order(welsh) if one.get("/Lang") == "en-GB"]
    assert "/Div" in named
    assert "/Span" in named
    assert not [one for one in in_reading_order(english) if "/Lang" in one]

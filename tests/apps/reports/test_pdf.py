"""A real PDF, read back: what a reader and a screen reader will find in it."""

import io
import re

import pytest
from pypdf import PdfReader

from apps.publication.queries import tables_of
from apps.reports import render
from apps.reports.annual_document import document
from apps.reports.content import content_of
from apps.reports.models import ReportEdition
from tests.apps.reports.hostile import HOSTILE, SCRIPT, faults_of, text_of
from tests.apps.reports.pdf_structure import faults_of_structure

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reader(built_once) -> PdfReader:
    return PdfReader(io.BytesIO(built_once.stored_bytes))


@pytest.fixture(scope="module")
def pages(reader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def elements(reader):
    """Every element of the structure tree, depth first."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        children = element.get("/K", [])
        children = children if isinstance(children, list) else [children]
        for child in children:
            found = child.get_object()
            if hasattr(found, "get") and ("/S" in found or "/K" in found):
                waiting.append(found)


def outline(items, depth=0):
    for item in items:
        if isinstance(item, list):
            yield from outline(item, depth + 1)
        else:
            yield depth, item


def words(text: str) -> str:
    """Without the line breaks that the layout put in."""
    return re.sub(r"\s+", " ", text)


def test_it_names_its_title_language_and_standard(reader):
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Probation annual report, Wales, 2025-26"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_it_has_a_structure_of_headings_tables_lists_and_figures(reader):
    kinds = {element["/S"] for element in elements(reader)}
    assert {
        "/Document",
        "/H1",
        "/H2",
        "/H3",
        "/P",
        "/Table",
        "/TR",
        "/TH",
        "/TD",
        "/Figure",
        "/L",
        "/Link",
    } <= kinds


def test_nothing_is_wrong_with_its_tags(reader):
    assert faults_of_structure(reader) == []


def test_there_is_one_title_and_no_heading_level_is_skipped(reader):
    text = [element["/S"] for element in elements(reader) if re.fullmatch(r"/H[1-6]", element["/S"])]
    assert text.count("/H1") == 1
    assert set(text) == {"/H1", "/H2", "/H3"}


def test_every_figure_has_an_alternative_text_that_points_to_its_table(reader):
    figures = [element for element in elements(reader) if element["/S"] == "/Figure"]
    assert figures
    for figure in figures:
        assert re.search(r"Rates with their 95% intervals.*Table \d+ holds the figures", figure["/Alt"])


def test_there_are_no_pictures_without_text(reader):
    assert not [image for page in reader.pages for image in page.images]


def test_data_cells_name_their_headers(reader):
    cells = [element for element in elements(reader) if element["/S"] == "/TD"]
    assert cells
    assert all(cell["/A"].get("/Headers") for cell in cells)


def test_bookmarks_follow_the_chapters_and_lead_to_their_pages(reader, pages):
    found = [
        (depth, item.title, reader.get_destination_page_number(item))
        for depth, item in outline(reader.outline)
    ]
    titles = [title for _, title, _ in found]
    for chapter in (
        "The year in brief",
        "The region at a glance",
        "Quality audits",
        "Definitions and editions",
    ):
        page = next(page for _, title, page in found if title == chapter)
        assert chapter in pages[page]
    assert "SL004 Initial appointment, community sentences" in titles


def test_the_page_numbers_of_the_contents_are_right(reader, pages):
    contents = next(text for text in pages if "Page 2 of" in text)
    listed = re.findall(r"^(.+?)[ .]+(\d+)$", contents, re.MULTILINE)
    starts = {item.title: reader.get_destination_page_number(item) + 1 for _, item in outline(reader.outline)}
    found = {words(title): int(page) for title, page in listed if words(title) in starts}
    assert len(found) >= 8
    assert found == {title: starts[title] for title in found}


def test_every_page_says_draft_and_demo_and_its_number(pages):
    for number, text in enumerate(pages, start=1):
        assert "DRAFT – DEMO DATA" in text, number
        assert f"Page {number} of {len(pages)}" in text


def test_every_table_is_printed_with_the_frozen_words(built_once, pages, django_db_blocker):
    text = words(" ".join(pages))
    with django_db_blocker.unblock():
        tables = [shown for shown in tables_of(built_once.figures) if shown.table.rows]
    # The comparisons of one measure are the data behind the chapter on equality: in its files, not printed.
    printed = [one for one in tables if not (one.table.kind == "equality" and one.table.measure)]
    for shown in printed:
        assert f"Table {shown.table.position}: {shown.table.title}" in text
        for row, cells in shown.lines:
            if shown.table.kind in ("quarters", "units", "gaps", "summary", "profile"):
                line = f"{row.label} " + " ".join(cell.text for cell, _ in cells)
                assert line in text, line


def test_suppressed_counts_are_in_no_sentence_table_or_alternative_text(built_once, reader, pages):
    told = words(" ".join(pages)) + " ".join(
        element["/Alt"] for element in elements(reader) if "/Alt" in element
    )
    # 3 of 20 met in the second quarter: 15.0%; 2 of 4 in H105: 50.0%.
    assert not re.search(r"\b15\.0%|\(3 of 20\)|\b50\.0%", told)


def test_fonts_are_inside_the_document(reader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            embedded = descendant["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(embedded), descendant["/BaseFont"]


def test_links_stay_inside_the_document(reader):
    for page in reader.pages:
        for note in page.get("/Annots", []):
            assert "/URI" not in note.get_object().get("/A", {})


def test_a_report_that_is_no_draft_and_no_demo_is_not_marked(built_once, django_db_blocker):
    with django_db_blocker.unblock():
        content = content_of(built_once.figures)
    built_once.is_draft, content.figures.demo = False, False
    try:
        html, css = document(built_once, content)
    finally:
        built_once.is_draft, content.figures.demo = True, True
    assert "DRAFT" not in css + html
    assert "Demonstration data." not in html


def test_hostile_words_in_every_field_of_the_report_are_printed_as_letters(built_once, django_db_blocker):
    sections = [{**one, "words": SCRIPT} for one in built_once.content["sections"]]
    sections[0]["words"] = HOSTILE
    entered = dict.fromkeys(("title", "unit", "value", "source"), SCRIPT) | {"id": "x", "kind": "workforce"}
    promised = dict.fromkeys(("title", "priority", "owner", "state_words", "progress"), SCRIPT)
    corrected = dict.fromkeys(("place_words", "old", "new", "reason"), SCRIPT)
    content = built_once.content | {
        "sections": sections,
        "director": HOSTILE,
        "entered": [entered],
        "milestones": [promised | {"due_on": "2026-03-31"}],
        "corrections": [corrected | {"number": 1}],
    }
    hostile = ReportEdition(report=built_once.report, number=1, content=content)
    with django_db_blocker.unblock():
        html, css = document(hostile, content_of(built_once.figures))
    made = render.pdf(html, css=css, identifier="x").content
    assert faults_of(made) == []
    text = words(text_of(made)).replace(" ", "")
    assert text.count("app.alert(1)</script>") >= len(sections) + len(promised)
    assert "root:" not in text

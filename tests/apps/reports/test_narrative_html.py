"""The words of a section on the page and in the PDF. No database."""

from apps.reports.claims.marks import read_marks, written
from apps.reports.narrative_html import narrative_html
from apps.reports.quality_sentences import commissioned, equality, findings, inspections
from apps.reports.sentences import Cell, HowMany, Rows


def test_cite_marks_are_not_printed_and_own_sources_are() -> None:
    html = narrative_html(
        "Of 104, 69 [cite measures/SL004: met]. We hired 12 [own figure: Staff list <2026>]."
    )
    assert "cite" not in html
    assert 'hired 12 <span class="own-source">(Source: Staff list &lt;2026&gt;)</span>.' in html


def test_nothing_that_people_type_opens_an_element() -> None:
    html = narrative_html("⟦<b>x</b>⟧ [own figure: <img src=x>]")
    assert html.count("<span") == html.count("</span>") == 1
    assert "<img" not in html
    assert "<b>" not in html


def test_a_mark_reads_back_as_it_was_written() -> None:
    refs = [
        Cell("measures", "SL004", "rate"),
        Cell("measures", "SL004", "met"),
        Cell("sl004-units", "H103", "rate"),
        HowMany("measures", "verdict", ("Yes", "No")),
        HowMany("measures", "verdict", ("[c]",)),
        Rows("delivery-units"),
    ]
    assert read_marks(f"Words{written(refs)}.").refs == refs


def test_figures_that_were_frozen_before_these_tables_existed_are_told_in_words() -> None:
    for told in (inspections, commissioned, findings):
        assert len(told({})) == 1
    assert equality({}) == []

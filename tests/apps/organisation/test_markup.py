"""What people write becomes paragraphs, headings, lists, emphasis and links; all else stays letters."""

import pytest

from apps.organisation.markup import clean, html_of


def test_paragraphs_lists_emphasis_and_links() -> None:
    html = html_of("One *two* **three**.\n\n- a\n- b\n\n1. c\n\n[here](https://example.org/x?a=1&b=2)")
    assert '<p class="govuk-body">One <em>two</em> <strong>three</strong>.</p>' in html
    assert '<ul class="govuk-list govuk-list--bullet">' in html
    assert '<ol class="govuk-list govuk-list--number">' in html
    assert 'href="https://example.org/x?a=1&amp;b=2"' in html


@pytest.mark.parametrize("marks", ["# {} \n## {}", "### {}\n##### {}"])
def test_headings_begin_at_the_level_and_skip_none(marks: str) -> None:
    html = html_of(marks.format("Over", "Under"), level=3)
    assert ">Over</h3>" in html
    assert ">Under</h4>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[run](javascript:alert(1))",
        "[file](file:///etc/passwd)",
        "[data](data:text/html;base64,AAAA)",
        "[place](#measures)",
        "[own](/reports/)",
        '<a href="x" style="position:fixed">',
        "<https://example.org>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_what_is_no_small_markup_stays_letters(hostile: str) -> None:
    html = html_of(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert "<a " not in html


def test_letters_that_turn_text_round_or_hide_in_it_go() -> None:
    assert clean("A\u202eB\u200b\u2066C\ue000\x00D\r\nE  \n\n") == "ABCD\nE"


def test_an_image_becomes_a_link_that_loads_nothing() -> None:
    html = html_of("![pixel](https://example.org/track.png)")
    assert "<img" not in html
    assert ">pixel</a>" in html


def test_nesting_without_end_ends() -> None:
    html = html_of("- " * 500 + "x" + "*" * 2000)
    assert html.count("<ul") == html.count("</ul>") <= 20

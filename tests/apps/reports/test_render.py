import pytest
from weasyprint.urls import FatalURLFetchingError

from apps.reports.render import STATIC, OwnStaticFiles, RenderRefused, pdf

PAGE = '<!doctype html><html lang="en-GB"><head><title>T</title></head><body><h1>T</h1>{}</body></html>'


def render(body: str, css: str = ""):
    return pdf(PAGE.format(body), css=css, identifier="x")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/tracker.png",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://example.org/a.png",
        "data:image/png;base64,AAAA",
        STATIC + "../config/settings/base.py",
        STATIC + "%2e%2e/manage.py",
        "missing.png",
    ],
)
def test_nothing_but_the_products_own_static_files_is_fetched(address):
    with pytest.raises(RenderRefused, match="refused to fetch"):
        render(f'<img src="{address}" alt="x">')


def test_a_style_cannot_fetch_either():
    with pytest.raises(RenderRefused, match="refused to fetch"):
        render("<p>x</p>", css="body { background: url(https://example.org/x.png) }")


def test_a_static_file_of_the_product_is_served():
    served = OwnStaticFiles().fetch(STATIC + "img/probity.svg")
    assert served.read()


def test_an_unknown_static_file_is_refused():
    with pytest.raises(FatalURLFetchingError):
        OwnStaticFiles().fetch(STATIC + "img/none.svg")


def test_a_picture_without_an_alternative_text_is_refused():
    with pytest.raises(RenderRefused, match="alt"):
        render(f'<img src="{STATIC}img/probity.svg">')


def test_it_tells_how_far_it_is():
    said = []
    pdf(PAGE.format("<p>x</p>"), css="", identifier="x", watch=said.append)
    assert any("Page 1" in message for message in said)
    assert any("Creating PDF" in message for message in said)

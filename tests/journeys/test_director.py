"""A regional director looks at the region and takes its report away."""

from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import SignIn


def test_a_director_reads_the_regions_figures_and_downloads_its_report(
    sign_in: SignIn, tmp_path: Path
) -> None:
    page = sign_in("director.h")
    page.get_by_role("navigation", name="Service").get_by_role("link", name="Performance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wales")
    expect(page.get_by_role("main")).to_contain_text("Monthly appointments offered")

    page.get_by_role("navigation", name="Service").get_by_role("link", name="Reports").click()
    page.get_by_role("link", name="Wales").first.click()
    with page.expect_download() as downloading:
        page.locator("main a[href$='report.pdf']").first.click()
    saved = tmp_path / "report.pdf"
    downloading.value.save_as(saved)
    words = " ".join(sheet.extract_text() for sheet in PdfReader(saved).pages[:2])
    assert "Wales" in words
    assert "2025" in words


def test_another_regions_report_is_not_there_for_a_director(sign_in: SignIn) -> None:
    page = sign_in("director.a")
    answer = page.goto("/reports/H/2025-26/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")

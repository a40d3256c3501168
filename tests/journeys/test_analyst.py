"""A performance analyst brings an extract in: one that is broken, then one that is good."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from demo.make import make_extract
from tests.journeys.conftest import SignIn


def _zipped(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder))


def _hand_in(page: Page, file: Path) -> None:
    page.goto("/caseload/extracts/")
    page.get_by_role("button", name="Hand in an extract").click()
    page.get_by_label("The extract, as a zip file").set_input_files(file)
    page.get_by_role("button", name="Check and keep").click()


def test_a_broken_extract_is_refused_with_its_faults_and_a_good_one_is_kept(
    sign_in: SignIn, tmp_path: Path
) -> None:
    folder = tmp_path / "extract"
    make_extract(folder, people=60, seed=7)
    good = _zipped(folder)
    people = folder / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace(",M,", ",Q,", 1), encoding="utf-8")
    (folder / "sentences.csv").unlink()
    broken = _zipped(folder.rename(tmp_path / "broken"))

    page = sign_in("analyst")
    _hand_in(page, broken)
    expect(page.get_by_role("main")).to_contain_text("Refused")
    expect(page.get_by_role("main")).to_contain_text("sentences.csv")

    _hand_in(page, good)
    expect(page.get_by_role("main")).to_contain_text("Done")
    page.get_by_role("link", name="See what would change, and put it live").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Extract as at 31 March 2026")
    expect(page.get_by_role("main").get_by_role("button", name="Put it live")).to_be_visible()

"""A lead opens a round, draws, follows it; the region's director reads what is published."""

from playwright.sync_api import Page, expect

from apps.audits.models import AuditRound
from tests.journeys.conftest import SignIn
from tests.journeys.inspection import faults_of


def _fill_date(page: Page, name: str, day: int, month: int, year: int) -> None:
    group = page.get_by_role("group", name=name)
    group.get_by_label("Day").fill(str(day))
    group.get_by_label("Month").fill(str(month))
    group.get_by_label("Year").fill(str(year))


def test_a_round_from_its_window_to_its_board(sign_in: SignIn) -> None:
    page = sign_in("lead")
    page.get_by_role("navigation", name="Service").get_by_role("link", name="Audits").click()
    page.get_by_role("button", name="Open rounds").click()
    page.get_by_label("Wales").check()
    page.get_by_label("QM102 Enforcement quality").check()
    _fill_date(page, "First day of the window", 1, 4, 2025)
    _fill_date(page, "Last day of the window", 31, 3, 2026)
    assert faults_of(page) == []
    page.get_by_role("button", name="See the cases").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan the samples")
    expect(page.get_by_role("main")).to_contain_text("for 80% confidence within 5 points")
    assert faults_of(page) == []
    page.get_by_label("Cases to sample").fill("6")
    page.get_by_label("Seed").fill("journey")
    page.get_by_role("button", name="Open the rounds").click()
    expect(page.get_by_role("table", name="The frame by stratum")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_role("main")).to_contain_text("0 of 6 cases submitted")
    expect(page.get_by_role("table", name="Progress")).to_contain_text("Sian Pugh")
    assert faults_of(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the draw").click()
    assert download.value.path().read_text().count("sampled") == 6 + 1  # and once in the header
    page.get_by_role("link", name="All sampled cases").click()
    page.get_by_role("table").get_by_role("link", name="Re-assign").first.click()
    page.get_by_label("Reason").fill("On leave")
    page.get_by_role("button", name="Re-assign").click()
    expect(page.get_by_role("alert")).to_contain_text("is now with")


def test_a_round_is_opened_and_drawn_without_javascript(sign_in: SignIn) -> None:
    page = sign_in("lead", java_script_enabled=False)
    page.goto("/audits/new/")
    page.get_by_label("North East").check()
    page.get_by_role("button", name="See the cases").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("QM102 Enforcement quality").check()
    _fill_date(page, "First day of the window", 1, 4, 2025)
    _fill_date(page, "Last day of the window", 31, 3, 2026)
    page.get_by_role("button", name="See the cases").click()
    page.get_by_text("The frame of North East by stratum").click()
    expect(page.get_by_role("table", name="Kind of case")).to_be_visible()
    page.get_by_label("Cases to sample").fill("4")
    page.get_by_role("button", name="Open the rounds").click()
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_role("main")).to_contain_text("0 of 4 cases submitted")


def test_a_director_reads_the_published_score_of_the_own_region_only(
    sign_in: SignIn, django_db_blocker: object
) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        published = AuditRound.objects.filter(state="locked", region="H", contract_id="").earliest("pk")
    page = sign_in("director.h")
    page.get_by_role("navigation", name="Service").get_by_role("link", name="Audits").click()
    page.locator(f"a[href='/audits/{published.pk}/results/']").click()
    expect(page.get_by_role("main")).to_contain_text("95% interval")
    expect(page.get_by_role("main")).to_contain_text("manage.py draw_sample")
    assert faults_of(page) == []
    other = sign_in("director.a")
    assert other.goto(f"/audits/{published.pk}/results/").status == 404

"""The pages and the API of reports: who reaches them, and what they show."""

import re

import pytest
from django.urls import reverse

from apps.publication.queries import tables_of
from apps.reports import render
from apps.reports.actions import build_edition
from apps.reports.models import ReportEdition

pytestmark = pytest.mark.django_db
RENDERED = render.Rendered(content=b"%PDF-1.7 a report", pages=12)
WALES = ("H", "2025-26")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(render, "pdf", lambda *args, **kwargs: RENDERED)


@pytest.fixture
def built(edition: ReportEdition) -> ReportEdition:
    build_edition(edition.pk)
    edition.refresh_from_db()
    return edition


def addresses(edition: ReportEdition) -> list[str]:
    of_edition = ("edition", "edition-progress", "figures", "download")
    return [
        reverse("reports:report", args=WALES),
        *(reverse(f"reports:{name}", args=[edition.pk]) for name in of_edition),
        *(reverse("reports:figures-file", args=[edition.pk, kind]) for kind in ("csv", "xlsx", "ods")),
        reverse("reports:table-file", args=[edition.pk, "sl004-quarters"]),
        *(
            reverse(name, args=[edition.pk])
            for name in ("api-report", "api-report-pdf", "api-report-figures")
        ),
    ]


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        ("regional_director", {"region": "H"}, 200),
        ("regional_editor", {"region": "H"}, 200),
        ("performance_analyst", {}, 200),
        ("regional_director", {"region": "A"}, 404),
        ("regional_editor", {"region": "A"}, 404),
        ("auditor", {"region": "H"}, 403),
        ("lead_auditor", {}, 403),
        ("head_of_delivery_unit", {"unit": "H103"}, 403),
        ("administrator", {}, 403),
    ],
)
def test_a_report_is_for_its_region_and_the_national_analyst_only(built, browse, role, place, status):
    client = browse(role, **place)
    assert {address: client.get(address).status_code for address in addresses(built)} == dict.fromkeys(
        addresses(built), status
    )


def test_a_director_may_not_build(built, browse):
    client = browse("regional_director", region="H")
    assert client.post(reverse("reports:build", args=WALES)).status_code == 403
    assert "Build report" not in client.get(reverse("reports:report", args=WALES)).content.decode()


def test_an_editor_of_another_region_may_not_build_here(built, browse):
    client = browse("regional_editor", region="A")
    assert client.post(reverse("reports:build", args=WALES)).status_code == 404
    assert client.post(reverse("reports:retry", args=[built.pk])).status_code == 404


def test_the_list_holds_only_the_regions_in_scope(built, browse):
    page = browse("regional_director", region="H").get(reverse("reports:index")).content.decode()
    assert "Wales" in page
    assert "Kent" not in page


def test_building_shows_progress_then_the_download(run, browse, django_capture_on_commit_callbacks):
    client = browse("regional_editor", region="H")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("reports:build", args=WALES))
    edition = ReportEdition.objects.get()
    assert answer.url == reverse("reports:edition", args=[edition.pk])
    page = client.get(answer.url).content.decode()
    assert "The report is ready" in page
    assert reverse("reports:download", args=[edition.pk]) in page


def test_a_double_click_makes_one_build(run, browse, django_capture_on_commit_callbacks):
    client = browse("regional_editor", region="H")
    with django_capture_on_commit_callbacks() as sent:
        first = client.post(reverse("reports:build", args=WALES))
        second = client.post(reverse("reports:build", args=WALES))
    assert first.url == second.url
    assert ReportEdition.objects.count() == 1
    assert len(sent) == 1


def test_a_waiting_build_refreshes_itself_and_can_be_looked_at_without_javascript(edition, browse):
    client = browse("performance_analyst")
    page = client.get(reverse("reports:edition", args=[edition.pk])).content.decode()
    assert f'hx-get="{reverse("reports:edition-progress", args=[edition.pk])}"' in page
    assert "Waiting for a worker, 0%" in page
    assert "Look again" in page


def test_a_finished_build_stops_asking(built, browse):
    page = (
        browse("performance_analyst")
        .get(reverse("reports:edition-progress", args=[built.pk]))
        .content.decode()
    )
    assert "hx-get" not in page
    assert "<html" not in page


def test_a_failure_is_shown_with_its_reason_and_retried(
    edition, browse, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args, **kwargs):
        raise render.RenderRefused("a picture has no alternative text")

    with monkeypatch.context() as broken:
        broken.setattr(render, "pdf", refuse)
        build_edition(edition.pk)
    client = browse("regional_editor", region="H")
    page = client.get(reverse("reports:edition", args=[edition.pk])).content.decode()
    assert "a picture has no alternative text" in page
    assert "Try again" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reports:retry", args=[edition.pk]))
    edition.refresh_from_db()
    assert edition.state == ReportEdition.State.BUILT


def test_the_download_is_a_pdf_with_a_telling_name(built, browse):
    answer = browse("regional_director", region="H").get(reverse("reports:download", args=[built.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert (
        answer["Content-Disposition"] == 'attachment; filename="annual-report-h-2025-26-edition-1-draft.pdf"'
    )
    assert answer.content == RENDERED.content


def test_a_file_that_is_not_the_one_built_is_not_handed_out(built, browse):
    built.path.write_bytes(b"%PDF-1.7 something else")
    answer = browse("regional_director", region="H").get(reverse("reports:download", args=[built.pk]))
    assert answer.status_code == 409
    assert "not the one that was built" in answer.content.decode()


def test_an_edition_that_is_not_built_has_no_figures_and_no_download(edition, browse):
    client = browse("performance_analyst")
    for name in ("download", "figures"):
        assert client.get(reverse(f"reports:{name}", args=[edition.pk])).status_code == 404


def test_the_page_prints_every_frozen_value(built, browse):
    page = browse("performance_analyst").get(reverse("reports:figures", args=[built.pk])).content.decode()
    for shown in tables_of(built.figures):
        start = page.index(f'id="caption-{shown.table.position}"')
        body = page[start : page.index("</table>", start)]
        found = re.findall(r"<td[^>]*>([^<]*)</td>", body)
        assert found == [cell.text for _, cells in shown.lines for cell, _ in cells] or not shown.table.rows


def test_the_api_gives_the_same_values_as_the_page(built, browse):
    cells = browse("performance_analyst").get(reverse("api-report-figures", args=[built.pk])).json()
    found = {(cell["table"], cell["row"], cell["column"]): cell["value"] or cell["symbol"] for cell in cells}
    for shown in tables_of(built.figures):
        for (row, column), cell in shown.cells.items():
            expected = cell.text.replace(",", "") if cell.number is not None else cell.text
            assert found[shown.table.key, row, column] == expected


def test_the_api_lists_only_what_the_caller_may_see(built, browse):
    listed = browse("regional_director", region="H").get(reverse("api-reports")).json()
    assert [(row["region"], row["year"], row["state"]) for row in listed["results"]] == [
        ("H", "2025-26", "built")
    ]
    assert browse("regional_director", region="A").get(reverse("api-reports")).json()["results"] == []


@pytest.mark.parametrize("year", ["2025", "2025-27", "2019-20", "x"])
def test_a_year_that_is_none_or_was_never_judged_is_not_found(run, browse, year):
    client = browse("performance_analyst")
    assert client.get(reverse("reports:report", args=["H", year])).status_code == 404
    assert client.post(reverse("reports:build", args=["H", year])).status_code == 404


def test_the_home_page_tells_the_director_how_the_report_stands(built, browse):
    page = browse("regional_director", region="H").get(reverse("organisation:home")).content.decode()
    assert "Annual reports, 2025-26" in page
    assert "Draft ready" in page


def test_before_any_run_the_list_says_what_is_missing(reference, browse):
    page = browse("performance_analyst").get(reverse("reports:index")).content.decode()
    assert "There is nothing to report yet" in page

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.performance.models import MeasureRun
from apps.reports import render
from apps.reports.models import ReportEdition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    rendered = render.Rendered(content=b"%PDF-1.7 a report", pages=12)
    monkeypatch.setattr(render, "pdf", lambda *args, **kwargs: rendered)


def build(region: str = "H", year: str = "2025-26") -> str:
    out = StringIO()
    call_command("build_report", "--region", region, "--year", year, stdout=out)
    return out.getvalue()


def test_it_builds_here_and_now_and_tells_its_steps(run):
    said = build()
    assert "Freezing the figures" in said
    assert "Annual report, Wales, 2025-26, edition 1: 12 pages" in said
    assert ReportEdition.objects.get().state == ReportEdition.State.BUILT


def test_a_second_time_the_edition_stands(run):
    build()
    said = build()
    assert "edition 1: 12 pages" in said
    assert "Freezing" not in said
    assert ReportEdition.objects.count() == 1


def test_the_letter_of_the_region_may_be_small(run):
    assert "Wales" in build(region="h")


def test_an_unknown_region_names_those_that_are_known(run):
    with pytest.raises(CommandError, match="no region has the code 'Z'; known codes: A, B"):
        build(region="Z")


def test_a_year_that_is_none_says_what_is_expected(run):
    with pytest.raises(CommandError, match="2025"):
        build(year="2025")


def test_before_the_measures_were_run_it_says_what_to_do(reference):
    with pytest.raises(CommandError, match="No measures have been run"):
        build()


def test_a_failed_build_ends_with_its_reason(run):
    MeasureRun.objects.update(first_month="2025-09")
    with pytest.raises(CommandError, match="needs 2025-04 to 2026-03"):
        build()

"""Quality beside timeliness: one place, one period, both figures, and how few cases show no percentage."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client

from apps.organisation import audit_figures
from apps.organisation.audit_figures import AuditFigure, BandReading, UnitAuditFigure
from apps.performance.models import MeasureRun
from apps.performance.queries.beside import Months, months_of
from rules.periods import Month

Browse = Callable[..., Client]

AUDIT = AuditFigure(
    measure="QM104",
    title="Sentence delivery quality",
    region_code="H",
    first_on=date(2024, 2, 1),
    last_on=date(2024, 4, 30),
    score=Decimal("75.10"),
    band="AMBER/GREEN",
    low=Decimal("61.00"),
    high=Decimal("88.00"),
    scored=30,
    too_thin=2,
    sampled=32,
    frame_size=400,
    edition="1.0",
    locked_at=datetime(2024, 7, 9, tzinfo=UTC),
    demo=True,
    url="/audits/41/results/",
    round_id=41,
)


def of_unit(code: str, score: str | None, scored: int) -> UnitAuditFigure:
    known = score is not None
    return UnitAuditFigure(
        audit=AUDIT,
        unit_code=code,
        score=Decimal(score) if score else None,
        band="AMBER/RED" if known else None,
        low=Decimal("55.5") if known else None,
        high=Decimal("79.9") if known else None,
        scored=scored,
        too_thin=0,
        sampled=scored,
        frame_size=40,
        counts_first=scored < 10,
        reading=BandReading(touched=("AMBER/GREEN", "AMBER/RED", "RED"), distance="3.4 points", few=True),
    )


UNITS = (of_unit("H103", "69.1", 7), of_unit("H104", None, 3))


@pytest.fixture(autouse=True)
def audits() -> Iterator[None]:
    kept = dict(audit_figures._providers), dict(audit_figures._unit_providers)
    audit_figures.register(
        "audits",
        lambda regions: [AUDIT] if "H" in regions else [],
        units=lambda audit: UNITS if audit.round_id == 41 else (),
    )
    yield
    audit_figures._providers.update(kept[0])
    audit_figures._unit_providers.update(kept[1])


def address(kind: str, code: str, rest: str = "") -> str:
    return f"/performance/places/{kind}/{code}/beside/{rest}"


def test_the_months_are_those_of_the_run_that_the_window_touches(run: MeasureRun) -> None:
    first, last = Month.parse(run.first_month), Month.parse(run.last_month)
    window = replace(AUDIT, first_on=first.first_on, last_on=last.last_on)
    assert months_of(run, window) == Months(first=first, last=last, is_whole=True)
    wider = replace(window, last_on=date(last.last_on.year + 1, 1, 15))
    assert months_of(run, wider) == Months(first=first, last=last, is_whole=False)
    within = replace(window, first_on=first.first_on.replace(day=2))
    assert months_of(run, within).is_whole is False
    assert months_of(run, replace(window, first_on=date(2040, 1, 1), last_on=date(2040, 3, 31))) is None


def test_a_unit_shows_its_part_of_the_audit_with_the_count_first_and_the_caveat(
    run: MeasureRun, browse: Browse
) -> None:
    text = browse("performance_analyst").get(address("unit", "H103")).text
    assert text.index("Only 7") < text.index("69.1%")
    assert "55.5% to 79.9%; it touches AMBER/GREEN, AMBER/RED, RED" in text
    assert "The sample was drawn for the region" in text
    assert "/audits/41/results/" in text
    assert "75.10" not in text


def test_a_unit_of_very_few_scored_cases_shows_no_percentage(run: MeasureRun, browse: Browse) -> None:
    text = browse("performance_analyst").get(address("unit", "H104")).text
    assert "3 of 3 sampled: too few for a score" in text
    assert "AMBER" not in text


def test_a_region_pairs_each_of_its_units_and_links_to_them(run: MeasureRun, browse: Browse) -> None:
    browser = browse("regional_director", region="H")
    text = browser.get(address("region", "H")).text
    assert "75.10%, AMBER/GREEN" in text
    assert f"{address('unit', 'H103')}?audit=41" in text
    rows = {row["place"]: row for row in table(browser, address("region", "H", "pairs.csv"))}
    assert (rows["H103"]["score_percent"], rows["H103"]["cases_scored"]) == ("69.1", "7")
    assert (rows["H104"]["score_percent"], rows["H104"]["cases_scored"]) == ("", "3")
    assert all(row["rate_percent"] == "" for row in rows.values() if int(row["denominator"]) < 5)


def table(browser: Client, url: str) -> list[dict[str, str]]:
    text = b"".join(browser.get(url).streaming_content).decode()
    return list(csv.DictReader(StringIO(text)))


def test_the_head_of_a_unit_reads_the_unit_s_figure_and_not_the_region_s(
    run: MeasureRun, browse: Browse
) -> None:
    browser = browse("head_of_delivery_unit", unit="H103")
    text = browser.get(address("unit", "H103")).text
    assert "69.1%" in text
    assert "/audits/41/results/" not in text
    assert {row["audit"] for row in table(browser, address("unit", "H103", "pairs.csv"))} == {"QM104"}
    assert browser.get(address("unit", "H104")).status_code == 404
    assert browser.get(address("region", "H")).status_code == 404


def test_the_page_of_a_unit_tells_of_its_audits_and_leads_to_what_stands_beside(
    run: MeasureRun, browse: Browse
) -> None:
    text = browse("performance_analyst").get("/performance/places/unit/H103/").text
    assert "7 of 7" in text
    assert f"{address('unit', 'H103')}?audit=41" in text


def test_a_place_without_an_audit_says_so(run: MeasureRun, browse: Browse) -> None:
    browser = browse("performance_analyst")
    assert "No audit of" in browser.get(address("region", "A")).text
    assert table(browser, address("region", "A", "pairs.csv")) == []

"""The quality measures on the pages of performance: locked scores, inside the scope, in no order of merit."""

import csv
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.organisation import audit_figures
from apps.organisation.audit_figures import AuditFigure
from apps.performance.models import MeasureRun

Browse = Callable[..., Client]


def scored(region: str, score: str, *, last_on: date = date(2024, 3, 31)) -> AuditFigure:
    return AuditFigure(
        measure="QM102",
        title="Enforcement quality",
        region_code=region,
        first_on=date(2023, 10, 1),
        last_on=last_on,
        score=Decimal(score),
        band="Good",
        low=Decimal("61.00"),
        high=Decimal("88.00"),
        scored=30,
        too_thin=2,
        sampled=32,
        frame_size=400,
        edition="1.0",
        locked_at=datetime(2024, 4, 9, tzinfo=UTC),
        demo=True,
        url="/audits/1/results/",
    )


FIGURES = (scored("H", "75.10"), scored("A", "83.20"), scored("H", "70.00", last_on=date(2023, 3, 31)))


@pytest.fixture(autouse=True)
def audits() -> Iterator[None]:
    """Three locked scores in the place of the audits' own."""
    kept = dict(audit_figures._providers)
    audit_figures.register("audits", lambda regions: [one for one in FIGURES if one.region_code in regions])
    yield
    audit_figures._providers.update(kept)


def page(client: Client, *place: str) -> str:
    return client.get(reverse("performance:place", args=place)).content.decode()


def test_a_region_shows_its_own_scores_the_newest_first(run: MeasureRun, browse: Browse) -> None:
    text = page(browse("regional_director", region="H"), "region", "H")
    assert text.index("75.10") < text.index("70.00")
    assert "83.20" not in text
    assert "61.00 to 88.00" in text


def test_the_nation_shows_every_region_in_order_of_code(run: MeasureRun, browse: Browse) -> None:
    text = page(browse("performance_analyst"), "nation", "all")
    assert text.index("83.20") < text.index("75.10")
    assert "not of score" in text


def test_a_delivery_unit_has_no_audit(run: MeasureRun, browse: Browse) -> None:
    assert "Quality measures" not in page(browse("regional_director", region="H"), "unit", "H103")


def test_without_an_audit_the_page_says_so(run: MeasureRun, browse: Browse) -> None:
    text = page(browse("regional_director", region="B"), "region", "B")
    assert "its quality measures have no figure" in text


def test_the_scores_download_as_csv(run: MeasureRun, browse: Browse) -> None:
    client = browse("regional_director", region="H")
    answer = client.get(reverse("performance:place-audits", args=["region", "H"]))
    rows = list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))
    assert [(row["measure"], row["score_percent"]) for row in rows] == [
        ("QM102", "75.10"),
        ("QM102", "70.00"),
    ]


@pytest.mark.parametrize(
    ("role", "place", "query", "regions"),
    [
        ("performance_analyst", {}, "", ["A", "H", "H"]),
        ("performance_analyst", {}, "?region=A", ["A"]),
        ("regional_director", {"region": "H"}, "", ["H", "H"]),
        ("regional_director", {"region": "H"}, "?region=A", []),
    ],
)
def test_the_api_gives_the_scores_within_the_scope(
    reference: None, browse: Browse, role: str, place: dict[str, str], query: str, regions: Collection[str]
) -> None:
    told = browse(role, **place).get(f"/api/v1/performance/quality/{query}").json()
    assert [figure["region"] for figure in told["figures"]] == regions

"""Bands cover 0 to 100, best first."""

from typing import Any

import pytest

from rules.definitions.bands import build_bands, load_bands
from rules.definitions.files import DefinitionError


def scale(*starts: int, compulsory: int = 30) -> dict[str, Any]:
    bands = [{"id": f"b{at}", "name": f"B{at}", "from": at, "means": "a word"} for at in starts]
    return {
        "id": "a_scale",
        "title": "A scale",
        "why_it_matters": "One word",
        "source": "product",
        "valid_from": load_bands("audit_score").valid_from,
        "authored_by": "product",
        "checked_by": "product",
        "reviewed_on": load_bands("audit_score").reviewed_on,
        "next_review": load_bands("audit_score").next_review,
        "status": "draft",
        "interval_compulsory_below": compulsory,
        "bands": bands,
    }


@pytest.mark.parametrize("starts", [(0,), (100, 0), (87, 73, 60, 0)])
def test_bands_that_fall_to_nothing_are_a_scale(starts: tuple[int, ...]) -> None:
    found = build_bands(scale(*starts, compulsory=0), file="a.yaml")
    assert [band.starts_at for band in found.bands] == list(starts)
    assert found.valid_to is None


@pytest.mark.parametrize(
    "starts", [(), (50,), (1,), (50, 50, 0), (40, 50, 0), (101, 0), (50, -1), (50, 0, -1)]
)
def test_bands_with_a_gap_or_out_of_order_are_refused(starts: tuple[int, ...]) -> None:
    with pytest.raises(DefinitionError, match=r"a\.yaml: bands"):
        build_bands(scale(*starts), file="a.yaml")


def test_less_than_no_case_is_no_threshold() -> None:
    with pytest.raises(DefinitionError, match="interval_compulsory_below"):
        build_bands(scale(0, compulsory=-1), file="a.yaml")


def test_a_band_never_changes_once_it_is_read() -> None:
    band = load_bands("audit_score").bands[0]
    with pytest.raises(ValueError, match="frozen"):
        band.name = "PURPLE"  # type: ignore[misc]


def test_a_scale_that_is_not_there_is_named() -> None:
    with pytest.raises(DefinitionError, match=r"no_scale\.yaml: no such scale"):
        load_bands("no_scale")

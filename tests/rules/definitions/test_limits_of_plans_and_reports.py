"""The limits of every field of the files about plans, provision, segments, equality and annual reports."""

from fractions import Fraction
from typing import Any

import pytest

from rules.definitions import (
    annual_report,
    equality,
    planning,
    planning_needs,
    provision,
    segmentation,
    tiles,
)
from tests.rules.definitions.limits import Model, check_code, check_list, check_number, every, is_taken

# The least and the most that a number may be; None: no end.
NUMBERS: dict[Model, dict[str, tuple[int, int | None]]] = {
    annual_report.AnnualSection: {"words_to": (1, None)},
    equality.Monitoring: {
        "fewest_people": (2, None),
        "fewest_expected": (1, None),
        "fewest_shown": (2, None),
    },
    planning.Template: {"rolling_years": (1, 10), "longest_words": (100, None)},
    planning.Governance: {
        "warn_months_before_end": (0, 60),
        "due_soon_days": (0, 366),
        "boards_a_year": (1, 12),
    },
    provision.ProvisionEdition: {
        "fewest_for_a_gap": (1, None),
        "too_few_places_percent": (1, None),
        "duplicate_places_percent": (1, None),
        "duplicate_providers": (2, None),
    },
    tiles.Tile: {"column": (0, 30), "row": (0, 30)},
}

# The fewest entries of a list.
LISTS: dict[Model, dict[str, int]] = {
    equality.Combined: {"of": 2, "ages_from": 1},
    planning.Template: {"parts": 1, "sections": 1},
    planning.Cycle: {"phases": 1, "products": 1},
    planning.Governance: {"agreement_kinds": 1, "milestone_states": 1, "board_roles": 1},
    planning.Fund: {"verdicts": 1, "criteria": 1},
    planning_needs.NeedsEdition: {"needs": 1, "cohorts": 1},
    provision.Sign: {"values": 1},
    provision.Demand: {"signs": 1},
    segmentation.SegmentTable: {"rows": 1},
    segmentation.SegmentationEdition: {"tables": 1},
}

CODE, NO_CODE = ["a", "no_file", "a" * 30], ["", "A", "a_", "_a", "a1", "a b", "a" * 31]
DAY, NO_DAY = ["01-01", "12-31", "09-30", "10-05"], ["00-10", "13-01", "1-1", "04-00", "04-32", "2021-04-01"]
CODES: list[tuple[Model, str, list[str], list[str]]] = [
    (annual_report.AnnualSection, "id", ["a", "no_file", "a" * 20], ["", "A", "a_", "_a", "a1", "a" * 21]),
    (annual_report.EnteredLine, "id", ["a", "no_file", "a" * 20], ["", "A", "a_", "_a", "a1", "a" * 21]),
    (
        annual_report.AnnualReportRules,
        "published_at",
        ["00:00", "09:30", "19:59", "23:59"],
        ["", "9:30", "24:00", "09:60", "09:30:00", "0930"],
    ),
    (planning.Section, "id", CODE, NO_CODE),
    (planning_needs.Need, "id", CODE, NO_CODE),
    (planning.Product, "due", DAY, NO_DAY),
    (planning.Governance, "publish_by", DAY, NO_DAY),
]

UNDERSTOOD: dict[Model, dict[str, Any]] = {
    annual_report.AnnualSection: {"words_to": None, "written_by": ()},
    planning.Product: {"made_of": ""},
    planning.Word: {"explains": ""},
    segmentation.SegmentTable: {"of_rows": (), "note": ""},
}


@pytest.mark.parametrize(("model", "field", "limits"), every(NUMBERS))
def test_a_number_has_a_least_and_a_most(model: Model, field: str, limits: tuple[int, int | None]) -> None:
    check_number(model, field, limits)


@pytest.mark.parametrize(("model", "field", "fewest"), every(LISTS))
def test_a_list_has_a_fewest(model: Model, field: str, fewest: int) -> None:
    check_list(model, field, fewest)


@pytest.mark.parametrize(
    ("model", "field", "taken", "refused"), CODES, ids=[f"{m.__name__}-{field}" for m, field, *_ in CODES]
)
def test_a_code_is_written_in_one_way(model: Model, field: str, taken: list[str], refused: list[str]) -> None:
    check_code(model, field, taken, refused)


@pytest.mark.parametrize("schema", UNDERSTOOD, ids=lambda schema: schema.__name__)
def test_a_key_that_is_left_out_is_understood(schema: Model) -> None:
    keys = {name: schema.model_fields[name] for name in UNDERSTOOD[schema]}
    assert {name: key.default for name, key in keys.items()} == UNDERSTOOD[schema]


def test_an_annual_report_has_a_section() -> None:
    section = {"id": "a", "title": "A", "hint": "H", "narrative": "none"}
    taken = [is_taken(annual_report.AnnualReportRules, "sections", one) for one in ((), (section,))]
    assert taken == [False, True]


def test_a_level_lies_between_none_and_all() -> None:
    parts = [Fraction(part, 1000) for part in (0, 1, 999, 1000)]
    assert [is_taken(equality.Monitoring, "level", part) for part in parts] == [False, True, True, False]


@pytest.mark.parametrize("field", ["least_points", "widest_points"])
def test_points_are_more_than_none_and_a_hundred_at_most(field: str) -> None:
    parts = [Fraction(part, 10) for part in (0, 1, 1000, 1001)]
    assert [is_taken(equality.Monitoring, field, part) for part in parts] == [False, True, True, False]


def test_a_row_of_segments_has_a_condition_and_each_condition_a_value() -> None:
    conditions: list[dict[str, tuple[str, ...]]] = [{}, {"sex": ()}, {"sex": ("male",)}]
    assert [is_taken(segmentation.SegmentRow, "when", one) for one in conditions] == [False, False, True]

"""What a file of policy may leave out, and what is understood then."""

from typing import Any

import pytest

from rules.definitions import bands, banks, eligibility, evidence, frameworks, geography, measures, parameters
from rules.definitions import vocabulary as words
from rules.definitions.files import Definition

UNDERSTOOD: dict[type[Definition], dict[str, Any]] = {
    bands.BandScale: {"valid_to": None},
    banks.Question: {
        "applies": "always",
        "applies_in_words": "",
        "judges": "",
        "justifies": "",
        "critical": False,
        "guidance": "",
        "timing": (),
        "timing_any": False,
    },
    banks.FrameRule: {"months_before_end": 0},
    banks.BankFile: {"valid_to": None, "result": "score"},
    eligibility.Criterion: {"one_of": None, "at_least": None, "at_most": None, "not_known_is": "open"},
    eligibility.ReferenceProgramme: {"valid_to": None, "note": None},
    evidence.FileKind: {"starts_with": "", "is_zip": False, "is_text": False},
    frameworks.Framework: {"ended_on": None, "rated_by": "month", "reading": None},
    geography.RegionRow: {"valid_to": None, "note": ""},
    geography.UnitRow: {"valid_to": None},
    geography.CoverageRow: {"valid_to": None, "note": ""},
    measures.Edition: {"break_reason": None, "regional_dates": None},
    measures.MeasureDefinition: {"aggregation": "sum"},
    measures.CatalogueEntry: {"published_from": None, "reason": None},
    words.AnswerOption: {"value": None, "note": "never"},
    words.Scale: {"timed": False},
    words.CaseFact: {"hint": "", "options": ()},
    words.Vocabulary: {"extends": "", "scales": (), "facts": (), "derived": ()},
}


@pytest.mark.parametrize("schema", UNDERSTOOD, ids=lambda schema: schema.__name__)
def test_a_key_that_is_left_out_is_understood(schema: type[Definition]) -> None:
    keys = {name: schema.model_fields[name] for name in UNDERSTOOD[schema]}
    assert not any(key.is_required() for key in keys.values())
    assert {name: key.default for name, key in keys.items()} == UNDERSTOOD[schema]


def test_an_edition_that_sets_no_parameter_has_no_clock_no_list_and_no_exception() -> None:
    nothing = parameters.Parameters()
    assert {str(value) for _, value in nothing} == {"None", "()", "{}", "False"}
    assert nothing.clock == (None,) * 8


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("clock_business_days", 0),
        ("clock_business_days_after_remand", 1),
        ("clock_hours", 2),
        ("clock_days", 3),
        ("clock_months", 4),
        ("months_before_end", 5),
        ("days_before_end", 6),
        ("early_months_before_end", 7),
    ],
)
def test_each_length_makes_a_clock_of_its_own(name: str, place: int) -> None:
    clock = parameters.Parameters(**{name: 5}).clock
    assert clock[place] == 5
    assert clock.count(None) == 7


WOMEN = {"characteristics": ("sex", "maternity"), "asked_of_women": ("maternity",)}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "expected all of them or none"),
        ({"asked_from_age": 16}, "expected all of them or none"),
        ({"asked_to_age": 55}, "expected all of them or none"),
        ({"asked_of_women": (), "asked_from_age": 16, "asked_to_age": 55}, "expected all of them or none"),
        ({"asked_from_age": 56, "asked_to_age": 55}, "asked_from_age 56 comes after asked_to_age"),
        ({"asked_from_age": 1, "asked_to_age": 0}, "asked_from_age 1 comes after asked_to_age"),
        (
            {"asked_of_women": ("b", "maternity", *"zxcda"), "asked_from_age": 16, "asked_to_age": 55},
            "asked_of_women: not among characteristics: a, b, c, d, x, z",
        ),
    ],
)
def test_what_is_asked_of_women_has_its_ages(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parameters.Parameters(**(WOMEN | changed))


@pytest.mark.parametrize("ages", [(16, 55), (16, 16), (0, 0)])
def test_one_age_is_a_span_of_ages(ages: tuple[int, int]) -> None:
    first, last = ages
    found = parameters.Parameters(**WOMEN, asked_from_age=first, asked_to_age=last)  # type: ignore[arg-type]
    assert (found.asked_from_age, found.asked_to_age) == ages

"""The limits of every field of the files about inspections, ratings, surveys and small numbers."""

from fractions import Fraction
from typing import Any

import pytest

from rules.definitions import (
    audit_characteristics,
    beside,
    case_assessment,
    evidence_register,
    inspection_planning,
    inspection_quality,
    outcome_boundaries,
    rating_rules,
    small_numbers,
    standards,
    standards_document,
    survey,
    talks,
)
from tests.rules.definitions.limits import Model, check_code, check_list, check_number, every, is_taken

# The least and the most that a number may be; None: no end.
NUMBERS: dict[Model, dict[str, tuple[int, int | None]]] = {
    evidence_register.RegisterRules: {"most_items": (1, None)},
    inspection_planning.CohortWeeks: {"from": (1, 104), "to": (0, 104)},
    inspection_planning.PlanningRules: {
        "notice_days": (1, 366),
        "fieldwork_days": (1, 366),
        "draft_days": (1, 366),
        "publication_days": (1, 366),
        "accuracy_days": (1, 366),
        "response_months": (1, 12),
    },
    inspection_quality.DipRule: {"at_least_per_assessor": (0, None)},
    inspection_quality.GateKind: {"number": (1, None)},
    outcome_boundaries.BoundaryRule: {"fewest_units": (2, None), "months_of_baseline": (0, None)},
    rating_rules.RatingBand: {"from": (0, 100), "score": (0, None)},
    rating_rules.Discretion: {"points_from_a_boundary": (0, None), "subsample_at_most": (0, None)},
    rating_rules.Outcomes: {"not_rated_for_months": (0, None)},
    small_numbers.SmallNumbers: {
        "fewest_with_percent": (2, None),
        "counts_first_below": (2, None),
        "fewest_in_a_group": (2, None),
        "fewest_compared": (2, None),
    },
    standards.Prompt: {"ordinal": (1, None), "line": (1, None)},
    standards.KeyQuestion: {"line": (1, None)},
    standards.Standard: {"line": (1, None)},
    standards.Level: {"line": (1, None)},
    survey.SurveyEdition: {
        "fewest_shown": (5, None),
        "fewest_in_a_group": (5, None),
        "most_words": (1, 5000),
    },
    talks.Guide: {"fewest_people": (1, None), "most_people": (1, 200)},
    talks.TalkEdition: {"fewest_shown": (5, None)},
}

# Shares between none and all, neither included.
SHARES: dict[Model, dict[str, None]] = {
    inspection_planning.Precision: {"confidence": None, "margin": None},
    outcome_boundaries.BoundaryRule: {"most_misplaced": None, "least_reliability": None},
    small_numbers.SmallNumbers: {"level": None},
}

# The fewest entries of a list.
LISTS: dict[Model, dict[str, int]] = {
    audit_characteristics.AuditCharacteristics: {"ages_from": 1, "characteristics": 1},
    beside.BesideRules: {"timeliness": 1},
    case_assessment.OutcomeRule: {"justifications": 1},
    case_assessment._Editions: {"editions": 1},
    evidence_register.RegisterRules: {"kinds": 1, "weights": 1, "bearings": 1},
    inspection_planning._Editions: {"editions": 1},
    inspection_quality.QualityRules: {"rationale": 2},
    rating_rules.Bands: {"scale": 2},
    rating_rules.Stability: {"justifications": 1},
    rating_rules.Outcomes: {"scale": 2},
    rating_rules.RatingRules: {"standards": 1},
    standards.KeyQuestion: {"prompts": 1},
    standards.Standard: {"key_questions": 1},
    standards.Level: {"headings": 1, "standards": 1},
    standards.Standards: {"levels": 1},
    survey.SurveyQuestion: {"prompts": 1},
    survey.AboutYou: {"choices": 2},
    survey.SurveyEdition: {"answers": 2, "questions": 1},
    survey._Editions: {"editions": 1},
    talks.Guide: {"asks": 1},
    talks.TalkEdition: {"ways": 1, "languages": 1, "questions": 1, "guides": 1},
}

WORDS, LABEL, TEXT = (1, 1000), (1, 120), (0, 2000)
# The shortest and the longest text.
LENGTHS: dict[Model, dict[str, tuple[int, int]]] = {
    standards.Applicability: {
        "id": (1, 40), "words": WORDS, "mark": (0, 3), "prefix": (0, 60), "source": WORDS,
    },
    standards.Prompt: {"letter": (0, 5), "short": LABEL},
    standards.KeyQuestion: {"short": LABEL},
    standards.Standard: {"title": LABEL, "aim": WORDS},
    standards.Level: {"id": (1, 40), "title": LABEL},
    standards.Note: {"id": (1, 40), "text": WORDS, "source": WORDS},
    standards.Standards: {"title": LABEL, "why_it_matters": WORDS, "source": WORDS},
    standards_document.Footnote: {"text": TEXT},
    standards_document.DocumentPrompt: {"text": TEXT},
    standards_document.DocumentQuestion: {"text": TEXT},
    standards_document.DocumentStandard: {"title": TEXT, "statement": TEXT},
    standards_document.DocumentLevel: {"title": TEXT, "intro": TEXT},
    evidence_register.Word: {"id": (1, 20), "words": (1, 120)},
    inspection_quality.GateKind: {"words": (1, 120)},
    survey.Bilingual: {"en": (1, 300), "cy": (1, 300)},
    survey.Choice: {"id": (1, 20)},
}  # fmt: skip

EDITIONS, NO_EDITIONS = ["1.0", "9999.9999"], ["", "1", "1.", ".1", "1.0.0", "10000.0", "1.10000"]
NUMBERED, NOT_NUMBERED = ["2.3", "2.3.2", "12.34.56"], ["", "2", "2.", "2..3", "123.1", "2.123", "a.b"]
HASHES, NO_HASHES = ["", "0123456789abcdef" * 2], ["0", "f" * 31, "f" * 33, "g" * 32, "F" * 32]
NAMES, NO_NAMES = ["a", "post_custody"], ["", "A", "_a", "a1", "a-b"]
# Words that a code may be, and what it may not be.
CODES: list[tuple[Model, str, list[str], list[str]]] = [
    (case_assessment.Justification, "id", ["a", "no_file"], ["", "A", "a_", "_a", "a1"]),
    (case_assessment.CaseAssessment, "edition", EDITIONS, NO_EDITIONS),
    (evidence_register.Word, "id", ["a", "no_file"], ["", "A", "a_", "_a", "a1"]),
    (survey.SurveyEdition, "edition", EDITIONS, NO_EDITIONS),
    (inspection_quality.QualityRules, "edition", EDITIONS, NO_EDITIONS),
    (talks.TalkEdition, "edition", EDITIONS, NO_EDITIONS),
    (survey.Choice, "id", ["a", "18_25", "not_said"], ["", "A", "a_", "_a", "a b"]),
    (standards.Applicability, "id", NAMES, NO_NAMES),
    (standards.Level, "id", NAMES, NO_NAMES),
    (standards.Note, "id", NAMES, NO_NAMES),
    (standards.KeyQuestion, "number", NUMBERED, NOT_NUMBERED),
    (standards.Standard, "number", NUMBERED, NOT_NUMBERED),
    (standards.Prompt, "wording", HASHES, NO_HASHES),
    (standards.KeyQuestion, "wording", HASHES, NO_HASHES),
    (standards.Standards, "edition", ["2021-08"], ["", "2021", "2021-8", "21-08", "2021-08-01"]),
]

UNDERSTOOD: dict[Model, dict[str, Any]] = {
    inspection_quality.GateKind: {"number": None},
    rating_rules.RatedStandard: {"key_questions": ()},
    rating_rules.RatingRules: {"outcomes": None},
    standards.Applicability: {"mark": "", "prefix": ""},
    standards.Prompt: {"applies": "always", "wording": ""},
    standards.KeyQuestion: {"safety": False, "wording": ""},
    standards.Note: {"concerns": ()},
    standards.Standards: {"notes": ()},
}


@pytest.mark.parametrize(("model", "field", "limits"), every(NUMBERS))
def test_a_number_has_a_least_and_a_most(model: Model, field: str, limits: tuple[int, int | None]) -> None:
    check_number(model, field, limits)


@pytest.mark.parametrize(("model", "field", "nothing"), every(SHARES))
def test_a_share_lies_between_none_and_all(model: Model, field: str, nothing: None) -> None:
    assert [is_taken(model, field, Fraction(part, 1000)) for part in (-1, 0, 1, 999, 1000, 1001)] == [
        False, False, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(("model", "field", "fewest"), every(LISTS))
def test_a_list_has_a_fewest(model: Model, field: str, fewest: int) -> None:
    check_list(model, field, fewest)


@pytest.mark.parametrize(("model", "field", "limits"), every(LENGTHS))
def test_a_text_has_a_shortest_and_a_longest(model: Model, field: str, limits: tuple[int, int]) -> None:
    shortest, longest = limits
    assert is_taken(model, field, "a" * shortest)
    assert shortest == 0 or not is_taken(model, field, "a" * (shortest - 1))
    assert is_taken(model, field, "a" * longest)
    assert not is_taken(model, field, "a" * (longest + 1))


@pytest.mark.parametrize(
    ("model", "field", "taken", "refused"), CODES, ids=[f"{m.__name__}-{field}" for m, field, *_ in CODES]
)
def test_a_code_is_written_in_one_way(model: Model, field: str, taken: list[str], refused: list[str]) -> None:
    check_code(model, field, taken, refused)


@pytest.mark.parametrize("schema", UNDERSTOOD, ids=lambda schema: schema.__name__)
def test_a_key_that_is_left_out_is_understood(schema: Model) -> None:
    keys = {name: schema.model_fields[name] for name in UNDERSTOOD[schema]}
    assert not any(key.is_required() for key in keys.values())
    assert {name: key.default for name, key in keys.items()} == UNDERSTOOD[schema]


def test_a_check_has_two_outcomes_at_least() -> None:
    outcomes = tuple(
        {"id": name, "words": "Words", "reopens": False, "checked_again": False} for name in ("a", "b")
    )
    taken = [is_taken(inspection_quality.QualityRules, "outcomes", outcomes[:n]) for n in (1, 2)]
    assert taken == [False, True]


def test_of_an_assessors_cases_some_or_all_are_checked() -> None:
    shares = [Fraction(part, 1000) for part in (0, 1, 1000, 1001)]
    assert [is_taken(inspection_quality.DipRule, "share", one) for one in shares] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_cohort_begins_before_it_ends() -> None:
    weeks = inspection_planning.CohortWeeks.model_validate({"from": 3, "to": 2})
    assert (weeks.from_, weeks.to) == (3, 2)
    for first, last in ((2, 2), (2, 3)):
        with pytest.raises(
            ValueError, match=f"found from {first} to {last} weeks before, expected the earlier"
        ):
            inspection_planning.CohortWeeks.model_validate({"from": first, "to": last})

"""The limits of every field of every file of policy: the least and the most are taken, one beyond is refused.

Fields are tried one at a time: what else a file lacks is refused as well, but never in the name of the field.
"""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from rules.definitions import (
    audit_rounds,
    bands,
    banks,
    clocks,
    composites,
    conditions,
    disclosure,
    due_list,
    eligibility,
    evidence,
    examples,
    geography,
    improvement,
    measures,
    parameters,
    profile,
    quality,
    quality_checks,
    roles,
    second_marks,
    vintage_retention,
)
from rules.definitions.files import Definition
from tests.rules.definitions.limits import Model, every, is_taken

# The least and the most that a number may be; None: no end.
NUMBERS: dict[Model, dict[str, tuple[int, int | None]]] = {
    audit_rounds.RoundRules: {"least_referrals": (2, None)},
    bands.Band: {"from": (0, 100)},
    bands.BandScale: {"interval_compulsory_below": (0, None)},
    banks.TimeLimit: {"amount": (0, 1000)},
    banks.Question: {"weight": (0, 100)},
    banks.ThinRule: {"least_weight": (1, None)},
    banks.FrameRule: {"months": (1, None), "months_before_end": (0, None)},
    banks.BankFile: {"critical_cap": (0, 100)},
    conditions.Comparison: {"value": (-10_000, 10_000)},
    disclosure.DisclosureEdition: {"suppress_from": (1, None), "rounding_base": (2, None)},
    due_list.DueListEdition: {
        "months_back": (0, 24),
        "months_ahead": (0, 24),
        "week_days": (1, 31),
        "just_met_days": (1, 31),
    },
    eligibility.Criterion: {"at_least": (0, 1000), "at_most": (0, 1000)},
    eligibility.CriteriaEdition: {"absence_weeks": (1, 52)},
    eligibility.ReferenceProgramme: {"length_weeks": (1, 104)},
    eligibility.OgrsBand: {"from_points": (0, 100), "to_points": (0, 100)},
    evidence.EvidenceEdition: {"most_bytes": (1, None), "most_entries_per_case": (1, None)},
    improvement.ImprovementEdition: {
        "act_within_business_days": (1, 260),
        "answer_within_business_days": (1, 60),
    },
    parameters.Parameters: {
        "clock_business_days": (1, 60),
        "clock_business_days_after_remand": (1, 60),
        "clock_hours": (1, 168),
        "clock_days": (1, 366),
        "clock_months": (1, 60),
        "place_business_days": (1, 60),
        "plan_days_before_release": (0, 365),
        "release_date_months": (1, 60),
        "months_before_end": (1, 60),
        "days_before_end": (0, 31),
        "early_months_before_end": (1, 60),
        "contacts_wanted": (1, 20),
        "rolling_months": (2, 60),
        "asked_from_age": (0, 120),
        "asked_to_age": (0, 120),
    },
    quality.ItemsEdition: {"answer_within_business_days": (1, 60)},
    quality_checks.QualityCheck: {"days": (0, 366)},
    second_marks.SecondMarksEdition: {"share": (0, 1), "at_least": (0, None)},
    vintage_retention.VintageRetention: {"keep_days": (1, None)},
}

# Numbers of a list: each of them has these limits.
NUMBERS_OF_LISTS = {"tiers": (1, 4), "tiers_when_due": (1, 4), "progress_months": (1, 60)}

# The fewest entries of a list.
LISTS: dict[Model, dict[str, int]] = {
    audit_rounds.RoundRules: {"audited_sizes": 1, "substitution_reasons": 1},
    bands.BandScale: {"bands": 1},
    banks.Section: {"questions": 1},
    banks.BankFile: {"sections": 1},
    clocks._ClocksElsewhere: {"clocks": 1},
    composites.Composite: {"parts": 2},
    conditions.AllOf: {"parts": 2},
    conditions.AnyOf: {"parts": 2},
    disclosure.DisclosureRules: {"editions": 1},
    eligibility.Criterion: {"one_of": 1},
    eligibility.CriteriaEdition: {"eligible": 1, "suitable": 1, "ready": 1},
    eligibility.ProgrammeCriteria: {"editions": 1},
    eligibility.Need: {"commissioned_services": 1},
    eligibility.InterventionArea: {"programme_areas": 1},
    eligibility.Reference: {"programmes": 1},
    evidence.EvidenceEdition: {"sources": 1, "kinds": 1},
    examples.Examples: {"examples": 1},
    improvement.ImprovementEdition: {"kinds": 1, "outcomes": 1},
    measures.Edition: {"verdicts": 2},
    measures.MeasureDefinition: {"occurrence": 1, "editions": 1},
    profile.CaseloadProfile: {"age_groups_from": 1, "characteristics": 1},
    quality.ItemsEdition: {"owners": 1, "faults": 1, "outcomes": 1},
    quality_checks.QualityCheck: {"measures": 1},
    quality_checks._File: {"checks": 1},
    second_marks.SecondMarks: {"editions": 1},
    **{
        room._Editions: {"editions": 1}  # type: ignore[attr-defined]
        for room in (audit_rounds, due_list, evidence, improvement, quality, vintage_retention)
    },
}
# An entry of a list that holds no schemas of its own.
WORDS_OF_LISTS: dict[str, Any] = {
    "audited_sizes": "large",
    "one_of": "word",
    "commissioned_services": "word",
    "programme_areas": "word",
    "age_groups_from": 18,
    "owners": "head_of_unit",
    "measures": "SL004",
    "occurrence": "sentences",
    "parts": "OM041A",
}

# The shortest and the longest text; None: no end.
LENGTHS: dict[Model, dict[str, tuple[int, int | None]]] = {
    audit_rounds.SubstitutionReason: {"id": (1, 40), "title": (0, 200)},
    banks.TimeLimit: {"id": (1, 20), "starts": (1, 1000), "ends": (1, 1000), "source": (1, 1000)},
    banks.Question: {
        "id": (1, 20),
        "text": (1, 1000),
        "applies": (0, 500),
        "applies_in_words": (0, 1000),
        "judges": (0, 20),
        "justifies": (0, 40),
        "evidence": (1, 1000),
        "source": (1, 1000),
        "guidance": (0, 2000),
    },
    banks.Section: {"id": (1, 20), "title": (1, 1000)},
    banks.BankFile: {
        "id": (1, 20),
        "title": (1, 120),
        "why_it_matters": (1, 1000),
        "source": (1, 200),
        "bands": (1, 40),
    },
    conditions.Comparison: {"fact": (1, 60)},
    evidence.EvidenceSource: {"id": (1, 20)},
    evidence.FileKind: {"suffix": (2, 5)},
    geography.RegionRow: {"code": (0, 1), "name": (1, None)},
    geography.UnitRow: {"region": (0, 1), "name": (1, None)},
    geography.CoverageRow: {"authority": (1, None)},
    improvement.Kind: {"id": (1, 20)},
    improvement.Outcome: {"id": (1, 20)},
    quality.RecordFault: {"id": (1, 30)},
    quality.Outcome: {"id": (1, 30)},
    quality_checks.QualityCheck: {"id": (1, 40)},
}

WORDS_TAKEN, WORDS_REFUSED = ["a", "no_file", "a_b_c"], ["", "No_file", "no__file", "_a", "a_", "a1", "a b"]
NAMES_TAKEN, NAMES_REFUSED = ["a", "due_on_2", "a_"], ["", "A", "2a", "_a", "a-b", "a b", "ä"]
CODES_TAKEN, CODES_REFUSED = ["A", "SL004", "CRS_1"], ["", "a", "1A", "_A", "A-B", "Ab", "A B"]
PROGRAMMES_TAKEN, PROGRAMMES_REFUSED = ["A", "TSP", "BBR-2"], ["", "a", "1A", "-A", "A_B", "Ab"]
IDS_TAKEN, IDS_REFUSED = ["a", "E01", "Q_1"], ["", "1A", "_a", "a-b", "a b"]
SOURCES_TAKEN, SOURCES_REFUSED = ["T 3537", "S 6", "product"], ["", "T", "U 1", "T x", "products", "a T 1"]
UNITS_TAKEN, UNITS_REFUSED = ["A1", "H103"], ["", "A", "a1", "A1234", "AB1", "A1x"]

# Words that a code may be, and what it may not be.
CODES: list[tuple[Model, str, list[str], list[str]]] = [
    (audit_rounds.SubstitutionReason, "id", WORDS_TAKEN, WORDS_REFUSED),
    (evidence.EvidenceSource, "id", WORDS_TAKEN, WORDS_REFUSED),
    (improvement.Kind, "id", WORDS_TAKEN, WORDS_REFUSED),
    (improvement.Outcome, "id", WORDS_TAKEN, WORDS_REFUSED),
    (quality.RecordFault, "id", WORDS_TAKEN, WORDS_REFUSED),
    (quality.Outcome, "id", WORDS_TAKEN, WORDS_REFUSED),
    (quality_checks.QualityCheck, "id", WORDS_TAKEN, WORDS_REFUSED),
    (roles.Role, "id", WORDS_TAKEN, WORDS_REFUSED),
    (roles.Verb, "id", WORDS_TAKEN, WORDS_REFUSED),
    (clocks.ClockElsewhere, "id", NAMES_TAKEN, NAMES_REFUSED),
    (conditions.Comparison, "fact", NAMES_TAKEN, NAMES_REFUSED),
    (composites.Composite, "id", CODES_TAKEN, CODES_REFUSED),
    (measures.MeasureDefinition, "id", CODES_TAKEN, CODES_REFUSED),
    (measures.CatalogueEntry, "id", CODES_TAKEN, CODES_REFUSED),
    (eligibility.ReferenceProgramme, "code", PROGRAMMES_TAKEN, PROGRAMMES_REFUSED),
    (eligibility.ProgrammeCriteria, "programme", PROGRAMMES_TAKEN, PROGRAMMES_REFUSED),
    (banks.Question, "id", IDS_TAKEN, IDS_REFUSED),
    (banks.BankFile, "edition", ["1.0", "9999.9999"], ["", "1", "1.", ".1", "1.0.0", "10000.0", "1.10000"]),
    (banks.BankFile, "bands", ["audit_score", "a"], ["", "_a", "../a", "A", "a1"]),
    (evidence.FileKind, "suffix", ["md", "xhtml"], ["", "PDF", "p3", ".pdf"]),
    (evidence.FileKind, "starts_with", ["", "25504446", "0a"], ["2", "255", "2G", "FF"]),
    (geography.RegionRow, "code", ["A", "Z"], ["", "a", "1"]),
    (geography.UnitRow, "region", ["A", "Z"], ["", "a", "1"]),
    (geography.UnitRow, "code", UNITS_TAKEN, UNITS_REFUSED),
    (geography.CoverageRow, "unit", UNITS_TAKEN, UNITS_REFUSED),
    (geography.RegionRow, "name_source", SOURCES_TAKEN, SOURCES_REFUSED),
    (geography.CoverageRow, "source", SOURCES_TAKEN, SOURCES_REFUSED),
    (examples.Expected, "counts_in", ["2024-05"], ["", "2024-5", "24-05", "2024-05-01", "x2024-05"]),
    (examples.Expected, "place", ["H H103", "L unallocated"], ["", "H", "M M1", "h H103", "H  H1", "H H-1"]),
]


@pytest.mark.parametrize(("model", "field", "limits"), every(NUMBERS))
def test_a_number_has_a_least_and_a_most(model: Model, field: str, limits: tuple[int, int | None]) -> None:
    least, most = limits
    assert is_taken(model, field, least)
    assert not is_taken(model, field, least - 1)
    assert is_taken(model, field, 1_000_000 if most is None else most)
    assert most is None or not is_taken(model, field, most + 1)


@pytest.mark.parametrize(("field", "limits"), list(NUMBERS_OF_LISTS.items()))
def test_every_number_of_a_list_has_a_least_and_a_most(field: str, limits: tuple[int, int]) -> None:
    least, most = limits
    assert is_taken(parameters.Parameters, field, (least, most))
    assert not is_taken(parameters.Parameters, field, (most, least - 1))
    assert not is_taken(parameters.Parameters, field, (least, most + 1))


@pytest.mark.parametrize(("model", "field", "fewest"), every(LISTS))
def test_a_list_has_a_fewest(model: Model, field: str, fewest: int) -> None:
    entry = entry_of(model, field)
    assert is_taken(model, field, (entry,) * fewest)
    assert not is_taken(model, field, (entry,) * (fewest - 1))


def entry_of(model: Model, field: str) -> Any:
    """One entry of the list, as a file of ours has it or as the schema would read it."""
    if model in (conditions.AllOf, conditions.AnyOf):
        return conditions.Always()
    if field in WORDS_OF_LISTS:
        return WORDS_OF_LISTS[field]
    kind = model.model_fields[field].annotation.__args__[0]  # type: ignore[union-attr]
    return next((each for each in shipped() if isinstance(each, kind)), None) or kind.model_construct()


def shipped() -> list[Definition]:
    """Entries that are looked at as a whole, so that an empty one would not do."""
    criteria = eligibility.load_criteria()["TSP"].editions[0]
    return [
        criteria,
        criteria.eligible[0],
        eligibility.load_reference().programmes[0],
        disclosure.load_disclosure().editions[0],
        measures.load_clocks()["CLOCK_ALLOCATION"].editions[0],
    ]


@pytest.mark.parametrize(("model", "field", "limits"), every(LENGTHS))
def test_a_text_has_a_shortest_and_a_longest(
    model: Model, field: str, limits: tuple[int, int | None]
) -> None:
    shortest, longest = limits
    letter = "A" if model in (geography.RegionRow, geography.UnitRow) else "a"
    assert shortest == 0 or is_taken(model, field, letter * shortest)
    assert shortest == 0 or not is_taken(model, field, letter * (shortest - 1))
    assert is_taken(model, field, letter * (longest or 5000))
    assert longest is None or not is_taken(model, field, letter * (longest + 1))


@pytest.mark.parametrize(
    ("model", "field", "taken", "refused"), CODES, ids=[f"{m.__name__}-{field}" for m, field, *_ in CODES]
)
def test_a_code_is_written_in_one_way(model: Model, field: str, taken: list[str], refused: list[str]) -> None:
    assert [text for text in taken if not is_taken(model, field, text)] == []
    assert [text for text in refused if is_taken(model, field, text)] == []


def test_words_for_people_have_three_letters_without_the_spaces_around_them() -> None:
    words = TypeAdapter(measures.Words)
    assert words.validate_python("  why ") == "why"
    for short in ("", "no", " no "):
        with pytest.raises(ValidationError, match="at least 3"):
            words.validate_python(short)


@pytest.mark.parametrize("field", ["status_groups"])
def test_a_group_of_statuses_names_one_or_more(field: str) -> None:
    assert is_taken(parameters.Parameters, field, {"settled": ("rented",)})
    assert not is_taken(parameters.Parameters, field, {"settled": ()})


def test_a_characteristic_has_words_for_one_value_or_more() -> None:
    assert is_taken(profile.Characteristic, "values", {"F": "Female"})
    assert not is_taken(profile.Characteristic, "values", {})


@pytest.mark.parametrize("levels", [("1",), ("1", "2", "3")])
def test_mappa_has_three_levels(levels: tuple[str, ...]) -> None:
    assert is_taken(parameters.Parameters, "exempt_mappa_levels", levels)
    assert not is_taken(parameters.Parameters, "exempt_mappa_levels", (*levels, "4"))
    assert not is_taken(parameters.Parameters, "exempt_mappa_levels", (1,))

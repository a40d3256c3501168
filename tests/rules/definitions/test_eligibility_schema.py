"""Programmes, bands and criteria: what their files must say, and what is answered from them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.definitions.eligibility import (
    FACTS,
    CriteriaEdition,
    Criterion,
    ProgrammeCriteria,
    Reference,
    ReferenceProgramme,
    load_criteria,
    load_reference,
)
from rules.definitions.files import Definition, DefinitionError, validated

SOURCE = {"document": "Tests", "reference": "none"}
YES_NO, BANDS = {"yes", "no"}, {"low", "medium", "high", "very_high"}


def refusals(schema: type[Definition], raw: Any) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        validated(schema, raw, file="e.yaml")
    return [
        str(fault).removeprefix("e.yaml: ").replace("Value error, ", "") for fault in refused.value.faults
    ]


def criterion(**changed: Any) -> dict[str, Any]:
    raw = {
        "id": "age",
        "fact": "age_years",
        "at_least": 18,
        "reason": "other",
        "met": "{found} years old.",
        "not_met": "Only {found} years old.",
        "not_known": "No age is known.",
    } | changed
    return {key: value for key, value in raw.items() if value is not None}


def test_a_person_is_asked_for_these_facts_and_no_others() -> None:
    assert dict(FACTS) == {
        "offence_group": {
            "violence", "sexual", "robbery", "burglary", "theft", "fraud", "drugs", "driving",
            "criminal_damage", "public_order", "weapons", "other",
        },
        "reoffending_band": BANDS,
        "risk_of_serious_harm": BANDS,
        "sex": {"female", "male"},
        "basis": {
            "order", "rehabilitation_activity", "licence", "post_sentence_supervision", "custody", "none",
        },
        "age_years": set(),
        "weeks_left_after_programme": set(),
        "unacceptable_absences": set(),
        **dict.fromkeys(
            (
                "offence_confirmed", "responsivity_confirmed", "barriers_settled", "motivation_confirmed",
                "attendance_confirmed", "homeless", "plan_completed", "completed_before",
                "on_another_programme", "programme_comes_first",
            ),
            YES_NO,
        ),
    }  # fmt: skip


ONE_TEST = "expected exactly one of one_of, at_least and at_most"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"fact": "height"}, f"fact: found height, expected one of {', '.join(FACTS)}"),
        ({"at_least": None}, ONE_TEST),
        ({"at_most": 30}, ONE_TEST),
        ({"one_of": ["yes"]}, ONE_TEST),
        ({"at_least": 0, "at_most": 0}, ONE_TEST),
        ({"at_least": None, "one_of": ["yes"]}, "age_years is a number: use at_least"),
        ({"fact": "homeless"}, "homeless is a code: use one_of"),
        (
            {"fact": "sex", "at_least": None, "one_of": ["z", "unknown", "male", "other", "b", "a"]},
            "one_of: found a, b, other, unknown, z, expected some of ['female', 'male']",
        ),
        ({"met": "{years} old."}, "found {years} in a sentence, expected {found}"),
        ({"not_met": "{z} {b} {found}"}, "found {b} in a sentence, expected {found}"),
    ],
)
def test_a_criterion_has_one_test_that_fits_its_fact(changed: dict[str, Any], said: str) -> None:
    assert refusals(Criterion, criterion(**changed)) == [said]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"at_least": 0},
        {"at_least": None, "at_most": 0},
        {"fact": "sex", "at_least": None, "one_of": ["male"]},
        {"met": "No name.", "not_met": "None here."},
        {"not_known": "Not {looked} at."},
    ],
)
def test_a_criterion_with_one_test_is_read(changed: dict[str, Any]) -> None:
    assert validated(Criterion, criterion(**changed), file="e.yaml").not_known_is == "open"


def edition(**changed: Any) -> dict[str, Any]:
    return {
        "valid_from": date(2021, 6, 26),
        "source": SOURCE,
        "changes": "First edition.",
        "absence_weeks": 8,
        "eligible": [criterion(id="one")],
        "suitable": [criterion(id="two")],
        "ready": [criterion(id="three")],
    } | changed


@pytest.mark.parametrize("decision", ["eligible", "suitable", "ready"])
def test_a_criterion_is_named_once_in_the_three_decisions(decision: str) -> None:
    others = [name for name in ("one", "two", "three") if edition()[decision][0]["id"] != name]
    repeated = edition(**{decision: [criterion(id=name) for name in others]})
    (said,) = refusals(CriteriaEdition, repeated)
    assert said.startswith("criterion listed twice: ")
    assert set(said.removeprefix("criterion listed twice: ").split(", ")) == set(others)


EARLY, LATE = date(2021, 6, 26), date(2024, 5, 1)


def test_any_number_of_editions_in_order_are_read() -> None:
    days = [date(year, 4, 1) for year in range(2021, 2030)]
    found = validated(ProgrammeCriteria, programme(*days), file="e.yaml")
    assert [edition.valid_from for edition in found.editions] == days


def programme(*starts: date) -> dict[str, Any]:
    return {
        "programme": "TSP",
        "authored_by": "Tests",
        "checked_by": "Tests",
        "reviewed_on": EARLY,
        "next_review": LATE,
        "editions": [edition(valid_from=day) for day in starts],
    }


def test_an_edition_of_criteria_holds_until_the_next_and_none_before_the_first() -> None:
    found = validated(ProgrammeCriteria, programme(EARLY, LATE), file="e.yaml")
    days = (date(2021, 6, 25), EARLY, date(2024, 4, 30), LATE)
    assert [found.on(day) for day in days] == [None, found.editions[0], found.editions[0], found.editions[1]]


@pytest.mark.parametrize("starts", [(EARLY, EARLY), (LATE, EARLY)])
def test_editions_of_criteria_follow_each_other(starts: tuple[date, date]) -> None:
    said = f"editions overlap or are out of order: {starts[0]}, {starts[1]}"
    assert refusals(ProgrammeCriteria, programme(*starts)) == [said]


def offered(**changed: Any) -> dict[str, Any]:
    return {
        "code": "TSP",
        "title": "Thinking Skills",
        "kind": "accredited_programme",
        "area": "thinking",
        "length_weeks": 8,
        "valid_from": EARLY,
        "delivered_by": "interventions_team",
        "source": SOURCE,
    } | changed


def test_a_programme_is_offered_from_its_first_day_to_its_last() -> None:
    found = validated(ReferenceProgramme, offered(valid_to=LATE, note="It ends."), file="e.yaml")
    days = (date(2021, 6, 25), EARLY, LATE, date(2024, 5, 2))
    assert [found.is_offered(day) for day in days] == [False, True, True, False]
    assert validated(ReferenceProgramme, offered(), file="e.yaml").is_offered(date(2099, 1, 1))
    other = offered(delivered_by="extremism_team", note="Another team.")
    assert not validated(ReferenceProgramme, other, file="e.yaml").is_offered(EARLY)


NOTE = "note: expected for a programme that teams cannot offer for ever, saying why"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"valid_to": date(2021, 6, 25), "note": "why"},
            "valid_to 2021-06-25 lies before valid_from 2021-06-26",
        ),
        ({"valid_to": LATE}, NOTE),
        ({"delivered_by": "extremism_team"}, NOTE),
    ],
)
def test_a_programme_that_ends_says_why(changed: dict[str, Any], said: str) -> None:
    assert refusals(ReferenceProgramme, offered(**changed)) == [said]


def test_a_programme_may_end_on_its_first_day() -> None:
    assert validated(ReferenceProgramme, offered(valid_to=EARLY, note="why"), file="e.yaml").is_offered(EARLY)


def reference(**changed: Any) -> dict[str, Any]:
    return {
        "valid_from": EARLY,
        "ordering_source": SOURCE,
        "bands_source": SOURCE,
        "areas_source": SOURCE,
        "ogrs_bands": [
            {"band": "low", "from_points": 0, "to_points": 49},
            {"band": "very_high", "from_points": 50, "to_points": 100},
        ],
        "programmes": [offered()],
        "needs": [
            {
                "id": "drugs",
                "title": "Drugs",
                "programme_areas": [],
                "treatment_requirements": [],
                "commissioned_services": ["dependency"],
            }
        ],
        "intervention_areas": [{"area": "thinking", "programme_areas": ["thinking"]}],
    } | changed


def bands(*ends: tuple[int, int]) -> list[dict[str, Any]]:
    return [{"band": "low", "from_points": first, "to_points": last} for first, last in ends]


@pytest.mark.parametrize(
    "ends",
    [
        [(0, 49), (51, 100)],
        [(0, 50), (50, 100)],
        [(50, 100), (0, 49)],
        [(1, 100)],
        [(0, 99)],
        [],
    ],
)
def test_every_point_lies_in_one_band(ends: list[tuple[int, int]]) -> None:
    said = "ogrs_bands: expected each of 0 to 100 in exactly one band, in order"
    assert refusals(Reference, reference(ogrs_bands=bands(*ends))) == [said]


def test_a_name_stands_once_among_programmes_needs_and_areas() -> None:
    raw = reference()
    doubled = {name: raw[name] * 2 for name in ("programmes", "needs", "intervention_areas")}
    assert refusals(Reference, reference(**doubled)) == ["listed twice: TSP, drugs, thinking"]
    assert refusals(Reference, reference(needs=[raw["needs"][0] | {"id": "thinking"}])) == [
        "listed twice: thinking"
    ]


def test_a_band_is_told_with_its_points() -> None:
    found = validated(Reference, reference(), file="e.yaml")
    assert found.band_in_words("low") == "low, OGRS 0 to 49"
    assert found.band_in_words("very_high") == "very high, OGRS 50 to 100"
    assert found.band_in_words("medium") == "medium"
    assert found.programme("TSP") == found.programmes[0]
    assert found.programme("BBR") is None


def test_a_file_of_criteria_has_the_name_of_a_programme(tmp_path: Path) -> None:
    raw = programme(EARLY)
    (tmp_path / "TSP.yaml").write_text(yaml.safe_dump(raw | {"programme": "XYZ"}), encoding="utf-8")
    (tmp_path / "ABC.yaml").write_text(yaml.safe_dump({"programme": "ABC"}), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_criteria(tmp_path)
    said = [str(fault) for fault in refused.value.faults]
    assert said[0].startswith("ABC.yaml: authored_by: Field required")
    assert said[-2:] == [
        "TSP.yaml: programme: found XYZ, expected the file's name TSP",
        "TSP.yaml: programme: XYZ is not a programme of reference.yaml",
    ]


def test_the_criteria_of_each_programme_are_found_by_its_code() -> None:
    found = load_criteria()
    assert [name for name, criteria in found.items() if criteria.programme != name] == []
    assert set(found) <= {each.code for each in load_reference().programmes}
    assert list(found) == sorted(found)

"""What a definition of a measure must say to be read, and what it answers when it is."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.definitions.files import DefinitionError, validated
from rules.definitions.measures import (
    Catalogue,
    CatalogueEntry,
    Edition,
    MeasureDefinition,
    MeasureNotDefined,
    Source,
    UnknownMeasure,
    load_catalogue,
    load_clocks,
    load_measures,
    measure,
)
from rules.facts import Verdict

SOURCE = {"document": "Tests", "reference": "none"}
LATE, MET = {"late": {"at_least": 1}}, {"met": {"at_most": 0}}


def verdict(reason: str, verdict: str, when: Any) -> dict[str, Any]:
    return {"reason": reason, "verdict": verdict, "when": when, "label": "Label", "sentence": "Sentence."}


def every_fact(letters: str) -> dict[str, Any]:
    return verdict("every", "numerator", {"all": [{f"fact_{each}": {"at_most": 0}} for each in letters]})


PENDING = verdict("not_yet_due", "pending", LATE)
DONE = verdict("in_time", "numerator", MET)
MISSED = verdict("missed", "denominator_only", "always")


def edition(**changed: Any) -> dict[str, Any]:
    return {
        "valid_from": date(2021, 10, 1),
        "source": SOURCE,
        "changes": "First edition.",
        "parameters": {},
        "verdicts": [PENDING, DONE, MISSED],
    } | changed


def definition(**changed: Any) -> dict[str, Any]:
    return {
        "id": "SL999",
        "title": "A measure",
        "why_it_matters": "It matters.",
        "framework": "probation_service",
        "direction": "higher",
        "status": "defined",
        "unit_counted": "A sentence.",
        "occurrence": ["sentences"],
        "met_when": "It is met.",
        "counting_month": "The month.",
        "place": "The unit.",
        "would_have_met": "Something by {due_on}.",
        "source": SOURCE,
        "readings": [],
        "authored_by": "Tests",
        "checked_by": "Tests",
        "reviewed_on": date(2026, 1, 1),
        "next_review": date(2026, 1, 2),
        "facts": {"late": "days late", "met": "days until met"},
        "editions": [edition()],
    } | changed


def read(**changed: Any) -> MeasureDefinition:
    return validated(MeasureDefinition, definition(**changed), file="d.yaml")


def refusals(schema: Any, raw: Any) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        validated(schema, raw, file="d.yaml")
    return [str(fault).replace("Value error, ", "") for fault in refused.value.faults]


CATCH_ALL = "the last verdict, and no other, must have `when: always`, so that every case is judged"


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (
            [DONE, PENDING, MISSED],
            f"verdicts are out of order; expected {', '.join(Verdict)}",
        ),
        ([PENDING, DONE, DONE, MISSED], "reason listed twice: in_time"),
        ([DONE, verdict("missed", "denominator_only", MET)], CATCH_ALL),
        ([DONE, verdict("other", "exception", "always"), MISSED], CATCH_ALL),
        ([verdict("in_time", "numerator", "always"), verdict("missed", "denominator_only", MET)], CATCH_ALL),
        (
            [verdict("near", "pending", {"met": {"at_most": 1}}), DONE, MISSED],
            "fact compared with two thresholds: met; declare a fact for each",
        ),
        (
            [verdict("near", "pending", {"met": {"at_least": 0}}), DONE, MISSED],
            "fact compared with two thresholds: met; declare a fact for each",
        ),
        (
            [
                verdict("one", "pending", {"all": [{"met": {"at_most": 1}}, {"late": {"at_most": 1}}]}),
                verdict("two", "numerator", {"any": [MET, LATE]}),
                MISSED,
            ],
            "fact compared with two thresholds: late, met; declare a fact for each",
        ),
    ],
)
def test_verdicts_judge_every_case_once_and_in_their_order(verdicts: list[Any], said: str) -> None:
    assert refusals(Edition, edition(verdicts=verdicts)) == [f"d.yaml: {said}"]


def test_one_fact_may_be_compared_alike_by_several_verdicts() -> None:
    both = [PENDING, verdict("in_time_too", "numerator", {"all": [MET, LATE]}), DONE, MISSED]
    found = validated(Edition, edition(verdicts=both), file="d.yaml")
    assert found.facts == {"late", "met"}
    assert found.name == "2021-10-01"
    assert found.rule("in_time_too").verdict is Verdict.NUMERATOR
    with pytest.raises(KeyError, match="edition 2021-10-01 has no reason 'early'"):
        found.rule("early")


FIRST, LATER = date(2021, 10, 1), date(2022, 1, 15)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"editions": [edition(valid_from=LATER), edition()]},
            "editions overlap or are out of order: 2022-01-15, 2021-10-01",
        ),
        ({"editions": [edition()] * 2}, "editions overlap or are out of order: 2021-10-01, 2021-10-01"),
        (
            {"editions": [edition(), edition(valid_from=LATER)], "occurrence": ["person_months"]},
            "an edition of a monthly measure starts on the first of a month",
        ),
        (
            {"editions": [edition(parameters={"rolling_months": 12}), edition(valid_from=LATER)]},
            "an edition of a monthly measure starts on the first of a month",
        ),
        (
            {"editions": [edition(parameters={"clock_days": 5}), edition(valid_from=LATER)]},
            "editions differ in their clock; a change of clock needs a new measure id",
        ),
        (
            {
                "editions": [edition(verdicts=[every_fact("cdefgab"), MISSED])],
                "facts": {"met": "days", "other": "days"},
            },
            f"facts that are not declared: {', '.join(f'fact_{x}' for x in 'abcdefg')}; declared: met, other",
        ),
        (
            {"facts": {"late": "days", "met": "days", **dict.fromkeys("zbxacd", "days")}},
            "facts that no verdict reads: a, b, c, d, x, z",
        ),
        (
            {"would_have_met": "By {when}."},
            "would_have_met: found {when}, expected {'trigger_on', 'due_on'}",
        ),
        ({"next_review": date(2026, 1, 1)}, "next_review 2026-01-01 must come after reviewed_on 2026-01-01"),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(changed: dict[str, Any], said: str) -> None:
    (found,) = refusals(MeasureDefinition, definition(**changed))
    assert found in (
        f"d.yaml: {said}",
        f"d.yaml: {said}".replace("'trigger_on', 'due_on'", "'due_on', 'trigger_on'"),
    )


def test_editions_of_a_monthly_measure_begin_with_months_and_of_others_on_any_day() -> None:
    editions = [edition(), edition(valid_from=date(2022, 1, 1))]
    assert read(editions=editions, occurrence=["person_months"]).valid_from == FIRST
    assert read(editions=[edition(), edition(valid_from=LATER)]).editions[1].valid_from == LATER


def test_a_sentence_may_name_the_trigger_and_the_due_day_and_nothing_at_all() -> None:
    for words in ("From {trigger_on} to {due_on}.", "Something."):
        assert read(would_have_met=words).would_have_met == words


def test_an_edition_judges_from_its_first_point_to_the_day_before_the_next() -> None:
    found = read(editions=[edition(), edition(valid_from=LATER)])
    first, later = found.editions
    assert [found.on(day) for day in (date(2021, 9, 30), FIRST, date(2022, 1, 14), LATER)] == [
        None,
        first,
        first,
        later,
    ]
    assert (found.next_after(first), found.next_after(later)) == (later, None)
    assert (found.last_day_of(first), found.last_day_of(later)) == (date(2022, 1, 14), date.max)
    assert found.own_starts(later) == {}
    assert found.starts_on(later, "A") == LATER


def test_any_number_of_editions_in_order_are_read() -> None:
    days = [date(year, 4, 1) for year in range(2021, 2030)]
    assert [
        each.valid_from for each in read(editions=[edition(valid_from=day) for day in days]).editions
    ] == days


def test_the_shipped_measures_and_clocks_stand_in_the_order_of_their_names() -> None:
    assert list(load_measures()) == sorted(load_measures())
    assert list(load_clocks()) == sorted(load_clocks())


def test_where_lower_is_better_the_numerator_went_badly() -> None:
    higher, lower = read(), read(direction="lower")
    assert (higher.met, higher.missed) == (Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY)
    assert (lower.met, lower.missed) == (Verdict.DENOMINATOR_ONLY, Verdict.NUMERATOR)


def test_each_reason_of_any_edition_stands_once_in_the_order_of_judging() -> None:
    newer = edition(
        valid_from=LATER,
        verdicts=[verdict("gone", "excluded", LATE), DONE | {"label": "New label"}, MISSED],
    )
    found = read(editions=[edition(), newer]).verdicts
    assert [rule.reason for rule in found] == ["gone", "not_yet_due", "in_time", "missed"]
    assert found[2].label == "New label"


def entry(**changed: Any) -> dict[str, Any]:
    raw = {
        "id": "SL999",
        "title": "A measure",
        "framework": "probation_service",
        "status": "defined",
        "published_from": date(2021, 10, 1),
        "source": SOURCE,
    } | changed
    return {key: value for key, value in raw.items() if value is not None}


WHY = "reason: expected for every measure that cannot be judged, and for no other"
WHEN = "published_from: expected unless the measure is to be determined"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": "because"}, WHY),
        ({"status": "from_audits"}, WHY),
        ({"published_from": None}, WHEN),
        ({"status": "not_yet_judged", "reason": "because", "published_from": None}, WHEN),
        ({"status": "to_be_determined", "reason": "because"}, WHEN),
    ],
)
def test_the_catalogue_says_why_a_measure_is_not_judged_and_when_it_begins(
    changed: dict[str, Any], said: str
) -> None:
    assert refusals(CatalogueEntry, entry(**changed)) == [f"d.yaml: {said}"]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"status": "from_audits", "reason": "because"},
        {"status": "composite", "reason": "because"},
        {"status": "not_yet_judged", "reason": "because"},
        {"status": "to_be_determined", "reason": "because", "published_from": None},
    ],
)
def test_every_status_of_the_catalogue_can_be_said(changed: dict[str, Any]) -> None:
    assert validated(CatalogueEntry, entry(**changed), file="c.yaml").id == "SL999"


def test_a_measure_stands_in_the_catalogue_once() -> None:
    raw = {"measures": [entry(id=name) for name in ("B1", "A1", "A1", "B1", "C1")]}
    assert refusals(Catalogue, raw) == ["d.yaml: measure listed twice: B1, A1"]


def written(folder: Path, name: str, raw: dict[str, Any]) -> Path:
    (folder / name).mkdir()
    (folder / name / "definition.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    return folder


def test_a_file_lies_in_a_folder_of_its_name(tmp_path: Path) -> None:
    for name in ("right", "wrong"):
        (tmp_path / name).mkdir()
    assert list(load_measures(written(tmp_path / "right", "SL999", definition()))) == ["SL999"]
    with pytest.raises(DefinitionError) as refused:
        load_measures(written(tmp_path / "wrong", "SL998", definition()))
    assert str(refused.value) == "SL998/definition.yaml: id: found SL999, expected the folder's name SL998"


@pytest.mark.parametrize(
    ("load", "changed", "said"),
    [
        (
            load_measures,
            {"framework": "operational_clock"},
            "framework: found operational_clock in {folder}; clocks, and no others, are operational_clock",
        ),
        (load_measures, {"id": "CLOCK_X"}, "id: found CLOCK_X; clocks, and no others, begin with CLOCK_"),
        (
            load_clocks,
            {"id": "CLOCK_X"},
            "framework: found probation_service in {folder}; clocks, and no others, are operational_clock",
        ),
        (
            load_clocks,
            {"framework": "operational_clock"},
            "id: found SL999; clocks, and no others, begin with CLOCK_",
        ),
    ],
)
def test_clocks_and_measures_are_kept_apart(load: Any, changed: Any, said: str, tmp_path: Path) -> None:
    raw = definition(**changed)
    with pytest.raises(DefinitionError) as refused:
        load(written(tmp_path, raw["id"], raw))
    place = f"{raw['id']}/definition.yaml: "
    assert str(refused.value) == place + said.format(folder=tmp_path.name)


def test_a_measure_is_judged_or_the_reason_is_given() -> None:
    assert measure("SL004") is load_measures()["SL004"]
    assert measure("CLOCK_ALLOCATION") is load_clocks()["CLOCK_ALLOCATION"]
    unknown = load_catalogue()["SL008"]
    with pytest.raises(MeasureNotDefined) as refused:
        measure("SL008")
    assert str(refused.value) == f"SL008 {unknown.title} cannot be judged: {unknown.reason}"
    with pytest.raises(UnknownMeasure) as none:
        measure("SL4")
    known = ", ".join(load_measures())
    assert str(none.value) == f"measure 'SL4' is not in the catalogue; those that can be judged: {known}"


def test_a_source_is_told_with_its_place() -> None:
    assert str(Source(document="Agreement", reference="annex 1.6")) == "Agreement, annex 1.6"

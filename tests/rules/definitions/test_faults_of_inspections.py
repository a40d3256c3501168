"""Files about inspections, ratings, surveys and audits that contradict themselves: the exact faults."""

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.definitions import beside, rating_rules, survey
from rules.definitions.audit_characteristics import audit_characteristics_on
from rules.definitions.files import DefinitionError, read_yaml
from rules.definitions.measures import load_measures
from rules.definitions.rating_rules import build_rating_rules, load_rating_rules, rating_rules_in_force
from rules.definitions.standards import newest_standards
from rules.definitions.survey import load_surveys, survey_edition

Edit = Callable[[Any], object]
EDITION = "probation_2021"


def faults_of(load: Callable[[], object]) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        load()
    return [str(fault) for fault in refused.value.faults]


def raw_of(path: Path) -> Any:
    return copy.deepcopy(read_yaml(path))


def survey_file(tmp_path: Path, edit: Edit) -> Path:
    raw = raw_of(survey.DATA)
    edit(raw[0])
    path = tmp_path / "survey.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


def double(raw: Any, name: str) -> list[str]:
    """Lists every entry twice; the ids in the order of the alphabet."""
    ids = sorted(each["id"] for each in raw[name])
    raw[name] *= 2
    return ids


@pytest.mark.parametrize("name", ["answers", "questions", "about"])
def test_an_id_of_a_survey_stands_once(name: str, tmp_path: Path) -> None:
    ids: list[str] = []
    path = survey_file(tmp_path, lambda raw: ids.extend(double(raw, name)))
    said = [fault for fault in faults_of(lambda: load_surveys(path)) if f": {name}: " in fault]
    assert said == [f"survey.yaml: {name}: {one} appears more than once" for one in ids]


def test_a_choice_stands_once_among_those_of_its_question(tmp_path: Path) -> None:
    ids: list[str] = []
    path = survey_file(tmp_path, lambda raw: ids.extend(double(raw["about"][0], "choices")))
    about = load_surveys()[0].about[0].id
    assert faults_of(lambda: load_surveys(path)) == [
        f"survey.yaml: about.{about}: {one} appears more than once" for one in ids
    ]


def test_a_question_bears_on_prompts_of_domain_one(tmp_path: Path) -> None:
    other = next(str(key) for key in newest_standards().prompts if key.level == "domain_two")
    path = survey_file(tmp_path, lambda raw: raw["questions"][0]["prompts"].extend([other, "moon"]))
    first = load_surveys()[0].questions[0].id
    assert faults_of(lambda: load_surveys(path)) == [
        f"survey.yaml: questions.{first}: {key} is no domain one prompt" for key in (other, "moon")
    ]


def test_a_text_of_the_survey_is_read_in_either_language_and_an_edition_by_its_name() -> None:
    edition = load_surveys()[0]
    question = edition.questions[0]
    assert question.cy != question.en
    assert (question.in_language("en"), question.in_language("cy")) == (question.en, question.cy)
    assert survey_edition(edition.edition) is edition
    with pytest.raises(StopIteration):
        survey_edition("0.0")


def rating(edit: Edit) -> list[str]:
    raw = raw_of(rating_rules.DATA / f"{EDITION}.yaml")
    edit(raw)
    return faults_of(lambda: build_rating_rules(raw, file=f"{EDITION}.yaml"))


def put(value: Any, *path: Any) -> Edit:
    def edit(raw: Any) -> None:
        for step in path[:-1]:
            raw = raw[step]
        raw[path[-1]] = value

    return edit


RULES = load_rating_rules(EDITION)
STARTS, SCORES = ([80, 65, 50, 0], [3, 2, 1, 0])
TOPS = [each.band for each in RULES.overall.tops_per_standard]
DOWN = "expected them to fall from band to band"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (put("x", "id"), "id: found x, expected the name of the file"),
        (put(["1.1.1"], "standards", 0, "key_questions"), "standards.1.1: a standard rated directly has no"),
        (put([], "standards", 4, "key_questions"), "standards.2.1: a standard rated directly has no key"),
        (
            put(["2.1.1", "9.1.1", "8.1.1"], "standards", 4, "key_questions"),
            "standards.2.1: found 9.1.1, 8.1.1, expected its own key questions",
        ),
        (
            put(["2.2.3", "9.9.9", "8.8.8"], "low_risk", "leaves"),
            "low_risk.leaves: found 9.9.9, 8.8.8, expected key questions of the standards",
        ),
        (
            put(80, "bands", "scale", 1, "from"),
            f"bands.scale: found starts [80, 80, 50, 0], {DOWN} down to 0",
        ),
        (put(1, "bands", "scale", 3, "from"), f"bands.scale: found starts [80, 65, 50, 1], {DOWN} down to 0"),
        (put(1, "bands", "scale", 1, "score"), f"bands.scale: found scores [3, 1, 1, 0], {DOWN}"),
        (
            put("x", "overall", "tops_per_standard", 0, "band"),
            f"overall.tops_per_standard: found {['x', *TOPS[1:]]}, expected {TOPS}, worst first",
        ),
        (
            lambda raw: raw["overall"]["tops_per_standard"][1].update(
                top=raw["overall"]["tops_per_standard"][0]["top"]
            ),
            "overall.tops_per_standard: expected the tops to rise from band to band",
        ),
        (
            put("2.5", "outcomes", "standard"),
            "outcomes.standard: found 2.5, expected a standard that is collected",
        ),
        (
            put("9.9", "outcomes", "standard"),
            "outcomes.standard: found 9.9, expected a standard that is collected",
        ),
        *(
            (
                put("x", "outcomes", "stability", key),
                f"outcomes.stability: found x, expected one of {', '.join(words)}",
            )
            for words in [sorted(each.id for each in RULES.outcomes.scale)]  # type: ignore[union-attr]
            for key in ("justified_counts_as", "otherwise_counts_as")
        ),
    ],
)
def test_an_edition_of_ratings_that_contradicts_itself_is_told_where(edit: Edit, said: str) -> None:
    assert any(fault.startswith(f"{EDITION}.yaml: {said}") for fault in rating(edit))


def test_what_stands_twice_is_told_in_the_order_of_the_alphabet() -> None:
    found = rating(lambda raw: raw.update(standards=[*raw["standards"], *raw["standards"]]))
    numbers = sorted(each.number for each in RULES.standards)
    questions = sorted(one for each in RULES.standards for one in each.key_questions)
    assert found == [
        f"{EDITION}.yaml: standards: found the standard {', '.join(numbers)} more than once",
        f"{EDITION}.yaml: standards: found the key question {', '.join(questions)} more than once",
    ]


def test_an_edition_of_ratings_answers_by_number_question_and_band() -> None:
    assert RULES.standard_numbered("2.2") == RULES.standards[5]
    assert RULES.standard_numbered("9.9") is None
    assert RULES.standard_of("2.2.3") == RULES.standards[5]
    assert RULES.standard_of("9.9.9") is None
    assert [RULES.band_named(band.id) for band in RULES.bands.scale] == list(RULES.bands.scale)
    assert ([band.starts_at for band in RULES.bands.scale], [band.score for band in RULES.bands.scale]) == (
        STARTS,
        SCORES,
    )


@pytest.mark.parametrize(("in_force", "said"), [([], "none"), (["a", "b"], "a, b")])
def test_one_edition_of_ratings_is_in_force(
    in_force: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str) -> Any:
        status = "in_force" if name in in_force else "for_comparison"
        return RULES.model_copy(update={"id": name, "status": status})

    monkeypatch.setattr(rating_rules, "rating_editions", lambda: ("a", "b", "c"))
    monkeypatch.setattr(rating_rules, "load_rating_rules", load)
    found = faults_of(rating_rules_in_force.__wrapped__)
    assert found == [f"ratings: status: found in_force {said}, expected one edition"]


def test_editions_of_ratings_are_read_in_the_order_of_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rating_rules, "DATA", tmp_path)
    for name in "gbecafhd":
        (tmp_path / f"{name}.yaml").touch()
    assert rating_rules.rating_editions.__wrapped__() == tuple("abcdefgh")
    monkeypatch.setattr(rating_rules, "rating_editions", lambda: ("a", "b"))
    assert faults_of(lambda: load_rating_rules.__wrapped__("z")) == [
        "z.yaml: no such rating rules: found 'z', expected one of a, b"
    ]


def beside_file(tmp_path: Path, edit: Edit) -> Path:
    raw = raw_of(beside.DATA)
    edit(raw[0])
    path = tmp_path / "beside.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return path


UNKNOWN = [f"SL99{number}" for number in range(3, 10)]


def test_measures_beside_an_audit_are_defined(tmp_path: Path) -> None:
    path = beside_file(tmp_path, lambda raw: raw["timeliness"].extend(reversed(UNKNOWN)))
    assert faults_of(lambda: beside.load_beside(path)) == [
        f"beside.yaml: timeliness: found {', '.join(UNKNOWN)}, expected measures that are defined"
    ]


def test_what_is_the_same_work_is_timeliness(tmp_path: Path) -> None:
    others = sorted(set(load_measures()) - set(beside.load_beside()[0].timeliness))[:6]
    path = beside_file(tmp_path, lambda raw: raw["same_work"].update(QM102=others[::-1]))
    (said,) = faults_of(lambda: beside.load_beside(path))
    assert said.endswith(f"same_work: found {', '.join(others)}, expected some of timeliness")


def test_a_young_adult_is_of_the_first_age_to_the_last() -> None:
    rules = audit_characteristics_on(date(2026, 3, 31))
    first, last = rules.young_adult_ages
    ages = (first - 1, first, last, last + 1)
    assert [rules.is_young_adult(age) for age in ages] == [False, True, True, False]
    assert rules.age_groups[0] == f"Under {rules.ages_from[0]}"
    assert len(rules.age_groups) == len(rules.ages_from) + 1

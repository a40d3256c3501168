"""`manage.py score` and `manage.py band`: what an outsider sees, and how they are refused."""

import json
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from rules.definitions.banks import load_bank

HEADER = "case_id,question_id,answer,reason\n"
NO = {fact.id: "no" for fact in load_bank("QM102", "1.0").facts if fact.kind == "yes_no"}
ORDER_ONLY = NO | {"order": "CO", "reqs": "none_of_these", "failure": "yes"}
BEST = {
    "E01": "met",
    "E02": "met",
    "E03": "met",
    "E04": "yes",
    "E05": "on_time",
    "E06": "met",
    "E09": "on_time",
}


@pytest.fixture
def files(tmp_path):
    """Two sampled cases of three: C1 loses 4 of 15, C2 everything but 6 is not applicable."""
    own = {"C1": {"E03": "partly_met", "E05": "late", "E04": "no"}}
    own["C2"] = dict.fromkeys(("E03", "E04", "E05", "E06"), "not_applicable")
    answers = [
        f"{case},{question},{answer},{'' if answer != 'not_applicable' else 'Not in the window'}"
        for case, changed in own.items()
        for question, answer in (BEST | changed).items()
    ]
    facts = [f"{case},{fact},{value}" for case in own for fact, value in ORDER_ONLY.items()]
    (tmp_path / "answers.csv").write_text(HEADER + "\n".join(answers), encoding="utf-8-sig")
    (tmp_path / "facts.csv").write_text("case_id,fact,value\n" + "\n".join(facts), encoding="utf-8")
    (tmp_path / "frame.csv").write_text("case_id,unit,kind\nC1,H1,order\nC2,H1,order\nC3,H2,licence\n")
    (tmp_path / "draw.csv").write_text(
        "case_id,stratum,place,sampled_or_reserve,weight\n"
        "C1,order,1,sampled,1.5\nC2,order,2,sampled,1.5\nC3,order,3,reserve,\n"
    )
    return tmp_path


def _score(folder, *options, bank="QM102", facts=True):
    out = StringIO()
    given = ["--facts", str(folder / "facts.csv")] if facts else []
    call_command("score", bank, str(folder / "answers.csv"), *given, *options, stdout=out)
    return out.getvalue()


def test_the_json_says_case_by_case_and_for_the_round(files):
    found = json.loads(_score(files, "--frame", str(files / "draw.csv"), "--json"))
    one, two = found["cases"]
    # C1: E03 gives 1 of 2, E05 1 of 2, E04 nothing: 11 of 15.
    assert (one["score"], one["exact_score"], one["too_thin"], one["applicable_weight"]) == (
        73.33,
        "220/3",
        False,
        15,
    )
    # C2: 9 of 15 not applicable.
    assert (two["score"], two["too_thin"], two["why_too_thin"]) == (None, True, "mostly_not_applicable")
    assert (two["applicable_weight"], two["counted_weight"]) == (15, 6)
    expected = {"score": 73.33, "rounded": 73, "band": "AMBER/GREEN", "interval": None, "scored": 1}
    assert {name: found["round"][name] for name in expected} == expected


def test_the_text_has_the_band_and_the_distance_to_the_next(files):
    text = _score(files)
    assert "C2  all  too thin to score (mostly_not_applicable)  weight 6 of 15" in text
    assert "2 cases, 1 scored, 1 too thin to score" in text
    assert "Score 73.33% (exactly 220/3), rounded 73: AMBER/GREEN" in text
    assert "13.17 points below GREEN" in text


def test_a_frame_that_is_not_drawn_yet_gives_its_strata_by_column(files):
    found = json.loads(_score(files, "--frame", str(files / "frame.csv"), "--strata", "kind", "--json"))
    assert [case["stratum"] for case in found["cases"]] == ["order", "order"]
    assert found["round"]["strata"] == [{"stratum": "licence + order", "frame_size": 3, "scored": 1}]


def test_a_bank_comes_from_its_file_as_well(files):
    raw = load_bank("QM102", "1.0").file.model_dump(mode="json") | {"edition": "7.3"}
    (files / "bank.yaml").write_text(yaml.safe_dump(raw))
    assert "edition 7.3" in _score(files, bank=str(files / "bank.yaml"))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"bank": "QM999"}, "BANK: found 'QM999', expected one of CRS_QM1"),
        ({"bank": "nowhere.yaml"}, "the bank nowhere.yaml cannot be read"),
        ({"facts": False}, "C1 has no answer to E07, E08"),
    ],
)
def test_what_cannot_be_scored_is_refused_in_words(files, arguments, problem):
    with pytest.raises(CommandError, match=problem):
        _score(files, **arguments)


def test_an_edition_that_is_not_there_is_refused(files):
    with pytest.raises(CommandError, match="QM102 has no edition 9"):
        _score(files, "--edition", "9")


@pytest.mark.parametrize(
    ("text", "options", "problem"),
    [
        ("case_id,unit\nC1,H1\n", [], "case C2 is not in the frame"),
        ("case_id,unit\nC1,H1\nC1,H1\n", [], "line 3 repeats the case id 'C1'"),
        (
            "case_id,stratum,sampled_or_reserve\nC1,a,drawn\n",
            [],
            "expected one of sampled, reserve, replaced",
        ),
        ("case_id,stratum,sampled_or_reserve\nC1,a,sampled\n", ["--strata", "a"], "leave --strata out"),
    ],
)
def test_a_bad_frame_is_refused(files, text, options, problem):
    (files / "bad.csv").write_text(text)
    with pytest.raises(CommandError, match=problem):
        _score(files, "--frame", str(files / "bad.csv"), *options)


def test_every_fault_is_counted_and_listed(files):
    with (files / "answers.csv").open("a") as file:
        file.write("\nC1,E01,met,\nC1,E77,met,\n")
    with pytest.raises(CommandError) as caught:
        _score(files)
    assert "2 things are wrong; nothing was scored" in str(caught.value)
    assert "line 16, question_id: repeats E01" in str(caught.value)
    assert "line 17, question_id: found 'E77'" in str(caught.value)


@pytest.mark.parametrize(
    ("score", "line"),
    [
        ("145/2", "72.50% rounds to 73: AMBER/GREEN; 14.00 points below GREEN"),
        ("86.496", "86.50% rounds to 86: AMBER/GREEN; less than 0.01 points below GREEN"),
        ("87", "87.00% rounds to 87: GREEN"),
    ],
)
def test_the_band_of_a_score_is_that_of_the_exact_fraction(score, line):
    out = StringIO()
    call_command("band", score, stdout=out)
    assert out.getvalue().strip() == line


@pytest.mark.parametrize("score", ["101", "half", "1/0"])
def test_a_score_that_is_none_has_no_band(score):
    with pytest.raises(CommandError, match=score):
        call_command("band", score)

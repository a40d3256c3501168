"""`manage.py rate`: what an outsider sees, and how a file is refused."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rules.definitions.rating_rules import DATA

HEADER = "case_id,key_question,judgement,low_risk_of_harm,standard,rating\n"
QUESTIONS = {"2.1": 1, "2.2": 3, "2.3": 3, "2.4": 3, "2.5": 3}
NINE = ["1.1", "1.2", "1.3", "1.4", *QUESTIONS]


def judged(question, yes, no, low_risk="no"):
    words = ["yes"] * yes + ["no"] * no
    return [f"C{place}{low_risk},{question},{word},{low_risk},," for place, word in enumerate(words)]


def a_unit(**changed):
    """14 of 20 on every key question but the changed ones, domain one Good."""
    rows = [f",,,,1.{ordinal},Good" for ordinal in range(1, 5)]
    for standard, count in QUESTIONS.items():
        for ordinal in range(1, count + 1):
            question = f"{standard}.{ordinal}"
            rows += judged(question, *changed.get(question, (14, 6)))
    return rows


@pytest.fixture
def rate(tmp_path):
    def run(rows, *options):
        path = tmp_path / "judgements.csv"
        path.write_text(HEADER + "\n".join(rows), encoding="utf-8-sig")
        out = StringIO()
        call_command("rate", str(path), *options, stdout=out)
        return out.getvalue()

    return run


def test_the_json_gives_questions_standards_and_the_overall_rating(rate):
    found = json.loads(rate(a_unit(**{"2.2.3": (9, 11)}), "--json"))
    question = found["key_questions"]["2.2.3"]
    assert (question["yes"], question["no"], question["percentage"]) == (9, 11, 45.0)
    assert question["band"] == "Inadequate"
    assert question["interval"] == [25.82, 65.79]
    standard = found["standards"]["2.2"]
    assert (standard["rating"], standard["score"], standard["lowest"]) == ("Inadequate", 0, ["2.2.3"])
    assert standard["discretion"] is True
    assert standard["reasons"] == [
        "2.2.3 is 45.00%, within 5 points of the boundary at 50%",
        "one case judged otherwise on 2.2.3 would make the standard Requires improvement",
    ]
    assert found["standards"]["1.1"]["reasons"] == []
    assert (found["total"], found["maximum"], found["overall"]) == (16, 27, "Good")
    assert found["overall_bands"]["Requires improvement"] == [5, 13]


def test_low_risk_cases_leave_the_safety_questions(rate):
    rows = [*a_unit(), *judged("2.2.3", 0, 30, low_risk="yes"), *judged("2.2.1", 0, 30, low_risk="yes")]
    found = json.loads(rate(rows, "--json"))["key_questions"]
    assert (found["2.2.3"]["no"], found["2.2.3"]["left_out_low_risk"]) == (6, 30)
    assert (found["2.2.1"]["no"], found["2.2.1"]["left_out_low_risk"]) == (36, 0)


def test_outcomes_and_victim_work_do_not_move_the_overall_rating(rate):
    extra = [*judged("2.6.1", 0, 10), *judged("2.7.1", 0, 10)]
    plain, found = (json.loads(rate(rows, "--json")) for rows in (a_unit(), [*a_unit(), *extra]))
    assert (found["total"], found["overall"]) == (plain["total"], plain["overall"]) == (18, "Good")
    assert found["standards"]["2.6"]["rating"] is None
    assert found["standards"]["2.7"]["rating"] == "Inadequate"
    assert found["standards"]["2.7"]["score"] is None


def test_a_missing_standard_leaves_no_overall_rating(rate):
    found = json.loads(rate([row for row in a_unit() if not row.startswith(",,,,1.3")], "--json"))
    assert (found["missing"], found["total"], found["overall"]) == (["1.3"], None, None)
    assert found["maximum"] == 27


def test_standards_may_all_be_rated_directly(rate):
    words = ["Outstanding"] * 5 + ["good", "GOOD", "Requires  improvement", "inadequate"]
    rows = [f",,,,{number},{word}" for number, word in zip(NINE, words, strict=True)]
    found = json.loads(rate(rows, "--json"))
    assert (found["total"], found["overall"]) == (20, "Good")
    assert found["standards"]["2.5"]["by"] == "directly"


def test_another_edition_rates_its_own_standards(rate):
    rows = [f",,,,{number},Good" for number in ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4")]
    found = json.loads(rate(rows, "--rules", "probation_2023", "--json"))
    assert (found["total"], found["maximum"], found["overall"]) == (14, 21, "Good")
    from_file = json.loads(rate(rows, "--rules", str(DATA / "probation_2023.yaml"), "--json"))
    assert from_file == found


def test_a_panels_decision_is_shown_beside_what_the_rules_gave(rate, tmp_path):
    (tmp_path / "panel.csv").write_text("standard,rating,reason\n2.2,Good,Strong work since\n")
    rows = a_unit(**{"2.2.3": (12, 8)})
    found = json.loads(rate(rows, "--panel", str(tmp_path / "panel.csv"), "--json"))
    standard = found["standards"]["2.2"]
    assert (standard["rating_before_panel"], standard["rating"], standard["by"]) == (
        "Requires improvement",
        "Good",
        "panel",
    )
    assert found["total"] == 18
    assert "without the panel Requires improvement" in rate(rows, "--panel", str(tmp_path / "panel.csv"))


def test_the_text_says_the_same_for_a_person(rate):
    text = rate([*a_unit(**{"2.2.3": (9, 11)}), "X1,2.6.1,part met,no,,"])
    assert "2.2.3  yes 9, no 11  45.0%, rounded 45, Inadequate  95% interval 25.82% to 65.79%" in text
    assert "2.6.1  met 0, part met 1, not met 0" in text
    assert "2.2 Assessment: Inadequate, 0 points (lowest key question)" in text
    assert "    a panel may consider discretion: 2.2.3 is 45.00%, within 5 points" in text
    assert "2.6 Outcomes: collected, not rated" in text
    assert text.strip().endswith("Total 16 of 27: Good")
    assert rate([",,,,1.1,Good"]).strip().endswith("2.3, 2.4, 2.5 not rated")


def test_a_bad_file_is_refused_whole_with_every_fault(rate):
    with pytest.raises(CommandError) as refused:
        rate(["C1,2.1.1,maybe,no,,", "C1,2.9.9,yes,yes,,"])
    said = str(refused.value).splitlines()
    assert said[0] == "3 things are wrong; nothing was rated"
    assert said[1].startswith("judgements.csv, line 2, judgement: found 'maybe'")
    assert said[2].startswith("judgements.csv, line 3, key_question: found '2.9.9'")
    assert said[3].startswith("judgements.csv, line 3, low_risk_of_harm: found yes for case C1, expected no")


def test_rules_and_files_that_are_not_there_are_named(rate, tmp_path):
    with pytest.raises(CommandError, match="expected one of probation_2018, probation_2021"):
        rate(a_unit(), "--rules", "probation_1999")
    with pytest.raises(CommandError, match="--rules: .*No such file"):
        rate(a_unit(), "--rules", str(tmp_path / "none.yaml"))
    with pytest.raises(CommandError, match=r"none\.csv: cannot be read: No such file"):
        call_command("rate", str(tmp_path / "none.csv"))


def test_the_example_of_the_documentation_gives_its_figures(rate):
    words = ["Good", "Good", "Requires improvement", "Good"]
    rows = [f",,,,1.{ordinal},{word}" for ordinal, word in enumerate(words, start=1)]
    shares = {"2.1.1": (13, 7), "2.2.1": (14, 6), "2.2.2": (10, 5), "2.2.3": (9, 6)}
    shares |= {"2.3.1": (16, 4), "2.3.2": (16, 4), "2.3.3": (159, 41)}
    shares |= dict.fromkeys(["2.4.1", "2.4.2", "2.4.3"], (49, 51))
    shares |= dict.fromkeys(["2.5.1", "2.5.2", "2.5.3"], (10, 10))
    for question, (yes, no) in shares.items():
        rows += judged(question, yes, no)
    rows += judged("2.2.3", 5, 0, low_risk="yes")
    found = json.loads(rate(rows, "--json"))
    assert [found["standards"][number]["score"] for number in NINE] == [2, 2, 1, 2, 2, 1, 3, 0, 1]
    assert found["key_questions"]["2.3.3"]["exact_percentage"] == "159/2"
    assert found["standards"]["2.2"]["reasons"] == [
        "2.2.3 is 60.00%, within 5 points of the boundary at 65%",
        "one case judged otherwise on 2.2.3 would make the standard Good",
    ]
    assert (found["total"], found["overall"]) == (14, "Good")

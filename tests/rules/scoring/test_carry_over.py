"""What a new edition changes, what number it gets, and which answers stand under it."""

import pytest

from rules.definitions.bank_changes import Size, compare, next_edition, numbers, same_trend
from rules.definitions.banks import build_bank, load_bank
from rules.scoring.carry_over import Fate, carry_over, unasked_facts

OLD = load_bank("QM102", "1.0")
FACTS = {"failure": True, "breach_heard": True}


def _changed(change):
    raw = OLD.file.model_dump(mode="json")
    change(
        {question["id"]: question for section in raw["sections"] for question in section["questions"]}, raw
    )
    return build_bank(raw, file="new")


def _set(question, **values):
    return lambda questions, raw: questions[question].update(values)


def _bank(**values):
    return lambda questions, raw: raw.update(values)


def _drop(question):
    def change(questions, raw):
        for section in raw["sections"]:
            section["questions"] = [each for each in section["questions"] if each["id"] != question]

    return change


LIMIT = dict(OLD.questions["E05"].model_dump(mode="json")["timing"][0])
WORDING = [
    (_set("E01", text="Other words"), "E01", "wording"),
    (_set("E03", applies_in_words="Other words"), "E03", "when it is asked, in words"),
    (_set("E01", evidence="Other words"), "E01", "evidence"),
    (_set("E01", guidance="Other words"), "E01", "guidance"),
    (_set("E01", source="Other words"), "E01", "source"),
    (_set("E05", timing=[LIMIT | {"starts": "Other words"}]), "E05", "words about the time limits"),
    (_bank(title="Other words"), "", "title"),
    (_bank(next_review="2028-01-01"), "", "next review"),
]
MEANING = [
    (_set("E01", scale="yes_no"), "E01", "answers"),
    (_set("E03", applies="em"), "E03", "rule"),
    (_set("E01", weight=3), "E01", "weight"),
    (_set("E01", critical=True), "E01", "critical"),
    (_set("E05", timing=[LIMIT | {"amount": 2}]), "E05", "time limits"),
    (_set("E15", timing_any=True), "E15", "alternative pairs of dates"),
    (_bank(critical_cap=59), "", "cap of a failed critical question"),
    (
        _bank(too_thin={"most_not_applicable": "1/2", "least_weight": 9, "source": "product"}),
        "",
        "when a case is too thin to score",
    ),
]


@pytest.mark.parametrize(("change", "question", "what"), WORDING)
def test_other_words_make_a_minor_edition(change, question, what):
    found = compare(OLD, _changed(change))
    assert [(each.question, each.what, each.size) for each in found.changes] == [(question, what, Size.MINOR)]
    assert (found.size, next_edition("1.0", found.size)) == (Size.MINOR, "1.1")


@pytest.mark.parametrize(("change", "question", "what"), MEANING)
def test_another_meaning_makes_a_major_edition(change, question, what):
    found = compare(OLD, _changed(change))
    assert [(each.question, each.what, each.size) for each in found.changes] == [(question, what, Size.MAJOR)]
    assert (found.size, next_edition("1.7", found.size)) == (Size.MAJOR, "2.0")


def test_an_added_and_a_removed_question_make_a_major_edition():
    new = _changed(_drop("E04"))
    assert [each.id for each in compare(OLD, new).removed] == ["E04"]
    assert [each.id for each in compare(new, OLD).added] == ["E04"]
    assert compare(OLD, new).size is compare(new, OLD).size is Size.MAJOR


def test_a_change_is_told_before_and_after():
    (change,) = compare(OLD, _changed(_set("E01", weight=3))).of_question("E01")
    assert (change.before, change.after) == ("2", "3")


def test_another_number_of_the_file_is_no_change():
    assert compare(OLD, _changed(_bank(edition="9.9", status="draft"))).size is Size.NOTHING


def test_another_order_of_questions_is_a_minor_change():
    found = compare(OLD, _changed(lambda questions, raw: raw["sections"].reverse()))
    assert {each.what for each in found.changes} == {"sections", "order of the questions"}
    assert found.size is Size.MINOR


def test_editions_of_one_major_number_make_one_series():
    assert same_trend("1.0", "1.12")
    assert not same_trend("1.9", "2.0")
    assert numbers("10.2") == (10, 2)


@pytest.mark.parametrize("edition", ["1", "one", "1.x", ""])
def test_an_edition_without_two_numbers_is_refused(edition):
    with pytest.raises(ValueError, match="expected a number such as"):
        numbers(edition)


@pytest.mark.parametrize(
    ("change", "fate", "again"),
    [
        (_set("E05", text="Other words"), Fate.CARRIED, ("wording",)),
        (_set("E05", weight=3, critical=True), Fate.CARRIED, ("weight", "critical")),
        (_set("E05", timing=[LIMIT | {"amount": 2}]), Fate.CARRIED, ("time limit",)),
        (_set("E05", timing=[LIMIT | {"id": "other"}]), Fate.PAIRS_CHANGED, ()),
        (_set("E05", timing=[], scale="met"), Fate.SCALE_CHANGED, ()),
        (_set("E05", applies="not failure"), Fate.HIDDEN, ()),
        (_set("E05", applies="em"), Fate.CARRIED, ("rule",)),  # unknown leaves it in
        (_set("E05", guidance="Other words"), Fate.CARRIED, ("guidance",)),
        (_set("E05", timing=[LIMIT | {"unit": "days"}]), Fate.CARRIED, ("time limit",)),
        (_set("E05", timing=[LIMIT | {"starts": "Other words"}]), Fate.CARRIED, ()),
        (_drop("E05"), Fate.GONE, ()),
        (_bank(), Fate.CARRIED, ()),
    ],
)
def test_an_answer_stands_when_its_question_means_the_same_to_answer(change, fate, again):
    (found,) = carry_over(OLD, _changed(change), FACTS, {"E05": "late"})
    assert (found.fate, found.look_again) == (fate, again)
    assert fate.stands == (fate is Fate.CARRIED)


def test_answers_that_an_earlier_edition_left_behind_do_not_stand():
    fewer = _changed(_drop("E05"))
    found = carry_over(fewer, OLD, FACTS, {"E01": "met", "E05": "late"})
    assert [(each.question_id, each.fate) for each in found] == [
        ("E01", Fate.CARRIED),
        ("E05", Fate.SCALE_CHANGED),
    ]


def test_the_facts_that_only_the_new_edition_asks_are_named():
    assert unasked_facts(OLD, load_bank("QM103", "1.0"))[:2] == ("upw_only", "no_rehab_req")
    assert unasked_facts(OLD, OLD) == ()


def test_answers_come_in_the_old_bank_s_order_and_those_left_behind_by_name():
    fewer = _changed(_drop("E05"))
    answered = {"E99": "met", "E06": "met", "E05": "late", "E01": "met", "A1": "met", "E02": ""}
    found = carry_over(fewer, OLD, FACTS, answered)
    assert [each.question_id for each in found] == ["E01", "E02", "E06", "A1", "E05", "E99"]
    assert [each.fate for each in found[3:]] == [Fate.GONE, Fate.SCALE_CHANGED, Fate.GONE]


def test_what_becomes_of_an_answer_is_kept_in_these_words():
    assert [str(each) for each in Fate] == ["carried", "gone", "scale_changed", "pairs_changed", "hidden"]

"""What a new edition of a bank changes: which changes start a series anew, and which are wording."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from rules.definitions.bank_changes import (
    FIRST_EDITION,
    Change,
    Size,
    compare,
    next_edition,
    numbers,
    same_trend,
)
from rules.definitions.banks import Bank, TimeLimit, build_bank, load_bank

OLD = load_bank("QM102", "1.0")
MINOR, MAJOR = Size.MINOR, Size.MAJOR
Edit = Callable[[Any], object]


def changed(edit: Edit) -> Bank:
    raw = copy.deepcopy(OLD.file.model_dump(mode="json"))
    edit(raw)
    return build_bank(raw, file="bank.yaml")


def setting(**keys: Any) -> Edit:
    return lambda raw: raw.update(keys)


def within(part: str, **keys: Any) -> Edit:
    return lambda raw: raw[part].update(keys)


def question(name: str, **keys: Any) -> Edit:
    def edit(raw: Any) -> None:
        found = (each for part in raw["sections"] for each in part["questions"] if each["id"] == name)
        next(found).update(keys)

    return edit


def limit(name: str, **keys: Any) -> Edit:
    limits = [each.model_dump(mode="json") for each in OLD.questions[name].timing]
    return question(name, timing=[limits[0] | keys, *limits[1:]])


def said(limit: TimeLimit, starts: str = "") -> str:
    return f"{starts or limit.starts} – {limit.ends} ({limit.source})"


OF_THE_BANK: list[tuple[Edit, str, str, str, Size]] = [
    (setting(title="New"), "title", "Enforcement quality", "New", MINOR),
    (setting(why_it_matters="New"), "why it matters", OLD.file.why_it_matters, "New", MINOR),
    (setting(source="New"), "source", "PM QM102; questions: product", "New", MINOR),
    (setting(valid_from="2021-10-02"), "valid from", "2021-10-01", "2021-10-02", MINOR),
    (setting(valid_to="2030-01-01"), "valid to", "", "2030-01-01", MINOR),
    (setting(authored_by="New"), "author", "product", "New", MINOR),
    (setting(checked_by="New"), "checker", "product", "New", MINOR),
    (setting(reviewed_on="2026-11-23"), "reviewed on", "2026-11-22", "2026-11-23", MINOR),
    (setting(next_review="2027-11-23"), "next review", "2027-11-22", "2027-11-23", MINOR),
    (setting(critical_cap=71), "cap of a failed critical question", "72", "71", MAJOR),
    (
        within("too_thin", most_not_applicable="1/3"),
        "when a case is too thin to score",
        "more than 1/2 not applicable, or less than 8 weight",
        "more than 1/3 not applicable, or less than 8 weight",
        MAJOR,
    ),
    (
        within("too_thin", least_weight=9),
        "when a case is too thin to score",
        "more than 1/2 not applicable, or less than 8 weight",
        "more than 1/2 not applicable, or less than 9 weight",
        MAJOR,
    ),
    (within("too_thin", source="New"), "source of the rule for thin cases", "product", "New", MINOR),
    (
        within("frame", kind="started"),
        "frame",
        "enforcement, 6 months ending 0 months before the draw",
        "started, 6 months ending 0 months before the draw",
        MAJOR,
    ),
    (
        within("frame", months=7),
        "frame",
        "enforcement, 6 months ending 0 months before the draw",
        "enforcement, 7 months ending 0 months before the draw",
        MAJOR,
    ),
    (
        within("frame", months_before_end=1),
        "frame",
        "enforcement, 6 months ending 0 months before the draw",
        "enforcement, 6 months ending 1 months before the draw",
        MAJOR,
    ),
    (
        within("frame", text="New"),
        "words about the frame",
        f"{OLD.file.frame.text} (product)",
        "New (product)",
        MINOR,
    ),
    (
        within("frame", source="New"),
        "words about the frame",
        f"{OLD.file.frame.text} (product)",
        f"{OLD.file.frame.text} (New)",
        MINOR,
    ),
    (
        lambda raw: raw["sections"][0].update(title="New"),
        "sections",
        " / ".join(each.title for each in OLD.sections),
        " / ".join(["New", *(each.title for each in OLD.sections[1:])]),
        MINOR,
    ),
]


@pytest.mark.parametrize(("edit", "what", "before", "after", "size"), OF_THE_BANK)
def test_a_setting_of_the_bank_changes_its_words_or_its_meaning(
    edit: Edit, what: str, before: str, after: str, size: Size
) -> None:
    found = compare(OLD, changed(edit))
    assert found.changes == (Change("", what, before, after, size),)
    assert (found.added, found.removed, found.size) == ((), (), size)


E01, E05 = OLD.questions["E01"], OLD.questions["E05"]
OF_A_QUESTION: list[tuple[Edit, str, str, str, str, Size]] = [
    (question("E01", text="New"), "E01", "wording", E01.text, "New", MINOR),
    (
        question("E05", applies_in_words="New"),
        "E05",
        "when it is asked, in words",
        E05.applies_in_words,
        "New",
        MINOR,
    ),
    (question("E01", evidence="New"), "E01", "evidence", E01.evidence, "New", MINOR),
    (question("E01", guidance="New"), "E01", "guidance", "", "New", MINOR),
    (question("E01", source="New"), "E01", "source", "S2 2.4.1; TOM 2908", "New", MINOR),
    (question("E01", scale="yes_no"), "E01", "answers", "met", "yes_no", MAJOR),
    (question("E05", applies="not failure"), "E05", "rule", "failure", "not failure", MAJOR),
    (question("E01", weight=3), "E01", "weight", "2", "3", MAJOR),
    (question("E01", justifies="yes"), "E01", "what it justifies", "", "yes", MAJOR),
    (question("E01", critical=True), "E01", "critical", "no", "yes", MAJOR),
    (question("E05", timing_any=True), "E05", "alternative pairs of dates", "no", "yes", MAJOR),
    (
        limit("E05", amount=2),
        "E05",
        "time limits",
        "follow_up: 1 business_days",
        "follow_up: 2 business_days",
        MAJOR,
    ),
    (
        limit("E15", unit="hours"),
        "E15",
        "time limits",
        "; ".join(f"{each.id}: 1 business_days" for each in OLD.questions["E15"].timing),
        "; ".join(
            f"{each.id}: 1 {unit}"
            for each, unit in zip(OLD.questions["E15"].timing, ("hours", "business_days"), strict=True)
        ),
        MAJOR,
    ),
    (
        limit("E15", starts="New"),
        "E15",
        "words about the time limits",
        "; ".join(said(each) for each in OLD.questions["E15"].timing),
        "; ".join(
            said(each, starts=each.starts if number else "New")
            for number, each in enumerate(OLD.questions["E15"].timing)
        ),
        MINOR,
    ),
    (
        limit("E05", ends="New"),
        "E05",
        "words about the time limits",
        "Failed contact – First attempt to find the reason (product)",
        "Failed contact – New (product)",
        MINOR,
    ),
    (
        limit("E05", source="New"),
        "E05",
        "words about the time limits",
        "Failed contact – First attempt to find the reason (product)",
        "Failed contact – First attempt to find the reason (New)",
        MINOR,
    ),
]


@pytest.mark.parametrize(("edit", "name", "what", "before", "after", "size"), OF_A_QUESTION)
def test_a_question_changes_its_words_or_its_meaning(
    edit: Edit, name: str, what: str, before: str, after: str, size: Size
) -> None:
    found = compare(OLD, changed(edit))
    assert found.changes == (Change(name, what, before, after, size),)
    assert found.of_question(name) == found.changes
    assert found.of_question("E02") == ()
    assert found.size is size


def test_nothing_changed_is_no_edition_and_its_own_number_is_no_change() -> None:
    same = compare(OLD, changed(setting(edition="1.1")))
    assert (same.changes, same.size) == ((), Size.NOTHING)


def test_a_question_more_or_less_is_a_major_edition_without_a_change_of_words() -> None:
    shorter = changed(
        lambda raw: [raw["sections"][1]["questions"].pop(0), raw["sections"][2]["questions"].pop()]
    )
    gone = [name for name in OLD.questions if name not in shorter.questions]
    assert len(gone) == 2
    less, more = compare(OLD, shorter), compare(shorter, OLD)
    assert [each.id for each in less.removed] == [each.id for each in more.added] == gone
    assert (less.added, less.changes, less.size) == ((), (), MAJOR)
    assert (more.removed, more.changes, more.size) == ((), (), MAJOR)


def test_questions_in_another_order_are_a_matter_of_words() -> None:
    def swap(raw: Any) -> None:
        raw["sections"][0]["questions"].reverse()

    (found,) = compare(OLD, changed(swap)).changes
    names = list(OLD.questions)
    assert found == Change(
        "",
        "order of the questions",
        ", ".join(names),
        ", ".join([*reversed(names[:3]), *names[3:]]),
        MINOR,
    )


def test_one_major_change_among_minor_ones_makes_the_edition_major() -> None:
    both = changed(lambda raw: [setting(title="New")(raw), question("E01", weight=3)(raw)])
    assert [each.size for each in compare(OLD, both).changes] == [MINOR, MAJOR]
    assert compare(OLD, both).size is MAJOR


def with_vocabulary(**parts: Any) -> Bank:
    return OLD.model_copy(update=parts)


def test_an_answer_worth_something_else_is_a_change_of_meaning() -> None:
    met = next(each for each in OLD.scales if each.id == "met")
    answers = (met.answers[0].model_copy(update={"value": None}), *met.answers[1:])
    other = met.model_copy(update={"answers": answers})
    scales = tuple(other if each.id == "met" else each for each in OLD.scales)
    (found,) = compare(OLD, with_vocabulary(scales=scales)).changes
    assert (found.question, found.what, found.size) == ("", "scale met", MAJOR)
    assert found.before == str([(each.id, each.value) for each in met.answers])
    assert found.after == str([(each.id, each.value) for each in answers])


def test_scales_are_told_in_the_order_of_the_alphabet() -> None:
    scales = tuple(each.model_copy(update={"answers": each.answers[1:]}) for each in OLD.scales)
    found = compare(OLD, with_vocabulary(scales=scales)).changes
    assert [each.what for each in found] == ["scale met", "scale timed", "scale yes_no"]


@pytest.mark.parametrize(
    ("key", "after", "what", "before"),
    [
        ("bands", "other", "rating scale", "audit_score"),
        ("result", "judgements", "what a marked case gives", "score"),
    ],
)
def test_other_ratings_and_other_results_are_changes_of_meaning(
    key: str, after: str, what: str, before: str
) -> None:
    other = OLD.model_copy(update={"file": OLD.file.model_copy(update={key: after})})
    assert compare(OLD, other).changes == (Change("", what, before, after, MAJOR),)


def test_another_key_question_judged_is_a_change_of_meaning() -> None:
    first, *rest = OLD.sections
    judging = E01.model_copy(update={"judges": "2.3.2"})
    sections = (first.model_copy(update={"questions": (judging, *first.questions[1:])}), *rest)
    other = Bank.model_construct(
        file=OLD.file.model_copy(update={"sections": sections}),
        scales=OLD.scales,
        facts=OLD.facts,
        derived=OLD.derived,
    )
    found = Change("E01", "key question that it judges", "", "2.3.2", MAJOR)
    assert compare(OLD, other).changes == (found,)


def test_only_scales_and_facts_of_both_editions_can_have_changed() -> None:
    fewer = with_vocabulary(scales=OLD.scales[:1], facts=OLD.facts[:1])
    assert compare(OLD, fewer).changes == compare(fewer, OLD).changes == ()


def test_a_fact_of_another_kind_or_with_other_options_is_a_change_of_meaning() -> None:
    first, second, *rest = OLD.facts
    shorter = first.model_copy(update={"options": first.options[1:]})
    numbers = [fact.model_copy(update={"kind": "number"}) for fact in (second, *rest)]
    found = compare(OLD, with_vocabulary(facts=(shorter, *numbers))).changes
    names = sorted(fact.id for fact in OLD.facts)
    assert [(each.what, each.size) for each in found] == [(f"case fact {name}", MAJOR) for name in names]
    reworded = first.model_copy(update={"label": "New"})
    assert compare(OLD, with_vocabulary(facts=(reworded, second, *rest))).changes == ()


def test_a_list_of_facts_in_another_order_is_a_matter_of_words() -> None:
    facts = list(OLD.file.facts)
    (found,) = compare(OLD, changed(setting(facts=facts[::-1]))).changes
    assert found == Change("", "case facts", ", ".join(facts), ", ".join(facts[::-1]), MINOR)


@pytest.mark.parametrize(
    ("latest", "size", "number"), [("1.4", MINOR, "1.5"), ("1.4", MAJOR, "2.0"), ("9.9", MINOR, "9.10")]
)
def test_the_next_edition_has_the_next_number(latest: str, size: Size, number: str) -> None:
    assert next_edition(latest, size) == number


def test_the_first_edition_is_one_point_nothing() -> None:
    assert FIRST_EDITION == "1.0"
    assert numbers("12.34") == (12, 34)


@pytest.mark.parametrize("text", ["", "1", "1.", ".1", "one.0", "1.x", "1.0.0", "-1.0"])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"edition: found '{text}', expected a number such as 1.0"):
        numbers(text)


def test_scores_stand_in_one_series_while_only_words_change() -> None:
    assert same_trend("1.0", "1.7")
    assert not same_trend("1.7", "2.0")

"""The language in which a bank says when a question applies: what is read, and what is no part of it."""

import pytest

from rules.definitions.applies import (
    MOST_BRACKETS,
    All,
    AnyOf,
    Comparison,
    ConditionError,
    Not,
    comparisons_of,
    parse_condition,
)

A, B, C = (Comparison(name, "yes") for name in "abc")


def test_a_fact_alone_is_compared_with_no_option_and_no_number() -> None:
    assert (A.options, A.number) == ((), 0)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("  a  ", A),
        ("a_1", Comparison("a_1", "yes")),
        ("not a", Not(A)),
        ("not not a", Not(Not(A))),
        ("a and b", All((A, B))),
        ("a and b and c", All((A, B, C))),
        ("a or b or c", AnyOf((A, B, C))),
        ("a or b and c", AnyOf((A, All((B, C))))),
        ("a and b or c", AnyOf((All((A, B)), C))),
        ("(a or b) and c", All((AnyOf((A, B)), C))),
        ("not a and b", All((Not(A), B))),
        ("not (a and b)", Not(All((A, B)))),
        ("((a))", A),
        ("a in X", Comparison("a", "in", ("X",))),
        ("a has X", Comparison("a", "in", ("X",))),
        ("a in X, Y,Z", Comparison("a", "in", ("X", "Y", "Z"))),
        ("a in 2,3", Comparison("a", "in", ("2", "3"))),
        ("a beyond X,Y", Comparison("a", "beyond", ("X", "Y"))),
        ("a in X and b", All((Comparison("a", "in", ("X",)), B))),
        ("a >= 3", Comparison("a", ">=", number=3)),
        ("a>=12", Comparison("a", ">=", number=12)),
        ("a < 0", Comparison("a", "<", number=0)),
        ("a < 3 or b", AnyOf((Comparison("a", "<", number=3), B))),
    ],
)
def test_a_rule_is_read_as_people_read_it(text: str, tree: object) -> None:
    assert parse_condition(text) == tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'': found 'the end', expected a fact"),
        ("a and", "'a and': found 'the end', expected a fact"),
        ("and a", "'and a': found 'and', expected a fact"),
        ("or", "'or': found 'or', expected a fact"),
        ("in X", "'in X': found 'in', expected a fact"),
        ("has", "'has': found 'has', expected a fact"),
        ("beyond", "'beyond': found 'beyond', expected a fact"),
        ("not", "'not': found 'the end', expected a fact"),
        ("3", "'3': found '3', expected a fact"),
        ("_a", "'_a': found '_a', expected a fact"),
        ("a b", "'a b': found 'b', expected and, or, or the end"),
        ("a)", "'a)': found ')', expected and, or, or the end"),
        ("(a", "'(a': found 'the end', expected a closing bracket"),
        ("(a b)", "'(a b)': found 'b', expected a closing bracket"),
        ("a in", "'a in': found 'the end', expected an option"),
        ("a in ,", "'a in ,': found ',', expected an option"),
        ("a in X,", "'a in X,': found 'the end', expected an option"),
        ("a in (X)", "'a in (X)': found '(', expected an option"),
        ("a >= b", "'a >= b': found 'b', expected a whole number"),
        ("a <", "'a <': found 'the end', expected a whole number"),
        ("a > 3", "'a > 3': cannot read ' > 3'"),
        ("a = 3", "'a = 3': cannot read ' = 3'"),
        ("a; b", "'a; b': cannot read '; b'"),
        ("a.b", "'a.b': cannot read '.b'"),
    ],
)
def test_what_is_no_rule_is_refused_where_it_stops_making_sense(text: str, said: str) -> None:
    with pytest.raises(ConditionError) as refused:
        parse_condition(text)
    assert str(refused.value) == said


def test_a_rule_has_as_many_brackets_as_people_can_read() -> None:
    assert parse_condition("(" * MOST_BRACKETS + "a" + ")" * MOST_BRACKETS) == A
    assert MOST_BRACKETS == 20
    with pytest.raises(ConditionError, match="found 21 brackets, expected at most 20"):
        parse_condition("(" * 21 + "a" + ")" * 21)


def test_the_comparisons_of_a_rule_come_from_left_to_right() -> None:
    tree = parse_condition("c and not (a or b in X) or a >= 3")
    assert [each.fact for each in comparisons_of(tree)] == ["c", "a", "b", "a"]

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.definitions.disclosure import load_disclosure
from rules.tables.disclosure import Total
from rules.tables.regional import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    SUPPRESSED,
    Counts,
    Figure,
    add_up,
    change,
    publish,
    publish_profile,
    share,
)

RULE = load_disclosure().on(date(2026, 3, 31))


def year_of(*quarters):
    counts = dict(enumerate(quarters, start=1)) | {"year": add_up(quarters)}
    return counts, [Total(whole="year", parts=tuple(range(1, len(quarters) + 1)))]


def test_a_large_place_shows_counts_rate_and_interval():
    counts, totals = year_of(
        Counts(counted=60, met=39, not_recorded=6), Counts(counted=100, met=50, not_recorded=9)
    )
    shown = publish(counts, totals, edition=RULE)[1]
    assert (shown.counted.value, shown.met.value) == (60, 39)
    assert str(shown.rate.value) == "65.0"
    assert (str(shown.low.value), str(shown.high.value)) == ("52.4", "75.8")
    assert str(shown.not_recorded_share.value) == "9.1"


def test_a_place_that_counted_nothing_has_no_rate_rather_than_zero():
    shown = publish({"year": Counts()}, [], edition=RULE)["year"]
    assert shown.counted.value == 0
    assert shown.rate == Figure(symbol="z")


def test_a_small_count_takes_its_rate_and_interval_with_it():
    counts, totals = year_of(
        Counts(counted=60, met=3), Counts(counted=100, met=50), Counts(counted=100, met=70)
    )
    shown = publish(counts, totals, edition=RULE)
    assert shown[1].met == shown[1].rate == shown[1].low == shown[1].high == Figure(symbol="c")
    assert shown[1].counted.value == 60
    assert shown[1].exact is None
    # A second quarter goes, so that the year minus the others does not tell; the year stays.
    assert shown[2].met == Figure(symbol="c")
    assert str(shown["year"].rate.value) == "47.3"


def test_a_zero_among_a_suppressed_few_is_suppressed_as_well():
    counts, totals = year_of(
        Counts(counted=3, met=0), Counts(counted=100, met=50), Counts(counted=100, met=70)
    )
    shown = publish(counts, totals, edition=RULE)
    assert shown[1].met == shown[1].counted == Figure(symbol="c")


def test_a_small_number_without_a_record_is_suppressed_with_its_share():
    counts, totals = year_of(
        Counts(counted=60, met=30, not_recorded=2), Counts(counted=60, met=30, not_recorded=8)
    )
    shown = publish(counts, totals, edition=RULE)
    assert shown[1].not_recorded == shown[1].not_recorded_share == Figure(symbol="c")
    assert str(shown[1].rate.value) == "50.0"


def test_places_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="add up"):
        publish(
            {1: Counts(counted=9), "year": Counts(counted=10)},
            [Total(whole="year", parts=(1,))],
            edition=RULE,
        )


def test_a_change_is_in_percentage_points_of_unrounded_rates():
    shown = publish(
        {"now": Counts(counted=300, met=200), "then": Counts(counted=300, met=100)}, [], edition=RULE
    )
    assert change(shown["now"], shown["then"]) == Figure(value=Decimal("33.3"))


def test_a_change_against_a_suppressed_or_missing_year_is_not_shown():
    shown = publish(
        {"now": Counts(counted=300, met=200), "then": Counts(counted=300, met=2)}, [], edition=RULE
    )
    assert change(shown["now"], shown["then"]) == Figure(symbol="c")
    assert change(shown["now"], None) == Figure(symbol="x")


def test_a_profile_keeps_its_total_and_hides_a_second_group():
    groups = {"female": 3, "male": 90, "not recorded": 12, "all": 105}
    shown = publish_profile(
        groups, [Total(whole="all", parts=("female", "male", "not recorded"))], edition=RULE
    )
    assert shown["female"] == shown["not recorded"] == Figure(symbol="c")
    assert shown["male"].value == 90
    assert str(share(shown["male"], shown["all"]).value) == "85.7"
    assert share(shown["female"], shown["all"]) == Figure(symbol="c")


def test_a_share_of_nothing_is_not_applicable():
    assert share(Figure(value=Decimal(0)), Figure(value=Decimal(0))) == Figure(symbol="z")


def test_a_figure_is_a_value_or_a_symbol():
    for wrong in ({}, {"value": Decimal(1), "symbol": "c"}):
        with pytest.raises(ValueError, match="a value or a symbol"):
            Figure(**wrong)


place = st.integers(0, 40).flatmap(
    lambda n: st.builds(Counts, counted=st.just(n), met=st.integers(0, n), not_recorded=st.integers(0, 8))
)


@settings(max_examples=50, deadline=None)
@given(st.lists(place, min_size=1, max_size=5))
def test_a_rate_is_printed_only_beside_both_of_its_counts(places):
    counts, totals = year_of(*places)
    for shown in publish(counts, totals, edition=RULE).values():
        if shown.rate.value is not None:
            assert shown.counted.value is not None
            assert shown.met.value is not None
        for figure in (shown.counted, shown.met, shown.not_recorded):
            assert figure.value is None or not RULE.suppresses(int(figure.value))


def figure(value=None, symbol=""):
    return Figure(value=None if value is None else Decimal(value), symbol=symbol)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (figure(1), figure(3), figure("33.3")),
        (figure(0), figure(3), figure("0.0")),
        (figure(3), figure(3), figure("100.0")),
        (figure(symbol="c"), figure(3), figure(symbol="c")),
        (figure(3), figure(symbol="x"), figure(symbol="x")),
        (figure(symbol="c"), figure(symbol="x"), figure(symbol="c")),
    ],
)
def test_a_share_needs_both_of_its_counts(part, whole, expected):
    assert share(part, whole) == expected


def test_a_change_says_why_it_is_missing_of_this_year_first():
    places = {
        "none": Counts(),
        "few": Counts(counted=300, met=2),
        "many": Counts(counted=300, met=200),
    }
    shown = publish(places, [], edition=RULE)
    assert change(shown["none"], shown["few"]) == Figure(symbol="z")
    assert change(shown["few"], shown["none"]) == Figure(symbol="c")
    assert change(shown["many"], shown["none"]) == Figure(symbol="z")
    assert change(shown["few"], None) == Figure(symbol="x")


def test_a_change_may_fall():
    shown = publish(
        {"now": Counts(counted=300, met=100), "then": Counts(counted=300, met=200)}, [], edition=RULE
    )
    assert change(shown["now"], shown["then"]) == figure("-33.3")
    assert shown["now"].exact == Fraction(1, 3)


def test_counts_add_up_kind_by_kind():
    total = add_up([Counts(counted=5, met=3, not_recorded=1), Counts(counted=10, met=7, not_recorded=20)])
    assert total == Counts(counted=15, met=10, not_recorded=21)
    assert add_up([]) == Counts(counted=0, met=0, not_recorded=0)


def test_printed_counts_are_rounded_where_the_rule_says_so_and_rates_are_not():
    rule = RULE.model_copy(update={"rounding_base": 10})
    (shown,) = publish({"year": Counts(counted=104, met=66, not_recorded=15)}, [], edition=rule).values()
    assert [each.value for each in (shown.counted, shown.met, shown.not_recorded)] == [100, 70, 20]
    assert (str(shown.rate.value), str(shown.not_recorded_share.value)) == ("63.5", "12.6")
    (profile,) = publish_profile({"all": 104}, [], edition=rule).values()
    assert profile.value == 100


def test_a_place_without_any_case_has_no_share_without_a_record():
    shown = publish({"none": Counts(), "open": Counts(not_recorded=9)}, [], edition=RULE)
    assert shown["none"].not_recorded_share == Figure(symbol="z")
    assert str(shown["open"].not_recorded_share.value) == "100.0"
    assert shown["open"].rate == shown["open"].low == shown["open"].high == Figure(symbol="z")


def test_a_hidden_denominator_hides_the_share_without_a_record():
    counts, totals = year_of(
        Counts(counted=3, met=0, not_recorded=50),
        Counts(counted=60, met=30, not_recorded=50),
        Counts(counted=70, met=40, not_recorded=50),
    )
    shown = publish(counts, totals, edition=RULE)
    assert shown[1].not_recorded.value == 50
    assert shown[1].not_recorded_share == Figure(symbol="c")


def test_a_second_count_goes_before_a_denominator_and_a_denominator_before_a_total():
    counts, totals = year_of(
        Counts(counted=20, met=3), Counts(counted=25, met=24), Counts(counted=90, met=80)
    )
    shown = publish(counts, totals, edition=RULE)
    assert [shown[place].met.symbol for place in (1, 2, 3, "year")] == ["c", "c", "", ""]
    assert [shown[place].counted.symbol for place in (1, 2, 3, "year")] == [""] * 4
    counts, totals = year_of(
        Counts(counted=3, met=3), Counts(counted=900, met=400), Counts(counted=901, met=800)
    )
    shown = publish(counts, totals, edition=RULE)
    assert [shown[place].counted.symbol for place in (1, 2, 3, "year")] == ["c", "c", "", ""]


def test_a_profile_loses_its_smallest_other_group_and_never_its_total():
    groups = {"a": 3, "b": 500, "c": 80, "all": 583}
    totals = [Total(whole="all", parts=("a", "b", "c"))]
    shown = publish_profile(groups, totals, edition=RULE)
    assert [shown[name].symbol for name in groups] == ["c", "", "c", ""]


def test_symbols_are_those_of_published_statistics():
    assert (SUPPRESSED, NOT_APPLICABLE, NOT_AVAILABLE) == ("c", "z", "x")


def test_a_profile_keeps_to_what_another_document_printed_of_the_same_people():
    counts = {"all": 100, "a": 40, "b": 35, "c": 25}
    totals = [Total(whole="all", parts=("a", "b", "c"))]
    assert not any(one.symbol for one in publish_profile(counts, totals, edition=RULE).values())
    before = {"a": figure(symbol="c"), "c": figure(25)}
    shown = publish_profile(counts, totals, edition=RULE, before=before)
    assert [name for name, one in shown.items() if one.symbol == "c"] == ["a", "b"]


def test_what_another_document_prints_stays_and_what_it_suppresses_stays_suppressed():
    counts = {"f": 12, "m": 40, "nr": 8, "all": 60}
    total = [Total(whole="all", parts=("f", "m", "nr"))]
    before = {"f": Figure(symbol="c"), "m": Figure(value=Decimal(40)), "all": Figure(value=Decimal(60))}
    shown = publish_profile(counts, total, edition=RULE, before=before)
    assert {key for key, figure in shown.items() if figure.symbol} == {"f", "nr"}

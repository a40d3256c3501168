"""No suppressed number can be worked out: checked against an attacker who tries every table that fits."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.definitions.disclosure import DisclosureEdition, load_disclosure
from rules.tables.disclosure import Total, derivable, protect

RULE = load_disclosure().on(date(2026, 3, 31))
STRICT = DisclosureEdition(**(RULE.model_dump() | {"misses_are_counts": True}))


def grid(rows):
    """The counts of a table with totals by row, by column and overall, and its sums."""
    height, width = len(rows), len(rows[0])
    counts = {(r, c): rows[r][c] for r in range(height) for c in range(width)}
    totals = []
    for r in range(height):
        counts[r, "all"] = sum(rows[r])
        totals.append(Total(whole=(r, "all"), parts=tuple((r, c) for c in range(width))))
    for c in [*range(width), "all"]:
        counts["all", c] = sum(counts[r, c] for r in range(height))
        totals.append(Total(whole=("all", c), parts=tuple((r, c) for r in range(height))))
    totals.append(Total(whole=("all", "all"), parts=tuple(("all", c) for c in range(width))))
    return counts, totals


def measured(pairs):
    """Rows of (met, counted) that add up to a region, with misses as latent cells."""
    counts, totals, latent = {}, [], set()
    rows = [*pairs, (sum(met for met, _ in pairs), sum(counted for _, counted in pairs))]
    for index, (met, counted) in enumerate(rows):
        counts |= {("met", index): met, ("missed", index): counted - met, ("counted", index): counted}
        totals.append(Total(whole=("counted", index), parts=(("met", index), ("missed", index))))
        latent.add(("missed", index))
    for kind in ("met", "missed", "counted"):
        parts = tuple((kind, index) for index in range(len(pairs)))
        totals.append(Total(whole=(kind, len(pairs)), parts=parts))
    return counts, totals, latent


def possible_values(counts, totals, hidden, latent=frozenset(), most=11):
    """Every value each unknown cell takes in some table that fits: by trying them all, cell by cell."""
    unknown = sorted(set(hidden) | set(latent), key=repr)
    values = {key: set() for key in unknown}

    def fits(guess):
        return all(
            sum(guess.get(part, counts[part]) for part in total.parts)
            == guess.get(total.whole, counts[total.whole])
            for total in totals
            if all(key in guess or key not in values for key in total.members)
        )

    def search(guess, rest):
        if not rest:
            for key, value in guess.items():
                values[key].add(value)
            return
        for value in range(1 if rest[0] in hidden else 0, most + 1):
            attempt = guess | {rest[0]: value}
            if fits(attempt):
                search(attempt, rest[1:])

    search({}, unknown)
    return values


def assert_safe(counts, totals, protection, latent=frozenset(), rule=RULE):
    values = possible_values(counts, totals, protection.hidden, latent)
    sensitive = protection.hidden
    if rule.misses_are_counts:
        sensitive |= {key for key in latent if rule.suppresses(counts[key])}
    for key in sensitive:
        assert len(values[key]) > 1, f"{key} can only be {values[key]}"


def test_the_shipped_threshold_is_one_to_four_and_says_that_it_is_the_products_own():
    assert [count for count in range(8) if RULE.suppresses(count)] == [1, 2, 3, 4]
    assert RULE.source.startswith("product")


def test_no_rule_is_in_force_before_the_first_edition():
    with pytest.raises(ValueError, match="in force on 2019-01-01"):
        load_disclosure().on(date(2019, 1, 1))


def test_a_rounding_base_rounds_counts_half_up():
    rule = DisclosureEdition(**(RULE.model_dump() | {"rounding_base": 5}))
    assert [rule.rounded(count) for count in (2, 3, 7, 8)] == [0, 5, 5, 10]
    assert RULE.rounded(7) == 7


def test_a_table_without_small_counts_is_published_whole():
    counts, totals = grid([[10, 20], [30, 40]])
    assert not protect(counts, totals, edition=RULE).hidden


def test_zero_is_published():
    counts, totals = grid([[0, 20], [30, 40]])
    assert not protect(counts, totals, edition=RULE).hidden


def test_a_small_count_takes_a_second_cell_with_it_so_that_subtraction_fails():
    counts = {"a": 3, "b": 12, "c": 40, "all": 55}
    totals = [Total(whole="all", parts=("a", "b", "c"))]
    protection = protect(counts, totals, edition=RULE)
    assert protection.primary == {"a"}
    assert protection.secondary == {"b"}


def test_two_ones_that_add_up_to_two_need_a_third_cell():
    # Suppressed is never zero, so 2 = 1 + 1 gives both away.
    counts = {"a": 1, "b": 1, "c": 40, "all": 42}
    protection = protect(counts, [Total(whole="all", parts=("a", "b", "c"))], edition=RULE)
    assert protection.secondary == {"c"}


def test_in_a_table_with_two_totals_a_rectangle_is_emptied():
    counts, totals = grid([[3, 20, 30], [15, 25, 35], [50, 60, 70]])
    protection = protect(counts, totals, edition=RULE)
    assert len(protection.hidden) == 4
    assert_safe_by_attack(counts, totals, protection)


def assert_safe_by_attack(counts, totals, protection, latent=frozenset()):
    assert not derivable(counts, totals, hidden=protection.hidden, latent=latent) & protection.hidden


def test_where_misses_are_counts_a_few_of_them_hide_the_number_met():
    counts, totals, latent = measured([(57, 60), (40, 60), (30, 70)])
    assert not protect(counts, totals, edition=RULE, latent=latent).hidden
    protection = protect(counts, totals, edition=STRICT, latent=latent)
    assert ("met", 0) in protection.hidden
    assert_safe_by_attack(counts, totals, protection, latent)
    assert ("missed", 0) not in derivable(counts, totals, hidden=protection.hidden, latent=latent)


def test_a_small_denominator_hides_its_numerator_as_well():
    counts, totals, latent = measured([(0, 3), (40, 60), (30, 70)])
    protection = protect(counts, totals, edition=STRICT, latent=latent)
    assert ("counted", 0) in protection.primary
    assert ("missed", 0) not in derivable(counts, totals, hidden=protection.hidden, latent=latent)


def test_that_nobody_meets_a_measure_uncounted_does_not_give_a_suppressed_count_away():
    # With both met suppressed and 13 met in all, 4 of 4 and 9 of 9 would be the only way.
    counts, totals, latent = measured([(4, 4), (9, 9), (30, 70)])
    protection = protect(counts, totals, edition=RULE, latent=latent)
    assert_safe_by_attack(counts, totals, protection, latent)


def test_the_cheapest_cell_is_emptied():
    counts = {"a": 3, "b": 12, "c": 40, "all": 55}
    totals = [Total(whole="all", parts=("a", "b", "c"))]
    protection = protect(counts, totals, edition=RULE, cost={"b": (100,), "c": (1,)})
    assert protection.secondary == {"c"}


def test_a_total_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="the parts add up to 3, the total says 4"):
        protect({"a": 3, "all": 4}, [Total(whole="all", parts=("a",))], edition=RULE)


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="cannot be negative"):
        protect({"a": -1}, [], edition=RULE)


def test_protection_is_the_same_every_time():
    counts, totals = grid([[3, 20, 7], [1, 25, 9], [50, 2, 70]])
    assert protect(counts, totals, edition=RULE) == protect(counts, totals, edition=RULE)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2))
def test_whoever_tries_every_table_cannot_find_a_suppressed_count(rows):
    counts, totals = grid(rows)
    assert_safe(counts, totals, protect(counts, totals, edition=RULE))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.integers(0, 7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=2
    )
)
def test_whoever_tries_every_table_cannot_find_a_suppressed_met_missed_or_counted(pairs):
    counts, totals, latent = measured(pairs)
    for rule in (RULE, STRICT):
        assert_safe(counts, totals, protect(counts, totals, edition=rule, latent=latent), latent, rule)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=5))
def test_larger_tables_leave_nothing_to_the_attack(rows):
    counts, totals = grid(rows)
    assert_safe_by_attack(counts, totals, protect(counts, totals, edition=RULE))


def test_the_attack_finds_what_trying_every_table_finds():
    for cells in product(range(4), repeat=3):
        counts = dict(zip("abc", cells, strict=True)) | {"all": sum(cells)}
        totals = [Total(whole="all", parts=("a", "b", "c"))]
        hidden = frozenset(key for key in "abc" if counts[key])
        values = possible_values(counts, totals, hidden)
        expected = {key for key, found in values.items() if len(found) == 1}
        assert derivable(counts, totals, hidden=hidden) == expected


def test_where_single_cases_are_printed_one_may_cover_a_small_count():
    rule = DisclosureEdition(**(RULE.model_dump() | {"suppress_from": 2}))
    counts = {"a": 3, "b": 1, "c": 50, "none": 0, "all": 54}
    protection = protect(counts, [Total(whole="all", parts=("a", "b", "c", "none"))], edition=rule)
    assert (protection.primary, protection.secondary) == ({"a"}, {"b"})


def test_a_cell_that_another_table_prints_is_no_cover():
    counts = {"a": 3, "b": 12, "c": 40, "all": 55}
    totals = [Total(whole="all", parts=("a", "b", "c"))]
    protection = protect(counts, totals, edition=RULE, known={"b"})
    assert protection.secondary == {"c"}


def test_a_small_count_that_another_table_prints_takes_nothing_with_it():
    counts = {"a": 3, "b": 12, "all": 15}
    totals = [Total(whole="all", parts=("a", "b"))]
    assert not protect(counts, totals, edition=RULE, known={"a"}).hidden


def test_what_follows_from_other_tables_alone_empties_nothing_further():
    # 12 and 15 are printed elsewhere, so 3 is told; the other table is as safe as it would be without it.
    counts = {"a": 3, "b": 12, "all": 15, "c": 6, "d": 9}
    totals = [Total(whole="all", parts=("a", "b")), Total(whole="all", parts=("c", "d"))]
    protection = protect(counts, totals, edition=RULE, known={"b", "all"})
    assert protection.hidden == {"a"}


def test_a_zero_that_another_table_suppressed_is_printed():
    counts = {"a": 0, "b": 12, "all": 12}
    totals = [Total(whole="all", parts=("a", "b"))]
    assert not protect(counts, totals, edition=RULE, already={"a"}).hidden


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=2))
def test_a_second_document_gives_nothing_away_beside_the_first(rows):
    """The first prints rows and columns added up, the second the cells: read together they are safe."""
    counts, totals = grid(rows)
    first = {key: value for key, value in counts.items() if "all" in key}
    of_first = [total for total in totals if set(total.members) <= set(first)]
    before = protect(first, of_first, edition=RULE).hidden
    known = set(first) - before
    after = protect(counts, totals, edition=RULE, already=before, known=known).hidden
    assert not after & known
    told = derivable(counts, totals, hidden={key for key in counts if counts[key]} - known)
    assert not (derivable(counts, totals, hidden=after) & after) - told

"""Tables of overlapping groups are attacked together: what one suppresses, another must not give away."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.definitions.disclosure import DisclosureEdition, load_disclosure
from rules.tables.disparity_overlaps import Overlap, Table, gives_away, overlaps_on
from rules.tables.disparity_published import printed

DAY = date(2026, 3, 31)
RULE = load_disclosure().on(DAY)
STRICT = DisclosureEdition(**(RULE.model_dump() | {"misses_are_counts": True}))
OVERLAPS = overlaps_on(DAY)
AGES = {"18": (1, 1), "21": (5, 5), "25": (17, 17), "35": (8, 8), "45": (5, 4), "55": (2, 2), "65": (1, 0)}


def table(cases, *, rule=RULE, adds_up=True):
    return Table(cases=cases, hidden=printed(cases, ["not_recorded"], edition=rule).hidden, adds_up=adds_up)


def test_young_adults_are_two_age_groups_whole_and_some_of_a_third():
    assert OVERLAPS[0] == Overlap(
        whole=("young_adult", "yes"), parts=[("age", "18"), ("age", "21")], among=[("age", "25")]
    )


def test_women_are_those_asked_about_pregnancy_and_some_of_ages_that_are_not_asked():
    asked = OVERLAPS[1]
    assert asked.whole == ("sex", "female")
    assert {name for name, _ in asked.parts} == {"pregnancy"}
    assert [group for _, group in asked.among] == ["0", "55", "65", "not_recorded"]


def test_one_young_adult_beyond_the_age_groups_printed_is_given_away():
    # Met in the demonstration: six young adults, five of them 21 to 24, the sixth the only one of 18 to 20.
    ages, young = table(AGES), table({"yes": (6, 6), "no": (33, 31)})
    assert "18" in ages.hidden
    assert not young.hidden
    assert not gives_away({"age": ages}, OVERLAPS, edition=RULE)
    assert gives_away({"age": ages, "young_adult": young}, OVERLAPS, edition=RULE)
    whole = Table(cases=young.cases, hidden=frozenset(young.cases))
    assert not gives_away({"age": ages, "young_adult": whole}, OVERLAPS, edition=RULE)


def test_with_room_in_the_third_group_the_young_adults_stay():
    ages = table(AGES | {"18": (3, 1)})
    young = table({"yes": (10, 7), "no": (31, 31)})
    assert not gives_away({"age": ages, "young_adult": young}, OVERLAPS, edition=RULE)


def test_answers_about_pregnancy_add_up_to_the_women_whom_another_table_suppresses():
    # Two of no recorded sex take the women with them; the women of every age were asked.
    sex = table({"female": (30, 20), "male": (200, 150), "not_recorded": (2, 1)})
    assert sex.hidden == {"female", "not_recorded"}
    ages = table({"25": (150, 120), "35": (82, 51)})
    asked = table({"yes": (8, 7), "no": (22, 13)}, adds_up=False)
    tables = {"sex": sex, "age": ages, "pregnancy": asked}
    assert not asked.hidden
    assert gives_away(tables, OVERLAPS, edition=RULE)


def test_counts_that_contradict_the_overlap_tell_nothing():
    ages = table(AGES)
    young = table({"yes": (5, 5), "no": (34, 32)})
    assert not gives_away({"age": ages, "young_adult": young}, OVERLAPS, edition=RULE)


def test_where_misses_are_counts_a_small_number_of_them_is_not_given_away_either():
    # Nobody of 25 to 34 missed, so the young adults' misses beyond 21 to 24 are those of 18 to 20.
    ages = Table(cases={"18": (20, 18), "21": (40, 28), "25": (60, 60), "35": (60, 50)}, hidden={"18", "35"})
    young = Table(cases={"yes": (70, 56), "no": (110, 100)}, hidden=())
    tables = {"age": ages, "young_adult": young}
    assert not gives_away(tables, OVERLAPS, edition=RULE)
    assert gives_away(tables, OVERLAPS, edition=STRICT)


def test_a_small_count_that_only_its_met_and_missed_together_tell_is_given_away():
    # By the sums nobody of the two hidden groups met; nobody of 25 to 34 missed, so the young adults' misses
    # beyond 21 to 24 are those of 18 to 20: three missed, none met, three counted.
    ages = Table(cases={"18": (3, 0), "21": (40, 28), "25": (60, 60), "35": (60, 0)}, hidden={"18", "35"})
    young = Table(cases={"yes": (73, 58), "no": (90, 30)}, hidden=())
    assert gives_away({"age": ages, "young_adult": young}, OVERLAPS, edition=RULE)
    nobody_adds_up = Table(cases=ages.cases, hidden=ages.hidden, adds_up=False)
    assert not gives_away({"age": nobody_adds_up, "young_adult": young}, OVERLAPS, edition=RULE)


def possible(ages, hidden_ages, young, further):
    """Every value of each hidden age group, by trying them all: the sum and the young adults are known."""
    unknown = sorted(hidden_ages)
    left = sum(ages[group] for group in unknown)
    shown_young = sum(ages[group] for group in ("18", "21") if group not in hidden_ages)
    values = {group: set() for group in unknown}

    def search(found, rest, remaining):
        if not rest:
            inside = shown_young + sum(found.get(group, 0) for group in ("18", "21"))
            room = found.get("25", ages["25"])
            if remaining == 0 and 0 <= young - inside <= room:
                for group, value in found.items():
                    values[group].add(value)
            return
        for value in range(min(1, ages[rest[0]]), remaining + 1):
            search(found | {rest[0]: value}, rest[1:], remaining - value)

    search({}, unknown, left)
    return values


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.integers(0, 7)] * 4), st.integers(0, 7))
def test_whoever_tries_every_table_finds_what_the_attack_finds(counted, older):
    # Nobody met, so that only the cases counted can tell.
    ages = dict(zip(("18", "21", "25", "35"), counted, strict=True))
    further = min(ages["25"], older)
    young = ages["18"] + ages["21"] + further
    tables = {
        "age": table({group: (number, 0) for group, number in ages.items()}),
        "young_adult": Table(
            cases={"yes": (young, 0), "no": (sum(ages.values()) - young, 0)}, hidden=frozenset()
        ),
    }
    values = possible(ages, tables["age"].hidden, young, further)
    told = any(RULE.suppresses(ages[group]) and len(found) == 1 for group, found in values.items())
    found = gives_away(tables, OVERLAPS, edition=RULE)
    # The attack also looks at the young adults who are in no age group of theirs whole.
    assert found or not told
    if found and not told:
        assert RULE.suppresses(further)


@pytest.mark.parametrize("rule", [RULE, STRICT])
def test_tables_without_a_small_count_give_nothing_away(rule):
    ages = {"18": (20, 10), "21": (40, 28), "25": (60, 40), "35": (60, 50)}
    tables = {
        "age": table(ages, rule=rule),
        "young_adult": table({"yes": (75, 46), "no": (105, 82)}, rule=rule),
    }
    assert not gives_away(tables, OVERLAPS, edition=rule)


def test_many_cases_of_few_people_are_not_given_away():
    # The one of 18 to 20 has nine cases, as where each month counts.
    cases = AGES | {"18": (9, 9), "25": (0, 0)}
    ages = Table(cases=cases, hidden={"18", "45", "55", "65"}, few={"18"})
    young = table({"yes": (14, 14), "no": (16, 14)})
    assert gives_away({"age": ages, "young_adult": young}, OVERLAPS, edition=RULE)


def test_a_row_of_few_people_is_suppressed_however_many_cases_they_have():
    cases = {"asian": (11, 10), "black": (40, 31), "white": (200, 150)}
    people = {"asian": 3, "black": 9, "white": 60}
    assert not printed(cases, [], edition=RULE).hidden
    assert printed(cases, [], edition=RULE, people=people).hidden == {"asian", "black"}

"""The rules of regional plans: years, days, products, needs; and files that say something twice."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.planning import (
    FOLDER,
    cycle_on,
    day_within,
    fund_on,
    governance_on,
    load_cycles,
    load_funds,
    load_governance,
    load_templates,
    template_on,
)
from rules.definitions.planning_needs import load_needs, needs_on
from rules.periods import PerformanceYear

TODAY = date(2026, 5, 4)


def test_a_plan_covers_three_years_from_its_first_over_a_century() -> None:
    assert template_on(TODAY).years_from("2098-99") == ("2098-99", "2099-00", "2100-01")


def test_the_template_says_what_a_region_believes_knows_and_will_do() -> None:
    template = template_on(TODAY)
    assert [part.id for part in template.parts] == ["believes", "knows", "will_do"]
    assert all(template.sections_of(part.id) for part in template.parts)
    assert template.section("foreword").required
    assert template.section("nothing") is None


@pytest.mark.parametrize(
    ("month_day", "found"),
    [
        ("04-01", date(2027, 4, 1)),
        ("03-31", date(2028, 3, 31)),
        ("02-29", date(2028, 2, 29)),
        ("12-31", date(2027, 12, 31)),
    ],
)
def test_a_day_lies_within_its_performance_year(month_day: str, found: date) -> None:
    assert day_within(PerformanceYear(2027), month_day) == found


def test_a_day_that_a_year_does_not_have_is_the_last_of_its_month() -> None:
    assert day_within(PerformanceYear(2026), "02-29") == date(2027, 2, 28)


def test_products_are_due_before_in_or_after_the_plans_first_year() -> None:
    due = {product.id: product.due_on("2026-27") for product in cycle_on(TODAY).products}
    assert due["needs_assessment"] == date(2025, 10, 31)
    assert due["plan"] == governance_on(TODAY).publish_on("2026-27") == date(2026, 4, 30)
    assert due["annual_report"] == date(2027, 6, 30)


def test_every_phase_has_products() -> None:
    cycle = cycle_on(TODAY)
    assert [phase.id for phase in cycle.phases] == ["assess", "co_design", "deliver", "review"]
    assert {product.phase for product in cycle.products} == {phase.id for phase in cycle.phases}


def test_words_of_an_id_of_another_edition_are_the_id() -> None:
    rules = governance_on(TODAY)
    assert (rules.state_words("at_risk"), rules.state_words("stalled")) == ("At risk", "stalled")
    assert rules.kind_words("grant") == "Grant agreement"
    assert rules.role_words("chief") == "Chief Probation Officer"
    assert (fund_on(TODAY).verdict_words("part"), fund_on(TODAY).verdict_words("x")) == ("Partly met", "x")
    assert needs_on(TODAY).need_words("housing") == "housing"
    assert needs_on(TODAY).cohort_words("women") == "Women"


def test_an_award_must_meet_what_the_source_makes_a_condition() -> None:
    must = {one.id for one in fund_on(TODAY).criteria if one.must}
    assert must == {"gap", "fair_process", "impact_assessment", "not_enforceable"}


def test_needs_are_those_of_the_framework_and_every_unit_should_have_eight_of_them() -> None:
    assert sum(need.expected for need in needs_on(TODAY).needs) == 8
    assert all(need.source for need in needs_on(TODAY).needs)


@pytest.mark.parametrize(
    ("name", "load", "was", "instead", "fault"),
    [
        ("template.yaml", load_templates, "part: knows", "part: dreams", "no part dreams"),
        ("template.yaml", load_templates, "{id: purpose,", "{id: foreword,", "sections: foreword is there 2"),
        (
            "template.yaml",
            load_templates,
            "{id: knows,",
            "{id: believes,",
            "parts: believes is there 2 times",
        ),
        ("cycle.yaml", load_cycles, "phase: assess,", "phase: guess,", "no phase guess"),
        ("cycle.yaml", load_cycles, "{id: deliver,", "{id: assess,", "phases: assess is there 2 times"),
        (
            "cycle.yaml",
            load_cycles,
            "{id: needs_assessment,",
            "{id: statutory_expectations,",
            "products: statutory_expectations is there 2 times",
        ),
        (
            "needs.yaml",
            load_needs,
            "{id: young_adults, title: S",
            "{id: finance, title: S",
            "services: finance is",
        ),
        (
            "needs.yaml",
            load_needs,
            "serves: [women]",
            "serves: [men]",
            "services womens_services: men is neither a need nor a cohort",
        ),
        ("governance.yaml", load_governance, "{id: grant,", "{id: contract,", "contract is there 2 times"),
        ("fund.yaml", load_funds, "{id: value,", "{id: gap,", "fund.yaml: criteria: gap is there 2 times"),
        ("fund.yaml", load_funds, "{id: part,", "{id: met,", "fund.yaml: verdicts: met is there 2 times"),
        ("needs.yaml", load_needs, "{id: finance,", "{id: dependency,", "needs: dependency is there 2 times"),
        ("needs.yaml", load_needs, "{id: women,", "{id: everyone,", "cohorts: everyone is there 2 times"),
        (
            "needs.yaml",
            load_needs,
            "serves: [finance]",
            "serves: [money]",
            "money is neither a need nor a co",
        ),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(
    tmp_path: Path, name: str, load, was: str, instead: str, fault: str
) -> None:
    text = (FOLDER / name).read_text()
    assert was in text
    (tmp_path / name).write_text(text.replace(was, instead, 1))
    with pytest.raises(DefinitionError, match=fault):
        load(tmp_path / name)


@pytest.mark.parametrize(
    ("day", "in_time"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), False),
        (date(2027, 4, 15), False),
    ],
)
def test_a_plan_is_published_in_the_april_in_which_it_begins(day: date, in_time: bool) -> None:
    assert governance_on(TODAY).is_publishing_day("2026-27", day) is in_time


def test_what_a_plan_is_made_of_is_found_by_its_id() -> None:
    template, cycle, fund = template_on(TODAY), cycle_on(TODAY), fund_on(TODAY)
    assert [template.section(one.id) for one in template.sections] == list(template.sections)
    assert [cycle.product(one.id) for one in cycle.products] == list(cycle.products)
    assert [fund.criterion(one.id) for one in fund.criteria] == list(fund.criteria)
    assert (cycle.product("nothing"), fund.criterion("nothing")) == (None, None)
    assert [one.id for part in template.parts for one in template.sections_of(part.id)] == [
        one.id for one in template.sections
    ]


def test_a_service_of_a_contract_serves_needs_or_cohorts_and_an_unknown_one_itself() -> None:
    needs = needs_on(TODAY)
    assert [needs.service(one.id) for one in needs.services] == list(needs.services)
    assert needs.service("womens_services").serves == ("women",)
    unknown = needs.service("night_shelter_2")
    assert (unknown.id, unknown.title) == ("night_shelter_2", "Night shelter 2")
    assert unknown.serves == ("night_shelter_2",)

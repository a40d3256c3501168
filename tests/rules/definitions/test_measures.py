"""The shipped definitions of measures."""

from datetime import date

import pytest

from rules.definitions.__main__ import faults
from rules.definitions.catalogue import measure_catalogue
from rules.definitions.examples import load_examples
from rules.definitions.measures import (
    MeasureNotDefined,
    UnknownMeasure,
    load_catalogue,
    load_measures,
    measure,
)

SIX = {"SL004", "SL005", "SL006", "SL007", "SL027", "CRS_SL001"}


def test_every_measure_that_the_catalogue_calls_defined_is_defined() -> None:
    assert set(load_measures()) == {one.id for one in load_catalogue().values() if one.status == "defined"}
    assert set(load_measures()) > SIX


def test_every_shipped_definition_is_sound() -> None:
    assert faults() == []


def test_every_measure_of_the_consultation_and_of_the_agreement_is_in_the_catalogue() -> None:
    assert len(load_catalogue()) == 44 + 20


@pytest.mark.parametrize(
    ("measure_id", "why"),
    [("SL008", "to be determined"), ("QM102", "from audits")],
)
def test_a_measure_that_cannot_be_judged_says_why(measure_id: str, why: str) -> None:
    with pytest.raises(MeasureNotDefined, match=why):
        measure(measure_id)


def test_an_unknown_measure_is_named_with_those_that_can_be_judged() -> None:
    with pytest.raises(UnknownMeasure, match=r"'SL4'.*SL004"):
        measure("SL4")


def test_nothing_is_in_force_before_the_first_edition() -> None:
    assert measure("SL004").on(date(2021, 9, 30)) is None


def test_the_edition_is_chosen_by_the_measurement_point() -> None:
    sl007 = measure("SL007")
    april, may = sl007.on(date(2024, 4, 30)), sl007.on(date(2024, 5, 31))
    assert april is not None
    assert may is not None
    assert (april.name, may.name) == ("2022-04-01", "2024-05-01")
    assert sl007.last_day_of(april) == date(2024, 4, 30)
    assert may.break_reason


def test_probation_reset_adds_one_reason_to_monthly_appointments() -> None:
    before, after = measure("SL007").editions
    assert {rule.reason for rule in after.verdicts} - {rule.reason for rule in before.verdicts} == {
        "final_third"
    }


@pytest.mark.parametrize("measure_id", sorted(SIX))
def test_the_catalogue_page_shows_each_reason_and_example(measure_id: str) -> None:
    page = measure_catalogue()
    assert all(rule.sentence in page for rule in measure(measure_id).verdicts)
    assert all(example.name in page for example in load_examples(measure_id))

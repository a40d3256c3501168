"""Agreement in words: of fewer than five there is no percentage."""

from datetime import date

from apps.assessments.agreement import AgreementRow
from apps.assessments.agreement_presentation import agreement_text
from rules.definitions.small_numbers import small_numbers_on
from rules.statistics.agreement import agreement

SMALL = small_numbers_on(date(2026, 11, 22))


def _text(*items):
    return agreement_text(AgreementRow("E01", "A question", agreement(items), 0), SMALL)


def test_four_cases_show_counts_and_five_show_percentages():
    same, other = ("full", "full"), ("full", "none")
    few = _text(same, same, same, other)
    assert (few.percent, few.prevalence) == ("3 of 4", "full credit 7 of 8, no credit 1 of 8")
    enough = _text(same, same, same, same, other)
    assert (enough.percent, enough.prevalence) == ("80.0%", "full credit 90.0%, no credit 10.0%")


def test_few_cases_of_three_markers_whose_agreement_is_no_whole_number_show_a_dash():
    assert _text(("full", "full", "none"), ("full", "full", "full")).percent == "–"


def test_a_question_that_nobody_marked_twice_shows_a_dash():
    assert (_text(("full", None)).percent, _text(("full", None)).prevalence) == ("–", "")

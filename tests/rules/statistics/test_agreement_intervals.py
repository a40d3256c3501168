"""Intervals of agreement: each case counts once, and certainty is never claimed."""

from decimal import Decimal

from rules.statistics.agreement import Item, agreement
from rules.statistics.agreement_intervals import AgreementIntervals, agreement_intervals
from rules.statistics.intervals import t_quantile, wilson

YES, NO = ("yes", "yes"), ("no", "no")
SPLIT, TURNED = ("yes", "no"), ("no", "yes")


def one_item_cases(*items: Item) -> list[list[Item]]:
    return [[item] for item in items]


def test_of_one_question_a_case_the_share_has_wilsons_interval() -> None:
    found = agreement_intervals(one_item_cases(YES, YES, YES, NO, SPLIT))
    assert found.percent == wilson(4, 5)


def test_many_questions_of_few_cases_do_not_narrow_the_share() -> None:
    found = agreement_intervals([[YES, YES, YES, SPLIT], [NO, NO, NO, SPLIT]])
    assert found.percent is not None
    assert found.percent.high - found.percent.low > 70


def test_the_jackknife_is_that_of_the_textbook() -> None:
    items = [YES] * 6 + [NO] * 5 + [SPLIT] * 2 + [TURNED]
    left = [agreement(items[:n] + items[n + 1 :]).kappa.value for n in range(len(items))]
    values = [float(each) for each in left if each is not None]
    mean, count = sum(values) / len(values), len(values)
    reach = float(t_quantile(count - 1)) * ((count - 1) / count * sum((v - mean) ** 2 for v in values)) ** 0.5
    kappa = agreement(items).kappa.value
    found = agreement_intervals(one_item_cases(*items)).kappa
    assert found is not None
    assert kappa is not None
    assert abs(float(found.low) - (float(kappa) - reach)) < 1e-9
    assert abs(float(found.high) - min(float(kappa) + reach, 1.0)) < 1e-9


def test_limits_stay_within_what_a_coefficient_can_be() -> None:
    found = agreement_intervals(one_item_cases(YES, NO, YES, NO, SPLIT))
    for each in (found.kappa, found.alpha, found.ac1):
        assert each is not None
        assert Decimal(-1) <= each.low < each.high <= Decimal(1)


def test_full_agreement_is_not_called_certain() -> None:
    found = agreement_intervals(one_item_cases(YES, YES, NO, NO))
    assert (found.kappa, found.alpha, found.ac1) == (None, None, None)
    assert found.percent == wilson(4, 4)


def test_two_cases_vary_too_little_and_a_case_marked_once_does_not_count() -> None:
    found = agreement_intervals(one_item_cases(YES, SPLIT, ("yes", None)))
    assert found.percent == wilson(1, 2)
    assert found.kappa is None


def test_without_anything_marked_twice_there_is_nothing() -> None:
    assert agreement_intervals(one_item_cases(("yes", None))) == AgreementIntervals()
    assert agreement_intervals([]) == AgreementIntervals()


def test_three_cases_vary_enough() -> None:
    found = agreement_intervals([[YES, NO, SPLIT], [YES, NO], [NO, TURNED]])
    assert found.kappa is not None


def test_a_coefficient_that_hangs_on_one_case_has_no_interval() -> None:
    """Without the first case both markers say yes throughout, and kappa is not defined."""
    assert agreement_intervals([[SPLIT, NO, TURNED], [YES], [YES, YES], [YES, YES, YES]]).kappa is None

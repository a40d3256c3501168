"""Intervals around the figures of agreement.

Cases were drawn, not their questions, and the questions of one case are alike; so a case is one observation.
The coefficients have the delete-one-case jackknife with Student's t, which needs no draw of chance and gives
the same digits everywhere; the share that agrees has Wilson's interval with the cases as its size, which also
holds where all agree. Sources: Efron and Stein (1981); Blackman and Koval (2000) for kappa; Wilson (1927).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from rules.statistics.agreement import Agreement, Coefficient, Item, agreement
from rules.statistics.intervals import DIGITS, Interval, decimal_of, t_quantile, wilson_of

Case = Sequence[Item]
FEWEST = 3  # of two cases, leaving one out leaves nothing to vary


@dataclass(frozen=True)
class AgreementIntervals:
    """`percent` in percent, the others from -1 to 1; None where nothing can be said.

    A coefficient has none with fewer than three cases, where it is missing without some case, or where no
    case moves it: the jackknife would call that certainty.
    """

    percent: Interval | None = None
    kappa: Interval | None = None
    alpha: Interval | None = None
    ac1: Interval | None = None


def agreement_intervals(cases: Sequence[Case]) -> AgreementIntervals:
    """Each at 95%. `cases` hold the items of one case each; those that nobody marked twice do not count."""
    counted = [case for case in cases if agreement(case).items]
    whole = agreement(_items(counted))
    if whole.percent.value is None:
        return AgreementIntervals()
    without = [agreement(_items([*counted[:n], *counted[n + 1 :]])) for n in range(len(counted))]
    return AgreementIntervals(
        percent=wilson_of(whole.percent.value, Fraction(len(counted))),
        kappa=_jackknife(whole, without, lambda found: found.kappa),
        alpha=_jackknife(whole, without, lambda found: found.alpha),
        ac1=_jackknife(whole, without, lambda found: found.ac1),
    )


def _items(cases: Sequence[Case]) -> list[Item]:
    return [item for case in cases for item in case]


def _jackknife(
    whole: Agreement, without: Sequence[Agreement], pick: Callable[[Agreement], Coefficient]
) -> Interval | None:
    centre, left = pick(whole).value, [pick(each).value for each in without]
    values = [value for value in left if value is not None]
    if centre is None or len(values) < max(len(left), FEWEST) or len(set(values)) == 1:
        return None
    count = len(values)
    mean = sum(values, Fraction(0)) / count
    variance = Fraction(count - 1, count) * sum(((each - mean) ** 2 for each in values), Fraction(0))
    with localcontext(prec=DIGITS):
        reach = t_quantile(count - 1) * decimal_of(variance).sqrt()
        low, high = decimal_of(centre) - reach, decimal_of(centre) + reach
        return Interval(max(low, Decimal(-1)), min(high, Decimal(1)))

"""Filters in the address of the page of equality monitoring."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from apps.performance.comparing_forms import AddressForm, place_choices, place_key, rated_measures
from apps.performance.models import EqualityReading
from apps.performance.queries.places import Place
from rules.definitions.equality import COMBINED, combined_on, monitored_on
from rules.periods import PerformanceYear
from rules.tables.disparity import Verdict
from rules.tables.disparity_words import VERDICTS

EVERY = "all"
DISPARITY = "disparity"
SORTS = (("attention", "What needs attention first"), ("measure", "Measure"))


@dataclass(frozen=True, kw_only=True)
class WantedGroups:
    """What to show. `measure`, `characteristic`: empty for all (combined groups only where asked for)."""

    place: Place
    year: PerformanceYear
    measure: str
    characteristic: str
    verdicts: frozenset[Verdict]
    sort: str


class EqualityForm(AddressForm):
    """A place, a performance year, and what of its comparisons to show."""

    place = forms.ChoiceField(label="Place")
    year = forms.ChoiceField(label="Performance year")
    measure = forms.ChoiceField(required=False)
    characteristic = forms.ChoiceField(required=False)
    verdict = forms.ChoiceField(
        choices=[
            (DISPARITY, "Disparities"),
            *((str(verdict), words) for verdict, words in VERDICTS.items()),
            (EVERY, "All"),
        ]
    )
    sort = forms.ChoiceField(label="Order", choices=SORTS)

    def __init__(self, data: QueryDict, *, reading: EqualityReading, places: Sequence[Place]) -> None:
        self.places = {place_key(one): one for one in places}
        years = list(reversed(reading.years))
        whole = _last_whole(reading)
        defaults = {
            "place": next(iter(self.places), ""),
            "year": whole if whole in years else years[0],
            "measure": "",
            "characteristic": "",
            "verdict": DISPARITY,
            "sort": "attention",
        }
        super().__init__(data, defaults)
        self.fields["place"].choices = place_choices(places)
        self.fields["year"].choices = [(year, f"{year}, April to March") for year in years]
        self.fields["measure"].choices = [("", "All measures"), *rated_measures(reading.run)]
        self.fields["characteristic"].choices = _characteristics(PerformanceYear.parse(years[0]))

    def wanted(self) -> WantedGroups:
        """Of a valid form."""
        found = self.cleaned_data
        chosen = {DISPARITY: [one for one in Verdict if one.is_disparity], EVERY: list(Verdict)}
        return WantedGroups(
            place=self.places[found["place"]],
            year=PerformanceYear.parse(found["year"]),
            measure=found["measure"],
            characteristic=found["characteristic"],
            verdicts=frozenset(chosen.get(found["verdict"]) or [Verdict(found["verdict"])]),
            sort=found["sort"],
        )


def _last_whole(reading: EqualityReading) -> str:
    """The newest year whose last month the run judged."""
    ended = [
        year
        for year in reading.years
        if str(PerformanceYear.parse(year).months[-1]) <= reading.run.last_month
    ]
    return ended[-1] if ended else ""


def _characteristics(year: PerformanceYear) -> list[tuple[str, str]]:
    single = [(one.id, one.title) for one in monitored_on(year.last_on)]
    return [("", "All, one at a time"), *single, (COMBINED, combined_on(year.last_on).title)]

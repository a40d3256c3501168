"""Filters in the address of the pages that compare: two sides, a funnel, a p-chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from apps.performance.forms import default_months, measure_choices, month_choices
from apps.performance.models import MeasureRun
from apps.performance.queries.cells import MONTHLY, QUARTERLY
from apps.performance.queries.comparing import Side
from apps.performance.queries.places import Place
from apps.performance.queries.variation import PARTS, UNITS, parts_within
from rules.definitions.measures import load_measures
from rules.periods import Month

_LAST_BEFORE = "The last month is before the first. Choose a later one."
_PERIODS = [(MONTHLY, "Month"), (QUARTERLY, "Quarter")]


class AddressForm(forms.Form):
    """A form whose values live in the address; what is left out has a default, what is odd is told."""

    def __init__(self, data: QueryDict, defaults: Mapping[str, str]) -> None:
        super().__init__({**defaults, **{name: data[name] for name in defaults if data.get(name)}})

    def check_months(self, first: str, last: str) -> None:
        cleaned = self.cleaned_data
        if cleaned.get(first, "") > cleaned.get(last, "9999-12"):
            self.add_error(last, _LAST_BEFORE)


def rated_measures(run: MeasureRun) -> list[tuple[str, str]]:
    """The run's measures that have a rate: a count against a fixed figure has none."""
    measures = load_measures()
    return [pair for pair in measure_choices(run) if measures[pair[0]].aggregation != "cumulative"]


def _first_that_adds_up(run: MeasureRun) -> str:
    """A rolling measure looks back over both periods, so that its comparison would begin with a refusal; and
    what is asked of courts counts for no delivery unit, so that a funnel of units would."""
    names = [name for name, _ in rated_measures(run)]
    return next((name for name in names if load_measures()[name].aggregation == "sum"), next(iter(names), ""))


def place_choices(places: Sequence[Place]) -> list[tuple[str, str]]:
    indent = {"nation": "", "region": "", "unit": "– "}
    return [(place_key(one), f"{indent[one.kind]}{one.name}") for one in places]


def place_key(place: Place) -> str:
    """How an address names a place: "region-H", "unit-H103", "nation-all"."""
    return f"{place.kind}-{place.code}"


class CompareForm(AddressForm):
    """A measure and two sides, each a place and a range of months."""

    measure = forms.ChoiceField()
    place = forms.ChoiceField(label="Place")
    other_place = forms.ChoiceField(label="Place")

    def __init__(self, data: QueryDict, *, run: MeasureRun, places: Sequence[Place]) -> None:
        self.places = {place_key(one): one for one in places}
        super().__init__(data, self._defaults(data, run))
        self.fields["measure"].choices = rated_measures(run)
        for name in ("place", "other_place"):
            self.fields[name].choices = place_choices(places)
        for name, label in (("from", "From"), ("to", "To"), ("other_from", "From"), ("other_to", "To")):
            self.fields[name] = forms.ChoiceField(label=label, choices=month_choices(run))

    def _defaults(self, data: QueryDict, run: MeasureRun) -> dict[str, str]:
        """The last three whole months against the three before; the second place is the first one."""
        first, last = Month.parse(run.first_month), default_months(run)[1]
        place = data.get("place") or next(iter(self.places), "")
        return {
            "measure": _first_that_adds_up(run),
            "place": place,
            "from": str(max(first, last.plus(-5))),
            "to": str(max(first, last.plus(-3))),
            "other_place": place,
            "other_from": str(max(first, last.plus(-2))),
            "other_to": str(last),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_months("from", "to")
        self.check_months("other_from", "other_to")
        return cleaned

    def sides(self) -> tuple[Side, Side]:
        """Of a valid form."""
        found = self.cleaned_data
        return self._side(found, ""), self._side(found, "other_")

    def _side(self, found: Mapping[str, str], before: str) -> Side:
        return Side(
            place=self.places[found[f"{before}place"]],
            first=Month.parse(found[f"{before}from"]),
            last=Month.parse(found[f"{before}to"]),
        )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a funnel or a p-chart shows. `parts` and `period`: whichever of the two the page has."""

    measure: str
    place: Place
    first: Month
    last: Month
    parts: str = ""
    period: str = MONTHLY


class FunnelForm(AddressForm):
    """A measure, a place and its parts, a range of months, and the order of the table."""

    SORTS = (("code", "Code"), ("size", "Cases counted"), ("rate", "Rate, with intervals"))
    measure = forms.ChoiceField()
    place = forms.ChoiceField(label="Within")
    parts = forms.ChoiceField(label="Compare", choices=PARTS)
    sort = forms.ChoiceField(label="Order of the table", choices=SORTS)

    def __init__(self, data: QueryDict, *, run: MeasureRun, places: Sequence[Place]) -> None:
        self.places = {place_key(one): one for one in places if parts_within(one)}
        first, last = default_months(run)
        defaults = {
            "measure": _first_that_adds_up(run),
            "place": next(iter(self.places), ""),
            "parts": UNITS,
            "from": str(max(first, last.plus(-2))),
            "to": str(last),
            "sort": "code",
        }
        super().__init__(data, defaults)
        self.fields["measure"].choices = rated_measures(run)
        self.fields["place"].choices = place_choices(list(self.places.values()))
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.ChoiceField(label=label, choices=month_choices(run))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_months("from", "to")
        place = self.places.get(cleaned.get("place", ""))
        if place and cleaned.get("parts") not in parts_within(place):
            self.add_error("parts", "A region is made of delivery units. Choose those, or another place.")
        return cleaned

    def wanted(self) -> Wanted:
        """Of a valid form."""
        found = self.cleaned_data
        return Wanted(
            measure=found["measure"],
            place=self.places[found["place"]],
            parts=found["parts"],
            first=Month.parse(found["from"]),
            last=Month.parse(found["to"]),
        )


class OverTimeForm(AddressForm):
    """A measure, a place, and the range of months to show by month or by quarter."""

    measure = forms.ChoiceField()
    place = forms.ChoiceField(label="Place")
    period = forms.ChoiceField(label="Show by", choices=_PERIODS)

    def __init__(self, data: QueryDict, *, run: MeasureRun, places: Sequence[Place]) -> None:
        self.places = {place_key(one): one for one in places}
        defaults = {
            "measure": _first_that_adds_up(run),
            "place": next(iter(self.places), ""),
            "period": MONTHLY,
            "from": run.first_month,
            "to": str(default_months(run)[1]),
        }
        super().__init__(data, defaults)
        self.fields["measure"].choices = rated_measures(run)
        self.fields["place"].choices = place_choices(places)
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.ChoiceField(label=label, choices=month_choices(run))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_months("from", "to")
        return cleaned

    def wanted(self) -> Wanted:
        """Of a valid form."""
        found = self.cleaned_data
        return Wanted(
            measure=found["measure"],
            place=self.places[found["place"]],
            period=found["period"],
            first=Month.parse(found["from"]),
            last=Month.parse(found["to"]),
        )

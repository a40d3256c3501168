"""Filters in the address, and the form that starts a run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from apps.performance.models import MeasureRun
from apps.performance.queries import CaseFilter
from apps.performance.queries.cases import MISSED, SORTS
from apps.performance.queries.catalogue import current_frameworks, in_catalogue_order, shown_id
from apps.performance.queries.cells import MONTHLY, QUARTERLY
from apps.performance.queries.figures import period_in_words
from apps.performance.queries.places import Place
from rules.definitions.frameworks import load_frameworks
from rules.definitions.measures import load_measures
from rules.periods import Month, months_between

# A year of months is what fits one chart; anything longer is a choice of the reader.
SHOWN_MONTHS = 12
EVERY_FRAMEWORK = "all"
VERDICT_CHOICES = [
    (MISSED, "Missed"),
    ("not_recorded", "Not recorded"),
    ("exception", "Exceptions"),
    ("excluded", "Excluded"),
    ("pending", "Not yet due"),
]
GROUP_CHOICES = [
    ("", "Do not count"),
    ("unit", "Delivery unit"),
    ("team", "Team"),
    ("practitioner", "Who holds the case"),
    ("reason", "Reason"),
    ("measure", "Measure"),
]
MOST_TEAMS = 60
_LAST_BEFORE = "The last month is before the first. Choose a later one."


@dataclass(frozen=True, kw_only=True)
class FiguresFilter:
    """Which figures to show. `measure`: empty for all of the run. `frameworks`: whose measures to show."""

    measure: str
    period: str
    first: Month
    last: Month
    frameworks: Sequence[str]


class FiguresForm(forms.Form):
    """Framework, measure, period and months of a place's page; what is left out has a default."""

    framework = forms.ChoiceField(required=False)
    measure = forms.ChoiceField(required=False)
    period = forms.ChoiceField(
        label="Show by", choices=[(MONTHLY, "Month"), (QUARTERLY, "Quarter")], required=False
    )

    def __init__(self, data: QueryDict, *, run: MeasureRun) -> None:
        self.first, self.last = default_months(run)
        defaults = {"framework": "", "measure": "", "period": _usual_period(data.get("framework", ""))}
        defaults |= {"from": str(self.first), "to": str(self.last)}
        super().__init__({**defaults, **{name: data[name] for name in defaults if data.get(name)}})
        self.fields["framework"].choices = _framework_choices()
        self.fields["measure"].choices = [("", "All measures"), *measure_choices(run)]
        months = month_choices(run)
        self.fields["from"] = forms.ChoiceField(label="From", choices=months)
        self.fields["to"] = forms.ChoiceField(label="To", choices=months)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("from", "") > cleaned.get("to", "9999-12"):
            self.add_error("to", _LAST_BEFORE)
        return cleaned

    def wanted(self) -> FiguresFilter:
        """What was asked for; where it was not understood, the default."""
        found = self.cleaned_data if self.is_valid() else {}
        return FiguresFilter(
            measure=found.get("measure", ""),
            period=found.get("period") or MONTHLY,
            first=Month.parse(found["from"]) if "from" in found else self.first,
            last=Month.parse(found["to"]) if "to" in found else self.last,
            frameworks=_frameworks(found.get("framework", ""), found.get("measure", "")),
        )


class CasesForm(forms.Form):
    """What the list of cases is narrowed to. `month` left out: the last whole month of the run; `framework`:
    those that rate somebody today."""

    measure = forms.ChoiceField(required=False)
    month = forms.ChoiceField(label="Counts in", required=False)
    verdict = forms.ChoiceField(label="Cases", choices=VERDICT_CHOICES, required=False)
    place = forms.ChoiceField(label="Region or delivery unit", required=False)
    team = forms.CharField(label="Team (manager)", required=False, max_length=40)
    practitioner = forms.CharField(
        label="Held by", required=False, max_length=40, help_text="A staff code; - for nobody recorded"
    )
    reason = forms.ChoiceField(required=False)
    framework = forms.ChoiceField(required=False)
    by = forms.ChoiceField(label="Count them by", choices=GROUP_CHOICES, required=False)

    def __init__(
        self, data: QueryDict, *, run: MeasureRun, places: list[Place], teams: Sequence[str] = ()
    ) -> None:
        _, last = default_months(run)
        defaults = {"measure": "", "month": str(last), "verdict": MISSED, "place": ""}
        defaults |= dict.fromkeys(("team", "practitioner", "reason", "framework", "by"), "")
        super().__init__({**defaults, **{name: data[name] for name in defaults if name in data}})
        self.defaults, self.places = defaults, {f"{one.kind}-{one.code}": one for one in places}
        self.sort = data.get("sort", "") if data.get("sort", "").removeprefix("-") in SORTS else "due"
        self.fields["measure"].choices = [("", "All measures"), *measure_choices(run)]
        self.fields["month"].choices = [("", "All months"), *month_choices(run)]
        names = [(key, f"{one.name} ({one.code})") for key, one in self.places.items()]
        self.fields["place"].choices = [("", "Everywhere you may see"), *names]
        if not names:
            del self.fields["place"]
        offer_teams(self.fields["team"], teams)
        self.fields["framework"].choices = _framework_choices()
        self.fields["reason"].choices = [("", "Any reason"), *_reason_choices(self["measure"].value())]

    @property
    def framework_shown(self) -> str | None:
        """Which of the frameworks' choices the list shows; None where a measure is asked for by name."""
        found = self.cleaned_data if self.is_valid() else self.defaults
        return None if found.get("measure") else found.get("framework", "")

    @property
    def group(self) -> str:
        """What to count the cases by; empty for nothing."""
        return self.cleaned_data.get("by", "") if self.is_valid() else ""

    def wanted(self) -> CaseFilter:
        """What was asked for; where it was not understood, the default."""
        found = self.cleaned_data if self.is_valid() else self.defaults
        place = self.places.get(found.get("place", ""))
        return CaseFilter(
            measure=found["measure"],
            month=found["month"],
            verdict=found["verdict"] or MISSED,
            region=place.region_code if place else "",
            unit=place.code if place and place.kind == "unit" else "",
            team=found.get("team", ""),
            practitioner=found.get("practitioner", ""),
            reason=found.get("reason", ""),
            frameworks=_frameworks(found.get("framework", ""), found["measure"]),
            sort=self.sort,
        )


def _month_box() -> forms.TextInput:
    return forms.TextInput({"class": "govuk-input--width-5"})


class RunForm(forms.Form):
    """The months of a new run, and one measure or all."""

    measure = forms.ChoiceField(required=False)
    first = forms.CharField(label="First month", help_text="For example, 2024-04", widget=_month_box())
    last = forms.CharField(label="Last month", help_text="For example, 2026-03", widget=_month_box())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", "All measures"), *_choices(load_measures())]

    def clean_first(self) -> Month:
        return _month(self.cleaned_data["first"])

    def clean_last(self) -> Month:
        return _month(self.cleaned_data["last"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"first", "last"} <= cleaned.keys() and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _LAST_BEFORE)
        return cleaned


def offer_teams(field: forms.Field, codes: Sequence[str]) -> None:
    """A list to choose from where it is short enough to read, else a box for the manager's code."""
    if codes and len(codes) <= MOST_TEAMS:
        field.widget = forms.Select(choices=[("", "Every team"), *((code, code) for code in codes)])


def _reason_choices(measure: str) -> list[tuple[str, str]]:
    """The reasons of a measure, once each; of all measures they would be too many to choose from."""
    found = load_measures().get(measure)
    rules = [rule for edition in found.editions for rule in edition.verdicts] if found else []
    return sorted({rule.reason: rule.label for rule in rules}.items(), key=lambda one: one[1])


def _frameworks_by_name() -> list[tuple[str, str]]:
    return [(one.id, one.title) for one in load_frameworks().values()]


def _framework_choices() -> list[tuple[str, str]]:
    return [("", "Current measures"), *_frameworks_by_name(), (EVERY_FRAMEWORK, "All, side by side")]


def _frameworks(chosen: str, measure: str) -> list[str]:
    """A measure that is asked for by name is shown, whatever it belongs to."""
    if measure or chosen == EVERY_FRAMEWORK:
        return list(load_frameworks())
    return [chosen] if chosen else current_frameworks()


def _usual_period(framework: str) -> str:
    found = load_frameworks().get(framework)
    return QUARTERLY if found and found.rated_by == "quarter" else MONTHLY


def default_months(run: MeasureRun) -> tuple[Month, Month]:
    """The year of months that ends with the last whole one of the run (its last one when none is whole)."""
    first, last = Month.parse(run.first_month), Month.parse(run.last_month)
    whole = [month for month in months_between(first, last) if month.last_on <= run.as_at]
    newest = whole[-1] if whole else last
    return max(first, newest.plus(1 - SHOWN_MONTHS)), newest


def measure_choices(run: MeasureRun) -> list[tuple[str, str]]:
    return _choices(run.measures)


def _choices(measures: Iterable[str]) -> list[tuple[str, str]]:
    return [(one.id, f"{shown_id(one.id)} {one.title}") for one in in_catalogue_order(measures)]


def month_choices(run: MeasureRun) -> list[tuple[str, str]]:
    """The run's months, the newest first."""
    months = list(months_between(Month.parse(run.first_month), Month.parse(run.last_month)))
    return [(str(month), period_in_words(month, month)) for month in reversed(months)]


def _month(text: str) -> Month:
    try:
        return Month.parse(text.strip())
    except ValueError as error:
        raise forms.ValidationError("Enter a month as year and number, such as 2024-04.") from error

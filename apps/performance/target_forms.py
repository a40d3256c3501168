"""Forms of the targets: whose to show, what to propose, what to decide."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from apps.performance.comparing_forms import AddressForm, place_key, rated_measures
from apps.performance.forms import default_months, month_choices
from apps.performance.models import MeasureRun
from apps.performance.queries.places import Place
from apps.performance.queries.targets import PathShown
from rules.definitions.measures import load_measures
from rules.periods import Month
from rules.tables.ramp_up import Goal

ROUNDINGS = [("0.1", "0.1 points"), ("0.5", "0.5 points"), ("1", "1 point"), ("5", "5 points")]
MOST_STEPS, MOST_STEP_MONTHS, MOST_YEARS_AHEAD = 12, 12, 10
# Where the sources leave it open, the product proposes: four steps of a quarter each, in half points.
STEPS, STEP_MONTHS, ROUNDED_TO, TOLERANCE = "4", "3", "0.5", "2"


def _narrow() -> forms.TextInput:
    return forms.TextInput({"class": "govuk-input--width-5"})


def parsed_month(text: str) -> Month:
    """Raises ValidationError for what is no month."""
    try:
        return Month.parse(text.strip())
    except ValueError as error:
        raise forms.ValidationError("Enter a month as year and number, such as 2027-04.") from error


class ScheduleForm(AddressForm):
    """Whose targets to show."""

    place = forms.ChoiceField(label="Region")

    def __init__(self, data: QueryDict, *, places: Sequence[Place]) -> None:
        self.places = {place_key(one): one for one in places}
        super().__init__(data, {"place": next(iter(self.places), "")})
        self.fields["place"].choices = [(key, one.name) for key, one in self.places.items()]

    def wanted(self) -> Place:
        """The place asked for; the first one where it was not understood."""
        if self.is_valid():
            return self.places[self.cleaned_data["place"]]
        return next(iter(self.places.values()))


class BenchmarkForm(AddressForm):
    """A measure, a baseline period, an end state and the way there; all of it lives in the address."""

    measure = forms.ChoiceField()
    end_percent = forms.DecimalField(
        label="End state, in percent", min_value=0, max_value=100, decimal_places=2, widget=_narrow()
    )
    end_month = forms.CharField(
        label="In force from", help_text="A month, for example 2027-04", widget=_narrow()
    )
    steps = forms.IntegerField(label="Steps before it", min_value=1, max_value=MOST_STEPS, widget=_narrow())
    step_months = forms.IntegerField(
        label="Months of each step", min_value=1, max_value=MOST_STEP_MONTHS, widget=_narrow()
    )
    rounded_to = forms.ChoiceField(label="Round each step to", choices=ROUNDINGS)
    tolerance = forms.DecimalField(
        label="Needs no steps within",
        help_text="Points from the end state",
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=_narrow(),
    )

    def __init__(self, data: QueryDict, *, run: MeasureRun) -> None:
        first, last = default_months(run)
        defaults = {
            "measure": next((name for name, _ in rated_measures(run)), ""),
            "from": str(first),
            "to": str(last),
            "end_percent": "90",
            "end_month": str(last.plus(1 + int(STEPS) * int(STEP_MONTHS))),
            "steps": STEPS,
            "step_months": STEP_MONTHS,
            "rounded_to": ROUNDED_TO,
            "tolerance": TOLERANCE,
        }
        super().__init__(data, defaults)
        self.last = last
        self.fields["measure"].choices = rated_measures(run)
        for name, label in (("from", "Baseline from"), ("to", "Baseline to")):
            self.fields[name] = forms.ChoiceField(label=label, choices=month_choices(run))
        self.order_fields(["measure", "from", "to"])

    def clean_end_month(self) -> Month:
        month = parsed_month(self.cleaned_data["end_month"])
        if month > self.last.plus(12 * MOST_YEARS_AHEAD):
            raise forms.ValidationError(
                f"Choose a month within {MOST_YEARS_AHEAD} years of the last figures."
            )
        return month

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_months("from", "to")
        return cleaned

    @property
    def months(self) -> tuple[Month, Month]:
        """The baseline period of a valid form."""
        return Month.parse(self.cleaned_data["from"]), Month.parse(self.cleaned_data["to"])

    @property
    def goal(self) -> Goal:
        """Of a valid form."""
        found = self.cleaned_data
        return Goal(
            percent=found["end_percent"],
            from_month=found["end_month"],
            steps=found["steps"],
            step_months=found["step_months"],
            rounded_to=Decimal(found["rounded_to"]),
            tolerance=found["tolerance"],
            direction=load_measures()[found["measure"]].direction,
        )


class ProposalForm(forms.Form):
    """Which places to propose the path for, and why."""

    places = forms.MultipleChoiceField(
        label="Propose for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one place."},
    )
    why = forms.CharField(
        label="Why these targets",
        help_text="Whoever decides and every region that is held to them will read this.",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say why these targets are proposed."},
    )

    def __init__(
        self, *args: Any, places: Sequence[Place], chosen: Sequence[Place] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"places": [place_key(one) for one in chosen]}, **kwargs)
        self.known = {place_key(one): one for one in places}
        self.fields["places"].choices = [(key, one.name) for key, one in self.known.items()]

    @property
    def regions(self) -> list[str]:
        """Codes of a valid form; an empty one for the nation."""
        return [self.known[key].region_code for key in self.cleaned_data["places"]]


class DecisionForm(forms.Form):
    """Approve or refuse one path, with the reason."""

    decision = forms.ChoiceField(
        label="Your decision",
        choices=[("approve", "Approve"), ("refuse", "Refuse")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to approve or to refuse."},
    )
    why = forms.CharField(
        label="Why",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say why."},
    )


class ReturnForm(forms.Form):
    """From when the published target is to hold again, and why."""

    month = forms.CharField(
        label="From which month",
        help_text="For example, 2027-04",
        widget=_narrow(),
        error_messages={"required": "Enter a month as year and number, such as 2027-04."},
    )
    why = forms.CharField(
        label="Why", widget=forms.Textarea({"rows": 4}), error_messages={"required": "Say why."}
    )

    def __init__(self, *args: Any, path: PathShown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = path

    def clean_month(self) -> Month:
        month, first = parsed_month(self.cleaned_data["month"]), Month.parse(self.path.steps[0].first_month)
        if not first <= month <= first.plus(12 * MOST_YEARS_AHEAD):
            raise forms.ValidationError(
                f"Choose a month from {first}, when the path begins, to {MOST_YEARS_AHEAD} years later."
            )
        return month

"""What people type when they rate a standard from evidence, and when they record what a panel decided."""

from collections.abc import Sequence
from typing import Any

from django import forms

from apps.inspections.forms import VersionForm
from apps.inspections.models import Inspection, Member
from apps.inspections.panel import Decided
from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import User
from rules.definitions.rating_rules import RatingRules
from rules.scoring.ratings import StandardRating

LONGEST = 10_000


def _bands(rules: RatingRules) -> list[tuple[str, str]]:
    return [(band.id, band.name) for band in rules.bands.scale]


class RateStandardForm(forms.Form):
    """A band and the argument for it; `shown` is the rating that the page showed, 0 for none."""

    band = forms.ChoiceField(
        label="Rating", widget=forms.RadioSelect, error_messages={"required": "Choose a rating."}
    )
    argument = forms.CharField(
        label="Argument",
        help_text="Which evidence leads to this rating, what speaks against it, and how you weighed them.",
        widget=forms.Textarea({"rows": 10}),
        max_length=LONGEST,
        error_messages={"required": "Say which evidence leads to the rating."},
    )
    shown = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: RatingRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["band"].choices = _bands(rules)


class SittingForm(VersionForm):
    """Who sat on the panel and when, and for each standard where discretion is open a band and a reason."""

    figures = forms.CharField(max_length=64, widget=forms.HiddenInput)
    sat_on = DayMonthYearField(
        label="The panel sat on", error_messages={"required": "Enter the day on which the panel sat."}
    )
    present = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who sat",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who sat on the panel."},
    )

    def __init__(
        self,
        *args: Any,
        inspection: Inspection,
        openings: Sequence[StandardRating],
        rules: RatingRules,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        held = inspection.members.filter(left_at=None, job=Member.Job.PANEL)
        self.fields["present"].queryset = User.objects.filter(pk__in=held.values("user"))
        self.openings = openings
        for each in openings:
            self._add(each, rules)

    def _add(self, rated: StandardRating, rules: RatingRules) -> None:
        standard = rated.standard
        self.fields[_band(standard.number)] = forms.ChoiceField(
            label=f"{standard.number} {standard.name}: what the panel decided",
            choices=_bands(rules),
            widget=forms.RadioSelect,
            help_text=_opening(rated),
            error_messages={"required": f"Choose the rating of {standard.number}."},
        )
        self.fields[_reason(standard.number)] = forms.CharField(
            label=f"{standard.number} {standard.name}: why",
            widget=forms.Textarea({"rows": 4}),
            max_length=LONGEST,
            error_messages={"required": f"Say why the panel decided so on {standard.number}."},
        )

    def decisions(self) -> dict[str, Decided]:
        """The panel's decisions by standard, of a valid form."""
        given = self.cleaned_data
        return {
            each.standard.number: Decided(
                band=given[_band(each.standard.number)], reason=given[_reason(each.standard.number)]
            )
            for each in self.openings
        }


def _opening(rated: StandardRating) -> str:
    given = rated.band.name if rated.band else "no rating"
    return f"By the rules: {given}. Discretion is open: {'; '.join(each.sentence for each in rated.reasons)}."


def _band(number: str) -> str:
    return f"band_{number.replace('.', '_')}"


def _reason(number: str) -> str:
    return f"reason_{number.replace('.', '_')}"

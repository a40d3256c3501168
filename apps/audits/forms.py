"""What a lead enters to open a round."""

from datetime import date
from typing import Any

from django import forms

from apps.assessments.models import BankEdition
from apps.audits.queries import FRAMES, STRATA_CHOICES
from apps.organisation.access import Scope
from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import Region, User

STRATA_LABELS = {"kind": "Orders and licences", "unit": "Delivery units"}


class WindowForm(forms.Form):
    """Step one: which cases could be drawn."""

    region = forms.ModelChoiceField(Region.objects.none(), label="Region", empty_label=None)
    edition = forms.ModelChoiceField(BankEdition.objects.none(), label="Question bank", empty_label=None)
    first_on = DayMonthYearField(label="First day of the window")
    last_on = DayMonthYearField(label="Last day of the window")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(valid_to__isnull=True)
        if not scope.all_regions:
            regions = regions.filter(code__in=scope.region_codes)
        self.fields["region"].queryset = regions
        self.fields["edition"].queryset = BankEdition.objects.filter(
            content__file__frame__kind__in=list(FRAMES)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first_on, last_on = cleaned.get("first_on"), cleaned.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", "The window must not end before it begins")
        return cleaned


class RoundForm(forms.Form):
    """Step two: how many cases, by which seed, until when, scored by whom."""

    size = forms.IntegerField(label="Cases to sample", min_value=1, max_value=2000)
    strata = forms.MultipleChoiceField(
        label="Share the sample out in proportion to",
        required=False,
        choices=[(name, STRATA_LABELS[name]) for name in STRATA_CHOICES],
        widget=forms.CheckboxSelectMultiple,
    )
    seed = forms.CharField(
        label="Seed",
        max_length=80,
        help_text="Any text. With the frame and the seed, anyone can repeat the draw.",
    )
    due_on = DayMonthYearField(label="Score all cases by")
    auditors = forms.ModelMultipleChoiceField(
        User.objects.none(), label="Auditors", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, auditors: list[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["auditors"].queryset = User.objects.filter(pk__in=[user.pk for user in auditors])

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError("The deadline must be today or later")
        return due_on


class ReassignForm(forms.Form):
    auditor = forms.ModelChoiceField(User.objects.none(), label="New auditor", empty_label=None)
    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, auditors: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["auditor"].queryset = User.objects.filter(pk__in=[user.pk for user in auditors])

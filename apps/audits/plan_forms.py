"""What a lead enters to change the plan of an undrawn round, or to withdraw it."""

from typing import Any, ClassVar

from django import forms

from apps.audits.forms import MOST_CASES, REASON_MAX, regions_in
from apps.audits.frames import STRATA_LABELS
from apps.organisation.access import Scope
from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import Region, User


class RegionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Region) -> str:
        return str(obj.name)


class PlanForm(forms.Form):
    """The whole plan of one round. `fixed`: a round of a contract, which keeps its region."""

    PLAIN: ClassVar = ("window_first_on", "window_last_on", "size", "seed", "due_on")

    region = RegionField(Region.objects.none(), label="Region", empty_label=None)
    window_first_on = DayMonthYearField(label="First day of the window")
    window_last_on = DayMonthYearField(label="Last day of the window")
    size = forms.IntegerField(label="Cases to sample", min_value=1, max_value=MOST_CASES)
    strata = forms.MultipleChoiceField(
        label="Share the sample out in proportion to",
        required=False,
        choices=list(STRATA_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    seed = forms.CharField(
        label="Seed",
        max_length=80,
        help_text="With the frame and the seed, anyone can repeat the draw.",
    )
    due_on = DayMonthYearField(label="Score all cases by")
    auditors = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Auditors",
        error_messages={"required": "Choose at least one auditor"},
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label="Reason",
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give a reason for the change"},
    )

    def __init__(self, *args: Any, scope: Scope, auditors: list[User], fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions_in(scope)
        self.fields["auditors"].queryset = User.objects.filter(pk__in=[user.pk for user in auditors])
        if fixed:
            del self.fields["region"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first_on, last_on = cleaned.get("window_first_on"), cleaned.get("window_last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("window_last_on", "The window must not end before it begins")
        return cleaned


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why is the round withdrawn?",
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give a reason for withdrawing the round"},
    )

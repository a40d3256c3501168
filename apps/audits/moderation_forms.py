"""What people type in the review of a round: decisions, reasons, a sign-off."""

from typing import Any

from django import forms

from apps.assessments.deciding import REASON_MAX
from apps.organisation.models import User


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give the reason"},
    )


class SignOffForm(forms.Form):
    note = forms.CharField(
        label="Note (optional)",
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you looked at, and anything the lead auditor should know",
    )


class SecondMarkerForm(ReasonForm):
    auditor = forms.ModelChoiceField(User.objects.none(), label="New second marker", empty_label=None)
    field_order = ["auditor", "reason"]

    def __init__(self, *args: Any, auditors: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["auditor"].queryset = User.objects.filter(pk__in=[user.pk for user in auditors])

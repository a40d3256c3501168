"""What a lead enters to open a calibration exercise."""

from datetime import date
from typing import Any

from django import forms

from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import User

MOST_CASES = 20


class CalibrationForm(forms.Form):
    title = forms.CharField(label="Title", max_length=140)
    size = forms.IntegerField(label="Cases", min_value=1, max_value=MOST_CASES)
    seed = forms.CharField(
        label="Seed",
        max_length=80,
        help_text="Any text. The first reserves by hash of seed and case are taken.",
    )
    due_on = DayMonthYearField(label="Mark all cases by")
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

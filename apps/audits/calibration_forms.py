"""What a lead enters to open a calibration exercise."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import User
from rules.definitions.audit_rounds import round_rules_on


class CalibrationForm(forms.Form):
    title = forms.CharField(label="Title", max_length=140)
    size = forms.IntegerField(label="Cases", min_value=1)
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
        most = round_rules_on(today).most_calibration_cases
        self.fields["size"].validators.append(MaxValueValidator(most))
        self.fields["size"].widget.attrs["max"] = most
        self.fields["auditors"].queryset = User.objects.filter(pk__in=[user.pk for user in auditors])

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError("The deadline must be today or later")
        return due_on

"""What people type into a report, about it, and in answer to it."""

from typing import Any

from django import forms

from apps.organisation.date_field import DayMonthYearField
from rules.definitions.inspection_reports import ReportRules

LONG = 20_000


def _words(label: str, missing: str, *, rows: int = 4, most: int = 4000, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": missing, "max_length": f"Use at most {most:,} characters."},
    )


class SectionForm(forms.Form):
    """The words of one section; `shown` is the version that the page showed."""

    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    words = _words("Words", "Write the section.", rows=18, most=LONG)


class RecommendationForm(forms.Form):
    to_whom = forms.CharField(
        label="Who should act", max_length=120, error_messages={"required": "Say who should act."}
    )
    words = _words("What they should do", "Say what they should do.")


class PracticeForm(forms.Form):
    title = forms.CharField(
        label="Title", max_length=120, error_messages={"required": "Give the example a title."}
    )
    words = _words("What others can learn from", "Say what others can learn from.", hint="Name no person.")
    diversity = forms.BooleanField(label="It is about serving everybody well", required=False)


class PointForm(forms.Form):
    place = forms.CharField(
        label="Where in the draft", max_length=120, error_messages={"required": "Say where in the draft."}
    )
    words = _words("What is not accurate, and how it is", "Say what is not accurate.")


class AnswerForm(forms.Form):
    changed = forms.ChoiceField(
        label="Does the report change?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the report changes."},
    )
    words = _words("Answer", "Write the answer.")


class ResponseForm(forms.Form):
    kind = forms.ChoiceField(
        label="Response", widget=forms.RadioSelect, error_messages={"required": "Choose a response."}
    )
    words = _words("What will be done, or why not", "Say what will be done, or why not.")
    done_by = DayMonthYearField(label="Done by (optional)", required=False)

    def __init__(self, *args: Any, rules: ReportRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(each.id, each.title) for each in rules.responses]

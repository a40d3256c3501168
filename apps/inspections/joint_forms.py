"""What people type about joint cases."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from apps.assessments.models import Assignment
from apps.inspections.joint import Judged, questions_of
from apps.organisation.models import User
from rules.definitions.banks import Bank, Question

LONGEST = 10_000


class SetUpForm(forms.Form):
    """Which case, and with whom."""

    case = forms.ModelChoiceField(
        Assignment.objects.none(),
        label="Case",
        empty_label="Choose a case",
        error_messages={"required": "Choose a case."},
    )
    local = forms.ModelChoiceField(
        User.objects.none(),
        label="Local assessor",
        empty_label="Choose a person",
        error_messages={"required": "Choose a local assessor."},
    )

    def __init__(self, *args: Any, marks: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset, self.fields["local"].queryset = marks, people
        self.fields["case"].label_from_instance = lambda mark: f"{mark.sampled_case.case_id}, {mark.auditor}"


class EndForm(forms.Form):
    reason = forms.CharField(
        label="Why the joint work ends",
        widget=forms.Textarea({"rows": 2}),
        max_length=LONGEST,
        error_messages={"required": "Say why the joint work ends."},
    )


class ViewForm(forms.Form):
    """The key questions of a case, each judged with a rationale, or left out."""

    def __init__(self, *args: Any, bank: Bank, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: Sequence[Question] = questions_of(bank)
        for each in self.asked:
            choices = [("", "Not judged"), *((one.id, one.label) for one in bank.scale_of(each).answers)]
            self.fields[_judged(each)] = forms.ChoiceField(
                label=f"{each.judges} {each.text}", choices=choices, required=False, widget=forms.RadioSelect
            )
            self.fields[_why(each)] = forms.CharField(
                label=f"What your judgement of {each.judges} rests on",
                widget=forms.Textarea({"rows": 2}),
                max_length=LONGEST,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A judgement has its rationale, and at least one question is judged."""
        given = super().clean() or {}
        judged = [each for each in self.asked if given.get(_judged(each))]
        for each in judged:
            if not (given.get(_why(each)) or "").strip():
                self.add_error(_why(each), f"Say what your judgement of {each.judges} rests on.")
        if not judged and not self.errors:
            raise forms.ValidationError("Judge at least one key question.")
        return given

    def pairs(self) -> Iterable[tuple[BoundField, BoundField]]:
        """The two fields of each key question."""
        return [(self[_judged(each)], self[_why(each)]) for each in self.asked]

    def given(self) -> dict[str, Judged]:
        """Of a valid form."""
        data = self.cleaned_data
        return {
            each.id: Judged(judged=data[_judged(each)], rationale=data[_why(each)])
            for each in self.asked
            if data[_judged(each)]
        }


def _judged(question: Question) -> str:
    return f"judged_{question.id}"


def _why(question: Question) -> str:
    return f"why_{question.id}"

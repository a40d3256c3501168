"""The forms with which somebody decides between two markers, and what they decide."""

from typing import Any

from django import forms

from apps.assessments.adjudication import Decision
from apps.assessments.difference_rows import Difference, fact_value_of
from apps.assessments.models import Adjudication, Assignment
from apps.assessments.scoring_answers import Settlement

REASON_MAX = 2000


class DecisionForm(forms.Form):
    """A decision between two markers about one fact or question."""

    value = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what scores"},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Give the reason for the decision"},
    )

    def __init__(self, *args: Any, difference: Difference, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"{difference.kind}-{difference.key}", **kwargs)
        self.difference = difference
        self.fields["value"].choices = difference.options

    def decision(self, settlement: Settlement, second: Assignment) -> Decision:
        """Of a valid form, about the case of these two markings."""
        difference, value = self.difference, self.cleaned_data["value"]
        if difference.kind == Adjudication.Kind.FACT:
            value = fact_value_of(settlement, difference.key, value, second)
        return Decision(
            kind=difference.kind, key=difference.key, value=value, reason=self.cleaned_data["reason"]
        )


def with_forms(
    rows: tuple[Difference, ...], bound: DecisionForm | None, *, may_decide: bool, wait: bool
) -> list[tuple[Difference, DecisionForm | None]]:
    """Each row with its form, None where nothing can be decided (yet)."""
    return [(row, _form(row, bound) if may_decide and row.options and not wait else None) for row in rows]


def _form(row: Difference, bound: DecisionForm | None) -> DecisionForm | None:
    if bound is not None and bound.difference == row:
        return bound
    return DecisionForm(difference=row) if row.is_open else None

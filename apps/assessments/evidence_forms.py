"""What a marker types about evidence."""

from typing import Any

from django import forms

from apps.organisation.date_field import DayMonthYearField
from rules.definitions.banks import Bank
from rules.definitions.evidence import EvidenceEdition


class EvidenceForm(forms.Form):
    """One entry of evidence, with a file if there is one."""

    source = forms.ChoiceField(
        label="Where it comes from",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where the evidence comes from."},
    )
    question = forms.ChoiceField(label="Question", required=False)
    on = DayMonthYearField(label="Date of the entry or the interview", required=False)
    words = forms.CharField(
        label="What it shows",
        max_length=4000,
        help_text="What was read or said. Use the case reference, no names.",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what the evidence shows."},
    )
    file = forms.FileField(label="File", required=False, max_length=200)

    def __init__(self, *args: Any, bank: Bank, rules: EvidenceEdition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(one.id, one.words) for one in rules.sources]
        asked = [(one.id, f"{one.id} {one.text}") for one in bank.questions.values()]
        self.fields["question"].choices = [("", "The case as a whole"), *asked]
        kinds = ", ".join(dict.fromkeys(one.suffix for one in rules.kinds))
        self.fields["file"].help_text = f"Up to {rules.most_bytes // 1024 // 1024} MB: {kinds}."

    @property
    def values(self) -> dict[str, Any]:
        """Of a valid form, as `add_evidence` takes them."""
        given = dict(self.cleaned_data)
        return {"upload": given.pop("file")} | given


class StrikeForm(forms.Form):
    reason = forms.CharField(label="Why it is struck out", max_length=500)

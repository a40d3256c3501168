"""What of the provision a reader asks to see."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from apps.publication.assembly.annex_people import Asked
from rules.tables.provision import WORDS, Verdict

NAMES = ("need", "verdict")


class NeedForm(forms.Form):
    """One need, for the regions together; left out: all of them."""

    need = forms.ChoiceField(label="Need or cohort", required=False)

    def __init__(self, data: QueryDict, *, asked: Sequence[Asked]) -> None:
        super().__init__({"need": data["need"]} if "need" in data else None)
        self.fields["need"].choices = [("", "All"), *((one.id, one.title) for one in asked)]

    @property
    def chosen(self) -> str:
        return self.cleaned_data["need"] if self.is_bound and self.is_valid() else ""


class ProvisionForm(forms.Form):
    """One need and one verdict; left out: all of them."""

    need = forms.ChoiceField(label="Need or cohort", required=False)
    verdict = forms.ChoiceField(
        label="How it is provided for",
        required=False,
        choices=[("", "All"), *((one.value, WORDS[one]) for one in Verdict)],
    )

    def __init__(self, data: QueryDict, *, asked: Sequence[Asked]) -> None:
        super().__init__({name: data[name] for name in NAMES if name in data} or None)
        self.fields["need"].choices = [("", "All"), *((one.id, one.title) for one in asked)]

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, where the whole of it is valid; nothing else."""
        is_asked = self.is_bound and self.is_valid()
        return {name: self.cleaned_data[name] for name in NAMES} if is_asked else dict.fromkeys(NAMES, "")

"""Filters of the due list in the address, and what somebody chooses to be told."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from apps.performance.queries.catalogue import shown_id
from apps.performance.queries.due import DueDay, DueFilter, DueState
from apps.performance.queries.places import Place
from rules.definitions.due_list import due_list_subjects

STATES = [
    (DueState.LATE, "Late"),
    (DueState.THIS_WEEK, "Due this week"),
    (DueState.JUST_DONE, "Just done"),
    (DueState.LATER, "Due later"),
    (DueState.DONE, "Done earlier"),
]
NOBODY = "-"
MOST_HOLDERS = 60


class DueForm(forms.Form):
    """What the due list is narrowed to; what is left out, or not understood, narrows nothing."""

    state = forms.ChoiceField(label="Show", required=False)
    clock = forms.ChoiceField(label="What is due", required=False)
    place = forms.ChoiceField(label="Region or delivery unit", required=False)
    practitioner = forms.CharField(label="Held by", required=False, max_length=64)

    def __init__(
        self, data: QueryDict, *, day: DueDay, places: Sequence[Place], held_by: Sequence[str]
    ) -> None:
        names = ("state", "clock", "place", "practitioner")
        super().__init__({name: data.get(name, "") for name in names})
        self.places = {f"{one.kind}-{one.code}": one for one in places}
        subjects = due_list_subjects(day.extract.as_at).values()
        self.fields["state"].choices = [("", "Late, due this week and just done"), *STATES]
        self.fields["clock"].choices = [
            ("", "Everything"),
            *((one.id, _title(one.id, one.title)) for one in subjects),
        ]
        shown = [(key, f"{one.name} ({one.code})") for key, one in self.places.items()]
        self._offer("place", [("", "Everywhere you may see"), *shown])
        self._offer_holders(held_by)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices
        if len(choices) < 3:  # a choice of one thing is none
            self.fields[name].widget = forms.HiddenInput()

    def _offer_holders(self, codes: Sequence[str]) -> None:
        """A list to choose from where it is short enough to read, else a box for the code."""
        if len(codes) > MOST_HOLDERS:
            return
        if len(codes) < 2:
            self.fields["practitioner"].widget = forms.HiddenInput()
            return
        choices = [("", "Everybody"), *((code, code) for code in codes), (NOBODY, "Nobody recorded")]
        self.fields["practitioner"].widget = forms.Select(choices=choices)

    def wanted(self) -> DueFilter:
        """What was asked for, the parts that were understood."""
        self.is_valid()
        found = self.cleaned_data
        place = self.places.get(found.get("place", ""))
        return DueFilter(
            region=place.region_code if place else "",
            unit=place.code if place and place.kind == "unit" else "",
            practitioner=found.get("practitioner", ""),
            clock=found.get("clock", ""),
            state=found.get("state", ""),
        )


class DigestForm(forms.Form):
    """Whether somebody wants the daily e-mail."""

    wanted = forms.BooleanField(
        label="Send me an e-mail on days when something is due or late", required=False
    )


def _title(subject: str, title: str) -> str:
    """A clock has a name of its own and no number that anyone knows."""
    return title if subject.startswith("CLOCK_") else f"{title} ({shown_id(subject)})"

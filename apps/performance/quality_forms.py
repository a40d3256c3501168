"""What people type about records that are wrong, and the filters of the list in its address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from apps.organisation.models import User
from apps.performance.forms import measure_choices, offer_teams
from apps.performance.models import MeasureRun
from apps.performance.queries.places import Place
from apps.performance.queries.quality_items import ANSWERED, EVERY, OPEN, OVERDUE, ItemFilter
from rules.definitions.quality import items_on

STATES = [(OPEN, "Open"), (OVERDUE, "Overdue"), (ANSWERED, "Answered"), (EVERY, "All")]
MINE = "me"


def _words(label: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": missing, "max_length": "Use at most 2,000 characters."},
    )


def _owner() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Who answers it",
        error_messages={
            "required": "Choose who answers it.",
            "invalid_choice": "Choose somebody who may answer for this place.",
        },
    )


class _Owned(forms.Form):
    """A form that names an owner out of those who may answer in a place."""

    def __init__(self, *args: Any, owners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(one.pk): one for one in owners}
        self.fields["owner"].choices = [(key, str(one)) for key, one in self.owners.items()]

    @property
    def owner(self) -> User:
        """Of a valid form."""
        return self.owners[self.cleaned_data["owner"]]


class RaiseForm(_Owned):
    """What is wrong with the record of a case."""

    fault = forms.ChoiceField(
        label="What is wrong",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong."},
    )
    words = _words(
        "In your own words",
        "Say what the record says and what it should say.",
        "What the record says, what happened, and where that can be seen. Use the case reference, no names.",
    )
    owner = _owner()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fault"].choices = [(one.id, one.words) for one in items_on(on).faults]


class AnswerForm(forms.Form):
    """How an item is answered. `seen`: the version that the page showed."""

    outcome = forms.ChoiceField(
        label="Your answer", widget=forms.RadioSelect, error_messages={"required": "Choose an answer."}
    )
    words = _words("What you found", "Say what you found.")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = items_on(on).outcomes
        self.fields["outcome"].choices = [(one.id, one.words) for one in outcomes]
        self.fields["outcome"].widget.hints = {one.id: one.explains for one in outcomes}


class ReopenForm(forms.Form):
    """Why an answered item is opened again."""

    words = _words("Why", "Say why it is opened again.")
    seen = forms.IntegerField(widget=forms.HiddenInput)


class HandOverForm(_Owned):
    """Who goes on with an open item."""

    owner = _owner()
    words = _words("Why", "Say why somebody else answers it.")
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ItemsForm(forms.Form):
    """What the list of items is narrowed to; what is left out, or not understood, narrows nothing."""

    state = forms.ChoiceField(label="Show", choices=STATES, required=False)
    measure = forms.ChoiceField(required=False)
    place = forms.ChoiceField(label="Region or delivery unit", required=False)
    team = forms.CharField(label="Team (manager)", required=False, max_length=64)
    practitioner = forms.CharField(label="Held by", required=False, max_length=64)
    owner = forms.ChoiceField(label="Answered by", required=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        run: MeasureRun | None,
        places: Sequence[Place],
        teams: Sequence[str],
        user: User,
    ) -> None:
        names = ("measure", "place", "team", "practitioner", "owner")
        super().__init__({"state": data.get("state") or OPEN, **{name: data.get(name, "") for name in names}})
        self.places, self.user = {f"{one.kind}-{one.code}": one for one in places}, user
        self.fields["measure"].choices = [("", "All measures"), *(measure_choices(run) if run else ())]
        self.fields["owner"].choices = [("", "Anybody"), (MINE, "Me")]
        shown = [(key, f"{one.name} ({one.code})") for key, one in self.places.items()]
        self.fields["place"].choices = [("", "Everywhere you may see"), *shown]
        if not shown:
            del self.fields["place"]
        offer_teams(self.fields["team"], teams)

    def wanted(self) -> ItemFilter:
        """What was asked for, the parts that were understood."""
        self.is_valid()
        found = self.cleaned_data
        place = self.places.get(found.get("place", ""))
        return ItemFilter(
            state=found.get("state") or OPEN,
            measure=found.get("measure", ""),
            region=place.region_code if place else "",
            unit=place.code if place and place.kind == "unit" else "",
            team=found.get("team", ""),
            practitioner=found.get("practitioner", ""),
            owner=self.user.username if found.get("owner") == MINE else "",
        )

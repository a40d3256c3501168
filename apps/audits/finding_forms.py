"""What people type about findings, actions and audited cases, and the filters of their lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from apps.audits import feedback_queries as feedback
from apps.audits import finding_queries as stands
from apps.audits.finding_queries import ActionFilter, FindingFilter
from apps.audits.models import Feedback
from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import User
from rules.definitions.banks import Bank
from rules.definitions.improvement import improvement_on

ACTION_STATES = [
    (stands.OPEN, "Open"),
    (stands.OVERDUE, "Overdue"),
    (stands.DONE, "Done"),
    (stands.DROPPED, "Dropped"),
    (stands.EVERY, "All"),
]
FINDING_STATES = [
    (stands.EVERY, "All"),
    (stands.UNANSWERED, "No action yet"),
    (stands.ACTED_ON, "With an action"),
    (stands.WITHDRAWN, "Withdrawn"),
]
FEEDBACK_STATES = [
    (feedback.WAITING, "Challenges to answer"),
    (feedback.ANSWERED, "Answered"),
    (feedback.COMMENTS, "Comments"),
    (feedback.EVERY, "All"),
]
MINE = "me"


def _words(label: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": missing, "max_length": "Use at most 2,000 characters."},
    )


def _day(label: str) -> DayMonthYearField:
    return DayMonthYearField(label=label)


def _question_choices(bank: Bank) -> list[tuple[str, str]]:
    return [(one.id, f"{one.id} {one.text}") for one in bank.questions.values()]


class FindingForm(forms.Form):
    """What a question showed."""

    question = forms.ChoiceField(
        label="Question", error_messages={"required": "Choose the question that it is about."}
    )
    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, error_messages={"required": "Choose the kind of finding."}
    )
    words = _words(
        "What you found",
        "Say what you found.",
        "What was done or not done, and where that can be seen. Use the case reference, no names.",
    )

    def __init__(self, *args: Any, bank: Bank, on: date, units: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = _question_choices(bank)
        self.fields["kind"].choices = [(one.id, one.words) for one in improvement_on(on).kinds]
        if units:
            choices = [("", "The whole region"), *((unit.code, unit.name) for unit in units)]
            self.fields["unit"] = forms.ChoiceField(label="Delivery unit", choices=choices, required=False)
            self.order_fields(["question", "kind", "unit", "words"])


class ReasonForm(forms.Form):
    words = _words("Why", "Say why.")


class _Owned(forms.Form):
    """A form that names an owner out of those who may own an action of a place."""

    owner = forms.ChoiceField(
        label="Who does it",
        error_messages={
            "required": "Choose who does it.",
            "invalid_choice": "Choose somebody of this place.",
        },
    )

    def __init__(self, *args: Any, owners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(one.pk): one for one in owners}
        self.fields["owner"].choices = [(key, str(one)) for key, one in self.owners.items()]

    @property
    def chosen_owner(self) -> User:
        """Of a valid form."""
        return self.owners[self.cleaned_data["owner"]]


class ActionForm(_Owned):
    """What is done about findings, by whom and by when."""

    what = forms.CharField(
        label="What will be done",
        max_length=200,
        help_text="One thing that somebody can tick off, for example “Brief every team on the enforcement"
        " timeline”.",
        error_messages={
            "required": "Say what will be done.",
            "max_length": "Use at most 200 characters; the reason goes below.",
        },
    )
    words = _words("Why this, and how you will know that it worked", "Say why this will help.")
    due_on = _day("Done by")

    field_order = ["what", "words", "owner", "due_on"]


class StepForm(forms.Form):
    """A step of an action. `seen`: the version that the page showed."""

    words = _words("What was done, and where that can be seen", "Say what was done.")
    seen = forms.IntegerField(widget=forms.HiddenInput)


class DropForm(StepForm):
    words = _words("Why it will not be done", "Say why.")


class MoveForm(StepForm):
    """Another day, for an open action or one that goes on."""

    words = _words("Why", "Say why.")
    due_on = _day("New day")

    field_order = ["due_on", "words", "seen"]


class HandOverForm(_Owned):
    words = _words("Why", "Say why somebody else does it.")
    seen = forms.IntegerField(widget=forms.HiddenInput)


class FeedbackForm(forms.Form):
    """A practitioner's words on a marked case."""

    kind = forms.ChoiceField(
        label="Do you want the marking looked at again?",
        widget=forms.RadioSelect,
        choices=[(Feedback.Kind.CHALLENGE, "Yes, I challenge it"), (Feedback.Kind.COMMENT, "No, a comment")],
        error_messages={"required": "Choose whether you challenge the marking."},
    )
    question = forms.ChoiceField(label="About", required=False)
    words = _words(
        "In your own words",
        "Say what you want to tell the auditors.",
        "Point to the entry in the record that they should read. Use the case reference, no names.",
    )

    def __init__(self, *args: Any, bank: Bank, may_challenge: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [("", "The case as a whole"), *_question_choices(bank)]
        if not may_challenge:
            self.fields["kind"].choices = [(Feedback.Kind.COMMENT, "A comment")]
            self.fields["kind"].initial = Feedback.Kind.COMMENT
            self.fields["kind"].label = "The score is published: you can leave a comment"


class ChallengeAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Your answer", widget=forms.RadioSelect, error_messages={"required": "Choose an answer."}
    )
    words = _words("What you looked at and what you decide", "Say what you decide and why.")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = improvement_on(on).outcomes
        self.fields["outcome"].choices = [(one.id, one.words) for one in outcomes]
        self.fields["outcome"].widget.hints = {one.id: one.explains for one in outcomes}


class _ListForm(forms.Form):
    """Filters in the address; what is left out, or not understood, narrows nothing."""

    place = forms.ChoiceField(label="Region or delivery unit", required=False)

    def __init__(self, data: QueryDict, *, places: Sequence[tuple[str, str]]) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields})
        self.fields["place"].choices = [("", "Every place"), *places]
        self.is_valid()

    def value(self, name: str) -> str:
        return self.cleaned_data.get(name, "") or ""

    @property
    def region(self) -> str:
        code = self.value("place")
        return code if len(code) == 1 else ""

    @property
    def unit(self) -> str:
        code = self.value("place")
        return code if len(code) > 1 else ""


class ActionsForm(_ListForm):
    state = forms.ChoiceField(label="Show", choices=ACTION_STATES, required=False)
    owner = forms.ChoiceField(label="Done by", choices=[("", "Everybody"), (MINE, "Me")], required=False)
    question = forms.CharField(label="Question", required=False, max_length=20)

    field_order = ["state", "owner", "place", "question"]

    def filter_for(self, user: User) -> ActionFilter:
        return ActionFilter(
            state=self.value("state") or stands.OPEN,
            region=self.region,
            unit=self.unit,
            owner=user.username if self.value("owner") == MINE else "",
            question=self.value("question"),
        )


class FindingsForm(_ListForm):
    state = forms.ChoiceField(label="Show", choices=FINDING_STATES, required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    question = forms.CharField(label="Question", required=False, max_length=20)

    field_order = ["state", "kind", "place", "question"]

    def __init__(self, data: QueryDict, *, places: Sequence[tuple[str, str]], on: date) -> None:
        super().__init__(data, places=places)
        kinds = [(one.id, one.words) for one in improvement_on(on).kinds]
        self.fields["kind"].choices = [("", "Every kind"), *kinds]
        self.full_clean()

    @property
    def filter(self) -> FindingFilter:
        return FindingFilter(
            state=self.value("state") or stands.EVERY,
            region=self.region,
            unit=self.unit,
            question=self.value("question"),
            kind=self.value("kind"),
        )

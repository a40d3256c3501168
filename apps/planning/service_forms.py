"""What people type of agreements, provision, the innovation fund and boards."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from apps.planning.form_parts import (
    OwnedForm,
    UnitsForm,
    a_day,
    a_file,
    a_line,
    an_amount,
    how_many,
    one_choice,
    some_choices,
    some_words,
    version_seen,
)
from apps.planning.models import Award, Milestone
from apps.planning.shapes import AgreementShown
from rules.definitions.planning import Fund, governance_on
from rules.definitions.planning_needs import needs_on


class AgreementForm(forms.Form):
    """A delivery agreement."""

    kind = one_choice("Kind", "Choose the kind of agreement.", radios=True)
    title = a_line("What is delivered", "Say what is delivered.")
    provider = a_line("Provider", "Say who delivers it.")
    reference = a_line("Reference", "", required=False, most=60)
    first_on = a_day("First day", "Enter the first day.")
    last_on = a_day("Last day", "Enter the last day.")
    signed_on = a_day("Signed on", required=False)
    value = an_amount(
        "Value", hint="In pounds, over the whole term. Leave it empty where no money is paid.", required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = governance_on(today).agreement_kinds
        self.fields["kind"].choices = [(one.id, one.words) for one in kinds]
        self.fields["kind"].widget.hints = {one.id: one.explains for one in kinds}


class LinkForm(forms.Form):
    """The agreement that a contract of the extract belongs to."""

    seen = version_seen()
    agreement = one_choice("Agreement", required=False, radios=True)

    def __init__(self, *args: Any, offered: Sequence[AgreementShown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.id), f"{one.title} ({one.provider})") for one in offered]
        self.fields["agreement"].choices = [*named, ("", "None of them")]


class EndForm(forms.Form):
    seen = version_seen()
    ended_on = a_day("Last day", "Enter the last day on which it holds.")
    reason = some_words("Why", "Say why it ends early.")


class ProvisionForm(UnitsForm):
    """What an agreement provides in some delivery units."""

    need = one_choice("Need", "Choose the need.")
    cohort = one_choice("For whom", "Choose whom it is for.")
    capacity = how_many("People a year in each unit")
    field_order = ["need", "cohort", "capacity", "units"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = needs_on(today)
        self.fields["need"].choices = [(one.id, one.title) for one in rules.needs]
        self.fields["cohort"].choices = [(one.id, one.title) for one in rules.cohorts]


class PaperForm(forms.Form):
    """A document with its title."""

    title = a_line("What it is", "Say what it is.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = a_file(today=today, required=True)


class ProvisionFilter(forms.Form):
    """The filters of provision, in the address."""

    need = one_choice("Need", required=False)
    unit = one_choice("Delivery unit", required=False)

    def __init__(self, *args: Any, units: Sequence[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = [(one.id, one.title) for one in needs_on(today).needs]
        self.fields["need"].choices = [("", "Every need"), *needs]
        self.fields["unit"].choices = [("", "Every unit"), *((one.code, one.name) for one in units)]


class FundPlanForm(forms.Form):
    seen = version_seen()
    amount = an_amount("The fund of the year")
    words = some_words("What it is for", "Say what the fund is for.", rows=8)


class ApplicationForm(UnitsForm):
    """An application to the fund."""

    title = a_line("What is applied for", "Say what is applied for.")
    applicant = a_line("Applicant", "Say who applies.")
    words = some_words("What would be done, for whom", "Say what would be done.", rows=6)
    need = one_choice("Need", required=False)
    asked = an_amount("Amount asked for")
    co_funding = an_amount("Co-funding from others", hint="In pounds; 0 for none.")
    field_order = ["title", "applicant", "words", "need", "asked", "co_funding", "units"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = [(one.id, one.title) for one in needs_on(today).needs]
        self.fields["need"].choices = [("", "Several needs"), *needs]


class JudgeForm(forms.Form):
    """A verdict and its reason for each criterion of the fund; what is left empty is not judged yet."""

    seen = version_seen()

    def __init__(self, *args: Any, rules: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        verdicts = [("", "Not judged"), *((one.id, one.words) for one in rules.verdicts)]
        for each in rules.criteria:
            hint = "Must be met." if each.must else ""
            self.fields[f"verdict_{each.id}"] = one_choice(
                each.words, choices=verdicts, required=False, hint=hint
            )
            self.fields[f"why_{each.id}"] = some_words(f"Why: {each.words}", required=False, rows=2)

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Of a valid form: what was judged and differs from what the page showed."""
        found = {}
        for each in self.rules.criteria:
            names = f"verdict_{each.id}", f"why_{each.id}"
            if self.cleaned_data[names[0]] and any(name in self.changed_data for name in names):
                found[each.id] = self.cleaned_data[names[0]], self.cleaned_data[names[1]]
        return found


class AwardForm(forms.Form):
    """What was decided on an application."""

    seen = version_seen()
    state = one_choice(
        "Decision",
        "Choose what was decided.",
        choices=[one for one in Award.State.choices if one[0] != Award.State.APPLIED],
        radios=True,
    )
    amount = an_amount("Amount awarded", required=False)
    reason = some_words("Reason", "Say why.")


class ImpactForm(forms.Form):
    """What an award has changed so far."""

    impact_on = a_day("On", "Enter the day.")
    words = some_words("What it has changed", "Say what it has changed.")
    people = how_many("People reached", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = a_file("Evidence", today=today)


class BoardForm(forms.Form):
    held_on = a_day("Day", "Enter the day of the board.")
    place = a_line("Place", "Say where it is held.")


class MoveForm(BoardForm):
    """Another day or place of a board, and why."""

    reason = some_words("Why", "Say why.", rows=2)


class CancelForm(forms.Form):
    reason = some_words("Why", "Say why the board is cancelled.", rows=2)


class AttendeeForm(forms.Form):
    role = one_choice("Role", "Choose the role.")
    name = a_line("Name", "Enter the name.", most=120)
    sent_apologies = forms.BooleanField(label="Sent apologies", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(one.id, one.words) for one in governance_on(today).board_roles]


class DecisionForm(OwnedForm):
    """What a board decided."""

    words = some_words("What was decided", "Say what was decided.")
    due_on = a_day("Done by", "Enter the day by which it is done.")
    milestones = some_choices("Milestones that it is about", required=False)
    field_order = ["words", "owner", "due_on", "milestones"]

    def __init__(self, *args: Any, open_milestones: Sequence[Milestone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_milestones = {str(one.pk): one for one in open_milestones}
        self.fields["milestones"].choices = [(key, one.title) for key, one in self.open_milestones.items()]

    def clean_milestones(self) -> list[Milestone]:
        return [self.open_milestones[key] for key in self.cleaned_data["milestones"]]


class DoneForm(forms.Form):
    words = some_words("What was done", "Say what was done.")


class MinutesForm(forms.Form):
    seen = version_seen()
    words = some_words("Minutes", "Write the minutes.", rows=16, most=40_000)

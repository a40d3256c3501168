"""What people type of a plan: its words, priorities, milestones, editions and the cycle."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from apps.organisation.models import Region
from apps.planning.form_parts import (
    MARKUP_HELP,
    OwnedForm,
    a_day,
    a_file,
    a_line,
    a_percentage,
    one_choice,
    some_choices,
    some_words,
    version_seen,
)
from apps.planning.models import HandedDownPriority, Milestone, Priority, ProductEntry
from apps.planning.sheets.reading import MOST_BYTES
from rules.definitions.measures import load_catalogue
from rules.definitions.planning import Section, governance_on


def _years(years: Sequence[str]) -> list[tuple[str, str]]:
    return [(year, year) for year in years]


class TextForm(forms.Form):
    """The words of one section."""

    seen = version_seen()
    words = forms.CharField(
        label="Words", required=False, help_text=MARKUP_HELP, widget=forms.Textarea({"rows": 18}), strip=False
    )

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = section.title


class ReasonForm(forms.Form):
    """A reason alone, for what is taken back or ended."""

    seen = version_seen()
    reason = some_words("Why", "Say why.")


class TakeBackForm(forms.Form):
    """Why something that was handed down is taken back."""

    reason = some_words("Why", "Say why it is taken back.")


class PriorityForm(OwnedForm):
    """A priority of the region."""

    title = a_line("Priority", "Say what the priority is.", hint="One line, as it will stand in the plan.")
    words = some_words("What it means", "Say what it means.", hint="What will be different, and for whom.")
    origin = one_choice("Where it comes from", "Choose where it comes from.", choices=Priority.Origin.choices)
    first_year = one_choice("From", "Choose the first year.")
    last_year = one_choice("Until", "Choose the last year.")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["title", "words", "origin", "first_year", "last_year", "owner"]

    def __init__(self, *args: Any, years: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_year", "last_year"):
            self.fields[name].choices = _years(years)


class HandDownForm(forms.Form):
    """A priority for chosen regions."""

    kind = one_choice("Kind", "Choose the kind.", choices=HandedDownPriority.Kind.choices, radios=True)
    title = a_line("Priority", "Say what the priority is.")
    words = some_words("What it asks of regions", "Say what it asks of regions.")
    first_year = one_choice("From", "Choose the first year.")
    last_year = one_choice("Until", "Choose the last year.")
    answer_by = a_day("Answer by", "Enter the day by which regions answer.")
    regions = some_choices("Regions", "Choose at least one region.")

    def __init__(
        self, *args: Any, years: Sequence[str], all_regions: Sequence[Region], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.all_regions = {one.code: one for one in all_regions}
        self.fields["regions"].choices = [(code, one.name) for code, one in self.all_regions.items()]
        for name in ("first_year", "last_year"):
            self.fields[name].choices = _years(years)

    def clean_regions(self) -> list[Region]:
        return [self.all_regions[code] for code in self.cleaned_data["regions"]]


class AnswerForm(forms.Form):
    """Taken up by a priority or a milestone, or declined."""

    answer = one_choice(
        "Answer",
        "Choose whether it is taken up.",
        choices=(("taken_up", "Taken up"), ("declined", "Declined")),
        radios=True,
    )
    priority = one_choice("Priority that takes it up", required=False)
    milestone = one_choice("Or milestone that takes it up", required=False)
    reason = some_words("Reason", required=False, hint="Needed when it is declined.")

    def __init__(
        self, *args: Any, priorities: Sequence[Priority], milestones: Sequence[Milestone], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("priority", priorities), ("milestone", milestones)):
            self.fields[name].choices = [("", ""), *((str(row.pk), str(row)) for row in rows)]
        self.rows = {"priority": priorities, "milestone": milestones}

    def chosen(self, name: str) -> Any:
        """Of a valid form: the priority or milestone that was chosen, or None."""
        wanted = self.cleaned_data[name]
        return next((row for row in self.rows[name] if str(row.pk) == wanted), None)


class MilestoneForm(OwnedForm):
    """A milestone of a priority."""

    priority = one_choice("Priority", "Choose the priority that it is a step of.")
    title = a_line("Milestone", "Say what will be done.", hint="One thing that somebody can tick off.")
    words = some_words("More about it", required=False)
    due_on = a_day("Done by", "Enter the day by which it is done.")
    measure = one_choice("Measure that it moves", required=False)
    baseline = a_percentage("From (%)")
    aim = a_percentage("To (%)")
    why = some_words("Why", "Say why.", rows=3)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["priority", "title", "words", "due_on", "owner", "measure", "baseline", "aim", "why"]

    def __init__(self, *args: Any, priorities: Sequence[Priority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.priorities = {str(one.pk): one for one in priorities}
        self.fields["priority"].choices = [(key, one.title) for key, one in self.priorities.items()]
        measures = [(entry.id, f"{entry.id} {entry.title}") for entry in load_catalogue().values()]
        self.fields["measure"].choices = [("", "None"), *measures]

    def clean_priority(self) -> Priority:
        return self.priorities[self.cleaned_data["priority"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("measure") and (given.get("baseline") is not None or given.get("aim") is not None):
            self.add_error("measure", "Choose the measure that the percentages are about.")
        return given


class SheetForm(forms.Form):
    """A sheet of milestones."""

    why = some_words("Why", "Say why.", rows=3, hint="It is kept with every milestone that the sheet sets.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = forms.FileField(
            label="The sheet",
            help_text=f"CSV, Excel or OpenDocument, up to {MOST_BYTES // 1024 // 1024} MB.",
            max_length=200,
            error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        )

    def clean_file(self) -> UploadedFile:
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"The file has {given.size:,} bytes: hand in at most {MOST_BYTES:,}.")
        return given


class ProgressForm(forms.Form):
    """How a milestone stands, with evidence."""

    seen = version_seen()
    state = one_choice("How it stands", "Choose how it stands.", radios=True)
    words = some_words("What was done, and why it stands so", "Say what was done and why it stands so.")
    done_on = a_day("Day on which it was done", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = governance_on(today).milestone_states
        self.fields["state"].choices = [(one.id, one.words) for one in states]
        self.fields["done_on"].help_text = "For a milestone that is done. Today if left empty."
        self.fields["file"] = a_file("Evidence", today=today)


class MilestonesFilter(forms.Form):
    """The filters of the milestones, in the address."""

    year = one_choice("Year", required=False)
    state = one_choice("How it stands", required=False)
    priority = one_choice("Priority", required=False)
    owner = one_choice("Who answers for it", required=False)

    def __init__(
        self,
        *args: Any,
        years: Sequence[str],
        priorities: Sequence[tuple[int, str]],
        owners: Sequence[str],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        of_a_priority = [(str(key), title) for key, title in priorities]
        self.fields["priority"].choices = [("", "Every priority"), *of_a_priority]
        self.fields["owner"].choices = [("", "Everybody"), *((name, name) for name in owners)]
        self.fields["year"].choices = [("", "Every year"), *_years(years)]
        states = [(one.id, one.words) for one in governance_on(today).milestone_states]
        self.fields["state"].choices = [("", "All"), ("overdue", "Overdue"), *states]


class DecideForm(forms.Form):
    """Approved, or returned with reasons."""

    decision = one_choice(
        "Decision",
        "Choose whether the plan is approved.",
        choices=(("approved", "Approve"), ("returned", "Return to the region")),
        radios=True,
    )
    reasons = some_words("Reasons", required=False, hint="Needed when the plan is returned.")


class PublishForm(forms.Form):
    """Nothing but the button in the plan's days; on another day the reason."""

    reason = some_words("Why it is published on another day", "Say why it is published on another day.")

    def __init__(self, *args: Any, is_outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_outside:
            del self.fields["reason"]


class ProductForm(OwnedForm):
    """How a product of the cycle stands."""

    state = one_choice(
        "How it stands", "Choose how it stands.", choices=ProductEntry.State.choices, radios=True
    )
    due_on = a_day("Due", "Enter the day on which it is due.")
    words = some_words("What there is, and where", "Say what there is.")
    field_order = ["state", "owner", "due_on", "words"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].label = "Who holds it"
        self.fields["file"] = a_file("The product", today=today)

"""What a lead enters to open rounds and to change what became of their cases."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from apps.assessments.models import BankEdition
from apps.audits.frames import STRATA_LABELS
from apps.audits.models import RoundGroup
from apps.organisation.access import Scope
from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import Region, User
from rules.definitions.audit_rounds import SubstitutionReason

MOST_CASES = 2000  # of a round; more is a slip of the finger
REASON_MAX = 500


class PlaceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Region) -> str:
        return str(obj.name)


class BankField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: BankEdition) -> str:
        return f"{obj.bank} {obj.title} ({obj.edition})"


class WindowForm(forms.Form):
    """Step one: which banks, where, and which cases could be drawn."""

    regions = PlaceField(Region.objects.none(), label="Regions", widget=forms.CheckboxSelectMultiple)
    editions = BankField(
        BankEdition.objects.none(), label="Question banks", widget=forms.CheckboxSelectMultiple
    )
    first_on = DayMonthYearField(
        label="First day of the window",
        required=False,
        help_text="Leave both days empty for each bank’s own window. For example, 27 3 2026",
    )
    last_on = DayMonthYearField(label="Last day of the window", required=False)

    def __init__(self, *args: Any, scope: Scope, editions: list[BankEdition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].queryset = regions_in(scope)
        self.fields["regions"].error_messages["required"] = "Choose at least one region"
        self.fields["editions"].queryset = BankEdition.objects.filter(pk__in=[each.pk for each in editions])
        self.fields["editions"].error_messages["required"] = "Choose at least one question bank"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first_on, last_on = cleaned.get("first_on"), cleaned.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", "The window must not end before it begins")
        one_alone = bool(first_on) != bool(last_on)
        if one_alone and not self.errors:
            self.add_error("last_on" if first_on else "first_on", "Enter both days of the window, or neither")
        return cleaned

    @property
    def window(self) -> tuple[date, date] | None:
        """The two days entered; None for each bank's own."""
        first_on, last_on = self.cleaned_data["first_on"], self.cleaned_data["last_on"]
        return (first_on, last_on) if first_on and last_on else None


def regions_in(scope: Scope) -> QuerySet[Region]:
    regions = Region.objects.filter(valid_to__isnull=True)
    return regions if scope.all_regions else regions.filter(code__in=scope.region_codes)


class LineForm(forms.Form):
    """One planned round: whether it is opened, and how many cases it samples."""

    include = forms.BooleanField(required=False)
    size = forms.IntegerField(label="Cases to sample", required=False, min_value=1, max_value=MOST_CASES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("include") and not cleaned.get("size") and "size" not in self.errors:
            self.add_error("size", "Enter how many cases to sample")
        return cleaned


class SampleForm(forms.Form):
    """Step two: what holds for all rounds: their name, the seed, until when, scored by whom."""

    title = forms.CharField(label="Name of these rounds", max_length=120)
    strata = forms.MultipleChoiceField(
        label="Share each sample out in proportion to",
        required=False,
        choices=list(STRATA_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    seed = forms.CharField(
        label="Seed",
        max_length=40,
        help_text="Any text; the bank and the place are added to it. With the frame and the seed, anyone can "
        "repeat each draw.",
    )
    due_on = DayMonthYearField(label="Score all cases by")
    auditors = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Auditors",
        help_text="Each is given cases of the regions where they hold the role.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, auditors: list[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["auditors"].queryset = User.objects.filter(pk__in=[user.pk for user in auditors])
        self.fields["auditors"].error_messages["required"] = "Choose at least one auditor"

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"].strip()
        if RoundGroup.objects.filter(title=title).exists():
            raise forms.ValidationError(f"There are rounds called “{title}” already; give these another name")
        return title

    def clean_due_on(self) -> date:
        return _not_past(self.cleaned_data["due_on"], self.today)


class ReassignForm(forms.Form):
    auditor = forms.ModelChoiceField(User.objects.none(), label="New auditor", empty_label=None)
    reason = forms.CharField(label="Reason", max_length=REASON_MAX, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, auditors: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["auditor"].queryset = User.objects.filter(pk__in=[user.pk for user in auditors])


class ReassignManyForm(forms.Form):
    """Several waiting cases at once: to one auditor, or shared out among the others."""

    marks = forms.MultipleChoiceField(label="Cases", widget=forms.CheckboxSelectMultiple)
    auditor = forms.ModelChoiceField(
        User.objects.none(), label="New auditor", required=False, empty_label="Share them out evenly"
    )
    reason = forms.CharField(label="Reason", max_length=REASON_MAX, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, marks: list[tuple[str, str]], auditors: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["marks"].choices = marks
        self.fields["marks"].error_messages["required"] = "Choose at least one case"
        self.fields["auditor"].queryset = User.objects.filter(pk__in=[user.pk for user in auditors])


class SubstituteForm(forms.Form):
    reason = forms.ChoiceField(label="Why the case cannot be marked", widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was tried, without names",
    )

    def __init__(self, *args: Any, reasons: tuple[SubstitutionReason, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(each.id, each.title) for each in reasons]
        self.fields["reason"].error_messages["required"] = "Choose why the case cannot be marked"


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label="How do you know the person?",
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A few words, without names. The lead auditor reads them.",
    )


class DeadlineForm(forms.Form):
    due_on = DayMonthYearField(label="New deadline")
    reason = forms.CharField(label="Reason", max_length=REASON_MAX, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        return _not_past(self.cleaned_data["due_on"], self.today)


def _not_past(due_on: date, today: date) -> date:
    if due_on < today:
        raise forms.ValidationError("The deadline must be today or later")
    return due_on

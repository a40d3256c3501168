"""What people type when they plan inspections and take them from stage to stage."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django import forms

from apps.inspections.models import Inspection, Member, StandardsEdition
from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import ProbationDeliveryUnit, Region, User
from rules.definitions.rating_rules import load_rating_rules, rating_editions, rating_rules_in_force

MOST_CASES = 2000
DAYS = ("announce_on", "fieldwork_first_on", "fieldwork_last_on", "draft_on", "publish_on")
Body = tuple[Region, ProbationDeliveryUnit | None]


class BodyField(forms.ChoiceField):
    """A region, or one of its delivery units; `cleaned` as (Region, unit or None)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._bodies, **kwargs)

    @staticmethod
    def _bodies() -> list[tuple[str, Any]]:
        regions = Region.objects.filter(valid_to=None).prefetch_related("units")
        return [("", "Choose a region or a delivery unit"), *((str(one), _places(one)) for one in regions)]

    def clean(self, value: Any) -> Body:
        code = super().clean(value)
        unit = ProbationDeliveryUnit.objects.filter(code=code).select_related("region").first()
        return (unit.region, unit) if unit else (Region.objects.get(code=code), None)


def _places(region: Region) -> list[tuple[str, str]]:
    units = [(unit.code, f"{unit.code} {unit.name}") for unit in region.units.all() if unit.valid_to is None]
    return [(region.code, f"{region.name} (the region)"), *units]


class WhereForm(forms.Form):
    """The first step: whom, from when, by which standards."""

    body = BodyField(label="Inspected body", error_messages={"required": "Choose whom you inspect."})
    fieldwork_first_on = DayMonthYearField(
        label="First day of fieldwork",
        error_messages={"required": "Enter the first day of fieldwork."},
    )
    standards = forms.ModelChoiceField(
        StandardsEdition.objects.all(),
        label="Standards",
        empty_label=None,
        error_messages={"required": "Choose the standards."},
    )
    rating_rules = forms.ChoiceField(label="Rating rules", choices=lambda: list(_rules()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating_rules"].initial = rating_rules_in_force().id


def _rules() -> Iterator[tuple[str, str]]:
    for edition in rating_editions():
        yield edition, load_rating_rules(edition).title


class PlanForm(forms.Form):
    """The second step: every day of the plan, and the sample."""

    announce_on = DayMonthYearField(label="Announced on")
    fieldwork_first_on = DayMonthYearField(label="First day of fieldwork")
    fieldwork_last_on = DayMonthYearField(label="Last day of fieldwork")
    draft_on = DayMonthYearField(label="Draft report to the inspected body on")
    publish_on = DayMonthYearField(label="Published on")
    cohort_first_on = DayMonthYearField(label="Cases that began from")
    cohort_last_on = DayMonthYearField(label="to")
    size = forms.IntegerField(
        label="Cases to assess",
        min_value=1,
        max_value=MOST_CASES,
        error_messages={"required": "Enter how many cases to assess."},
    )
    seed = forms.CharField(
        label="Seed",
        max_length=80,
        help_text="Orders the draw, so that anyone can repeat it.",
        error_messages={"required": "Enter a seed."},
    )

    def __init__(self, *args: Any, drawn: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cohort_first_on", "cohort_last_on", "size", "seed"):
            if drawn:
                del self.fields[name]
        for field in self.fields.values():
            if isinstance(field, DayMonthYearField):
                field.error_messages["required"] = "Enter the day."

    def clean(self) -> dict[str, Any]:
        """Each day on or after the one before it, each fault beside its day."""
        given = super().clean() or {}
        for earlier, later in pairwise(DAYS):
            self._follows(given, earlier, later)
        self._follows(given, "cohort_first_on", "cohort_last_on")
        last, begins = given.get("cohort_last_on"), given.get("fieldwork_first_on")
        if last and begins and last >= begins:
            self.add_error("cohort_last_on", f"Must be before fieldwork begins on {_day(begins)}.")
        return given

    def _follows(self, given: dict[str, Any], earlier: str, later: str) -> None:
        first, then = given.get(earlier), given.get(later)
        if first and then and then < first:
            self.add_error(later, f"Must be {_day(first)} or later.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class MemberForm(forms.Form):
    """Somebody for the team, and as what."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Who",
        empty_label="Choose a person",
        error_messages={"required": "Choose a person."},
    )
    job = forms.ChoiceField(
        label="As what",
        choices=Member.Job.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a job."},
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(pk__in=[one.pk for one in people])
        self.fields["user"].queryset = self.fields["user"].queryset.order_by("first_name", "last_name")


class VersionForm(forms.Form):
    """A step that names the version of the inspection that its page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class StageForm(VersionForm):
    into = forms.ChoiceField(choices=Inspection.State.choices, widget=forms.HiddenInput)


class DropForm(VersionForm):
    reason = forms.CharField(
        label="Why the inspection is dropped",
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say why the inspection is dropped."},
    )


class TakeOverForm(forms.Form):
    reason = forms.CharField(
        label="Why you take the inspection over",
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say why you take the inspection over."},
    )


class ListForm(forms.Form):
    """The filters of the list."""

    STATES = [("open", "Open"), ("", "All"), *Inspection.State.choices]

    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    region = forms.ModelChoiceField(
        Region.objects.all(), label="Region", required=False, empty_label="Every region"
    )

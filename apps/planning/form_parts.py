"""The fields that forms of a plan are made of."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from apps.organisation.date_field import DayMonthYearField
from apps.organisation.markup import HELP
from apps.organisation.models import ProbationDeliveryUnit, User
from rules.definitions.evidence import evidence_rules_on

LONGEST = 4000
MOST_POUNDS = Decimal("9999999999.99")


def a_line(
    label: str, missing: str, *, hint: str = "", most: int = 200, required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=required, error_messages={"required": missing}
    )


def some_words(
    label: str,
    missing: str = "",
    *,
    hint: str = "",
    rows: int = 4,
    most: int = LONGEST,
    required: bool = True,
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": missing, "max_length": f"Use at most {most:,} characters."},
    )


def a_day(label: str, missing: str = "", *, required: bool = True) -> DayMonthYearField:
    return DayMonthYearField(label=label, required=required, error_messages={"required": missing})


def an_amount(label: str, *, hint: str = "In pounds.", required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=required,
        min_value=0,
        max_value=MOST_POUNDS,
        decimal_places=2,
        error_messages={"required": "Enter an amount.", "invalid": "Enter an amount in figures."},
    )


def a_percentage(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=1,
        error_messages={"invalid": "Enter a percentage in figures."},
    )


def how_many(label: str, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=1_000_000,
        error_messages={"required": "Enter how many people.", "invalid": "Enter a whole number."},
    )


def one_choice(
    label: str,
    missing: str = "",
    *,
    choices: Iterable[tuple[str, str]] = (),
    radios: bool = False,
    required: bool = True,
    hint: str = "",
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices),
        required=required,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": missing},
    )


def some_choices(
    label: str, missing: str = "", *, required: bool = True, hint: str = ""
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing},
    )


def a_file(label: str = "File", *, today: date, required: bool = False) -> forms.FileField:
    rules = evidence_rules_on(today)
    kinds = ", ".join(dict.fromkeys(one.suffix for one in rules.kinds))
    return forms.FileField(
        label=label,
        required=required,
        max_length=200,
        help_text=f"Up to {rules.most_bytes // 1024 // 1024} MB: {kinds}.",
        error_messages={"required": "Choose a file."},
    )


def version_seen() -> forms.IntegerField:
    """The version that the page showed."""
    return forms.IntegerField(widget=forms.HiddenInput)


class OwnedForm(forms.Form):
    """A form with a field `owner`, out of those who may answer for a part of the region's plan."""

    owner = one_choice("Who answers for it", "Choose who answers for it.")

    def __init__(self, *args: Any, owners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(one.pk): one for one in owners}
        self.fields["owner"].choices = [("", ""), *((key, str(one)) for key, one in self.owners.items())]

    def clean_owner(self) -> User:
        return self.owners[self.cleaned_data["owner"]]


class UnitsForm(forms.Form):
    """A form with a field `units`, out of a region's delivery units."""

    units = some_choices("Delivery units", "Choose at least one delivery unit.")

    def __init__(self, *args: Any, region_units: Sequence[ProbationDeliveryUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region_units = {one.code: one for one in region_units}
        self.fields["units"].choices = [(code, one.name) for code, one in self.region_units.items()]

    def clean_units(self) -> list[ProbationDeliveryUnit]:
        return [self.region_units[code] for code in self.cleaned_data["units"]]


MARKUP_HELP = HELP

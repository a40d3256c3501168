"""What people type to hand in a document of standards, to publish it, and to compare two editions."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from apps.inspections.models import StandardsEdition
from apps.inspections.standards_publishing import Naming
from apps.organisation.date_field import DayMonthYearField
from rules.definitions.standards_text import MOST_BYTES

_NAME = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9.-]*$", "Enter letters, digits, dots and hyphens, such as 2021-08"
)


class HandInStandardsForm(forms.Form):
    """One file of text. What is in it is told on the next page, whatever it is."""

    file = forms.FileField(
        label="Published document",
        help_text="As plain text in UTF-8, 2 MB at most",
        error_messages={"required": "Choose a file"},
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.text,.md,text/plain"}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Choose a file of 2 MB or less")
        return file


class PublishStandardsForm(forms.Form):
    """What the edition is called, and from when it is in force."""

    edition = forms.CharField(
        label="Edition",
        help_text="A short name, such as 2021-08",
        max_length=20,
        validators=[_NAME],
        error_messages={"required": "Name the edition"},
    )
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter a title"})
    valid_from = DayMonthYearField(
        label="In force from", error_messages={"required": "Enter the day from which it is in force"}
    )

    def clean_edition(self) -> str:
        name = self.cleaned_data["edition"]
        if StandardsEdition.objects.filter(edition=name).exists():
            raise forms.ValidationError(f"There is an edition {name} already: choose another name")
        return name

    @property
    def naming(self) -> Naming:
        return Naming(**self.cleaned_data)


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.edition}: {obj.title}"


class CompareForm(forms.Form):
    """Two editions in the address."""

    old = EditionField(StandardsEdition.objects.defer("kept"), label="From edition", empty_label=None)
    new = EditionField(StandardsEdition.objects.defer("kept"), label="To edition", empty_label=None)

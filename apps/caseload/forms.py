"""What people fill in about extracts and cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from apps.organisation.models import ProbationDeliveryUnit, Region
from rules.periods import Quarter

LARGEST_UPLOAD = 4 * 1024**3
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")


class UploadForm(forms.Form):
    """An extract as a zip file."""

    file = forms.FileField(
        label="The extract, as a zip file",
        help_text="With datapackage.json and one CSV or Parquet file for each table.",
        error_messages={"required": "Choose a zip file", "empty": "The file is empty"},
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        start = file.read(4)
        file.seek(0)
        if start not in ZIP_MARKS:
            raise forms.ValidationError("The file must be a zip file", code="not_zip")
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                "The zip file must be smaller than 4 GB; import a larger one from the command line",
                code="too_large",
            )
        return file


class PutLiveForm(forms.Form):
    """The confirmation. `seen_live` is the extract that was live when the comparison was shown."""

    seen_live = forms.CharField(required=False, widget=forms.HiddenInput)
    demo_over_real = forms.BooleanField(
        required=False, label="I mean to put made-up data in the place of real data"
    )

    def __init__(self, *args: Any, is_demo_over_real: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_demo_over_real:
            self.fields["demo_over_real"].required = True
            self.fields["demo_over_real"].error_messages = {
                "required": "Tick the box if made-up data is to go live in the place of real data"
            }
        else:
            del self.fields["demo_over_real"]


class CaseSearchForm(forms.Form):
    """A case reference."""

    q = forms.CharField(
        label="Case reference",
        help_text="Of a person, a sentence, a release, a requirement or a referral, such as X123456.",
        max_length=64,
        error_messages={
            "required": "Enter a case reference",
            "max_length": "Case reference must be 64 characters or fewer",
        },
    )


@dataclass(frozen=True, kw_only=True)
class DirectoryFilter:
    """Which part of the directory to show. `region`, `unit`: empty for everywhere."""

    quarter: Quarter
    region: str
    unit: str


class DirectoryForm(forms.Form):
    """Quarter and place of the directory; what is left out is the current quarter, everywhere."""

    quarter = forms.ChoiceField(
        label="Quarter", error_messages={"invalid_choice": "Choose a quarter of the list"}
    )
    place = forms.ChoiceField(
        label="Region or delivery unit",
        required=False,
        error_messages={"invalid_choice": "Choose a region or delivery unit of the list"},
    )

    def __init__(self, data: QueryDict, *, quarters: Sequence[Quarter], current: Quarter) -> None:
        self.quarters, self.current = {str(each): each for each in quarters}, current
        defaults = {"quarter": str(current), "place": ""}
        super().__init__({**defaults, **{name: data[name] for name in defaults if data.get(name)}})
        self.fields["quarter"].choices = [(name, _in_words(each)) for name, each in self.quarters.items()]
        self.places = _places()
        self.fields["place"].choices = [("", "Everywhere"), *self.places.items()]

    def wanted(self) -> DirectoryFilter:
        """What was asked for; where it was not understood, the default."""
        found: Mapping[str, str] = self.cleaned_data if self.is_valid() else {}
        code = found.get("place", "")
        return DirectoryFilter(
            quarter=self.quarters.get(found.get("quarter", ""), self.current),
            region=code[:1],
            unit=code if len(code) > 1 else "",
        )


def _in_words(quarter: Quarter) -> str:
    return f"{quarter.first_on:%B} to {quarter.last_on:%B %Y}"


def _places() -> dict[str, str]:
    """Regions and units by code, each region before its units: a unit's code begins with its region's."""
    regions = dict(Region.objects.values_list("code", "name"))
    units = dict(ProbationDeliveryUnit.objects.values_list("code", "name"))
    named = regions | {code: f"{name} ({code})" for code, name in units.items()}
    return {code: named[code] for code in sorted(named)}

"""What the library can be narrowed to; kept in the address."""

from typing import Any

from django import forms

from apps.organisation.models import Region
from apps.reports.kinds import all_kinds
from apps.reports.library import Wanted
from apps.reports.models import ReportEdition


class LibraryFilter(forms.Form):
    region = forms.ChoiceField(required=False)
    year = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(label="Document", required=False)
    language = forms.ChoiceField(
        choices=[("", "Both languages"), *ReportEdition.Language.choices], required=False
    )

    def __init__(self, *args: Any, regions: list[Region], years: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "All regions"), *((one.pk, one.name) for one in regions)]
        self.fields["year"].choices = [("", "All years"), *((year, year) for year in years)]
        self.fields["kind"].choices = [
            ("", "All documents"),
            *((kind.key.value, kind.title) for kind in all_kinds()),
        ]

    @property
    def wanted(self) -> Wanted:
        """Everything, until it is narrowed without a fault."""
        return Wanted(**self.cleaned_data) if self.is_valid() else Wanted()

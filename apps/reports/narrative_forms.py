"""Forms of the words of a report."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisation.date_field import DayMonthYearField
from apps.organisation.markup import HELP
from apps.reports.entered_lines import NewValue, last_row
from apps.reports.manuscripts import Entered

ROWS = 22


class SectionForm(forms.Form):
    """`shown`: the version that the page showed, so that nobody writes over what they have not seen.

    english: in a further language, the version of the English beside it.
    """

    words = forms.CharField(
        label=_("Words of this section"),
        required=False,
        strip=False,
        help_text=HELP,
        widget=forms.Textarea(attrs={"rows": ROWS}),
    )
    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    english = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Your comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what you think of this section.")},
    )


# Each step that needs a reason -> what is asked.
REASONS = {
    "keep": _("Why the report keeps its figures though newer ones exist"),
    "return": _("Why it goes back"),
    "reopen": _("Why it must be corrected"),
    "cancel": _("Why it is not published"),
}


class ReasonForm(forms.Form):
    """`key`: one of REASONS. Several stand on one page, each with identifiers of its own."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{key}-%s", **kwargs)
        self.fields["reason"].label = REASONS[key]


class DayForm(forms.Form):
    day = DayMonthYearField(label=_("Day of publication"), error_messages={"required": _("Name a day.")})


class CorrectionForm(forms.Form):
    """`places`: (key, words) of the sections and tables that a correction can be about."""

    place = forms.ChoiceField(label=_("What is corrected"))
    old = forms.CharField(
        label=_("Old value or words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    new = forms.CharField(
        label=_("New value or words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Choose")), *places]


class AmountField(forms.DecimalField):
    """Takes 78,250.5 and £78,250 as people write them."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(re.sub(r"[,£\s]", "", value) if isinstance(value, str) else value)


class LinesForm(forms.Form):
    """A value and its source for each line of the region's own. `shown`: the newest row that was shown."""

    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, entered: Sequence[Entered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entered = entered
        self.fields["shown"].initial = last_row(entered)
        for one in entered:
            label = f"{one.line.title} ({one.line.unit})"
            self.fields[one.line.id] = AmountField(
                label=label, required=False, initial=one.value, max_digits=14, decimal_places=2
            )
            source = one.figure.source if one.figure else ""
            self.fields[f"{one.line.id}_source"] = forms.CharField(
                label=_("Source of: %(line)s") % {"line": one.line.title},
                required=False,
                max_length=200,
                initial=source,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.entered:
            if cleaned.get(one.line.id) is not None and not cleaned.get(f"{one.line.id}_source"):
                self.add_error(f"{one.line.id}_source", _("Say where this value comes from."))
        return cleaned

    @property
    def values(self) -> dict[str, NewValue]:
        return {
            one.line.id: NewValue(
                value=self.cleaned_data[one.line.id], source=self.cleaned_data[f"{one.line.id}_source"]
            )
            for one in self.entered
        }


class SeenForm(forms.Form):
    """Which version of the manuscript the page showed."""

    seen = forms.IntegerField(min_value=1)

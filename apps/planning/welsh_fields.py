"""Fields for the Welsh of what a form asks for in English: on the forms of a region that offers Welsh."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.forms import BaseForm

from apps.organisation.models import OwnWords, Region, User
from apps.organisation.own_words import Place, newest_own_words, translate
from apps.planning.own_places import place_of
from rules.definitions.languages import WELSH, languages_on

LEFT_EMPTY = "May be left empty, and written later. The figures must be those of the English."
OUT_OF_DATE = "The English was changed after these words: until they are saved anew, the English is printed."


@dataclass(frozen=True, kw_only=True)
class Told:
    """Where the English of a form's field is kept. field: of the place; attribute: of the record."""

    field: str
    attribute: str


@dataclass(frozen=True, kw_only=True)
class WelshFields:
    """The Welsh beside some fields of one form. fields: name in the form -> where its English is kept.

    row: the record that is changed; None for a new one. key: of the places, where it is not the record's.
    anew: the English is always written anew, so the Welsh that stands is about other words and is not shown.
    """

    region: Region
    kind: str
    fields: Mapping[str, Told]
    row: Model | None = None
    key: str = ""
    anew: bool = False

    def put_on(self, form: BaseForm) -> None:
        """Add a field behind each English one, with the words that stand."""
        newest = newest_own_words(self.region, WELSH)
        order = list(form.fields)
        for name, told in self.fields.items():
            self._add(form, name, newest.get(self._place_key(told, self.row)), told)
            order.insert(order.index(name) + 1, f"{name}_cy")
        form.order_fields(order)

    def _add(self, form: BaseForm, name: str, stands: OwnWords | None, told: Told) -> None:
        english = form.fields[name]
        is_old = not self.anew and _is_old(stands, getattr(self.row, told.attribute, ""))
        widget = type(english.widget)(attrs={**english.widget.attrs, "lang": WELSH})
        form.fields[f"{name}_cy"] = forms.CharField(
            label=f"{english.label}, in Welsh",
            help_text=OUT_OF_DATE if is_old else LEFT_EMPTY,
            required=False,
            max_length=english.max_length,
            initial=stands.words if stands and not self.anew else "",
            widget=widget,
        )
        form.fields[f"{name}_cy_seen"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=stands.number if stands else 0
        )

    def parted(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Of what a valid form gave: what is not Welsh."""
        own = {f"{name}{end}" for name in self.fields for end in ("_cy", "_cy_seen")}
        return {name: value for name, value in given.items() if name not in own}

    def keep(self, made: Any, form: BaseForm, *, by: User) -> None:
        """Save the Welsh that was changed, for the English as the record holds it now. Raises as translate.

        Welsh that was left as it stood while the English was changed is out of date from now on.
        """
        for name, told in self.fields.items():
            words, english = form.cleaned_data[f"{name}_cy"], getattr(made, told.attribute)
            # A field that was not sent takes nothing away.
            was_sent = f"{name}_cy" in form.data
            if words == form.fields[f"{name}_cy"].initial or not (english and was_sent):
                continue
            what = str(form.fields[name].label)
            place = Place(key=self._place_key(told, made), what=what, english=english)
            seen = form.cleaned_data[f"{name}_cy_seen"] or 0
            translate(self.region, place, language=WELSH, words=words, seen=seen, by=by)

    def show_what_stands(self, form: BaseForm) -> None:
        """After a conflict: let the next saving be about the words that stand now."""
        newest = newest_own_words(self.region, WELSH)
        for name, told in self.fields.items():
            stands = newest.get(self._place_key(told, self.row))
            form.data[f"{name}_cy_seen"] = str(stands.number if stands else 0)

    def _place_key(self, told: Told, made: Model | None) -> str:
        return place_of(self.kind, self.key or (made.pk if made else 0), told.field)


def _is_old(stands: OwnWords | None, english: str) -> bool:
    return stands is not None and bool(stands.words) and stands.english != english


def welsh_fields(
    region: Region,
    kind: str,
    fields: Mapping[str, str],
    *,
    on: date,
    row: Model | None = None,
    anew: bool = False,
) -> WelshFields | None:
    """Of a record's form: name in the form -> the record's attribute; None where no Welsh is offered."""
    told = {name: Told(field=attribute, attribute=attribute) for name, attribute in fields.items()}
    if not offers_welsh(region, on):
        return None
    return WelshFields(region=region, kind=kind, fields=told, row=row, anew=anew)


def welsh_of_section(
    region: Region, first_year: str, section: str, stands: Model | None, *, on: date
) -> WelshFields | None:
    """Of the form of a plan's section; `stands`: its newest text."""
    if not offers_welsh(region, on):
        return None
    told = {"words": Told(field=section, attribute="words")}
    return WelshFields(region=region, kind="section", fields=told, row=stands, key=first_year)


def offers_welsh(region: Region, on: date) -> bool:
    return WELSH in languages_on(on).of_region(region.code)

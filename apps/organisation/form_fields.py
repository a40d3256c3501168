"""How a Django form field becomes a GOV.UK component."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from apps.organisation.components import merged, render
from apps.organisation.date_field import DayMonthYearWidget

Params = dict[str, Any]
# Attributes that Django adds and that GOV.UK's own markup words differently or leaves out.
NOT_PASSED_ON = {"class", "rows", "cols", "autocomplete", "required", "maxlength", "inputmode"}


def render_field(field: BoundField, options: Params) -> SafeString:
    """The component for a bound field with its label, hint and first error.

    `options` are the macro's options laid over the derived ones, plus `pageHeading` (the label or
    legend is the page's <h1>) and `labelClasses`.
    """
    if field.is_hidden:
        return field.as_widget()
    heading = bool(options.pop("pageHeading", False))
    label = {
        "text": field.label,
        "isPageHeading": heading,
        "classes": options.pop("labelClasses", _label_classes(field, heading=heading)),
    }
    component, build = _component(field)
    params = _common(field) | build(field, label)
    return render(component, merged(params, options))


def _label_classes(field: BoundField, *, heading: bool) -> str:
    kind = "fieldset__legend" if _is_group(field) else "label"
    return f"govuk-{kind}--{'l' if heading else 's'}"


def _is_group(field: BoundField) -> bool:
    groups = forms.RadioSelect, forms.CheckboxSelectMultiple, DayMonthYearWidget
    return isinstance(field.field.widget, groups)


def _component(field: BoundField) -> tuple[str, Callable[[BoundField, Params], Params]]:
    """The component for the field's widget; order matters, since widgets inherit from each other."""
    widget = field.field.widget
    for kind, component, build in _COMPONENTS:
        if isinstance(widget, kind):
            return component, build
    raise TypeError(f"No GOV.UK component for {type(widget).__name__} of field {field.name!r}.")


def _common(field: BoundField) -> Params:
    widget = field.field.widget
    params: Params = {
        "name": field.html_name,
        "id": field.auto_id,
        "classes": widget.attrs.get("class", ""),
        "disabled": field.field.disabled,
        "attributes": {key: value for key, value in widget.attrs.items() if key not in NOT_PASSED_ON},
    }
    if field.help_text:
        params["hint"] = {"text": field.help_text}
    if field.errors:
        params["errorMessage"] = {"text": field.errors[0]}
    return params


def _text(field: BoundField, label: Params) -> Params:
    widget = field.field.widget
    params = {"label": label, "value": _value(field), "type": getattr(widget, "input_type", "text")}
    if isinstance(widget, forms.NumberInput):
        # A number box changes its value under the mouse wheel; GOV.UK asks for text with digits.
        params |= {"type": "text", "inputmode": "numeric", "spellcheck": False}
    if "autocomplete" in widget.attrs:
        params["autocomplete"] = widget.attrs["autocomplete"]
    return params


def _value(field: BoundField) -> str:
    return field.field.widget.format_value(field.value()) or ""


def _password(field: BoundField, label: Params) -> Params:
    autocomplete = field.field.widget.attrs.get("autocomplete", "current-password")
    return {"label": label, "autocomplete": autocomplete}


def _textarea(field: BoundField, label: Params) -> Params:
    return {"label": label, "value": _value(field), "rows": field.field.widget.attrs["rows"]}


def _file(_field: BoundField, label: Params) -> Params:
    return {"label": label}


def _select(field: BoundField, label: Params) -> Params:
    items = [
        {"value": option["value"], "text": option["label"], "selected": option["selected"]}
        for option in _options(field)
    ]
    return {"label": label, "items": items}


def _options(field: BoundField) -> list[Params]:
    widget = field.field.widget
    value = field.value()
    chosen = value if isinstance(value, list | tuple | set) else [value]
    wanted = [str(item) for item in chosen if item is not None]
    return list(widget.options(field.html_name, wanted))


def _choices(field: BoundField, legend: Params) -> Params:
    hints = getattr(field.field.widget, "hints", {})
    items = [
        {"value": str(option["value"]), "text": option["label"], "checked": option["selected"]}
        | ({"hint": {"text": hints[option["value"]]}} if option["value"] in hints else {})
        for option in _options(field)
    ]
    # The first item takes the prefix as its id, which is where an error summary points.
    return {"idPrefix": field.auto_id, "fieldset": {"legend": legend}, "items": items}


def _single_checkbox(field: BoundField, label: Params) -> Params:
    item = {"value": "on", "text": label["text"], "checked": bool(field.value())}
    return {"idPrefix": field.auto_id, "items": [item]}


def _date(field: BoundField, legend: Params) -> Params:
    parts = field.field.widget.decompress(field.value())
    names = ("day", 2), ("month", 2), ("year", 4)
    error = " govuk-input--error" if field.errors else ""
    items = [
        {
            "name": f"{field.html_name}_{name}",
            "id": f"{field.auto_id}_{name}",
            "label": name.capitalize(),
            "value": value,
            "classes": f"govuk-input--width-{width}{error}",
        }
        for (name, width), value in zip(names, parts, strict=True)
    ]
    return {"fieldset": {"legend": legend}, "items": items}


_COMPONENTS: list[tuple[type, str, Callable[[BoundField, Params], Params]]] = [
    (DayMonthYearWidget, "date-input", _date),
    (forms.CheckboxSelectMultiple, "checkboxes", _choices),
    (forms.RadioSelect, "radios", _choices),
    (forms.CheckboxInput, "checkboxes", _single_checkbox),
    (forms.Select, "select", _select),
    (forms.Textarea, "textarea", _textarea),
    (forms.PasswordInput, "password-input", _password),
    (forms.FileInput, "file-upload", _file),
    (forms.widgets.Input, "input", _text),
]


def render_error_summary(*given: BaseForm) -> SafeString:
    """The summary of the forms' errors, each linked to its field; nothing where there are none."""
    items = [item for form in given for item in _error_items(form)]
    if not items:
        return SafeString()
    return render("error-summary", {"titleText": "There is a problem", "errorList": items})


def _error_items(form: BaseForm) -> list[Params]:
    items: list[Params] = [{"text": text} for text in form.non_field_errors()]
    return items + [_error_item(field) for field in form if field.errors]


def _error_item(field: BoundField) -> Params:
    text = {"text": field.errors[0]}
    return text if field.is_hidden else text | {"href": f"#{_first_input(field)}"}


def _first_input(field: BoundField) -> str:
    if isinstance(field.field.widget, DayMonthYearWidget):
        return f"{field.auto_id}_day"
    return field.auto_id

"""GOV.UK components through the macros of govuk-frontend-jinja, in one cached Jinja environment."""

from functools import cache
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from jinja2.runtime import Macro

PACKAGE = "govuk_frontend_jinja"


class GovukRenderer(TemplatesSetting):
    """Makes `{{ form }}` and `{{ field.as_field_group }}` speak GOV.UK."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


@cache
def _environment() -> Environment:
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    # Chainable, since the macros read params.label.html where no label was given.
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=ChainableUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(component: str) -> Macro:
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    template = _environment().get_template(f"{PACKAGE}/components/{component}/macro.html")
    return getattr(template.module, name)


def render(component: str, params: dict[str, Any]) -> SafeString:
    """The HTML of a component.

    `component` is its GOV.UK name, as in "error-summary"; `params` are that macro's options. Options
    that carry HTML are escaped unless they are marked safe, so user text can never become markup.
    An unknown component raises jinja2.TemplateNotFound.
    """
    # Every macro escapes its own text: the environment has autoescape on.
    return mark_safe(str(_macro(component)(_escaped(params))))  # noqa: S308


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _escaped_option(key, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(item) for item in value]
    return value


def _escaped_option(key: str, value: Any) -> Any:
    if key == "html" or key.endswith("Html"):
        return conditional_escape(value) if value else value
    return _escaped(value)


def camel(name: str) -> str:
    """`prevent_double_click` as the macros spell it: `preventDoubleClick`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def nested(options: dict[str, Any]) -> dict[str, Any]:
    """Template tag options as macro options: `label__text="x"` gives {"label": {"text": "x"}}."""
    params: dict[str, Any] = {}
    for key, value in options.items():
        *path, last = (camel(part) for part in key.split("__"))
        place = params
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return params


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`base` with the options of `over` laid upon it, level by level."""
    both = dict(base)
    for key, value in over.items():
        old = both.get(key)
        both[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both

"""The measures in the order and under the names that people know them by."""

from collections.abc import Iterable

from rules.definitions.frameworks import load_frameworks
from rules.definitions.measures import MeasureDefinition, load_catalogue, load_measures


def in_catalogue_order(names: Iterable[str]) -> list[MeasureDefinition]:
    """The definitions of these measures, those of the Probation Service before those of suppliers."""
    order = {name: place for place, name in enumerate(load_catalogue())}
    return [load_measures()[name] for name in sorted(names, key=lambda name: order[name])]


def current_frameworks() -> list[str]:
    """Those that rate somebody today: a historic one is for analysis, and is shown when asked for."""
    return [one.id for one in load_frameworks().values() if not one.is_historic]


def shown_id(measure_id: str) -> str:
    """As the sources write it: "CRS SL001" for CRS_SL001."""
    return measure_id.replace("_", " ")

"""What a document brings along in its language: the words of its region's people, and names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from apps.planning.own_places import names_in
from apps.planning.shapes import PlanContent
from apps.publication.models import FrozenFigures
from apps.publication.queries import TableShown, tables_of
from apps.reports.languages import NOTHING_OWN, Own, flat
from apps.reports.models import ReportEdition

# Table -> its columns that hold names; kinds of table whose rows are named after delivery units.
NAMED_COLUMNS: Mapping[str, Sequence[str]] = {"commissioned": ("supplier",)}
NAMED_ROWS = ("units", "delivery-units")


def own_of_report(edition: ReportEdition) -> Own:
    """Of an annual report: its frozen words, and the people and suppliers that it names."""
    names = _people(edition.content) | _in_tables(edition.figures)
    return own_in(edition.content, edition.language, names)


def own_of_plan(edition: ReportEdition, plan: PlanContent) -> Own:
    """Of a plan or its annexes."""
    content = {"own_words": plan.own_words}
    return own_in(content, edition.language, names_in(plan) | _in_tables(edition.figures))


def own_in(content: Mapping[str, Any], language: str, names: Iterable[str]) -> Own:
    """What frozen content carries in a language. An English document brings nothing along."""
    if language == "en":
        return NOTHING_OWN
    carried = content.get("own_words", {}).get(language, [])
    return Own(
        words={flat(one["english"]): one["words"] for one in carried},
        names=frozenset(flat(name) for name in names if name),
        unchecked=sum(one["unchecked"] for one in carried),
    )


def _people(words: Mapping[str, Any]) -> set[str]:
    approved = words.get("approved") or {}
    owners = {one["owner"] for one in words.get("milestones", ())}
    return owners | {words.get("director", ""), approved.get("by", "")}


def _in_tables(figures: FrozenFigures | None) -> set[str]:
    if figures is None:
        return set()
    return {name for shown in tables_of(figures) for name in _in_table(shown)}


def _in_table(shown: TableShown) -> Iterable[str]:
    table = shown.table
    for column in NAMED_COLUMNS.get(table.key, ()):
        yield from (shown.cell(row.key, column).text for row in table.row_list)
    if table.kind in NAMED_ROWS or table.key in NAMED_ROWS:
        yield from (row.label for row in table.row_list if not row.emphasis)

"""Sentences from the frozen figures that a writer may take into a section, each with its cite mark."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from apps.publication.models import FrozenFigures
from apps.publication.queries import TableShown, tables_of
from apps.reports import sentences
from apps.reports.annual_words import said_of
from apps.reports.claims.instead import named, with_mark
from apps.reports.content import in_words, year_before
from apps.reports.sentences import Sentence
from rules.definitions.annual_report import annual_report_on

Tables = Mapping[str, TableShown]


def offers_for(section: str, figures: FrozenFigures) -> list[str]:
    """The sentences offered beside a section, ready to be put into its words; none for a section without."""
    tables = {shown.table.key: shown for shown in tables_of(figures)}
    found = _told(section, tables, figures.details, figures.year)
    return [with_mark(sentence) for sentence in sentences.checked(found, tables)]


def _told(section: str, tables: Tables, details: Mapping[str, Any], year: str) -> Sequence[Sentence]:
    last_on = date.fromisoformat(details["year"]["last_on"])
    people = sentences.people(tables, in_words(last_on))
    if section in ("foreword", "brief"):
        return [*sentences.lead(tables, year), *people]
    told = {
        "glance": people,
        "quality": sentences.audits(tables),
        "data": sentences.gaps(tables),
        **said_of(tables),
    }
    if section in ("performance", "views"):
        wanted = None if section == "performance" else annual_report_on(last_on).views
        return _measures(tables, details, year, wanted)
    return told.get(section, [])


def _measures(
    tables: Tables, details: Mapping[str, Any], year: str, wanted: Sequence[str] | None
) -> list[Sentence]:
    """Each measure's sentences, with its name where they do not carry it."""
    found = []
    for one in details["measures"]:
        if wanted is None or one["id"] in wanted:
            lower = one["direction"] == "lower"
            said = sentences.measure(tables, one["id"], year, year_before(year), lower_is_better=lower)
            name = f"{one['name']} {one['title']}"
            found += [named(sentence, name) for sentence in said if sentence.cites]
    return found

"""The words of an annual report as its template prints them: chapters in order, lines, milestones, log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.publication.queries import TableShown
from apps.reports import quality_sentences
from apps.reports.content import Content
from apps.reports.narrative_html import narrative_html
from apps.reports.sentences import Sentence, checked
from rules.definitions.annual_report import AnnualSection, annual_report_on

WELSH = "cy"
# English: the table of words looks its heads up when it prints them.
MILESTONE_HEADS = ("Milestone", "Priority", "Owner", "Due", "State", "Progress")
TEMPLATE = "print/regional_annual/v1/sections/{}.html"


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A section: its words as HTML (empty: none), whether they stand in English only, its template."""

    id: str
    title: str
    html: SafeString
    is_english: bool
    is_required: bool
    template: str


@dataclass(frozen=True, kw_only=True)
class LineGroup:
    title: str
    lines: Sequence[Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Words:
    """`tables`: kind -> the tables of a section; `said`: section -> checked sentences."""

    number: int
    director: str
    sections: Sequence[Chapter]
    entered: Sequence[LineGroup]
    milestones: Sequence[Sequence[str]]
    milestone_heads: Sequence[str]
    corrections: Sequence[Mapping[str, Any]]
    approved: Mapping[str, str] | None
    approved_on: date | None
    published_on: date | None
    tables: Mapping[str, Sequence[TableShown]]
    said: Mapping[str, Sequence[Sentence]]
    views: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def words_shown(frozen: Mapping[str, Any], content: Content, *, language: str = "en") -> Words:
    """The frozen words ({} for an edition that has none) beside the frozen figures of the same report."""
    approved = frozen.get("approved")
    published = frozen.get("published_on")
    return Words(
        number=frozen.get("number", 1),
        director=frozen.get("director", ""),
        sections=_chapters(frozen, content, language),
        entered=_groups(frozen.get("entered", ())),
        milestones=[_milestone(one) for one in frozen.get("milestones", ())],
        milestone_heads=MILESTONE_HEADS,
        corrections=frozen.get("corrections", ()),
        approved=approved,
        approved_on=date.fromisoformat(approved["on"]) if approved else None,
        published_on=date.fromisoformat(published) if published else None,
        tables=tables_by_section(content.tables),
        said=said_of(content.tables),
        views=_views(content),
    )


def _chapters(frozen: Mapping[str, Any], content: Content, language: str) -> list[Chapter]:
    written = {one["id"]: one for one in frozen.get("sections", ())}
    rules = annual_report_on(content.last_on)
    return [_chapter(section, written.get(section.id, {}), language) for section in rules.sections]


def _chapter(section: AnnualSection, written: Mapping[str, Any], language: str) -> Chapter:
    welsh = written.get("welsh", "") if language == WELSH else ""
    words = welsh or written.get("words", "")
    return Chapter(
        id=section.id,
        title=section.title,
        html=narrative_html(words) if words else SafeString(),
        is_english=not welsh,
        is_required=section.is_required,
        template=TEMPLATE.format(section.id),
    )


def _groups(lines: Sequence[Mapping[str, str]]) -> list[LineGroup]:
    titles = {"workforce": _("Workforce"), "finance": _("Money")}
    groups = {kind: [line for line in lines if line["kind"] == kind] for kind in titles}
    return [LineGroup(title=titles[kind], lines=found) for kind, found in groups.items() if found]


def _milestone(one: Mapping[str, Any]) -> list[str]:
    due = date.fromisoformat(one["due_on"])
    return [
        one["title"],
        one["priority"],
        one["owner"],
        f"{due.day} {due:%B %Y}",
        one["state_words"],
        one["progress"],
    ]


def tables_by_section(tables: Mapping[str, TableShown]) -> dict[str, list[TableShown]]:
    """Section -> its tables beyond those of measures. Of equality only what is about no single measure."""
    kinds = ("inspections", "commissioned", "findings", "equality")
    found = {kind: [one for one in tables.values() if one.table.kind == kind] for kind in kinds}
    return found | {"equality": [one for one in found["equality"] if not one.table.measure]}


def said_of(tables: Mapping[str, TableShown]) -> dict[str, list[Sentence]]:
    """Section -> sentences about its tables. Raises SentenceWrong where they and the figures disagree."""
    return {
        "inspections": checked(quality_sentences.inspections(tables), tables),
        "commissioned": checked(quality_sentences.commissioned(tables), tables),
        "equality": checked(quality_sentences.equality(tables), tables),
        "findings": checked(quality_sentences.findings(tables), tables),
    }


def _views(content: Content) -> list[dict[str, str]]:
    """The measures of this report that rest on what people said, with the first sentence of each."""
    wanted = annual_report_on(content.last_on).views
    return [
        {name: chapter.details[name] for name in ("id", "name", "title")}
        | {"said": str(chapter.said[0]) if chapter.said else ""}
        for chapter in content.measures
        if chapter.details["id"] in wanted
    ]

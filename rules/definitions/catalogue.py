"""Writes the catalogue of measures as a page: what each counts, its editions, reasons and worked examples."""

from collections.abc import Iterator

from rules.definitions.clocks import load_clocks_elsewhere
from rules.definitions.examples import Example, load_examples
from rules.definitions.measures import (
    CatalogueEntry,
    Edition,
    MeasureDefinition,
    load_catalogue,
    load_clocks,
    load_measures,
)

_STATUS = {
    "defined": "judged",
    "composite": "made of others",
    "not_yet_judged": "not yet judged",
    "from_audits": "from audits",
    "to_be_determined": "to be determined",
}


def measure_catalogue() -> str:
    """The catalogue as Markdown, built from the definitions and their examples."""
    lines = ["# Measures", "", "Built from `rules/data/measures`; change the definitions, not this page.", ""]
    lines += ["| measure | title | published from | status |", "|---|---|---|---|"]
    lines += [_row(entry) for entry in load_catalogue().values()]
    measures = load_measures()
    for name in load_catalogue():
        if name in measures:
            lines += ["", *_measure(measures[name])]
    return "\n".join(lines) + "\n"


def clock_catalogue() -> str:
    """The operational clocks as Markdown: the list, those kept elsewhere, then each with its examples."""
    lines = [
        "# Operational clocks",
        "",
        "Built from `rules/data/clocks`; change the definitions, not this page.",
    ]
    lines += ["Clocks fill the live due list. No rate of a clock is run or published.", ""]
    lines += ["| clock | title | source |", "|---|---|---|"]
    lines += [f"| {clock.id} | {clock.title} | {clock.source} |" for clock in load_clocks().values()]
    lines += ["", "## Clocks about organisations", ""]
    lines += ["No table of the extract carries these: they belong to rooms of their own.", ""]
    lines += ["| clock | within | of | kept by | source |", "|---|---|---|---|---|"]
    lines += [
        f"| {each.title} | {each.within} | {each.starts} | {each.kept_by} | {each.source} |"
        for each in load_clocks_elsewhere()
    ]
    for clock in load_clocks().values():
        lines += ["", *_measure(clock)]
    return "\n".join(lines) + "\n"


def _row(entry: CatalogueEntry) -> str:
    why = f": {entry.reason}" if entry.reason else ""
    return f"| {entry.id} | {entry.title} | {entry.published_from or '-'} | {_STATUS[entry.status]}{why} |"


def _measure(definition: MeasureDefinition) -> Iterator[str]:
    yield f"## {definition.id} {definition.title}"
    yield ""
    yield definition.why_it_matters
    yield ""
    yield f"- **Counted**: {definition.unit_counted}"
    yield f"- **Met when**: {definition.met_when}"
    yield f"- **Counts in**: {definition.counting_month}"
    yield f"- **Place**: {definition.place}"
    yield f"- **Better**: {definition.direction}"
    yield f"- **Source**: {definition.source}"
    yield f"- **Reviewed**: {definition.reviewed_on} by {definition.checked_by}"
    yield f"- **Next review**: {definition.next_review}"
    yield from (f"- {reading}" for reading in definition.readings)
    for edition in definition.editions:
        yield from _edition(edition)
    yield ""
    yield "### Worked examples"
    for example in load_examples(definition.id):
        yield from _example(example)


def _edition(edition: Edition) -> Iterator[str]:
    yield ""
    yield f"### Edition of {edition.name}"
    yield ""
    yield f"{edition.changes} Source: {edition.source}."
    if edition.break_reason:
        yield ""
        yield f"**Break in the series**: {edition.break_reason}"
    yield ""
    yield "| order | verdict | reason | what it says |"
    yield "|---|---|---|---|"
    for number, rule in enumerate(edition.verdicts, start=1):
        yield f"| {number} | {rule.verdict} | `{rule.reason}` | {rule.sentence} |"


def _example(example: Example) -> Iterator[str]:
    yield ""
    yield f"**{example.name}.** {example.working} (Extract to {example.as_at}.)"
    yield ""
    for each in example.expect:
        due = f", due {each.due_on}" if each.due_on else ""
        counted = f"counts in {each.counts_in} at {each.place}"
        yield f"- {each.occurrence}: {each.verdict}, `{each.reason}`{due}, {counted}"
    if not example.expect:
        yield "- Nothing is counted."

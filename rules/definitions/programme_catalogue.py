"""Writes programmes and their criteria as a page: who may take part, and what comes first."""

from collections.abc import Iterator

from rules.definitions.eligibility import (
    CriteriaEdition,
    Criterion,
    Reference,
    load_criteria,
    load_reference,
)


def programme_catalogue() -> str:
    """Programmes, bands, criteria and the order of services as Markdown."""
    reference = load_reference()
    lines = ["# Programmes and who is eligible", ""]
    lines += ["Built from `rules/data/eligibility`; change the definitions, not this page.", ""]
    lines += [*_programmes(reference), "", *_bands(reference), "", *_order(reference)]
    for code, criteria in load_criteria().items():
        for edition in criteria.editions:
            lines += ["", f"## {code}, from {edition.valid_from}", ""]
            lines += [f"{edition.changes} Source: {edition.source}.", *_criteria(edition)]
    return "\n".join(lines) + "\n"


def _programmes(reference: Reference) -> Iterator[str]:
    yield "| programme | title | kind | for | weeks | from | to | note |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in reference.programmes:
        cells = (each.code, each.title, _words(each.kind), _words(each.area), str(each.length_weeks))
        days = (str(each.valid_from), str(each.valid_to or ""), each.note or "")
        yield f"| {' | '.join((*cells, *days))} |"


def _bands(reference: Reference) -> Iterator[str]:
    bands = (f"{_words(each.band)} {each.from_points} to {each.to_points}" for each in reference.ogrs_bands)
    yield f"Bands of the likelihood of reoffending, in points of OGRS: {', '.join(bands)}. "
    yield f"Source: {reference.bands_source}."


def _order(reference: Reference) -> Iterator[str]:
    yield "## What comes first"
    yield ""
    yield f"Before commissioned services ({reference.ordering_source}):"
    yield ""
    for need in reference.needs:
        first = ", ".join(map(_words, (*need.programme_areas, *need.treatment_requirements)))
        yield f"- {need.title}: {first} before {', '.join(map(_words, need.commissioned_services))}"
    yield ""
    yield f"Before structured interventions ({reference.areas_source}):"
    yield ""
    for area in reference.intervention_areas:
        first = ", ".join(map(_words, area.programme_areas))
        yield f"- accredited programmes for {first} before interventions for {_words(area.area)}"


def _criteria(edition: CriteriaEdition) -> Iterator[str]:
    for decision in ("eligible", "suitable", "ready"):
        yield ""
        yield f"### {decision.capitalize()}"
        yield ""
        yield "| criterion | asks | met by | without a record |"
        yield "|---|---|---|---|"
        for each in getattr(edition, decision):
            yield f"| {_words(each.id)} | {_words(each.fact)} | {_test(each)} | {each.not_known_is} |"


def _test(criterion: Criterion) -> str:
    if criterion.one_of is not None:
        return ", ".join(map(_words, criterion.one_of))
    if criterion.at_least is not None:
        return f"{criterion.at_least} or more"
    return f"{criterion.at_most} or fewer"


def _words(code: str) -> str:
    return code.replace("_", " ")

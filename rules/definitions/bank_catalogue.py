"""Every question bank as a page for people: questions, when they are asked, weights, limits, sources."""

from collections.abc import Iterator

from rules.definitions.banks import Bank, Question, Section, load_banks

_UNITS = {"business_days": "business days", "days": "days", "hours": "hours"}


def question_catalogue() -> str:
    """The catalogue of all editions in rules/data as Markdown."""
    lines = ["# Question banks", "", "Written from `rules/data/question_banks` by `python -m docs.generate`."]
    for bank in load_banks():
        lines += ["", *_bank(bank)]
    return "\n".join(lines) + "\n"


def _bank(bank: Bank) -> Iterator[str]:
    file = bank.file
    weight = sum(question.weight for question in bank.questions.values())
    yield f"## {bank.id} {file.title}, edition {bank.edition} ({file.status})"
    yield ""
    yield f"{file.why_it_matters}. Valid from {file.valid_from}. Source: {file.source}."
    yield ""
    yield f"{len(bank.questions)} questions, weight {weight}. Cases: {file.frame.text.lower()}."
    for section in bank.sections:
        yield ""
        yield from _section(bank, section)


def _section(bank: Bank, section: Section) -> Iterator[str]:
    yield f"### {section.title}"
    yield ""
    yield "| id | question | answers | asked | weight | limit | source |"
    yield "|---|---|---|---|---|---|---|"
    for question in section.questions:
        yield _row(bank, question)


def _row(bank: Bank, question: Question) -> str:
    weight = f"{question.weight}, critical" if question.critical else str(question.weight)
    limits = "; ".join(
        f"{limit.starts} to {limit.ends}: {limit.amount} {_UNITS[limit.unit]} ({limit.source})"
        for limit in question.timing
    )
    asked = "always" if question.condition is None else f"{question.applies_in_words} (`{question.applies}`)"
    cells = (
        question.id,
        question.text,
        bank.scale_of(question).title,
        asked,
        weight,
        limits,
        question.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

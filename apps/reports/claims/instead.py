"""The sentence that may stand in the place of a refused one: told from the frozen figures, with its mark."""

from collections.abc import Mapping
from dataclasses import replace

from apps.publication.queries import TableShown
from apps.reports import sentences
from apps.reports.claims.facts import FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.marks import written
from apps.reports.sentences import Cell, Sentence

# What a right sentence about a measure must print, for each thing that can be wrong.
_COLUMN = {
    Wrong.NUMBER: "rate",
    Wrong.YEAR: "rate",
    Wrong.PLACE: "rate",
    Wrong.NO_FIGURE: "rate",
    Wrong.DIRECTION: "change",
    Wrong.VERDICT: "target",
    Wrong.UNCHECKED: "rate",
}


def with_mark(sentence: Sentence) -> str:
    """The mark stands before the full stop, so that it stays with its sentence."""
    text = sentence.text.rstrip()
    return f"{text.removesuffix('.')}{written(list(sentence.cites))}." if sentence.cites else text


def named(sentence: Sentence, name: str) -> Sentence:
    """ "The target of 90.0% was not met." read alone says nothing: the measure comes first."""
    text = sentence.text[0].lower() + sentence.text[1:]
    return Sentence(text=f"{name}: {text}", cites=sentence.cites, labels=[*sentence.labels, name])


def with_right_sentence(fault: Fault, facts: FrozenFacts) -> Fault:
    """The fault with a right sentence; unchanged where the figures tell none."""
    return replace(fault, instead=_right(fault, facts))


def _right(fault: Fault, facts: FrozenFacts) -> str:
    if fault.subject == "" and fault.wrong == Wrong.VERDICT and "measures" in facts.tables:
        return with_mark(sentences.lead(facts.tables, facts.year)[0])
    told = _told(fault.subject, facts)
    wanted = _COLUMN.get(fault.wrong, "")
    found = [one for one in told if wanted in _columns(one)]
    return with_mark(named(found[0], facts.subjects[fault.subject].title)) if found else ""


def _told(subject: str, facts: FrozenFacts) -> list[Sentence]:
    tables: Mapping[str, TableShown] = facts.tables
    measures = tables.get("measures")
    if measures and subject in {row.key for row in measures.table.row_list}:
        lower = facts.subjects[subject].higher_is_better is False
        return sentences.measure(tables, subject, facts.year, facts.before, lower_is_better=lower)
    return []


def _columns(sentence: Sentence) -> set[str]:
    return {cite.column for cite in sentence.cites if isinstance(cite, Cell)}

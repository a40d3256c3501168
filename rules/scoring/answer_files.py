"""Answers and case facts as CSV files: what the product hands out and what an outsider scores again.

answers.csv: case_id, question_id, answer, reason; one line an answer, in the words of its scale.
facts.csv: case_id, fact, value; yes, no or unknown, an option, options joined by a semicolon (or
none_of_these), or a whole number. Further columns are left alone. A file is refused with every fault of it.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rules.definitions.banks import Bank
from rules.definitions.vocabulary import NOT_APPLICABLE, CaseFact, load_vocabulary
from rules.scoring.applicability import FactValue

ANSWER_COLUMNS = ("case_id", "question_id", "answer", "reason")
FACT_COLUMNS = ("case_id", "fact", "value")
UNKNOWN = "unknown"
NONE_OF_THESE = "none_of_these"
# A round of the whole country has some 100,000 answers, 10 MB; more than this is not a round.
MOST_BYTES = 100_000_000
_LARGEST_NUMBER = 9999
# What a spreadsheet would run. A reason is a sentence and may begin with a dash.
_FORMULA_STARTS = ("=", "+", "-", "@")
_SENTENCE_STARTS = ("=", "+", "@")


@dataclass(frozen=True)
class FileFault:
    """One thing that is wrong: the file, its line (0: the whole file), the column, and what to do."""

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        place = [self.file, f"line {self.line}" if self.line else "", self.column]
        return f"{', '.join(part for part in place if part)}: {self.problem}"


class BadFiles(ValueError):
    """Files that cannot be scored; `faults` holds every one."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True)
class AnswerRow:
    """An answer as handed out; `answer` is the id of an answer of the question's scale."""

    case_id: str
    question_id: str
    answer: str
    reason: str = ""


@dataclass
class AnswerFile:
    """case id -> question id -> answer, as read."""

    file: str
    cases: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)  # case id -> the line on which it comes first
    faults: list[FileFault] = field(default_factory=list)


@dataclass
class FactFile:
    """case id -> fact id -> value, as read; an unknown fact is left out."""

    file: str
    cases: dict[str, dict[str, FactValue]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)


def answers_csv(rows: Iterable[AnswerRow]) -> str:
    """answers.csv of these rows, in their order."""
    return csv_text(ANSWER_COLUMNS, ((r.case_id, r.question_id, r.answer, _sentence(r.reason)) for r in rows))


def facts_csv(rows: Iterable[tuple[str, str, FactValue | None]]) -> str:
    """facts.csv of (case id, fact id, value), in their order; None is unknown."""
    return csv_text(FACT_COLUMNS, ((case, fact, fact_text(value)) for case, fact, value in rows))


def fact_text(value: FactValue | None) -> str:
    """A fact's value as the file writes it."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ";".join(sorted(value)) or NONE_OF_THESE
    return str(value)


def decode(raw: bytes, *, file: str) -> str:
    """The text of a file, UTF-8 with or without a byte-order mark. Raises BadFiles."""
    if len(raw) > MOST_BYTES:
        raise BadFiles([FileFault(file, 0, "", f"found {len(raw):,} bytes, expected at most {MOST_BYTES:,}")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"found byte {raw[error.start]:#04x}, expected UTF-8 text"
        raise BadFiles([FileFault(file, line, "", found)]) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadFiles([FileFault(file, line, "", "found a NUL character, expected text only")])
    return text


def read_answers(text: str, bank: Bank, *, file: str = "answers.csv") -> AnswerFile:
    """The answers of a file, with every fault in `faults`."""
    read = AnswerFile(file)

    def take(line: int, row: Mapping[str, str]) -> None:
        case_id, question_id, answer = row["case_id"], row["question_id"], row["answer"]
        found = [*_answer_faults(bank, row)]
        if question_id in read.cases.get(case_id, {}):
            found.append(("question_id", f"repeats {question_id} of case {case_id}; expected one answer"))
        read.faults.extend(FileFault(file, line, column, problem) for column, problem in found)
        read.cases.setdefault(case_id, {}).setdefault(question_id, answer)
        read.lines.setdefault(case_id, line)

    read.faults += each_row(text, ANSWER_COLUMNS, file, take)
    return read


def read_facts(text: str, bank: Bank, *, file: str = "facts.csv") -> FactFile:
    """The facts of a file, with every fault in `faults`; facts that the bank does not ask are left out."""
    read, seen = FactFile(file), set[tuple[str, str]]()
    known = {fact.id: fact for fact in load_vocabulary(bank.file.vocabulary).facts}
    derived = {each.id for each in bank.derived}

    def take(line: int, row: Mapping[str, str]) -> None:
        case_id, name = row["case_id"], row["fact"]
        value, found = _fact(known, derived, name, row["value"])
        if (case_id, name) in seen:
            found.append(("fact", f"repeats {name} of case {case_id}; expected one value"))
        seen.add((case_id, name))
        found += case_id_faults(case_id)
        read.faults.extend(FileFault(file, line, column, problem) for column, problem in found)
        facts = read.cases.setdefault(case_id, {})
        read.lines.setdefault(case_id, line)
        if value is not None and not found and name in bank.file.facts:
            facts[name] = value

    read.faults += each_row(text, FACT_COLUMNS, file, take)
    return read


def each_row(
    text: str, columns: Sequence[str], file: str, take: Callable[[int, Mapping[str, str]], None]
) -> list[FileFault]:
    """Hands each row that has the header's shape to `take`; what is wrong with the rest."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    faults: list[FileFault] = []
    try:
        header = next(reader, [])
        faults += _header_faults(header, columns, file)
        for values in reader if not faults else ():
            if not values:  # a blank line, as at the end of files written by hand, is nothing
                continue
            try:
                row = dict(zip(header, values, strict=True))
            except ValueError:
                found = f"found {len(values)} values, expected {len(header)}, as the header has"
                faults.append(FileFault(file, reader.line_num, "", found))
            else:
                take(reader.line_num, row)
    except csv.Error as error:
        faults.append(FileFault(file, reader.line_num, "", f"cannot be read: {error}"))
    return faults


def _header_faults(header: Sequence[str], columns: Sequence[str], file: str) -> list[FileFault]:
    missing = [name for name in columns if name not in header]
    doubled = [name for name in columns if header.count(name) > 1]
    found = [f"lacks the column {', '.join(missing)}; found {', '.join(header) or 'nothing'}"] * bool(missing)
    found += [f"has the column {name} more than once" for name in doubled]
    return [FileFault(file, 1, "", problem) for problem in found]


def _answer_faults(bank: Bank, row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from case_id_faults(row["case_id"])
    question = bank.questions.get(row["question_id"])
    if question is None:
        yield "question_id", f"found {row['question_id']!r}, expected a question of {bank.id} {bank.edition}"
    elif row["answer"]:
        allowed = [option.id for option in bank.scale_of(question).answers]
        if row["answer"] not in allowed:
            yield "answer", f"found {row['answer']!r}, expected for {question.id} one of {', '.join(allowed)}"
    if row["answer"] == NOT_APPLICABLE and not row["reason"].strip():
        yield "reason", f"not_applicable to {row['question_id']} needs a reason"
    if row["reason"].startswith(_SENTENCE_STARTS):
        yield "reason", f"found the formula {row['reason'][:40]!r}, expected a sentence"


def case_id_faults(case_id: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a case id, as (column, problem): empty, unseen characters, a formula."""
    if not case_id.strip():
        yield "case_id", "found nothing, expected a case id"
    elif case_id != case_id.strip() or not case_id.isprintable():
        yield "case_id", f"found {case_id!r}, with characters that cannot be seen"
    elif case_id.startswith(_FORMULA_STARTS) and not case_id[1:].isdecimal():
        yield "case_id", f"found the formula {case_id!r}, expected a case id"


def _fact(
    known: Mapping[str, CaseFact], derived: set[str], name: str, text: str
) -> tuple[FactValue | None, list[tuple[str, str]]]:
    if name in derived:
        return None, [("fact", f"{name} follows from other facts; leave it out")]
    fact = known.get(name)
    if fact is None:
        return None, [("fact", f"found {name!r}, expected a case fact of the vocabulary")]
    if text.lower() == UNKNOWN:
        return None, []
    value = _READERS[fact.kind](fact, text)
    return value, [] if value is not None else [("value", f"found {text!r}, expected {_expected(fact)}")]


def _expected(fact: CaseFact) -> str:
    """What a value of the fact may be, for the sentence of a fault."""
    options = ", ".join(option.id for option in fact.options)
    return {
        "yes_no": f"for {fact.id} yes, no or unknown",
        "choice": f"for {fact.id} one of {options}, or unknown",
        "set": f"for {fact.id} some of {options} joined by semicolons, none_of_these, or unknown",
        "number": f"for {fact.id} a whole number from 0 to {_LARGEST_NUMBER}, or unknown",
    }[fact.kind]


def _yes_no(_fact: CaseFact, text: str) -> FactValue | None:
    return {"yes": True, "no": False}.get(text.lower())


def _choice(fact: CaseFact, text: str) -> FactValue | None:
    return text if text in {option.id for option in fact.options} else None


def _set(fact: CaseFact, text: str) -> FactValue | None:
    if text == NONE_OF_THESE:
        return frozenset()
    chosen = frozenset(part.strip() for part in text.split(";"))
    return chosen if chosen <= {option.id for option in fact.options} else None


def _number(_fact: CaseFact, text: str) -> FactValue | None:
    whole = text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST_NUMBER))
    return int(text) if whole else None


_READERS: Mapping[str, Callable[[CaseFact, str], FactValue | None]] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "set": _set,
    "number": _number,
}


def _sentence(text: str) -> str:
    """A reason on one line, with a mark in front where a spreadsheet would take it for a formula."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(_FORMULA_STARTS) else plain


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file of these columns and rows, in their order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()

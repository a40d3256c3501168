"""From the rows of a workbook to the raw value of a bank's file, and where each part of it stood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from apps.assessments.bank_files.faults import Fault, shown
from apps.assessments.bank_files.layout import (
    CHOICES,
    FACTS_GROUP,
    LIMIT_KEYS,
    LIMITS,
    QUESTION_KEYS,
    SETTING_KEYS,
    SETTINGS,
    SURVEY,
    YES_NO_UNKNOWN,
    type_of_fact,
)
from apps.assessments.bank_files.opening import SheetRow, Sheets
from rules.definitions.files import DefinitionError
from rules.definitions.vocabulary import CaseFact, Vocabulary, load_vocabulary

_WHOLE = ("weight", "amount", "critical_cap", "least_weight", "months", "months_before_end")
_YES = {"yes": True, "no": False, "true": True, "false": False}


@dataclass
class Reading:
    """The raw bank, the place of each of its parts (sections.0.questions.2 -> survey, row 7), and faults."""

    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, found: object, expected: str) -> None:
        self.faults.append(Fault(place=place, found=shown(found), expected=expected))


def read_sheets(sheets: Sheets) -> Reading:
    """The bank that the sheets describe; whether it makes sense is for `checking` to say."""
    reading = Reading()
    _read_settings(sheets[SETTINGS], reading)
    facts = _read_survey(sheets[SURVEY], reading)
    _read_limits(sheets.get(LIMITS, []), reading)
    vocabulary = _vocabulary(reading)
    if vocabulary is not None:
        known = {fact.id: fact for fact in vocabulary.facts}
        reading.faults += [fault for row in facts for fault in _faults_of_fact(row, known)]
        reading.faults += _faults_of_choices(sheets[CHOICES], vocabulary, reading)
    return reading


def _read_settings(rows: list[SheetRow], reading: Reading) -> None:
    if len(rows) != 1:
        reading.fault(SETTINGS, f"{len(rows)} rows", "one row under the header")
    for column, value in rows[0].cells.items() if rows else ():
        key = SETTING_KEYS[column]
        part, _, name = key.rpartition(".")
        target = reading.raw.setdefault(part, {}) if part else reading.raw
        target[name] = _converted(name, value)
    for column, key in SETTING_KEYS.items():
        reading.places[key] = f"{SETTINGS}, row 2, {column}"


def _vocabulary(reading: Reading) -> Vocabulary | None:
    """None where the settings name none; the check of the settings says so then."""
    try:
        return load_vocabulary(str(reading.raw.get("vocabulary", "")))
    except DefinitionError:
        return None


def _read_survey(rows: list[SheetRow], reading: Reading) -> list[SheetRow]:
    """Sections and questions into the raw bank; gives the rows of case facts."""
    survey = _Survey(reading)
    for row in rows:
        survey.take(row)
    if survey.group:
        reading.fault(SURVEY, f"no end_group for {survey.group}", "an end_group for each begin_group")
    names = [str(row.cells.get("name", "")) for row in survey.facts]
    reading.raw |= {"facts": names, "sections": survey.sections}
    for name, row in zip(names, survey.facts, strict=True):
        reading.places[f"facts.{name}"] = f"{SURVEY}, row {row.number}, name"
    return survey.facts


class _Survey:
    """Walks down the survey and keeps the group in which it is."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.group = ""
        self.facts: list[SheetRow] = []
        self.sections: list[dict[str, Any]] = []

    def take(self, row: SheetRow) -> None:
        kind, place = str(row.cells.get("type", "")), f"{SURVEY}, row {row.number}"
        if kind == "begin_group":
            self._begin(row, place)
        elif kind == "end_group":
            self._end(place)
        elif self.group == FACTS_GROUP:
            self.facts.append(row)
        elif self.group:
            self._question(row, place)
        else:
            self.reading.fault(place, kind, "a row between begin_group and end_group")

    def _begin(self, row: SheetRow, place: str) -> None:
        name = str(row.cells.get("name", ""))
        if self.group:
            self.reading.fault(place, "begin_group", f"end_group of {self.group} before it")
        if not name:
            self.reading.fault(f"{place}, name", None, "a name of the group")
        self.group = name or place
        if name != FACTS_GROUP:
            self.reading.places[f"sections.{len(self.sections)}"] = place
            self.reading.places[f"sections.{name}"] = f"{place}, name"
            self.sections.append({"id": name, "title": row.cells.get("label"), "questions": []})

    def _end(self, place: str) -> None:
        if not self.group:
            self.reading.fault(place, "end_group", "begin_group before it")
        self.group = ""

    def _question(self, row: SheetRow, place: str) -> None:
        kind, _, scale = str(row.cells.get("type", "")).partition(" ")
        if kind != "select_one" or not scale:
            expected = "select_one and a scale, such as select_one met"
            self.reading.fault(f"{place}, type", row.cells.get("type"), expected)
            return
        found = {
            key: _converted(key, row.cells[name]) for name, key in QUESTION_KEYS.items() if name in row.cells
        }
        questions = self.sections[-1]["questions"]
        key = f"sections.{len(self.sections) - 1}.questions.{len(questions)}"
        self.reading.places[key] = self.reading.places[str(found.get("id"))] = place
        self.reading.places[f"questions.{found.get('id')}"] = f"{place}, name"
        questions.append(found | {"scale": scale})


def _read_limits(rows: list[SheetRow], reading: Reading) -> None:
    questions = {
        each.get("id"): (f"sections.{at}.questions.{place}", each)
        for at, section in enumerate(reading.raw["sections"])
        for place, each in enumerate(section["questions"])
    }
    for row in rows:
        place = f"{LIMITS}, row {row.number}"
        name = row.cells.get("question")
        if name not in questions:
            reading.fault(f"{place}, question", name, "the name of a question in the survey")
            continue
        key, question = questions[name]
        timing = question.setdefault("timing", [])
        reading.places[f"{key}.timing.{len(timing)}"] = place
        timing.append(
            {k: _converted(k, row.cells[column]) for column, k in LIMIT_KEYS.items() if column in row.cells}
        )


def _converted(key: str, value: Any) -> Any:
    """A cell's value as the bank's file would have it; what does not fit stays for the check to refuse."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if key in ("critical", "timing_any"):
        return value if isinstance(value, bool) else _YES.get(str(value).lower(), value)
    if key in _WHOLE:
        return _whole(value)
    return value if isinstance(value, str) else str(value)


def _whole(value: Any) -> Any:
    """Spreadsheets keep 3 as 3.0, and people type it as a text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    return value


def _faults_of_fact(row: SheetRow, known: Mapping[str, CaseFact]) -> Iterator[Fault]:
    place, cells = f"{SURVEY}, row {row.number}", row.cells
    fact = known.get(str(cells.get("name", "")))
    if fact is None:
        return  # the check of the bank names it
    if cells.get("type") != type_of_fact(fact):
        yield Fault(place=f"{place}, type", found=shown(cells.get("type")), expected=type_of_fact(fact))
    for column, expected in (("label", fact.label), ("hint", fact.hint)):
        if cells.get(column) not in (None, expected):
            yield Fault(
                place=f"{place}, {column}",
                found=shown(cells[column]),
                expected=f"{expected or 'nothing'} (case facts are the same for every bank)",
            )
    for column in sorted(set(cells) - {"type", "name", "label", "hint"}):
        yield Fault(
            place=f"{place}, {column}", found=shown(cells[column]), expected="nothing for a case fact"
        )


def _faults_of_choices(rows: list[SheetRow], vocabulary: Vocabulary, reading: Reading) -> Iterator[Fault]:
    """The lists belong to the vocabulary: a sheet that says otherwise would be misunderstood."""
    known, seen = _choices(vocabulary), set()
    for row in rows:
        place = f"{CHOICES}, row {row.number}"
        key = (str(row.cells.get("list_name", "")), str(row.cells.get("name", "")))
        if key in seen:
            yield Fault(place=place, found=f"{key[0]} {key[1]} again", expected="each choice once")
        seen.add(key)
        if key not in known:
            expected = f"a choice of vocabulary {vocabulary.edition}; lists are the same for every bank"
            yield Fault(place=place, found=shown(" ".join(key)), expected=expected)
            continue
        for column, expected in known[key].items():
            found = row.cells.get(column)
            if str(found if found is not None else "") != expected:
                yield Fault(place=f"{place}, {column}", found=shown(found), expected=expected or "nothing")
    used = {question["scale"] for section in reading.raw["sections"] for question in section["questions"]}
    for list_name, name in known:
        if list_name in used | set(reading.raw["facts"]) and (list_name, name) not in seen:
            yield Fault(
                place=CHOICES, found=f"no {name} in {list_name}", expected="every choice of a list in use"
            )


def _choices(vocabulary: Vocabulary) -> dict[tuple[str, str], dict[str, str]]:
    """(list, name) -> column -> what it must hold."""
    found = {
        (scale.id, answer.id): {
            "label": answer.label,
            "value": "" if answer.value is None else str(answer.value),
            "note": answer.note,
        }
        for scale in vocabulary.scales
        for answer in scale.answers
    }
    answers = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))
    found |= {(YES_NO_UNKNOWN, name): {"label": label} for name, label in answers}
    return found | {
        (fact.id, option.id): {"label": option.label} for fact in vocabulary.facts for option in fact.options
    }

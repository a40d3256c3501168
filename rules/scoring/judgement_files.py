"""Judgements as a CSV file: what the product hands out and what an outsider rates again.

case_id, key_question, judgement, low_risk_of_harm, standard, rating. A row is either a case judgement (the
first four: yes, no or na, and yes or no for low risk) or the direct rating of a standard (the last two).
Case, spaces, hyphens and underscores of the words do not matter; further columns are left alone. A file is
refused whole, with every fault of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rules.definitions.rating_rules import RatedStandard, RatingBand, RatingRules
from rules.scoring.answer_files import BadFiles, FileFault, case_id_faults, csv_text, each_row
from rules.scoring.key_questions import Judged, Judgement

CASE_COLUMNS = ("case_id", "key_question", "judgement", "low_risk_of_harm")
DIRECT_COLUMNS = ("standard", "rating")
COLUMNS = CASE_COLUMNS + DIRECT_COLUMNS
_JUDGED = {"yes": Judged.YES, "no": Judged.NO, "na": Judged.NA, "n/a": Judged.NA, "not applicable": Judged.NA}
_LOW_RISK = {"yes": True, "no": False}
Fault = tuple[str, str]  # column, problem


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One outcome of a case in the three-way scale; it never folds into yes and no.

    `stability`: it rests on things having been kept stable; the file does not carry it.
    """

    case_id: str
    key_question: str
    outcome: str
    low_risk: bool
    stability: bool = False


@dataclass
class JudgementFile:
    """What a file says: judgements and outcomes of cases in their order, and standard -> direct rating."""

    judgements: list[Judgement] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    direct: dict[str, RatingBand] = field(default_factory=dict)


def judgements_csv(content: JudgementFile) -> str:
    """The file of these judgements, outcomes and direct ratings, which `read_judgements` reads back."""
    cases = [_case_row(each, each.judged.value) for each in content.judgements]
    cases += [_case_row(each, each.outcome) for each in content.outcomes]
    direct = [("", "", "", "", number, band.name) for number, band in content.direct.items()]
    return csv_text(COLUMNS, [*cases, *direct])


def _case_row(each: Judgement | Outcome, word: str) -> tuple[str, ...]:
    return (each.case_id, each.key_question, word, _yes_no(each.low_risk), "", "")


def read_judgements(text: str, rules: RatingRules, *, file: str) -> JudgementFile:
    """The content of a file. Raises BadFiles with every fault: line, column, found, expected."""
    reading = _Reading(rules, file)
    faults = each_row(text, COLUMNS, file, reading.take)
    faults += reading.faults
    faults += reading.faults_between_rows()
    if not faults and not reading.rows:
        faults.append(FileFault(file, 0, "", "found no row, expected judgements of cases or ratings"))
    if faults:
        raise BadFiles(sorted(faults, key=lambda fault: fault.line))
    return reading.content


def plain(word: str) -> str:
    """A word of the file without case, and with one space for spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", " ", word).strip().casefold()


def band_in_words(word: str, rules: RatingRules) -> RatingBand | None:
    """The band that a word means: its name or id, in any case, with spaces, hyphens or underscores."""
    return next((band for band in rules.bands.scale if plain(band.name) == plain(word)), None)


class _Reading:
    """Takes a file row by row and remembers the lines, so that faults between rows can name both."""

    def __init__(self, rules: RatingRules, file: str) -> None:
        self.rules = rules
        self.file = file
        self.rows = 0
        self.content = JudgementFile()
        self.faults: list[FileFault] = []
        self._judged: dict[tuple[str, str], int] = {}
        self._risk: dict[str, tuple[bool, int]] = {}
        self._direct: dict[str, int] = {}
        self._standards: dict[str, int] = {}  # standard -> the line of its first judgement
        self._words: dict[str, tuple[str, int]] = {}  # collected question -> how it is judged, and where

    def take(self, line: int, row: Mapping[str, str]) -> None:
        """Read one row into `content`, or say what is wrong with it. A row without a value is nothing."""
        case = [name for name in CASE_COLUMNS if row[name].strip()]
        direct = [name for name in DIRECT_COLUMNS if row[name].strip()]
        if not case and not direct:
            return
        self.rows += 1
        if case and direct:
            found = (
                f"found {', '.join([*case, *direct])}, expected a case judgement or a direct rating, not both"
            )
            self.faults.append(FileFault(self.file, line, direct[0], found))
            return
        found_faults = self._case(line, row) if case else self._rating(line, row)
        self.faults += [FileFault(self.file, line, column, problem) for column, problem in found_faults]

    def faults_between_rows(self) -> Iterator[FileFault]:
        """A standard that has both a rating of its own and judgements of cases."""
        for number, line in self._direct.items():
            if number in self._standards:
                found = (
                    f"found a direct rating of {number}, which has judgements too, first on line "
                    f"{self._standards[number]}; expected one or the other"
                )
                yield FileFault(self.file, line, "standard", found)

    def _case(self, line: int, row: Mapping[str, str]) -> list[Fault]:
        case_id, number = row["case_id"], row["key_question"].strip()
        faults = list(case_id_faults(case_id))
        standard = self.rules.standard_of(number)
        low_risk = _LOW_RISK.get(plain(row["low_risk_of_harm"]))
        if standard is None:
            faults.append(("key_question", self._not_a_question(number)))
        if low_risk is None:
            faults.append(("low_risk_of_harm", f"found {row['low_risk_of_harm']!r}, expected yes or no"))
        else:
            faults += self._risk_faults(line, case_id, low_risk=low_risk)
        faults += self._repeats(line, case_id, number)
        if standard is None:
            return faults
        self._standards.setdefault(standard.number, line)
        word = plain(row["judgement"])
        faults += self._word_faults(line, standard, number, word, row["judgement"])
        if not faults:
            self._keep(case_id, number, word, low_risk=bool(low_risk))
        return faults

    def _keep(self, case_id: str, number: str, word: str, *, low_risk: bool) -> None:
        if word in _JUDGED:
            judged = Judgement(case_id=case_id, key_question=number, judged=_JUDGED[word], low_risk=low_risk)
            self.content.judgements.append(judged)
        else:
            outcome = self._outcomes()[word]
            self.content.outcomes.append(
                Outcome(case_id=case_id, key_question=number, outcome=outcome, low_risk=low_risk)
            )

    def _not_a_question(self, number: str) -> str:
        standard = self.rules.standard_numbered(number.rpartition(".")[0])
        if standard is not None and standard.rated == "directly":
            return (
                f"found {number}, expected no judgement of cases: {standard.number} is rated from evidence; "
                "rate it in the columns standard and rating"
            )
        known = [question for each in self.rules.standards for question in each.key_questions]
        return f"found {number!r}, expected a key question of {self.rules.id}: {', '.join(known)}"

    def _risk_faults(self, line: int, case_id: str, *, low_risk: bool) -> Iterator[Fault]:
        before, first = self._risk.setdefault(case_id, (low_risk, line))
        if before != low_risk:
            found = f"found {_yes_no(low_risk)} for case {case_id}"
            yield "low_risk_of_harm", f"{found}, expected {_yes_no(before)} as on line {first}"

    def _repeats(self, line: int, case_id: str, number: str) -> Iterator[Fault]:
        first = self._judged.setdefault((case_id, number), line)
        if first != line:
            yield (
                "key_question",
                f"found {number} of case {case_id} again, expected it once; it is on line {first}",
            )

    def _outcomes(self) -> dict[str, str]:
        scale = self.rules.outcomes.scale if self.rules.outcomes else ()
        return {plain(each.name): each.id for each in scale}

    def _word_faults(
        self, line: int, standard: RatedStandard, number: str, word: str, written: str
    ) -> Iterator[Fault]:
        outcomes = self._outcomes() if standard.rated == "collected" else {}
        if word not in _JUDGED and word not in outcomes:
            expected = ", ".join(["yes", "no", "na", *outcomes.values()])
            yield "judgement", f"found {written!r} for {number}, expected one of {expected}"
        elif outcomes and word != "na":
            kind = "outcomes" if word in outcomes else "yes and no"
            before, first = self._words.setdefault(number, (kind, line))
            if before != kind:
                found = (
                    f"found {written!r} for {number}, expected {before} as on line {first}: they never mix"
                )
                yield "judgement", found

    def _rating(self, line: int, row: Mapping[str, str]) -> list[Fault]:
        number, word = row["standard"].strip(), row["rating"]
        band = band_in_words(word, self.rules)
        faults = list(self._standard_faults(line, number))
        if band is None:
            names = ", ".join(each.name for each in self.rules.bands.scale)
            faults.append(("rating", f"found {word!r}, expected one of {names}"))
        elif not faults:
            self.content.direct[number] = band
        return faults

    def _standard_faults(self, line: int, number: str) -> Iterator[Fault]:
        standard = self.rules.standard_numbered(number)
        if standard is None:
            known = ", ".join(each.number for each in self.rules.standards if each.rated != "collected")
            yield "standard", f"found {number!r}, expected a standard of {self.rules.id}: {known}"
            return
        if standard.rated == "collected":
            yield "standard", f"found {number}, which is collected and not rated; expected no rating of it"
        first = self._direct.setdefault(number, line)
        if first != line:
            yield "standard", f"found {number} again, expected one rating of it; it is on line {first}"


def outcome_counts(outcomes: Iterable[Outcome], rules: RatingRules) -> dict[str, dict[str, int]]:
    """Key question -> outcome id -> cases, of the questions that have an outcome, zeros of the scale kept."""
    scale = rules.outcomes.scale if rules.outcomes else ()
    found: dict[str, dict[str, int]] = {}
    for each in outcomes:
        counts = found.setdefault(each.key_question, dict.fromkeys((one.id for one in scale), 0))
        counts[each.outcome] += 1
    return found


def _yes_no(value: bool) -> str:  # noqa: FBT001
    return "yes" if value else "no"

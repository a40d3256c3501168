"""From files of answers, facts and a frame to a round's score and band, as the product works them out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rules.definitions.bands import Band, load_bands
from rules.definitions.banks import Bank
from rules.scoring.answer_files import AnswerFile, BadFiles, FactFile, FileFault
from rules.scoring.applicability import Applies, applies
from rules.scoring.bands import Banded, band_of, bands_touched
from rules.scoring.score import CaseScore, RoundScore, Stratum, missing_answers, score_case, score_round

SAMPLED = "sampled"
EVERYONE = "all"


@dataclass(frozen=True)
class FrameRow:
    """A case of the frame; `standing` is empty in a frame from which nothing was drawn yet."""

    stratum: str
    standing: str = ""


@dataclass(frozen=True)
class ReproducedCase:
    """One case: its score, and the answers that do not count because their question does not apply."""

    case_id: str
    stratum: str
    score: CaseScore
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class Reproduced:
    """A round: its cases by id, and its score, band and touched bands; None and empty when none scored."""

    bank: Bank
    cases: tuple[ReproducedCase, ...]
    score: RoundScore | None
    capped: RoundScore | None
    banded: Banded | None
    touched: tuple[Band, ...]


def reproduce(
    bank: Bank, answers: AnswerFile, facts: FactFile, frame: Mapping[str, FrameRow] | None
) -> Reproduced:
    """The score of the round whose files these are.

    With a frame its strata weigh as they are large; without one every case weighs the same. Raises BadFiles
    with every fault of the files and between them.
    """
    faults = [*answers.faults, *facts.faults]
    faults += _unknown_cases(answers, facts)
    faults += _outside_frame(answers, frame) if frame is not None else ()
    if not faults:
        faults += _gaps(bank, answers, facts)
    if faults:
        raise BadFiles(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    cases = tuple(_case(bank, case_id, answers, facts, frame) for case_id in sorted(answers.cases))
    score = score_round(_strata(cases, frame))
    scale = load_bands(bank.file.bands)
    return Reproduced(
        bank=bank,
        cases=cases,
        score=score,
        capped=score_round(_strata(cases, frame, cap=Fraction(bank.file.critical_cap))),
        banded=band_of(score.percent, scale) if score else None,
        touched=bands_touched(score.interval, scale) if score and score.interval else (),
    )


def _unknown_cases(answers: AnswerFile, facts: FactFile) -> Iterator[FileFault]:
    if not answers.cases and not answers.faults:
        yield FileFault(answers.file, 0, "", "found no answer")
    for case_id in facts.cases.keys() - answers.cases.keys():
        problem = f"case {case_id} has facts and no answers"
        yield FileFault(facts.file, facts.lines[case_id], "case_id", problem)


def _outside_frame(answers: AnswerFile, frame: Mapping[str, FrameRow]) -> Iterator[FileFault]:
    drawn = any(row.standing for row in frame.values())
    for case_id, line in answers.lines.items():
        if case_id not in frame:
            yield FileFault(answers.file, line, "case_id", f"case {case_id} is not in the frame")
        elif drawn and frame[case_id].standing != SAMPLED:
            problem = f"case {case_id} was not sampled; the draw has it as {frame[case_id].standing}"
            yield FileFault(answers.file, line, "case_id", problem)
    for case_id, row in frame.items():
        if row.standing == SAMPLED and case_id not in answers.cases:
            yield FileFault(answers.file, 0, "", f"case {case_id} was sampled and has no answers")


def _gaps(bank: Bank, answers: AnswerFile, facts: FactFile) -> Iterator[FileFault]:
    for case_id, given in answers.cases.items():
        missing = [each.id for each in missing_answers(bank, facts.cases.get(case_id, {}), given)]
        if missing:
            problem = f"case {case_id} has no answer to {', '.join(missing)}, which apply to it"
            yield FileFault(answers.file, answers.lines[case_id], "", problem)


def _case(
    bank: Bank, case_id: str, answers: AnswerFile, facts: FactFile, frame: Mapping[str, FrameRow] | None
) -> ReproducedCase:
    given, known = answers.cases[case_id], facts.cases.get(case_id, {})
    hidden = [
        each for each in given if given[each] and applies(bank, bank.questions[each], known) is Applies.NO
    ]
    stratum = frame[case_id].stratum if frame else EVERYONE
    return ReproducedCase(case_id, stratum, score_case(bank, known, given), tuple(hidden))


def _strata(
    cases: tuple[ReproducedCase, ...], frame: Mapping[str, FrameRow] | None, *, cap: Fraction | None = None
) -> list[Stratum]:
    sizes: dict[str, int] = {}
    for row in (frame or {}).values():
        sizes[row.stratum] = sizes.get(row.stratum, 0) + 1
    scores: dict[str, list[Fraction]] = {name: [] for name in sizes or (EVERYONE,)}
    for case in cases:
        if case.score.percent is not None:
            scores[case.stratum].append(_capped(case.score, case.score.percent, cap))
    return [Stratum(name, sizes.get(name), tuple(found)) for name, found in scores.items()]


def _capped(score: CaseScore, percent: Fraction, cap: Fraction | None) -> Fraction:
    return min(percent, cap) if cap is not None and score.critical_failures else percent

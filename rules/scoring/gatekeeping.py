"""Which assessed cases a gatekeeper must look at before figures are made of them, and why.

It says why a case is looked at; it never says that a judgement is wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from rules.definitions.banks import Bank, Question
from rules.definitions.inspection_quality import GateKind, QualityRules
from rules.definitions.rating_rules import RatingRules
from rules.scoring.applicability import Applies, applies
from rules.scoring.case_judgements import JUSTIFIED, SUFFICIENT, is_low_risk, judgements_of
from rules.scoring.key_questions import Counts, Judged, Judgement, count_judgements
from rules.scoring.moderation import Marking
from rules.scoring.ratings import rate_unit

_SIDES = {"yes": True, "no": False, "no_evidence": False}


@dataclass(frozen=True, kw_only=True)
class AssessedCase:
    """A submitted assessment, with what was decided between its assessors where they differed.

    place: the how manieth of its assessor it was, from 1, by first submission.
    """

    case_id: str
    place: int
    bank: Bank
    marking: Marking


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why a case is looked at. `about`: the key questions or the standard that give the ground, in order."""

    kind: str
    about: tuple[str, ...] = ()


def grounds_of(
    cases: Sequence[AssessedCase], rules: QualityRules, ratings: RatingRules, *, seed: str, complete: bool
) -> dict[str, tuple[Ground, ...]]:
    """case id -> its grounds in the order of the rules; cases without one are left out.

    complete: whether every case is assessed. Boundaries are looked at only then: before, each case that
    comes in moves the figures.
    """
    found: dict[str, list[Ground]] = defaultdict(list)
    for kind in rules.gatekeeping:
        given: dict[str, tuple[str, ...] | None] = {}
        if kind.id != "at_a_boundary":
            given.update((case.case_id, _of_case(case, kind, ratings)) for case in cases)
        elif complete:
            given.update(_at_boundaries(cases, kind, ratings, seed))
        for case_id, about in given.items():
            if about is not None:
                found[case_id].append(Ground(kind=kind.id, about=about))
    return {case_id: tuple(grounds) for case_id, grounds in found.items()}


def _of_case(case: AssessedCase, kind: GateKind, ratings: RatingRules) -> tuple[str, ...] | None:
    """What gives the ground in a case; empty for a ground about the whole case, None where there is none."""
    if kind.id == "first_cases":
        return () if case.place <= (kind.number or 0) else None
    return tuple(_KINDS[kind.id](case, ratings)) or None


def _against_prompts(case: AssessedCase, ratings: RatingRules) -> Iterator[str]:
    """The questions about safety whose judgement every prompt that was answered yes or no speaks against."""
    if is_low_risk(case.marking.facts):
        return
    for section in case.bank.sections:
        judged = next((each for each in section.questions if each.scale == SUFFICIENT), None)
        if judged is None or judged.judges not in ratings.low_risk.leaves or not _asked(case, judged):
            continue
        prompts = [each for each in section.questions if not each.judges and _asked(case, each)]
        said = [_SIDES[answer] for each in prompts if (answer := _answer(case, each)) in _SIDES]
        side = _SIDES.get(_answer(case, judged))
        if said and side is not None and side not in said:
            yield judged.judges


def _answer(case: AssessedCase, question: Question) -> str:
    return case.marking.answers.get(question.id, "")


def _asked(case: AssessedCase, question: Question) -> bool:
    return applies(case.bank, question, case.marking.facts) is not Applies.NO


def _justified(case: AssessedCase, _ratings: RatingRules) -> Iterator[str]:
    """The outcomes that are met because every justification of stability holds."""
    given: dict[str, list[str]] = defaultdict(list)
    for each in case.bank.questions.values():
        if each.scale == JUSTIFIED and _asked(case, each):
            given[each.judges].append(_answer(case, each))
    yield from (question for question, answers in given.items() if set(answers) == {"yes"})


_KINDS: Mapping[str, Callable[[AssessedCase, RatingRules], Iterable[str]]] = {
    "safety_against_prompts": _against_prompts,
    "stability": _justified,
}


def _at_boundaries(
    cases: Sequence[AssessedCase], kind: GateKind, ratings: RatingRules, seed: str
) -> dict[str, tuple[str, ...]]:
    """case id -> the standards whose band one of its judgements, made otherwise, would change.

    Of each standard the first cases by hash: near a boundary every sufficient case would be one of them.
    """
    judgements = [each for case in cases for each in _judgements(case)]
    counts = count_judgements(judgements, ratings)
    found: dict[str, list[str]] = defaultdict(list)
    for standard in ratings.standards:
        if standard.rated != "from_judgements":
            continue
        turning = set(_turning(standard.number, standard.key_questions, counts, ratings))
        known = {one.case_id for one in judgements if _turns(one, turning, ratings)}
        ordered = sorted(known, key=lambda case: (_gate_key(seed, standard.number, case), case))
        for case_id in ordered[: kind.number]:
            found[case_id].append(standard.number)
    return {case_id: tuple(standards) for case_id, standards in found.items()}


def _judgements(case: AssessedCase) -> Iterator[Judgement]:
    return judgements_of(case.bank, case.case_id, case.marking.facts, case.marking.answers)


def _turns(one: Judgement, turning: set[tuple[str, Judged]], ratings: RatingRules) -> bool:
    left_out = one.low_risk and one.key_question in ratings.low_risk.leaves
    return (one.key_question, one.judged) in turning and not left_out


def _turning(
    standard: str, questions: Sequence[str], counts: Mapping[str, Counts], ratings: RatingRules
) -> Iterator[tuple[str, Judged]]:
    """The judgements of which one, made otherwise, gives the standard another band."""
    own = {number: counts[number] for number in questions}
    now = rate_unit(own, {}, ratings).standard(standard).band
    for number, held in own.items():
        for judged, then in _otherwise(held):
            if rate_unit({**own, number: then}, {}, ratings).standard(standard).band != now:
                yield number, judged


def _otherwise(counts: Counts) -> Iterator[tuple[Judged, Counts]]:
    if counts.yes:
        yield Judged.YES, replace(counts, yes=counts.yes - 1, no=counts.no + 1)
    if counts.no:
        yield Judged.NO, replace(counts, yes=counts.yes + 1, no=counts.no - 1)


def _gate_key(seed: str, standard: str, case_id: str) -> str:
    return sha256(f"{seed}|gate|{standard}|{case_id}".encode()).hexdigest()

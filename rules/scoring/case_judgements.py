"""What an assessed case says of each key question: sufficient or not, not applicable, or progress."""

from collections.abc import Iterator, Mapping

from rules.definitions.banks import Bank, Question
from rules.definitions.rating_rules import RatingRules
from rules.scoring.applicability import Applies, Facts, applies
from rules.scoring.judgement_files import Outcome
from rules.scoring.key_questions import Judged, Judgement
from rules.scoring.outcomes import stability_outcome

SUFFICIENT, OUTCOME, JUSTIFIED = "sufficient", "outcome", "justified"
LOW_RISK = "L"
_JUDGED = {"yes": Judged.YES, "no": Judged.NO, "not_applicable": Judged.NA}
_PROGRESS = {"met": "met", "partly_met": "part_met", "not_met": "not_met"}
Answers = Mapping[str, str]


def judgements_of(bank: Bank, case_id: str, facts: Facts, answers: Answers) -> Iterator[Judgement]:
    """The judgement of every key question that is sufficient or not, in the bank's order.

    answers: question id -> answer id. Prompts inform a judgement and are not read. A key question that does
    not apply to the case, by rule or by the inspector, is not applicable; one without an answer is left out.
    """
    for question in _judging(bank, SUFFICIENT):
        hidden = not _asked(bank, question, facts)
        judged = Judged.NA if hidden else _JUDGED.get(answers.get(question.id, ""))
        if judged is not None:
            yield Judgement(
                case_id=case_id,
                key_question=question.judges,
                judged=judged,
                low_risk=is_low_risk(facts),
            )


def outcomes_of(
    bank: Bank, case_id: str, facts: Facts, answers: Answers, rules: RatingRules
) -> Iterator[Outcome]:
    """The progress judged in the case; where stability was expected, what its justifications make of it.

    Nothing where it is too early to tell, and nothing without an answer.
    """
    for question in _judging(bank, OUTCOME):
        progress, stable = _PROGRESS.get(answers.get(question.id, ""), ""), False
        if not _asked(bank, question, facts):
            given = _justified(bank, question, answers)
            progress = stability_outcome(given, rules).outcome if given else ""
            stable = True
        if progress:
            yield Outcome(
                case_id=case_id,
                key_question=question.judges,
                outcome=progress,
                low_risk=is_low_risk(facts),
                stability=stable,
            )


def _justified(bank: Bank, question: Question, answers: Answers) -> dict[str, str]:
    """Justification -> text, empty where the inspector found that it does not hold."""
    found = {}
    for each in _judging(bank, JUSTIFIED):
        if each.judges == question.judges and answers.get(each.id):
            found[each.justifies] = "justified in the note" if answers[each.id] == "yes" else ""
    return found


def is_low_risk(facts: Facts) -> bool:
    """Whether the case is at low risk of serious harm; not known is not low."""
    return facts.get("rosh") == LOW_RISK


def _asked(bank: Bank, question: Question, facts: Facts) -> bool:
    return applies(bank, question, facts) is not Applies.NO


def _judging(bank: Bank, scale: str) -> Iterator[Question]:
    return (each for each in bank.questions.values() if each.judges and each.scale == scale)

"""When a note is compulsory, and which answer stands when dates and auditor speak."""

from rules.definitions.banks import Bank, Question


def note_needed(bank: Bank, question: Question, *, answer: str, worked_out: str) -> str:
    """Why the answer needs a note, as a sentence; empty when it needs none.

    Compulsory for what the scale says (not met, no evidence, not applicable), for a part on a critical
    question, and for an answer that overrides the dates. Source: question-banks.md, Form behaviour 2.
    """
    option = bank.scale_of(question).answer(answer)
    if option is None:
        return ""
    if option.value is None:
        return f"Give the reason for “{option.label}”"
    if worked_out and answer != worked_out:
        return "Give the reason for an answer that differs from the dates"
    if option.note == "always" or (option.note == "critical" and question.critical):
        return f"Describe the evidence for “{option.label}”"
    return ""


def settled_answer(*, chosen: str, worked_out: str, was_chosen: str, was_worked_out: str) -> str:
    """The answer of a timed question: what the dates say, unless the auditor decided otherwise.

    An answer that only followed the earlier dates follows the new ones; one that the auditor chose
    against the dates stays.
    """
    if not worked_out:
        return chosen
    followed = was_worked_out != "" and was_chosen == was_worked_out and chosen == was_chosen
    return worked_out if not chosen or followed else chosen

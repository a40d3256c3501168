"""When an answer needs a note, and which answer stands when dates and auditor speak."""

import pytest

from rules.definitions.banks import load_bank
from rules.scoring.notes import note_needed, settled_answer

BANK = load_bank("QM102", "1.0")


@pytest.mark.parametrize(
    ("question", "answer", "worked_out", "said"),
    [
        ("E01", "met", "", ""),
        ("E01", "", "", ""),
        ("E01", "partly_met", "", ""),
        ("E06", "partly_met", "", "Describe the evidence for “Partly met”"),
        ("E01", "not_met", "", "Describe the evidence for “Not met”"),
        ("E06", "met", "", ""),
        ("E01", "no_evidence", "", "Describe the evidence for “No evidence found”"),
        ("E01", "not_applicable", "", "Give the reason for “Not applicable”"),
        ("E05", "on_time", "on_time", ""),
        ("E05", "late", "late", ""),
        ("E05", "on_time", "late", "Give the reason for an answer that differs from the dates"),
        ("E05", "not_applicable", "late", "Give the reason for “Not applicable”"),
        ("E11", "late", "late", "Describe the evidence for “Done late”"),
    ],
)
def test_a_note_is_asked_for_where_the_scale_the_weight_or_the_dates_ask(
    question: str, answer: str, worked_out: str, said: str
) -> None:
    assert note_needed(BANK, BANK.questions[question], answer=answer, worked_out=worked_out) == said


@pytest.mark.parametrize(
    ("chosen", "worked_out", "was_chosen", "was_worked_out", "stands"),
    [
        ("met", "", "met", "late", "met"),  # the dates say nothing
        ("", "late", "", "", "late"),  # nobody has answered
        ("on_time", "late", "on_time", "on_time", "late"),  # it only followed the dates
        ("not_done", "late", "on_time", "on_time", "not_done"),  # chosen anew
        ("not_done", "late", "not_done", "on_time", "not_done"),  # chosen against the dates before
        ("on_time", "late", "", "", "on_time"),
    ],
)
def test_an_answer_follows_the_dates_unless_the_auditor_decided(
    chosen: str, worked_out: str, was_chosen: str, was_worked_out: str, stands: str
) -> None:
    found = settled_answer(
        chosen=chosen, worked_out=worked_out, was_chosen=was_chosen, was_worked_out=was_worked_out
    )
    assert found == stands

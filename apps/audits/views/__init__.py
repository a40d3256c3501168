"""Pages of audit rounds."""

from apps.audits.views.agreement import agreement, agreement_csv
from apps.audits.views.analysis import breakdown, export, questions, questions_table
from apps.audits.views.board import board, board_csv, draw_all
from apps.audits.views.calibration import (
    calibration,
    calibration_csv,
    calibrations,
    close_calibration,
    new_calibration,
)
from apps.audits.views.cases import (
    case_list,
    cases_csv,
    deadline_of,
    give_case,
    reassign_case,
    reassign_cases,
    release_case,
    substitute_case,
)
from apps.audits.views.contracts import contract_round, contracts, contracts_csv
from apps.audits.views.differences import differences
from apps.audits.views.editions import change_edition
from apps.audits.views.findings import finding, findings, findings_csv, raise_on_case, raise_on_round
from apps.audits.views.improvement import (
    actions_csv,
    improvement_action,
    improvement_actions,
    new_action,
    take_step,
)
from apps.audits.views.moderation import (
    choose_seconds,
    moderation,
    reassign_second_mark,
    round_moderation,
    sign_off_round,
)
from apps.audits.views.opening import new_round
from apps.audits.views.reopening import reopen_case
from apps.audits.views.reproduction import answers_csv, facts_csv, sample_csv
from apps.audits.views.results import draw_csv, frame_csv, results
from apps.audits.views.rounds import audit_round, draw, lock, rounds
from apps.audits.views.scores import scores, scores_table
from apps.audits.views.sheets import audited_cases, challenge, challenges, give_feedback, sheet
from apps.audits.views.undrawn import change_plan, withdraw

__all__ = [
    "actions_csv",
    "agreement",
    "agreement_csv",
    "answers_csv",
    "audit_round",
    "audited_cases",
    "board",
    "board_csv",
    "breakdown",
    "calibration",
    "calibration_csv",
    "calibrations",
    "case_list",
    "cases_csv",
    "challenge",
    "challenges",
    "change_edition",
    "change_plan",
    "choose_seconds",
    "close_calibration",
    "contract_round",
    "contracts",
    "contracts_csv",
    "deadline_of",
    "differences",
    "draw",
    "draw_all",
    "draw_csv",
    "export",
    "facts_csv",
    "finding",
    "findings",
    "findings_csv",
    "frame_csv",
    "give_case",
    "give_feedback",
    "improvement_action",
    "improvement_actions",
    "lock",
    "moderation",
    "new_action",
    "new_calibration",
    "new_round",
    "questions",
    "questions_table",
    "raise_on_case",
    "raise_on_round",
    "reassign_case",
    "reassign_cases",
    "reassign_second_mark",
    "release_case",
    "reopen_case",
    "results",
    "round_moderation",
    "rounds",
    "sample_csv",
    "scores",
    "scores_table",
    "sheet",
    "sign_off_round",
    "substitute_case",
    "take_step",
    "withdraw",
]

"""Pages of audit rounds."""

from apps.audits.views.opening import new_round
from apps.audits.views.results import draw_csv, frame_csv, results
from apps.audits.views.rounds import audit_round, case_list, draw, lock, reassign_case, rounds

__all__ = [
    "audit_round",
    "case_list",
    "draw",
    "draw_csv",
    "frame_csv",
    "lock",
    "new_round",
    "reassign_case",
    "results",
    "rounds",
]

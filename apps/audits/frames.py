"""Frames of rounds: which query of the caseload builds which kind, and the days that an audit looks at."""

from collections.abc import Mapping
from datetime import date

from apps.assessments.case_rows import Window
from apps.assessments.draws import FrameCase
from apps.audits.models import AuditRound
from apps.caseload import work_frames
from apps.caseload.sampling_frame import ENFORCEMENT, REFERRED, STARTED, FrameQuery, frame_rows
from rules.definitions.banks import FrameRule

# The columns by which a sample can be shared out, in words.
STRATA_LABELS = {
    "kind": "Kind of case",
    "unit": "Delivery units",
    "level": "Risk of serious harm, state or subject",
}
REFERRAL = "referral"  # the kind of frame whose rounds are of one contract


# Which query builds which kind of frame: of regions, and of contracts for referrals.
_QUERIES: Mapping[str, FrameQuery] = {
    "enforcement": ENFORCEMENT,
    "started": STARTED,
    REFERRAL: REFERRED,
    "unpaid_work": work_frames.UNPAID_WORK,
    "programme": work_frames.PROGRAMMES,
    "structured_intervention": work_frames.INTERVENTIONS,
    "release": work_frames.RELEASES,
    "pre_sentence_report": work_frames.COURT_REPORTS,
}
FRAMES = frozenset(_QUERIES)
# Enforcement is judged on the window itself; work that began in the window, on everything until the draw.
_JUDGED_ON_THE_WINDOW = ("enforcement",)


def frame_query(kind: str) -> FrameQuery:
    """Raises KeyError for a kind that no bank may name."""
    return _QUERIES[kind]


def build_frame(planned: AuditRound) -> list[FrameCase]:
    """The cases from which a round would draw today, by id."""
    place = planned.contract_id or planned.region_id
    window = {"first_on": planned.window_first_on, "last_on": planned.window_last_on}
    found = frame_rows(frame_query(rule_of(planned).kind), [place], **window)
    return [FrameCase(**row) for row in found[place]]


def rule_of(audit_round: AuditRound) -> FrameRule:
    return audit_round.edition.definition.file.frame


def audited_days(audit_round: AuditRound, *, as_at: date) -> Window:
    """The days that the audit looks at: the frame's window, or from its first day to the extract's."""
    if rule_of(audit_round).kind in _JUDGED_ON_THE_WINDOW:
        return Window(audit_round.window_first_on, audit_round.window_last_on)
    return Window(audit_round.window_first_on, max(as_at, audit_round.window_last_on))

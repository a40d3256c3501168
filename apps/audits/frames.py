"""Frames of rounds: which query of the caseload builds which kind, and the days that an audit looks at."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from apps.assessments.case_rows import Window
from apps.assessments.draws import FrameCase
from apps.audits.models import AuditRound
from apps.caseload.sampling_frame import FrameRow, enforcement_frame, referral_frame, started_frame
from rules.definitions.banks import FrameRule

# The columns by which a sample can be shared out, in words.
STRATA_LABELS = {"kind": "Kind of case", "unit": "Delivery units", "level": "Risk of serious harm, or state"}
REFERRAL = "referral"  # the kind of frame whose rounds are of one contract


def _of_region(query: Callable[..., list[FrameRow]]) -> Callable[[AuditRound], list[FrameRow]]:
    return lambda planned: query(
        region_code=planned.region_id, first_on=planned.window_first_on, last_on=planned.window_last_on
    )


def _of_contract(planned: AuditRound) -> list[FrameRow]:
    return referral_frame(
        contract_id=planned.contract_id, first_on=planned.window_first_on, last_on=planned.window_last_on
    )


# A bank whose kind is not here cannot be opened yet: the extract does not hold what its frame needs.
FRAMES: Mapping[str, Callable[[AuditRound], Sequence[FrameRow]]] = {
    "enforcement": _of_region(enforcement_frame),
    "started": _of_region(started_frame),
    REFERRAL: _of_contract,
}
# Enforcement is judged on the window itself; work that began in the window, on everything until the draw.
_JUDGED_ON_THE_WINDOW = ("enforcement",)


def build_frame(planned: AuditRound) -> list[FrameCase]:
    """The cases from which a round would draw today, by id. Raises KeyError for a kind without a query."""
    return [FrameCase(**row) for row in FRAMES[rule_of(planned).kind](planned)]


def rule_of(audit_round: AuditRound) -> FrameRule:
    return audit_round.edition.definition.file.frame


def audited_days(audit_round: AuditRound, *, as_at: date) -> Window:
    """The days that the audit looks at: the frame's window, or from its first day to the extract's."""
    if rule_of(audit_round).kind in _JUDGED_ON_THE_WINDOW:
        return Window(audit_round.window_first_on, audit_round.window_last_on)
    return Window(audit_round.window_first_on, max(as_at, audit_round.window_last_on))

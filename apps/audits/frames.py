"""Frames of rounds: which query of the caseload builds which kind, and the days that an audit looks at."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from apps.assessments.case_rows import Window
from apps.assessments.draws import FrameCase
from apps.audits.models import AuditRound
from apps.caseload import work_frames
from apps.caseload.sampling_frame import FrameRow, enforcement_frames, referral_frame, started_frames
from rules.definitions.banks import FrameRule

# The columns by which a sample can be shared out, in words.
STRATA_LABELS = {
    "kind": "Kind of case",
    "unit": "Delivery units",
    "level": "Risk of serious harm, state or subject",
}
REFERRAL = "referral"  # the kind of frame whose rounds are of one contract


# Which query builds which kind of frame, for several regions at once.
_OF_REGIONS: Mapping[str, Callable[..., dict[str, list[FrameRow]]]] = {
    "enforcement": enforcement_frames,
    "started": started_frames,
    "unpaid_work": work_frames.unpaid_work_frames,
    "programme": work_frames.programme_frames,
    "structured_intervention": work_frames.intervention_frames,
    "release": work_frames.release_frames,
    "pre_sentence_report": work_frames.court_report_frames,
}
FRAMES = frozenset({*_OF_REGIONS, REFERRAL})
# Enforcement is judged on the window itself; work that began in the window, on everything until the draw.
_JUDGED_ON_THE_WINDOW = ("enforcement",)


def build_frame(planned: AuditRound) -> list[FrameCase]:
    """The cases from which a round would draw today, by id. Raises KeyError for a kind without a query."""
    window = {"first_on": planned.window_first_on, "last_on": planned.window_last_on}
    if rule_of(planned).kind == REFERRAL:
        return _cases(referral_frame(contract_id=planned.contract_id, **window))
    return build_frames(rule_of(planned), [planned.region_id], **window)[planned.region_id]


def build_frames(
    rule: FrameRule, region_codes: Collection[str], *, first_on: date, last_on: date
) -> dict[str, list[FrameCase]]:
    """Region -> its frame, from one query for all of them."""
    found = _OF_REGIONS[rule.kind](region_codes, first_on=first_on, last_on=last_on)
    return {code: _cases(rows) for code, rows in found.items()}


def _cases(rows: Iterable[FrameRow]) -> list[FrameCase]:
    return [FrameCase(**row) for row in rows]


def rule_of(audit_round: AuditRound) -> FrameRule:
    return audit_round.edition.definition.file.frame


def audited_days(audit_round: AuditRound, *, as_at: date) -> Window:
    """The days that the audit looks at: the frame's window, or from its first day to the extract's."""
    if rule_of(audit_round).kind in _JUDGED_ON_THE_WINDOW:
        return Window(audit_round.window_first_on, audit_round.window_last_on)
    return Window(audit_round.window_first_on, max(as_at, audit_round.window_last_on))

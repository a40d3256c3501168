"""Clocks of unpaid work: assessment, induction, reviews, and absences told to the practitioner."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.clocks.builder import QUASHED, Shape, Start, first_of
from rules.measures.candidates.request import Request


def _requirement(_: Request) -> Start:
    return Start(
        rows="caseload_requirements r JOIN caseload_sentences s ON s.sentence_id = r.sentence_id",
        where="r.requirement_type = 'unpaid_work'",
        occurrence_id="r.requirement_id",
        person_id="s.person_id",
        trigger_on="r.imposed_on",
        home_region="s.court_region_code",
        quashed_on=QUASHED,
        ended_on="least(r.ended_on, s.ended_on)",
        keys={"sentence_id": "r.sentence_id"},
    )


def _assessed(request: Request) -> str:
    rows = "caseload_unpaid_work_assessments a ON a.requirement_id = o.occurrence_id"
    return first_of(rows, "a.completed_on", request.as_at)


def _reviewed(request: Request) -> str:
    # A review that names no requirement is one of the whole sentence.
    rows = f"""caseload_progress_reviews p ON p.sentence_id = o.sentence_id
   AND p.review_type = '{request.parameters.review_type}'
   AND (p.requirement_id IS NULL OR p.requirement_id = o.occurrence_id)"""
    return first_of(rows, "p.completed_on", request.as_at)


def _attended(kind: str) -> str:
    """Sessions of the person that were attended; a session serves every requirement whose window it is in."""
    return f"""caseload_unpaid_work_sessions v ON v.person_id = o.person_id
   AND v.session_type = '{kind}' AND v.outcome IN ('attended', 'attended_late')
   AND {f.stood_on_its_day("v")}"""


def _inducted(request: Request) -> str:
    return first_of(_attended("induction"), "v.scheduled_on", request.as_at)


def _worked(request: Request) -> list[str]:
    first = first_of(_attended("work"), "v.scheduled_on", request.as_at)
    return [f"worked AS (\n{first})"]


# Before the induction, or without one.
_WORKED_FIRST = "worked.done_on < coalesce(done.done_on, worked.done_on + 1)"


def _missed_session(request: Request) -> Start:
    outcomes = f.texts(request.parameters.absence_outcomes)
    return Start(
        rows="caseload_unpaid_work_sessions v",
        where=f"v.outcome IN ({outcomes}) AND {f.stood_on_its_day('v')}",
        occurrence_id="v.session_version_id",
        person_id="v.person_id",
        trigger_on="v.scheduled_on",
    )


def _reported(request: Request) -> str:
    rows = "caseload_unpaid_work_absences a ON a.session_version_id = o.occurrence_id"
    return first_of(rows, "a.reported_on", request.as_at)


ASSESSMENT = Shape(start=_requirement, done=_assessed)
REVIEW = Shape(start=_requirement, done=_reviewed)
INDUCTION = Shape(
    start=_requirement,
    done=_inducted,
    after=_worked,
    facts={"worked_first": f.flag(_WORKED_FIRST), "inducted_first": f"1 - {f.flag(_WORKED_FIRST)}"},
    joins=[f.by_occurrence("worked")],
)
ABSENCE = Shape(start=_missed_session, done=_reported)

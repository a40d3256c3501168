"""SL031 and SL033: accredited programmes required, at the end of the sentence: started, and completed."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates import termination
from rules.measures.candidates.request import Request

# A start counts from the day on which the programme was imposed; without that day, from the sentence.
_OCCURRENCES = """occurrences AS (
  SELECT p.episode_id AS occurrence_id, e.*,
    CASE WHEN p.basis IN ({bases}) THEN 0 ELSE 1 END AS voluntary,
    CASE WHEN p.eligible_when_imposed = 'no' THEN 1 ELSE 0 END AS not_eligible,
    CASE WHEN p.eligible_when_imposed IS NULL THEN 0 ELSE 1 END AS eligibility_found,
    CASE WHEN p.started_on >= coalesce(p.imposed_on, e.began_on) THEN p.started_on END AS started_on,
    CASE WHEN p.delivered_in = 'custody' THEN 1 ELSE 0 END AS wholly_in_custody,
    CASE WHEN p.outcome = 'completed_successfully' THEN 1 ELSE 0 END AS completed,
    CASE WHEN p.outcome = 'completed_successfully' THEN p.ended_on END AS completed_on
  FROM ended e
  JOIN caseload_programme_episodes p ON p.sentence_id = e.sentence_id
  JOIN caseload_programmes d ON d.programme_code = p.programme_code AND d.kind IN ({kinds}))"""


def starts(request: Request) -> str:
    """SL031: one row per programme of a sentence that ended: occurrence, person, place, dates and facts."""
    facts = {
        "voluntary": "o.voluntary",
        "not_eligible": "o.not_eligible",
        **termination.facts(request),
        "eligibility_found": "o.eligibility_found",
        "start_days_after_due": f.days_after_due("o.started_on"),
        "start_found": f.found("o.started_on"),
        "completed": "o.completed",
    }
    return _query(request, facts)


def completions(request: Request) -> str:
    """SL033: the same rows, with the facts about the end of each programme."""
    facts = {
        "voluntary": "o.voluntary",
        "wholly_in_custody": "o.wholly_in_custody",
        "started_in_time": f.flag("o.started_on <= o.due_on"),
        **termination.facts(request),
        "eligibility_found": "o.eligibility_found",
        "completed_days_after_due": f.days_after_due("o.completed_on"),
        "completed_found": f.found("o.completed_on"),
    }
    return _query(request, facts)


def _query(request: Request, facts: dict[str, str]) -> str:
    p = request.parameters
    occurrences = _OCCURRENCES.format(bases=f.texts(p.programme_bases), kinds=f.texts(p.programme_kinds))
    return f.query(termination.tables(request, [occurrences]), f.answer(facts, termination.JOINS))

"""SL014 to SL017: how a person lives, or what they do, on a day counted from a release or an order."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.final_third import DUE_DAYS, final_thirds_cte
from rules.measures.candidates.request import Request
from rules.measures.candidates.starts import SAME_DAY_RECALLS_CTE, starts_ctes

# Of the records that hold on the day: the latest start, then the one entered last, then the highest id.
_STATUSES = """statuses AS (
  SELECT DISTINCT ON (o.occurrence_id) o.occurrence_id, a.status
  FROM occurrences o
  JOIN {table} a ON a.person_id = o.person_id AND a.start_on <= o.due_on
   AND (a.end_on IS NULL OR a.end_on >= o.due_on) AND a.recorded_at < {as_at} + 1
  WHERE o.due_on <= {as_at}
  ORDER BY o.occurrence_id, a.start_on DESC, a.recorded_at DESC, a.{key} DESC)"""
# What a person is on a day is known only once the extract covers that day.
_HELD = """held AS (
  SELECT DISTINCT o.occurrence_id
  FROM occurrences o
  JOIN caseload_custody_periods h ON h.person_id = o.person_id
   AND h.start_on <= o.due_on AND (h.end_on IS NULL OR h.end_on > o.due_on)
  WHERE o.due_on <= {as_at})"""
_SUPERVISED = """supervised AS (
  SELECT DISTINCT o.occurrence_id
  FROM occurrences o
  JOIN caseload_supervision_periods p ON p.person_id = o.person_id
   AND p.start_on <= o.due_on AND (p.end_on IS NULL OR p.end_on >= o.due_on))"""


def accommodation(request: Request) -> str:
    """One row per release or order: occurrence, person, place, dates and facts, by where the person lives."""
    return _candidates(request, "caseload_accommodation", "accommodation_id")


def employment(request: Request) -> str:
    """One row per release or order: occurrence, person, place, dates and facts, by what the person does."""
    return _candidates(request, "caseload_employment", "employment_id")


def _candidates(request: Request, table: str, key: str) -> str:
    as_at, p = f.day(request.as_at), request.parameters
    tables = [
        *starts_ctes(request),
        f.TRANSFERS_CTE,
        SAME_DAY_RECALLS_CTE,
        _HELD.format(as_at=as_at),
        _STATUSES.format(table=table, key=key, as_at=as_at),
    ]
    joined = ["transfers", "same_day_recalls", "held", "statuses"]
    if p.supervised_only:
        tables.append(_SUPERVISED)
        joined.append("supervised")
    if p.final_third_excluded:
        tables.append(final_thirds_cte(p, DUE_DAYS))
        joined.append("final_thirds")
    return f.query(tables, f.answer(_facts(request), [f.DEATHS, *map(f.by_occurrence, joined)]))


def _facts(request: Request) -> dict[str, str]:
    as_at, p = f.day(request.as_at), request.parameters
    due = f"o.due_on <= {as_at}"
    facts = {
        "temporary": "o.temporary",
        "same_day_rank": "o.same_day_rank",
        "same_day_recall": f.found("same_day_recalls.recalled_on"),
        "end_days_after_due": f.days_after_due("o.ended_on"),
        "in_custody": f.found("held.occurrence_id"),
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("o.quashed_on"),
        "due_days_after_as_at": f"o.due_on - {as_at}",
        "recorded": f.flag(f"statuses.status NOT IN ({f.texts(p.unknown_statuses)})"),
    }
    if p.supervised_only:
        facts["unsupervised"] = f.flag(f"{due} AND supervised.occurrence_id IS NULL")
    if p.final_third_excluded:
        facts["final_third"] = f.flag(f"{due} AND final_thirds.occurrence_id IS NOT NULL")
    for group, statuses in p.status_groups.items():
        facts[group] = f.flag(f"statuses.status IN ({f.texts(statuses)})")
    return facts

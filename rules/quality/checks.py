"""The SQL of the checks, alike in PostgreSQL and DuckDB. Each SELECT gives person_id, record_id, on_day."""

from collections.abc import Callable, Mapping
from datetime import date

from rules.definitions.quality_checks import QualityCheck, load_quality_checks
from rules.facts import UNALLOCATED

_STANDS = "c.superseded_at IS NULL AND c.cancelled_at IS NULL"


def findings_sql(*, as_at: date) -> str:
    """One SELECT over the caseload_* tables of every record that a check finds in the extract of that day.

    Rows: one per check and record; columns: rule, region, unit, practitioner_code, person_id, record_id,
    on_day. The place is the supervision period that runs on the day, else the latest one; without any, the
    region is empty and the unit "unallocated".
    """
    found = "\nUNION ALL\n".join(
        f"SELECT '{check.id}' AS rule, f.* FROM ({_SELECTS[check.id](check, as_at)}) f"
        for check in load_quality_checks().values()
    )
    covers = "s.start_on <= f.on_day AND (s.end_on IS NULL OR s.end_on >= f.on_day)"
    return f"""WITH found AS ({found}),
placed AS (
  SELECT f.rule, f.person_id, f.record_id, f.on_day, s.region_code, s.unit_code, s.practitioner_code,
    row_number() OVER (PARTITION BY f.rule, f.record_id
      ORDER BY CASE WHEN {covers} THEN 0 ELSE 1 END, s.start_on DESC, s.unit_code, s.period_id) AS nth
  FROM found f LEFT JOIN caseload_supervision_periods s ON s.person_id = f.person_id
)
SELECT rule, coalesce(region_code, '') AS region, coalesce(unit_code, '{UNALLOCATED}') AS unit,
  coalesce(practitioner_code, '') AS practitioner_code, person_id, record_id, on_day
FROM placed WHERE nth = 1"""


def _outcome_missing(check: QualityCheck, as_at: date) -> str:
    return f"""SELECT c.person_id, c.contact_version_id AS record_id, c.scheduled_on AS on_day
FROM caseload_contacts c
WHERE {_STANDS} AND c.outcome IS NULL AND c.scheduled_on < DATE '{as_at}' - {check.days:d}"""


def _recorded_late(check: QualityCheck, as_at: date) -> str:  # noqa: ARG001 (every check has one shape)
    return f"""SELECT c.person_id, c.contact_version_id AS record_id, c.scheduled_on AS on_day
FROM caseload_contacts c
WHERE {_STANDS} AND c.outcome IS NOT NULL AND CAST(c.recorded_at AS date) > c.scheduled_on + {check.days:d}"""


def _contact_twice(check: QualityCheck, as_at: date) -> str:  # noqa: ARG001
    """The later ids of a pair are listed, so that a pair is one finding."""
    return f"""SELECT t.person_id, t.record_id, t.on_day FROM (
  SELECT c.person_id, c.contact_version_id AS record_id, c.scheduled_on AS on_day,
    row_number() OVER (PARTITION BY c.person_id, c.scheduled_on, c.mode, c.provider,
      coalesce(c.practitioner_code, '') ORDER BY c.contact_version_id) AS nth
  FROM caseload_contacts c WHERE {_STANDS}
) t WHERE t.nth > 1"""


def _supervised_after_death(check: QualityCheck, as_at: date) -> str:
    return f"""SELECT p.person_id, p.period_id AS record_id, d.died_on AS on_day
FROM caseload_supervision_periods p JOIN caseload_deaths d ON d.person_id = p.person_id
WHERE coalesce(p.end_on, DATE '{as_at}') > d.died_on + {check.days:d}"""


def _same_day_sentences(check: QualityCheck, as_at: date) -> str:  # noqa: ARG001
    return _same_day("caseload_sentences", "sentence_id", "sentenced_on")


def _same_day_releases(check: QualityCheck, as_at: date) -> str:  # noqa: ARG001
    return _same_day("caseload_releases", "release_id", "released_on")


def _same_day(table: str, key: str, day: str) -> str:
    """All but the lowest id of a person and day, as common rule 9 of the measures keeps that one."""
    return f"""SELECT t.person_id, t.record_id, t.on_day FROM (
  SELECT r.person_id, r.{key} AS record_id, r.{day} AS on_day,
    row_number() OVER (PARTITION BY r.person_id, r.{day} ORDER BY r.{key}) AS nth
  FROM {table} r
) t WHERE t.nth > 1"""


def _programme_not_started(check: QualityCheck, as_at: date) -> str:  # noqa: ARG001
    return f"""SELECT e.person_id, e.episode_id AS record_id, coalesce(e.ended_on, DATE '{as_at}') AS on_day
FROM caseload_programme_episodes e
WHERE e.outcome = 'completed_successfully' AND e.started_on IS NULL"""


def _report_due_before_request(check: QualityCheck, as_at: date) -> str:  # noqa: ARG001
    return f"""SELECT r.person_id, d.due_date_version_id AS record_id, r.requested_on AS on_day
FROM caseload_parole_report_due_dates d
JOIN caseload_parole_reports r ON r.parole_report_id = d.parole_report_id
WHERE d.superseded_at IS NULL AND d.due_on + {check.days:d} < r.requested_on"""


_SELECTS: Mapping[str, Callable[[QualityCheck, date], str]] = {
    "outcome_missing": _outcome_missing,
    "recorded_late": _recorded_late,
    "contact_twice": _contact_twice,
    "supervised_after_death": _supervised_after_death,
    "same_day_sentences": _same_day_sentences,
    "same_day_releases": _same_day_releases,
    "programme_not_started": _programme_not_started,
    "report_due_before_request": _report_due_before_request,
}

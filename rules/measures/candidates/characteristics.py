"""SL040: people under supervision at the end of a month, and how many characteristics are not recorded."""

from rules.definitions.parameters import Parameters
from rules.measures.candidates import fragments as f
from rules.measures.candidates.monthly_contact import BY_PERSON_MONTH, EARLY_EXITS_CTES
from rules.measures.candidates.request import Request

_OPEN = """places AS (
  SELECT DISTINCT ON (p.person_id, m.counts_in)
    p.person_id, m.counts_in, m.first_on, m.last_on, p.region_code, p.unit_code
  FROM caseload_supervision_periods p
  JOIN months m ON p.start_on <= m.last_on AND (p.end_on IS NULL OR p.end_on >= m.last_on)
  ORDER BY p.person_id, m.counts_in, p.start_on DESC, p.unit_code, p.region_code)"""


def candidates(request: Request) -> str:
    """One row per person and month with an open period at its end: occurrence, place, dates and facts."""
    p, as_at = request.parameters, f.day(request.as_at)
    unrecorded = [f"({asked(p, name, 'o.due_on')} AND NOT {recorded(p, name)})" for name in p.characteristics]
    facts = {
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("quashes.quashed_on"),
        "due_days_after_as_at": f"o.due_on - {as_at}",
        "missing_characteristics": " + ".join(map(f.flag, unrecorded)),
    }
    columns = ",\n".join(f"  {expression} AS {name}" for name, expression in facts.items())
    joins = "\n".join(f"LEFT JOIN {BY_PERSON_MONTH.format(table)}" for table in ("transfers", "quashes"))
    select = f"""SELECT o.person_id || '|' || o.counts_in AS occurrence_id, o.person_id,
  o.region_code AS region, o.unit_code AS unit, o.counts_in, o.trigger_on, o.due_on,
{columns}
FROM (
  SELECT person_id, counts_in, first_on AS trigger_on, last_on AS due_on, region_code, unit_code
  FROM places) o
LEFT JOIN caseload_people person ON person.person_id = o.person_id
LEFT JOIN {f.DEATHS}
{joins}"""
    return f.query([request.months_cte, _OPEN, EARLY_EXITS_CTES], select)


def asked(parameters: Parameters, name: str, day: str) -> str:
    """Whether a person (alias `person`) is asked about a characteristic on a day: a condition, never null."""
    if name not in parameters.asked_of_women:
        return "TRUE"
    # The definition's validation sets both ages where there is somebody to ask.
    from_on, to_on = _birthday(f"{parameters.asked_from_age}"), _birthday(f"{parameters.asked_to_age} + 1")
    return f"coalesce(person.sex = 'female' AND {from_on} <= {day} AND {to_on} > {day}, FALSE)"


def recorded(parameters: Parameters, name: str) -> str:
    """Whether a characteristic of a person (alias `person`) is recorded: a condition, never null."""
    return f"coalesce(person.{name} NOT IN ({f.texts(parameters.unknown_statuses)}), FALSE)"


def _birthday(age: str) -> str:
    return f"CAST(person.date_of_birth + ({age}) * INTERVAL '1 year' AS date)"

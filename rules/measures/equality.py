"""The cases of a run told apart by who the people are: one query for DuckDB over a vintage and the people."""

from collections.abc import Sequence
from datetime import date

from rules.definitions.audit_characteristics import audit_characteristics_on
from rules.definitions.equality import (
    AGE,
    COMBINED,
    JOINT,
    UNDER,
    YOUNG_ADULT,
    Asked,
    combined_parts_on,
    monitored_on,
    monitoring_on,
)
from rules.definitions.measures import MeasureDefinition, load_measures
from rules.definitions.profile import NOT_RECORDED, Characteristic
from rules.facts import Verdict
from rules.periods import Month, PerformanceYear

# Of each row that `equality_sql` gives, in order.
COLUMNS = (
    "year",
    "measure",
    "edition",
    "region",
    "unit",
    "characteristic",
    "member_of",
    "numerator",
    "denominator",
    "not_recorded",
    "people",
    "squared",
    "numerator_squared",
    "crossed",
)
# What the query reads of caseload_people beside the characteristics.
BIRTH = "date_of_birth"
_PLACE = "measure, edition, region, unit"
# The cases of one person in a place, by which they are known to go together.
_IN_A_UNIT = "in_a_unit"
_IN_A_REGION = "in_a_region"
_COUNTS = """sum(met) AS numerator, sum(counted) AS denominator, sum(unrecorded) AS not_recorded,
  count(*) FILTER (WHERE counted > 0) AS people, sum(counted * counted) AS squared,
  sum(met * met) AS numerator_squared, sum(met * counted) AS crossed"""


def comparable(measures: Sequence[str], day: date) -> list[MeasureDefinition]:
    """Those of the measures whose rates may be compared between groups of people."""
    rule = monitoring_on(day)
    listed = [load_measures()[name] for name in measures]
    return [one for one in listed if one.aggregation != "cumulative" and not rule.why_left_out(one.id)]


def columns_read(day: date) -> list[str]:
    """The columns of caseload_people that the query needs."""
    return ["person_id", BIRTH, *(one.id for one in audit_characteristics_on(day).characteristics)]


def equality_sql(*, year: PerformanceYear, first: Month, last: Month, measures: Sequence[str]) -> str:
    """One SELECT for DuckDB over the tables `vintage` and `caseload_people`, in COLUMNS.

    Rows: one per measure, edition, place, characteristic and group with a case in the months of the year from
    `first` to `last`; people of no answer are in the group `not_recorded`. A place is a unit, or a region
    whose unit is empty; combined groups are counted by region only. A person counts once in `people` for each
    place and edition. Age is that on the trigger day of the person's first case in the place. Measures of
    nobody give no row.
    """
    months = [month for month in year.months if first <= month <= last]
    listed = monitored_on(year.last_on)
    by_unit = [_cells(one, year, _IN_A_UNIT) for one in listed]
    by_region = [_cells(one, year, _IN_A_REGION) for one in listed]
    tables = [
        f"{_IN_A_UNIT} AS MATERIALIZED ({_per_person(year, months, measures)})",
        f"{_IN_A_REGION} AS MATERIALIZED ({_per_region(year)})",
    ]
    selects = "\nUNION ALL\n".join([*by_unit, *by_region, _combined(year)])
    return f"WITH {', '.join(tables)}\n{selects}"


def _per_person(year: PerformanceYear, months: Sequence[Month], measures: Sequence[str]) -> str:
    wanted = [_when(one, months) for one in comparable(measures, year.last_on)] or ["FALSE"]
    counted = ", ".join(f"'{verdict}'" for verdict in Verdict if verdict.in_denominator)
    columns = ", ".join(f"any_value(p.{name}) AS {name}" for name in columns_read(year.last_on)[2:])
    return f"""
SELECT v.measure, v.edition, v.region, v.unit, v.person_id, {columns}, min({_AGE}) AS age,
  count(*) FILTER (WHERE v.verdict IN ({counted})) AS counted,
  count(*) FILTER (WHERE v.verdict = '{Verdict.NUMERATOR}') AS met,
  count(*) FILTER (WHERE v.verdict = '{Verdict.NOT_RECORDED}') AS unrecorded
FROM vintage v JOIN caseload_people p ON p.person_id = v.person_id
WHERE v.verdict IN ({counted}, '{Verdict.NOT_RECORDED}') AND ({" OR ".join(wanted)})
GROUP BY v.measure, v.edition, v.region, v.unit, v.person_id"""


# In full years on the trigger day; someone born on 29 February turns a year older on 1 March.
_AGE = (
    f"year(v.trigger_on) - year(p.{BIRTH})"
    f" - CAST((month(v.trigger_on), day(v.trigger_on)) < (month(p.{BIRTH}), day(p.{BIRTH})) AS integer)"
)


def _when(measure: MeasureDefinition, months: Sequence[Month]) -> str:
    """The rows of a measure that make its figure of these months: of a rolling one the last month's."""
    held = [month for month in months if month.last_on >= measure.valid_from]
    held = held[-1:] if measure.aggregation == "latest" else held
    if not held:
        return "FALSE"
    return f"(v.measure = '{measure.id}' AND v.counts_in BETWEEN '{held[0]}' AND '{held[-1]}')"


def _per_region(year: PerformanceYear) -> str:
    """Over all units of a region: a person of several is one again."""
    columns = ", ".join(f"any_value({name}) AS {name}" for name in columns_read(year.last_on)[2:])
    return f"""
SELECT measure, edition, region, '' AS unit, person_id, {columns}, min(age) AS age,
  sum(counted) AS counted, sum(met) AS met, sum(unrecorded) AS unrecorded
FROM {_IN_A_UNIT} GROUP BY measure, edition, region, person_id"""


def _cells(one: Characteristic, year: PerformanceYear, people: str) -> str:
    return f"""SELECT '{year}' AS year, {_PLACE}, '{one.id}' AS characteristic,
  {_group(one, year)} AS member_of, {_COUNTS}
FROM {people} WHERE {_is_asked(monitoring_on(year.last_on).asked(one.id))}
GROUP BY {_PLACE}, {_group(one, year)}"""


def _combined(year: PerformanceYear) -> str:
    parts = combined_parts_on(year.last_on)
    none = ", ".join(f"'{word}'" for word in (NOT_RECORDED, *monitoring_on(year.last_on).in_no_group))
    groups = [_group(part, year) for part in parts]
    unknown = " OR ".join(f"{group} IN ({none})" for group in groups)
    joined = f" || '{JOINT}' || ".join(groups)
    member_of = f"CASE WHEN {unknown} THEN '{NOT_RECORDED}' ELSE {joined} END"
    return f"""SELECT '{year}' AS year, {_PLACE}, '{COMBINED}' AS characteristic, {member_of} AS member_of,
  {_COUNTS}
FROM {_IN_A_REGION} GROUP BY {_PLACE}, {member_of}"""


def _group(one: Characteristic, year: PerformanceYear) -> str:
    """The group of a row of per_person; never null."""
    told_by = audit_characteristics_on(year.last_on)
    if one.id == AGE:
        bands = sorted((int(start) for start in one.values if start != UNDER), reverse=True)
        cases = " ".join(f"WHEN age >= {start} THEN '{start}'" for start in bands)
        return f"CASE WHEN age IS NULL THEN '{NOT_RECORDED}' {cases} ELSE '{UNDER}' END"
    if one.id == YOUNG_ADULT:
        first, last = told_by.young_adult_ages
        young = f"CASE WHEN age BETWEEN {first} AND {last} THEN 'yes' ELSE 'no' END"
        return f"CASE WHEN age IS NULL THEN '{NOT_RECORDED}' ELSE {young} END"
    unknown = ", ".join(f"'{word}'" for word in told_by.not_recorded)
    return f"CASE WHEN {one.id} IS NULL OR {one.id} IN ({unknown}) THEN '{NOT_RECORDED}' ELSE {one.id} END"


def _is_asked(asked: Asked | None) -> str:
    if asked is None:
        return "TRUE"
    first, last = asked.ages
    return f"coalesce(sex = '{asked.sex}' AND age BETWEEN {first} AND {last}, FALSE)"

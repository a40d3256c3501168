"""Who is supervised on a day, each person once, as profiles of a region or a unit count them."""

from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True, kw_only=True)
class Supervised:
    """A person on a day, as the profile counts them. None: not recorded."""

    unit: str
    supervision: str
    born_on: date
    sex: str | None
    ethnicity: str | None
    risk: str | None


# Place: the period with the latest start, then the lowest code (measures, rule 8). Risk: the newest sentence.
SUPERVISED = """
SELECT placed.unit_code, placed.kind, people.date_of_birth, people.sex, people.ethnicity,
       (SELECT sentences.risk_of_serious_harm FROM caseload_sentences sentences
         WHERE sentences.person_id = placed.person_id AND sentences.sentenced_on <= %(day)s
         ORDER BY sentences.sentenced_on DESC, sentences.sentence_id DESC LIMIT 1)
  FROM (SELECT DISTINCT ON (person_id) person_id, region_code, unit_code, kind
          FROM caseload_supervision_periods
         WHERE start_on <= %(day)s AND (end_on IS NULL OR end_on >= %(day)s)
         ORDER BY person_id, start_on DESC, unit_code, period_id) placed
  JOIN caseload_people people USING (person_id)
 WHERE placed.region_code = %(region)s
 ORDER BY placed.person_id
"""


SUPERVISED_PEOPLE = """
SELECT placed.person_id
  FROM (SELECT DISTINCT ON (person_id) person_id, region_code, unit_code
          FROM caseload_supervision_periods
         WHERE start_on <= %(day)s AND (end_on IS NULL OR end_on >= %(day)s)
         ORDER BY person_id, start_on DESC, unit_code, period_id) placed
 WHERE placed.region_code = %(region)s AND (%(unit)s::text IS NULL OR placed.unit_code = %(unit)s)
 ORDER BY placed.person_id
"""


def supervised_on(day: date, region_code: str) -> list[Supervised]:
    """Everybody with an open supervision period in the region on the day, each person once."""
    with connection.cursor() as cursor:
        cursor.execute(SUPERVISED, {"day": day, "region": region_code})
        return [
            Supervised(unit=unit, supervision=kind, born_on=born, sex=sex, ethnicity=ethnicity, risk=risk)
            for unit, kind, born, sex, ethnicity, risk in cursor.fetchall()
        ]


def supervised_people(day: date, region_code: str, unit_code: str | None) -> list[str]:
    """The references of everybody supervised in the region, or in the unit, on the day, in order."""
    with connection.cursor() as cursor:
        cursor.execute(SUPERVISED_PEOPLE, {"day": day, "region": region_code, "unit": unit_code})
        return [person for (person,) in cursor.fetchall()]

"""Who is supervised on a day and what is recorded of them: sentence, home, work, running requirements."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection

from apps.caseload.supervised import Supervised


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What a person is grouped by, in the extract's words. None: not recorded. Of the newest sentence."""

    kind: str
    sentence_type: str | None
    offence_group: str | None
    reoffending_band: str | None
    sex: str | None
    ethnicity: str | None
    requirements: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Described:
    """A person on a day. `requirements` of the traits: those that are running."""

    unit: str
    born_on: date
    accommodation: str | None
    employment: str | None
    risk: str | None
    traits: Traits

    @property
    def supervised(self) -> Supervised:
        """The same person as the annual report's profile counts them."""
        of = self.traits
        return Supervised(
            unit=self.unit,
            supervision=of.kind,
            born_on=self.born_on,
            sex=of.sex,
            ethnicity=of.ethnicity,
            risk=self.risk,
        )


# Place: the period with the latest start, then the lowest code (measures, rule 8), as in supervised.py.
_PLACED = """
WITH placed AS (
    SELECT DISTINCT ON (person_id) person_id, region_code, unit_code, kind
      FROM caseload_supervision_periods
     WHERE start_on <= %(day)s AND (end_on IS NULL OR end_on >= %(day)s)
     ORDER BY person_id, start_on DESC, unit_code, period_id)
"""
_TRAITS = """
placed.kind, newest.sentence_type, newest.offence_group, newest.reoffending_band, people.sex,
people.ethnicity,
ARRAY(SELECT DISTINCT required.requirement_type
        FROM caseload_sentences sentences JOIN caseload_requirements required USING (sentence_id)
       WHERE sentences.person_id = placed.person_id AND required.imposed_on <= %(day)s
         AND (required.ended_on IS NULL OR required.ended_on >= %(day)s)
       ORDER BY 1)
"""
_FROM = """
  FROM placed JOIN caseload_people people USING (person_id)
  LEFT JOIN LATERAL (
       SELECT sentence_type, offence_group, reoffending_band, risk_of_serious_harm
         FROM caseload_sentences sentences
        WHERE sentences.person_id = placed.person_id AND sentences.sentenced_on <= %(day)s
        ORDER BY sentences.sentenced_on DESC, sentences.sentence_id DESC LIMIT 1) newest ON true
"""
_LASTING = """
       (SELECT kept.status FROM {table} kept
         WHERE kept.person_id = placed.person_id AND kept.start_on <= %(day)s
           AND (kept.end_on IS NULL OR kept.end_on >= %(day)s)
         ORDER BY kept.start_on DESC, kept.recorded_at DESC, kept.{key} DESC LIMIT 1)
"""
# Put together from the constants above; what a caller hands in goes in as parameters.
OF_REGION = f"""{_PLACED}
SELECT placed.unit_code, people.date_of_birth,
{_LASTING.format(table="caseload_accommodation", key="accommodation_id")},
{_LASTING.format(table="caseload_employment", key="employment_id")},
       newest.risk_of_serious_harm, {_TRAITS} {_FROM}
 WHERE placed.region_code = %(region)s
 ORDER BY placed.person_id
"""
OF_NATION = f"""
SELECT traits.*, count(*)
  FROM ({_PLACED} SELECT {_TRAITS} {_FROM})
       traits(kind, sentence_type, offence_group, reoffending_band, sex, ethnicity, requirements)
 GROUP BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608


def described_on(day: date, region_code: str) -> list[Described]:
    """Everybody with an open supervision period in the region on the day, each person once."""
    with connection.cursor() as cursor:
        cursor.execute(OF_REGION, {"day": day, "region": region_code})
        return [
            Described(
                unit=unit, born_on=born, accommodation=home, employment=work, risk=risk, traits=_traits(*rest)
            )
            for unit, born, home, work, risk, *rest in cursor.fetchall()
        ]


def nation_on(day: date) -> Counter[Traits]:
    """Traits -> people supervised on the day in England and Wales, each person once."""
    with connection.cursor() as cursor:
        cursor.execute(OF_NATION, {"day": day})
        return Counter({_traits(*rest): people for *rest, people in cursor.fetchall()})


def _traits(
    kind: str,
    sentence_type: str | None,
    offence_group: str | None,
    reoffending_band: str | None,
    sex: str | None,
    ethnicity: str | None,
    requirements: list[str],
) -> Traits:
    return Traits(
        kind=kind,
        sentence_type=sentence_type,
        offence_group=offence_group,
        reoffending_band=reoffending_band,
        sex=sex,
        ethnicity=ethnicity,
        requirements=frozenset(requirements),
    )

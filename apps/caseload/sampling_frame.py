"""Frames of audits: which cases of a region or a contract could be drawn, and who holds them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

# An apparent failure is an absence recorded as unacceptable (contacts and unpaid work sessions, the
# version that stands), a recorded breach, or a recall that was not rescinded. An absence counts for every
# order in force on its day and for the release that the person was then on; a breach for its own order, or
# for the release from its own prison sentence. Where a person is supervised is the period
# that fits the kind of case and runs longest into the window. Source: product (assessment.md).
_ENFORCEMENT = """
with supervised as (
    select distinct person_id from caseload_supervision_periods
    where region_code = any(%(places)s) and start_on <= %(last)s and (end_on is null or end_on >= %(first)s)
), failures as (
    select person_id, scheduled_on as failed_on from caseload_contacts
    where outcome = 'unacceptable_absence' and superseded_at is null and cancelled_at is null
      and scheduled_on between %(first)s and %(last)s and person_id in (select person_id from supervised)
    union all
    select person_id, scheduled_on from caseload_unpaid_work_sessions
    where outcome = 'unacceptable_absence' and superseded_at is null and cancelled_at is null
      and scheduled_on between %(first)s and %(last)s and person_id in (select person_id from supervised)
), breached as (
    select sentence_id, relevant_failure_on as failed_on from caseload_breaches
    where relevant_failure_on between %(first)s and %(last)s
      and person_id in (select person_id from supervised)
), cases as (
    select s.sentence_id as case_id, s.person_id, 'order' as kind
    from caseload_sentences s join failures f on f.person_id = s.person_id
    where s.sentence_type in ('community_order', 'suspended_sentence_order')
      and f.failed_on >= s.sentenced_on and (s.ended_on is null or f.failed_on <= s.ended_on)
    union
    select r.release_id, r.person_id, 'licence'
    from failures f
    cross join lateral (
        select release_id, person_id, supervision_ends_on from caseload_releases
        where person_id = f.person_id and released_on <= f.failed_on and release_type <> 'temporary'
        order by released_on desc, release_id limit 1
    ) r
    where r.supervision_ends_on is null or r.supervision_ends_on >= f.failed_on
    union
    select s.sentence_id, s.person_id, 'order'
    from breached b join caseload_sentences s on s.sentence_id = b.sentence_id
    where s.sentence_type in ('community_order', 'suspended_sentence_order')
    union
    select r.release_id, r.person_id, 'licence'
    from breached b
    cross join lateral (
        select release_id, person_id from caseload_releases
        where sentence_id = b.sentence_id and released_on <= b.failed_on and release_type <> 'temporary'
        order by released_on desc, release_id limit 1
    ) r
    union
    select r.release_id, r.person_id, 'licence' from caseload_recalls r
    where r.rescinded_on is null and r.person_id in (select person_id from supervised)
      and (r.decided_at at time zone 'Europe/London')::date between %(first)s and %(last)s
)
select p.region_code as place, c.case_id, c.person_id, c.kind, p.unit_code as unit,
       coalesce(s.risk_of_serious_harm, %(unknown)s) as level,
       coalesce(p.practitioner_code, '') as practitioner_code, coalesce(p.manager_code, '') as manager_code
from cases c
left join caseload_releases r on r.release_id = c.case_id
left join caseload_sentences s on s.sentence_id = coalesce(r.sentence_id, c.case_id)
cross join lateral (
    select * from caseload_supervision_periods
    where person_id = c.person_id and start_on <= %(last)s and (end_on is null or end_on >= %(first)s)
    order by (kind in ('community', 'unpaid_work_only')) = (c.kind = 'order') desc,
             coalesce(end_on, date '9999-12-31') desc, start_on desc, period_id
    limit 1
) p
where p.region_code = any(%(places)s)
order by c.case_id
"""


# A case starts with its order, or with the first release of its prison sentence: a licence that goes on after
# a recall started before, and a release on temporary licence starts nothing. Ended cases stay in: what was
# done until then can be marked. A quashed sentence never stood, and a person who moved out of England and
# Wales since, and did not come back, took the file along: both are left out. The region and holder are those
# of the last period of supervision that fits the kind of case, since the work of all the months until the
# draw is marked. Source: product.
_STARTED = """
with cases as (
    select sentence_id as case_id, person_id, 'order' as kind, sentenced_on as started_on, sentence_id
    from caseload_sentences
    where sentence_type in ('community_order', 'suspended_sentence_order')
      and sentenced_on between %(first)s and %(last)s
    union all
    select release_id, person_id, 'licence', released_on, sentence_id from caseload_releases r
    where release_type <> 'temporary' and not after_recall and released_on between %(first)s and %(last)s
      and not exists (
        select 1 from caseload_releases before
        where before.sentence_id = r.sentence_id and before.release_type <> 'temporary'
          and (before.released_on, before.release_id) < (r.released_on, r.release_id))
)
select p.region_code as place, c.case_id, c.person_id, c.kind, p.unit_code as unit,
       coalesce(s.risk_of_serious_harm, %(unknown)s) as level,
       coalesce(p.practitioner_code, '') as practitioner_code, coalesce(p.manager_code, '') as manager_code
from cases c
left join caseload_sentences s on s.sentence_id = c.sentence_id
cross join lateral (
    select * from caseload_supervision_periods
    where person_id = c.person_id and (end_on is null or end_on >= c.started_on)
    order by (kind in ('community', 'unpaid_work_only')) = (c.kind = 'order') desc,
             coalesce(end_on, date '9999-12-31') desc, start_on desc, period_id
    limit 1
) p
where p.region_code = any(%(places)s)
  and (s.end_reason is null or s.end_reason <> 'quashed')
  and not exists (
    select 1 from caseload_transfers_out
    where person_id = c.person_id and transferred_on >= greatest(c.started_on, p.start_on))
order by c.case_id
"""
# A referral made by mistake or twice is none; one that was withdrawn for another reason was the supplier's
# while it lasted. The unit and holder are those on the day of the referral, with whom the supplier works;
# where nobody supervised the person yet, the first after it. Source: product, PM CRS QM1 and QM2.
_REFERRALS = """
select f.contract_id as place, f.referral_id as case_id, f.person_id, 'referral' as kind,
       coalesce(p.unit_code, 'none') as unit,
       case when f.withdrawn_on is not null then 'withdrawn'
            when f.ended_on is not null then 'ended' else 'open' end as level,
       coalesce(p.practitioner_code, '') as practitioner_code, coalesce(p.manager_code, '') as manager_code
from caseload_crs_referrals f
left join lateral (
    select * from caseload_supervision_periods
    where person_id = f.person_id and (end_on is null or end_on >= f.referred_on)
    order by start_on, coalesce(end_on, date '9999-12-31') desc, period_id
    limit 1
) p on true
where f.contract_id = any(%(places)s) and f.referred_on between %(first)s and %(last)s
  and (f.withdrawal_reason is null or f.withdrawal_reason not in ('made_by_mistake', 'duplicate'))
order by f.referral_id
"""
UNKNOWN_LEVEL = "not_recorded"
FrameRow = Mapping[str, Any]


@dataclass(frozen=True)
class FrameQuery:
    """A statement that gives the cases of the frames of some places, by case id, and what it needs to know.

    It takes `places`, `first` and `last` (both days inclusive) beside `values`. Columns: place, case_id,
    person_id, kind, unit, level, practitioner_code, manager_code.
    """

    statement: str
    values: Mapping[str, str] = field(default_factory=dict)


# Orders and licences with an apparent failure in the window; level: risk of serious harm of the sentence.
ENFORCEMENT = FrameQuery(_ENFORCEMENT, {"unknown": UNKNOWN_LEVEL})
# Orders and licences that began in the window and that the region holds.
STARTED = FrameQuery(_STARTED, {"unknown": UNKNOWN_LEVEL})
# Referrals to a contract, which is the place, in the window; level: open, ended or withdrawn.
REFERRED = FrameQuery(_REFERRALS)


def frame_rows(
    query: FrameQuery, places: Collection[str], *, first_on: date, last_on: date
) -> dict[str, list[FrameRow]]:
    """Place -> the cases of its frame, by id; a place without a case has an empty list.

    One query for all places, which costs little more than one for one.
    """
    found: dict[str, list[FrameRow]] = {place: [] for place in places}
    for row in _rows(query.statement, places=list(found), first=first_on, last=last_on, **query.values):
        found[row["place"]].append({name: value for name, value in row.items() if name != "place"})
    return found


def frame_counts(
    query: FrameQuery, places: Collection[str], *, first_on: date, last_on: date
) -> dict[str, list[list[Any]]]:
    """Place -> rows [kind, unit, level, cases] of its frame, in that order; no case: an empty list."""
    found: dict[str, list[list[Any]]] = {place: [] for place in places}
    counted = _COUNTED.format(query.statement)
    for row in _rows(counted, places=list(found), first=first_on, last=last_on, **query.values):
        found[row["place"]].append([row["kind"], row["unit"], row["level"], row["cases"]])
    return found


_COUNTED = """
select place, kind, unit, level, count(*) as cases from ({}) frame group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""


def enforcement_frame(*, region_code: str, first_on: date, last_on: date) -> list[FrameRow]:
    """One region's cases for an audit of enforcement."""
    return frame_rows(ENFORCEMENT, [region_code], first_on=first_on, last_on=last_on)[region_code]


def started_frame(*, region_code: str, first_on: date, last_on: date) -> list[FrameRow]:
    """One region's orders and licences that began in the window."""
    return frame_rows(STARTED, [region_code], first_on=first_on, last_on=last_on)[region_code]


def referral_frame(*, contract_id: str, first_on: date, last_on: date) -> list[FrameRow]:
    """One contract's referrals in the window."""
    return frame_rows(REFERRED, [contract_id], first_on=first_on, last_on=last_on)[contract_id]


def _rows(statement: str, **values: Any) -> list[FrameRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

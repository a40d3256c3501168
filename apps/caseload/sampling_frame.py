"""The frame of the enforcement audit: the orders and licences with an apparent failure in a window."""

from collections.abc import Mapping
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
    where region_code = %(region)s and start_on <= %(last)s and (end_on is null or end_on >= %(first)s)
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
select c.case_id, c.person_id, c.kind, p.unit_code as unit,
       coalesce(p.practitioner_code, '') as practitioner_code, coalesce(p.manager_code, '') as manager_code
from cases c
cross join lateral (
    select * from caseload_supervision_periods
    where person_id = c.person_id and start_on <= %(last)s and (end_on is null or end_on >= %(first)s)
    order by (kind in ('community', 'unpaid_work_only')) = (c.kind = 'order') desc,
             coalesce(end_on, date '9999-12-31') desc, start_on desc, period_id
    limit 1
) p
where p.region_code = %(region)s
order by c.case_id
"""


def enforcement_frame(*, region_code: str, first_on: date, last_on: date) -> list[Mapping[str, Any]]:
    """The cases of a region, sorted by case id; both days are inclusive, no case gives an empty list.

    Columns: case_id, person_id, kind (order or licence), unit, practitioner_code, manager_code.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ENFORCEMENT, {"region": region_code, "first": first_on, "last": last_on})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

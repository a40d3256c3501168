"""Frames of audits of single pieces of work: unpaid work, programmes, releases, reports for courts."""

from apps.caseload.sampling_frame import UNKNOWN_LEVEL, FrameQuery

# A requirement counts from the day on which a court imposed it, at sentence or after a breach. Ended ones
# stay in: what was done until then can be marked. The region and holder are those of the last period of
# supervision that fits, as for started cases, since the work of all the months until the draw is marked.
# Source: product.
_UNPAID_WORK = """
with cases as (
    select q.requirement_id as case_id, s.person_id, q.imposed_on, s.risk_of_serious_harm,
           case when exists (
               select 1 from caseload_requirements other
               where other.sentence_id = q.sentence_id and other.requirement_type <> 'unpaid_work'
           ) then 'unpaid_work' else 'unpaid_work_only' end as kind
    from caseload_requirements q join caseload_sentences s on s.sentence_id = q.sentence_id
    where q.requirement_type = 'unpaid_work' and q.imposed_on between %(first)s and %(last)s
      and s.end_reason is distinct from 'quashed'
)
select p.region_code as place, c.case_id, c.person_id, c.kind, p.unit_code as unit,
       coalesce(c.risk_of_serious_harm, %(unknown)s) as level,
       coalesce(p.practitioner_code, '') as practitioner_code, coalesce(p.manager_code, '') as manager_code
from cases c
cross join lateral (
    select * from caseload_supervision_periods
    where person_id = c.person_id and (end_on is null or end_on >= c.imposed_on)
    order by kind in ('community', 'unpaid_work_only') desc,
             coalesce(end_on, date '9999-12-31') desc, start_on desc, period_id
    limit 1
) p
where p.region_code = any(%(places)s)
  and not exists (
    select 1 from caseload_transfers_out
    where person_id = c.person_id and transferred_on >= greatest(c.imposed_on, p.start_on))
order by c.case_id
"""


# On a programme is who began it by the last day of the window and had not ended it before the first; and who
# left it within the window without a session, since how an unsuitable person is sent back is asked about. Who
# still waits for the first session is not: nothing of it can be marked. What a prison delivered is the
# prison's. The region and holder are those of the period of supervision that fits the sentence and runs
# longest into the days on the programme. Source: product.
_PROGRAMMES = """
with cases as (
    select e.episode_id as case_id, e.person_id, g.area,
           greatest(coalesce(e.started_on, e.ended_on), %(first)s) as first_on,
           least(coalesce(e.ended_on, %(last)s), %(last)s) as last_on,
           s.sentence_type in ('community_order', 'suspended_sentence_order') as ordered
    from caseload_programme_episodes e
    join caseload_programmes g on g.programme_code = e.programme_code and g.kind = %(programmes)s
    join caseload_sentences s on s.sentence_id = e.sentence_id
    where e.delivered_in <> 'custody' and s.end_reason is distinct from 'quashed'
      and coalesce(e.started_on, e.ended_on) <= %(last)s
      and (e.ended_on is null or e.ended_on >= %(first)s)
)
select p.region_code as place, c.case_id, c.person_id, %(kind)s as kind, p.unit_code as unit,
       c.area as level,
       coalesce(p.practitioner_code, '') as practitioner_code, coalesce(p.manager_code, '') as manager_code
from cases c
cross join lateral (
    select * from caseload_supervision_periods
    where person_id = c.person_id and start_on <= c.last_on and (end_on is null or end_on >= c.first_on)
    order by (kind in ('community', 'unpaid_work_only')) = c.ordered desc,
             coalesce(end_on, date '9999-12-31') desc, start_on desc, period_id
    limit 1
) p
where p.region_code = any(%(places)s)
  and not exists (
    select 1 from caseload_transfers_out
    where person_id = c.person_id and transferred_on >= greatest(c.first_on, p.start_on))
order by c.case_id
"""


# A release on temporary licence ends in prison again, and who is released by the court after remand never
# served the sentence inside: neither could be prepared. A release after a recall could, and is a kind of its
# own. The region and holder are those of the day of release, who did the work before it; where nobody
# supervised the person yet, the first after it, or the region of the prison. Source: product.
_RELEASES = """
with cases as (
    select r.release_id as case_id, r.person_id, r.released_on, r.prison_region_code,
           case when r.after_recall then 'release_after_recall' else 'release' end as kind,
           s.risk_of_serious_harm
    from caseload_releases r join caseload_sentences s on s.sentence_id = r.sentence_id
    where r.released_on between %(first)s and %(last)s and r.release_type <> 'temporary'
      and r.release_route is distinct from 'court_after_remand' and s.end_reason is distinct from 'quashed'
)
select coalesce(p.region_code, c.prison_region_code) as place, c.case_id, c.person_id, c.kind,
       coalesce(p.unit_code, %(nowhere)s) as unit, coalesce(c.risk_of_serious_harm, %(unknown)s) as level,
       coalesce(p.practitioner_code, '') as practitioner_code, coalesce(p.manager_code, '') as manager_code
from cases c
left join lateral (
    select * from caseload_supervision_periods
    where person_id = c.person_id and (end_on is null or end_on >= c.released_on)
    order by kind in ('licence', 'post_sentence_supervision') desc, start_on,
             coalesce(end_on, date '9999-12-31') desc, period_id
    limit 1
) p on true
where coalesce(p.region_code, c.prison_region_code) = any(%(places)s)
  and not exists (
    select 1 from caseload_transfers_out
    where person_id = c.person_id and transferred_on >= greatest(c.released_on, p.start_on))
order by c.case_id
"""


# A report belongs to the region of the court that had it. Court teams belong to no delivery unit of the
# extract, and who wrote the report is not in it: the holder is who supervised the person on that day or first
# after it, and may not mark the report either. Source: product.
_COURT_REPORTS = """
select c.court_region_code as place, c.report_id as case_id, c.person_id, 'court_report' as kind,
       %(nowhere)s as unit, c.report_type as level,
       coalesce(p.practitioner_code, '') as practitioner_code, coalesce(p.manager_code, '') as manager_code
from caseload_court_reports c
left join lateral (
    select * from caseload_supervision_periods
    where person_id = c.person_id and (end_on is null or end_on >= c.completed_on)
    order by start_on, coalesce(end_on, date '9999-12-31') desc, period_id
    limit 1
) p on true
where c.completed_on between %(first)s and %(last)s and c.court_region_code = any(%(places)s)
order by c.report_id
"""
NO_UNIT = "none"

# Unpaid work imposed in the window; kind: unpaid_work_only where the sentence asks for nothing else.
UNPAID_WORK = FrameQuery(_UNPAID_WORK, {"unknown": UNKNOWN_LEVEL})
# Who was on an accredited programme in the window; level: the programme's area.
PROGRAMMES = FrameQuery(_PROGRAMMES, {"programmes": "accredited_programme", "kind": "programme"})
# The same of structured interventions; approved toolkits are the practitioner's own work and none of them.
INTERVENTIONS = FrameQuery(_PROGRAMMES, {"programmes": "structured_intervention", "kind": "intervention"})
# Releases from prison in the window; kind: release or release_after_recall.
RELEASES = FrameQuery(_RELEASES, {"unknown": UNKNOWN_LEVEL, "nowhere": NO_UNIT})
# Reports that the region's courts had in the window; level: the report's type, unit: none.
COURT_REPORTS = FrameQuery(_COURT_REPORTS, {"nowhere": NO_UNIT})

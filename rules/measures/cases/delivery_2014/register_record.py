"""OM046 in plain Python: records that the violent and sex offender register must hold."""

from collections.abc import Iterator

from rules.measures.cases.case import Asked, Case
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_of, rank


def cases(asked: Asked) -> Iterator[Case]:
    """Every record about the person that is required, made or not."""
    records = asked.events.visor_records
    for record in records:
        on = record.required_from
        created = record.created_on is not None
        found = Occurrence(
            id=record.visor_record_id,
            person_id=record.person_id,
            since_on=on,
            trigger_on=on,
            due_on=on,
            what="Record required from",
            quashed_on=quashed_of(asked, None, on, on),
            rank=rank(record.visor_record_id, [r.visor_record_id for r in records if r.required_from == on]),
        )
        facts = {
            "created": int(created),
            "unchecked": int(created and record.appropriate is None),
            "appropriate": int(created and record.appropriate == "yes"),
        }
        yield from case_of(asked, found, facts, [(record.created_on, "Record made", "met")])

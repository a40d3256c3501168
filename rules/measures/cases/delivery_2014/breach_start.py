"""OM005 in plain Python: failures that oblige enforcement, and the start of breach proceedings."""

from collections.abc import Iterator

from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_on, rank, sentence_of


def cases(asked: Asked) -> Iterator[Case]:
    """Every failure of the person that obliges enforcement."""
    for breach in asked.events.breaches:
        on = breach.relevant_failure_on
        due_on = r.due_after(asked, on, asked.number("clock_business_days"))
        if due_on is None:
            continue
        sentence = sentence_of(asked, breach.sentence_id)
        same_day = [b.breach_id for b in asked.events.breaches if b.relevant_failure_on == on]
        found = Occurrence(
            id=breach.breach_id,
            person_id=breach.person_id,
            since_on=on,
            trigger_on=on,
            due_on=due_on,
            what="Unacceptable failure to comply",
            rank=rank(breach.breach_id, same_day),
            home_region=sentence.court_region_code if sentence else None,
            quashed_on=quashed_on(sentence),
            has_clock=True,
        )
        facts = {
            "begun_days_after_due": days_after(breach.begun_on, due_on),
            "begun_found": int(breach.begun_on is not None),
        }
        yield from case_of(asked, found, facts, [(breach.begun_on, "Breach proceedings begun", "met")])

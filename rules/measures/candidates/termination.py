"""What the measures at the end of a sentence share: sentences that ended, judged on their last day."""

from collections.abc import Sequence

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# The last day of the sentence is trigger and due day in one: what was to be done is done by then.
_ENDED = """ended AS (
  SELECT s.sentence_id, s.person_id, s.sentence_type, s.offence_group, s.end_reason,
    s.sentenced_on AS began_on, s.ended_on AS trigger_on, s.ended_on AS due_on, d.counts_in,
    s.court_region_code AS home_region, {quashed_on} AS quashed_on
  FROM caseload_sentences s
  JOIN counted_days d ON d.day = s.ended_on)"""


def tables(request: Request, occurrences: Sequence[str]) -> list[str]:
    """Common table expressions around those that make `occurrences` from `ended`.

    ended(sentence_id, person_id, sentence_type, offence_group, end_reason, began_on, trigger_on, due_on,
    counts_in, home_region, quashed_on): sentences that ended in the months asked for.
    """
    return [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.place_until_cte(request.number("place_business_days")),
        f.COUNTED_DAYS_CTE,
        _ENDED.format(quashed_on=f.quashed_on("s")),
        *occurrences,
        f.PLACES_CTE,
        f.transfers_since_cte("began_on"),
    ]


JOINS = (f.DEATHS, f.by_occurrence("transfers"))


def facts(request: Request) -> dict[str, str]:
    """Early exit since the sentence, and whether the end lies ahead."""
    return {**f.EARLY_EXITS, "due_days_after_as_at": f"o.due_on - {f.day(request.as_at)}"}

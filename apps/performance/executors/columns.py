"""The columns of what a run leaves behind, in their order."""

from apps.performance.models import VERDICT_COUNTS
from rules.facts import Verdict

CELL_COLUMNS = (
    "measure",
    "edition",
    "period",
    "region",
    "unit",
    "numerator",
    "denominator",
    *(verdict for verdict in VERDICT_COUNTS if verdict != "numerator"),
)
VERDICT_COLUMNS = (
    "measure",
    "edition",
    "occurrence_id",
    "person_id",
    "region",
    "unit",
    "counts_in",
    "due_on",
    "verdict",
    "reason",
)
VINTAGE_COLUMNS = (*VERDICT_COLUMNS[:7], "trigger_on", *VERDICT_COLUMNS[7:])


def counts_of_a_cell() -> dict[str, str]:
    """Column of a cell -> the SQL that counts it over judged rows."""
    counted = ", ".join(f"'{verdict}'" for verdict in Verdict if verdict.in_denominator)
    each = {verdict: f"count(*) FILTER (WHERE verdict = '{verdict}')" for verdict in VERDICT_COUNTS}
    return {"denominator": f"count(*) FILTER (WHERE verdict IN ({counted}))", **each}

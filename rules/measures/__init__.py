"""The measures: candidates from the caseload, judged by the ordered verdicts of their definitions.

`run_sql` judges a whole caseload in the database, `judge` one person in plain Python, `explain` says why.
"""

from rules.measures.explain import UnknownOccurrence, explain
from rules.measures.judging import judge
from rules.measures.run import run_sql, run_steps

__all__ = ["UnknownOccurrence", "explain", "judge", "run_sql", "run_steps"]

"""Pages of the auditor: own cases, facts, sections, submission."""

from apps.assessments.views.cases import case, my_cases, result
from apps.assessments.views.evidence import evidence, evidence_file, strike
from apps.assessments.views.facts import autosave_fact, facts
from apps.assessments.views.reopening import ask_to_reopen
from apps.assessments.views.sections import autosave_answer, section
from apps.assessments.views.submission import submission

__all__ = [
    "ask_to_reopen",
    "autosave_answer",
    "autosave_fact",
    "case",
    "evidence",
    "evidence_file",
    "facts",
    "my_cases",
    "result",
    "section",
    "strike",
    "submission",
]

"""Reads of what the measures found, narrowed to what the viewer may see."""

from apps.performance.queries.cases import Case, CaseFilter, cases
from apps.performance.queries.cells import Series, breakdown, cells_for, series
from apps.performance.queries.changes import Change, largest_changes
from apps.performance.queries.explanations import ExplainedCase, explained, explained_for
from apps.performance.queries.figures import Counts, Figure, TargetShown
from apps.performance.queries.places import Place, place_for, places_for
from apps.performance.queries.runs import RunState, current_run, run_state, runs

__all__ = [
    "Case",
    "CaseFilter",
    "Change",
    "Counts",
    "ExplainedCase",
    "Figure",
    "Place",
    "RunState",
    "Series",
    "TargetShown",
    "breakdown",
    "cases",
    "cells_for",
    "current_run",
    "explained",
    "explained_for",
    "largest_changes",
    "place_for",
    "places_for",
    "run_state",
    "runs",
    "series",
]

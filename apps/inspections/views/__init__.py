"""Pages of inspections."""

from apps.inspections.views.cases import cases, cases_csv, cohort_csv, draw_cases
from apps.inspections.views.pack import build_pack, pack, pack_table
from apps.inspections.views.plan import (
    change_plan,
    drop,
    inspection,
    inspections,
    leave_team,
    new_inspection,
    next_stage,
    team,
)

__all__ = [
    "build_pack",
    "cases",
    "cases_csv",
    "change_plan",
    "cohort_csv",
    "draw_cases",
    "drop",
    "inspection",
    "inspections",
    "leave_team",
    "new_inspection",
    "next_stage",
    "pack",
    "pack_table",
    "team",
]

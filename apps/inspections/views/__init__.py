"""Pages of inspections."""

from apps.inspections.views.baseline import baseline, baseline_table
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
from apps.inspections.views.ratings import (
    judgements_csv,
    panel,
    panel_csv,
    rate_standard,
    ratings,
    rules_yaml,
)
from apps.inspections.views.standards import (
    standards,
    standards_changes,
    standards_changes_table,
    standards_edition,
    standards_file,
    standards_table,
)
from apps.inspections.views.standards_drafts import (
    discard_standards,
    hand_in_standards,
    publish_standards,
    standards_draft,
    standards_draft_file,
)
from apps.inspections.views.survey import close_survey, reply, survey, survey_links, survey_table

__all__ = [
    "baseline",
    "baseline_table",
    "build_pack",
    "cases",
    "cases_csv",
    "change_plan",
    "close_survey",
    "cohort_csv",
    "discard_standards",
    "draw_cases",
    "drop",
    "hand_in_standards",
    "inspection",
    "inspections",
    "judgements_csv",
    "leave_team",
    "new_inspection",
    "next_stage",
    "pack",
    "pack_table",
    "panel",
    "panel_csv",
    "publish_standards",
    "rate_standard",
    "ratings",
    "reply",
    "rules_yaml",
    "standards",
    "standards_changes",
    "standards_changes_table",
    "standards_draft",
    "standards_draft_file",
    "standards_edition",
    "standards_file",
    "standards_table",
    "survey",
    "survey_links",
    "survey_table",
    "team",
]

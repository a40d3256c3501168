"""Who may open which address of inspections: see `routes`."""

from dataclasses import replace

from tests.security.route import Route, at, fixed


def of_team(method: str = "get", *, verb: str = "view_inspections", **more: str) -> Route:
    """A page of an inspection: whoever plans inspections sees every one, others those of their teams."""
    return Route(
        verbs=(verb,),
        method=method,
        inside=at(inspection_id="inspection", **more),
    )


def of_the_lead(method: str = "get", **more: str) -> Route:
    return of_team(method, verb="plan_inspection", **more)


READS_STANDARDS = Route(verbs=("view_standards",))


def an_edition() -> Route:
    return replace(READS_STANDARDS, inside=at(edition_id="standards_edition"))


def of_a_draft(method: str = "get") -> Route:
    return Route(verbs=("load_standards",), method=method, inside=at(draft_id="standards_draft"))


INSPECTION_ROUTES: dict[str, Route] = {
    "inspections:list": Route(verbs=("view_inspections",)),
    "inspections:new": Route(verbs=("plan_inspection",)),
    "inspections:inspection": of_team(),
    "inspections:change_plan": of_the_lead(),
    "inspections:team": of_the_lead(),
    "inspections:leave_team": of_the_lead("post", member_id="panel_member"),
    "inspections:next_stage": of_the_lead("post"),
    "inspections:drop": of_the_lead(),
    "inspections:pack": of_team(),
    "inspections:build_pack": of_the_lead("post"),
    "inspections:pack_table-csv": of_team(),
    "inspections:pack_table-sheet": of_team(kind="a_sheet_kind"),
    "inspections:cases": of_team(),
    "inspections:draw_cases": of_the_lead("post"),
    "inspections:cases_csv": of_team(),
    "inspections:cohort_csv": of_team(),
    # Ratings and the panel
    "inspections:ratings": of_team(),
    "inspections:rate_standard": of_team(verb="rate_standard", standard="a_standard_of_evidence"),
    "inspections:judgements_csv": of_team(),
    "inspections:panel_csv": of_team(),
    "inspections:rules_yaml": of_team(),
    "inspections:panel": of_team(),
    "inspections:baseline": Route(verbs=("view_inspections",)),
    "inspections:baseline_table-csv": Route(verbs=("view_inspections",)),
    "inspections:baseline_table-sheet": Route(verbs=("view_inspections",), inside=at(kind="a_sheet_kind")),
    # Standards
    "inspections:standards": READS_STANDARDS,
    "inspections:standards_changes": READS_STANDARDS,
    "inspections:standards_changes_table-csv": READS_STANDARDS,
    "inspections:standards_changes_table-sheet": replace(READS_STANDARDS, inside=fixed(kind="ods")),
    "inspections:standards_edition": an_edition(),
    "inspections:standards_file": an_edition(),
    "inspections:standards_table-csv": an_edition(),
    "inspections:standards_table-sheet": replace(
        READS_STANDARDS, inside=at(edition_id="standards_edition", kind="a_sheet_kind")
    ),
    "inspections:hand_in_standards": Route(verbs=("load_standards",)),
    "inspections:standards_draft": of_a_draft(),
    "inspections:standards_draft_file": of_a_draft(),
    "inspections:publish_standards": of_a_draft("post"),
    "inspections:discard_standards": of_a_draft("post"),
}

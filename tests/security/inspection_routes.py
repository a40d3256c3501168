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


def of_reviewers(**more: str) -> Route:
    """A page for who leads the inspection or assures its quality: others of its team stay blind."""
    blind = "reads no colleague's assessment"
    return replace(of_team(**more), refused={"inspector": blind, "ratings_panel": blind})


READS_STANDARDS = Route(verbs=("view_standards",))


def an_edition() -> Route:
    return replace(READS_STANDARDS, inside=at(edition_id="standards_edition"))


def of_a_draft(method: str = "get") -> Route:
    return Route(verbs=("load_standards",), method=method, inside=at(draft_id="standards_draft"))


def of_the_body(verb: str, thing: str, method: str = "get", **more: str) -> Route:
    """A page for the inspected body alone: another region's does not exist for it."""
    return Route(
        verbs=(verb,),
        method=method,
        inside=at(inspection_id=thing, **more),
        outside={"any": at(inspection_id=f"{thing}_elsewhere", **more)},
    )


def of_a_published(**more: str) -> Route:
    return Route(
        verbs=("view_published_inspections",), inside=at(inspection_id="published_inspection", **more)
    )


INSPECTION_ROUTES: dict[str, Route] = {
    "inspections:list": Route(verbs=("view_inspections",)),
    "inspections:new": Route(verbs=("plan_inspection",)),
    "inspections:inspection": of_team(),
    "inspections:change_plan": of_the_lead(),
    "inspections:team": of_the_lead(),
    "inspections:leave_team": of_the_lead("post", member_id="panel_member"),
    "inspections:next_stage": of_the_lead("post"),
    "inspections:drop": of_the_lead(),
    "inspections:take_over": of_the_lead(),
    "inspections:pack": of_team(),
    "inspections:build_pack": of_the_lead("post"),
    "inspections:pack_table-csv": of_team(),
    "inspections:pack_table-sheet": of_team(kind="a_sheet_kind"),
    "inspections:cases": of_team(),
    "inspections:draw_cases": of_the_lead("post"),
    "inspections:cases_csv": of_team(),
    "inspections:cohort_csv": of_team(),
    "inspections:agreement": of_reviewers(),
    "inspections:agreement_table-csv": of_reviewers(),
    "inspections:agreement_table-sheet": of_reviewers(kind="a_sheet_kind"),
    "inspections:differences": of_reviewers(assignment_id="compared_assessment"),
    # Ratings and the panel
    "inspections:ratings": of_team(),
    "inspections:rate_standard": of_team(verb="rate_standard", standard="a_standard_of_evidence"),
    "inspections:judgements_csv": of_team(),
    "inspections:panel_csv": of_team(),
    "inspections:rules_yaml": of_team(),
    "inspections:panel": of_team(),
    # Quality assurance of case assessments
    "inspections:quality": of_team(),
    "inspections:quality_table-csv": of_team(),
    "inspections:quality_table-sheet": of_team(kind="a_sheet_kind"),
    "inspections:draw_dip": of_the_lead("post"),
    "inspections:check_case": Route(
        verbs=("view_inspections",),
        inside=at(inspection_id="inspection", assignment_id="compared_assessment"),
        refused={
            "inspector": "assessed the case, and nobody has checked it yet",
            "ratings_panel": "has nothing to do with single cases",
        },
    ),
    "inspections:quality_findings": of_the_lead(),
    "inspections:findings_table-csv": of_the_lead(),
    "inspections:findings_table-sheet": of_the_lead(kind="a_sheet_kind"),
    # Joint cases
    "inspections:joint": of_team(),
    "inspections:joint_table-csv": of_team(),
    "inspections:joint_table-sheet": of_team(kind="a_sheet_kind"),
    "inspections:end_joint": of_the_lead("post", joint_id="a_joint_case"),
    "inspections:joint_mine": Route(verbs=("assess_jointly",)),
    "inspections:joint_view": Route(verbs=("assess_jointly",), inside=at(joint_id="a_joint_case")),
    # Talks with people on probation
    "inspections:talks": of_team(),
    "inspections:talk_guide": of_team(guide="a_kind_of_talk"),
    "inspections:record_talk": of_team(verb="enter_evidence", guide="a_kind_of_talk"),
    "inspections:talk": of_team(talk_id="a_talk"),
    "inspections:strike_talk": of_team("post", verb="enter_evidence", talk_id="a_talk"),
    "inspections:talks_table-csv": of_team(),
    "inspections:talks_table-sheet": of_team(kind="a_sheet_kind"),
    # The evidence register
    "inspections:register": of_team(),
    "inspections:enter_evidence": of_team(verb="enter_evidence"),
    "inspections:strike_register_entry": of_team("post", verb="enter_evidence", entry_id="a_register_entry"),
    "inspections:register_file": of_team(entry_id="a_register_entry"),
    "inspections:register_table-csv": of_team(),
    "inspections:register_table-sheet": of_team(kind="a_sheet_kind"),
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
    # Views of people on probation; the page behind a link is everybody's who has the link
    "inspections:survey": of_team(),
    "inspections:survey_links": of_team("post", verb="run_survey"),
    "inspections:close_survey": of_team("post", verb="run_survey"),
    "inspections:survey_table-csv": of_team(),
    "inspections:survey_table-sheet": of_team(kind="a_sheet_kind"),
    "survey:reply": Route(is_public=True, inside=fixed(secret="unknown")),
    # The report, the inspected body's check and its responses
    "inspections:report": of_team(),
    "inspections:write_section": of_team(verb="rate_standard", section="a_report_section"),
    "inspections:recommend": of_team(verb="rate_standard"),
    "inspections:withdraw_recommendation": of_team("post", verb="rate_standard", row_id="a_recommendation"),
    "inspections:add_practice": of_team(verb="rate_standard"),
    "inspections:withdraw_practice": of_team("post", verb="rate_standard", row_id="a_practice_example"),
    "inspections:answer_point": Route(
        verbs=("rate_standard",), inside=at(inspection_id="checked_inspection", point_id="a_point")
    ),
    "inspections:own": Route(verbs=("respond_to_inspection",)),
    "inspections:accuracy": of_the_body("check_accuracy", "checked_inspection"),
    "inspections:close_accuracy": of_the_body("check_accuracy", "checked_inspection", "post"),
    "inspections:respond": of_the_body(
        "respond_to_inspection", "published_inspection", row_id="a_recommendation_number"
    ),
    "inspections:published": Route(verbs=("view_published_inspections",)),
    "inspections:published_report": of_a_published(),
    "inspections:annex-csv": of_a_published(),
    "inspections:annex-sheet": of_a_published(kind="a_sheet_kind"),
    "reports:inspection": of_a_published(),
    "reports:inspection-progress": of_a_published(),
    "inspections:practice": Route(verbs=("view_published_inspections",)),
    "inspections:year": Route(verbs=("view_published_inspections",)),
    "inspections:year_table-csv": Route(verbs=("view_published_inspections",)),
    "inspections:year_table-sheet": Route(
        verbs=("view_published_inspections",), inside=at(kind="a_sheet_kind")
    ),
}

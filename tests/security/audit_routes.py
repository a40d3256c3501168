"""Who may open which address of scoring, question banks and audits: see `routes`."""

from tests.security.route import Route, at, fixed

PUBLISHED_ROUND = Route(
    verbs=("view_audit_results",),
    inside=at(round_id="published_round"),
    outside={"region": at(round_id="round")},
)
# They score too, but cases of inspections.
INSPECTING = dict.fromkeys(("lead_inspector", "inspector", "local_assessor"), "the case is of an audit")
EXERCISE = Route(
    verbs=("view_moderation", "score_case"),
    inside=at(exercise_id="exercise"),
    refused={
        "auditor": "auditors read the exercises that they take part in",
        "visiting_auditor": "auditors read the exercises that they take part in",
        **INSPECTING,
    },
)
BANK_EDITION = Route(verbs=("view_banks",), inside=at(edition_id="bank_edition"))


def bank_draft(method: str = "get") -> Route:
    return Route(verbs=("publish_bank",), method=method, inside=at(draft_id="bank_draft"))


ANOTHERS_CASE = {"visiting_auditor": "the case is another's to score", **INSPECTING}


def own_case(method: str = "get", **more: str) -> Route:
    """A page about a case to score: whoever else may score is told that there is no such case."""
    return Route(
        verbs=("score_case",),
        method=method,
        inside=at(assignment_id="assignment", **more),
        outside={"any": at(assignment_id="assignment_of_colleague", **more)},
        refused=ANOTHERS_CASE | {"lead_auditor": "the case is another's to score"},
    )


AUDIT_ROUTES: dict[str, Route] = {
    # Scoring: a case is its own auditor's alone.
    "assessments:my_cases": Route(verbs=("score_case",)),
    "assessments:case": own_case(),
    "assessments:facts": own_case(),
    "assessments:autosave_fact": own_case("post", fact_id="a_fact"),
    "assessments:section": own_case(section_id="a_section"),
    "assessments:autosave_answer": own_case("post", question_id="a_question"),
    "assessments:submission": own_case(),
    "assessments:evidence": own_case(),
    "assessments:strike": own_case("post", entry_id="an_evidence_entry"),
    "assessments:evidence_file": Route(
        verbs=("score_case", "assign_cases"),
        inside=at(assignment_id="submitted_assignment", entry_id="a_kept_file"),
        outside={"region": at(assignment_id="assignment_of_colleague", entry_id="a_kept_file")},
        refused=ANOTHERS_CASE,
    ),
    "assessments:result": Route(
        verbs=("score_case", "assign_cases"),
        inside=at(assignment_id="submitted_assignment"),
        outside={"region": at(assignment_id="assignment_of_colleague")},
        refused=ANOTHERS_CASE,
    ),
    "assessments:ask_to_reopen": own_case(),
    # Question banks: one set for the whole service.
    "banks:banks": Route(verbs=("view_banks",)),
    "banks:edition": BANK_EDITION,
    "banks:preview": BANK_EDITION,
    "banks:edition_yaml": BANK_EDITION,
    "banks:edition_xlsx": BANK_EDITION,
    "banks:hand_in": Route(verbs=("publish_bank",)),
    "banks:take_up": Route(verbs=("publish_bank",), method="post", inside=fixed(bank_id="PSR")),
    "banks:draft": bank_draft(),
    "banks:preview_draft": bank_draft(),
    "banks:draft_file": bank_draft(),
    "banks:publish_draft": bank_draft("post"),
    "banks:discard_draft": bank_draft("post"),
    # Audit rounds.
    "audits:scores": Route(verbs=("view_audit_results",)),
    "audits:scores-csv": Route(verbs=("view_audit_results",)),
    "audits:scores-sheet": Route(verbs=("view_audit_results",), inside=fixed(kind="ods")),
    "audits:rounds": Route(verbs=("view_audit_results",)),
    "audits:new": Route(verbs=("open_round",)),
    "audits:round": Route(verbs=("open_round",), inside=at(round_id="round")),
    "audits:draw": Route(verbs=("draw_sample",), method="post", inside=at(round_id="round")),
    "audits:lock": Route(verbs=("open_round",), inside=at(round_id="round")),
    "audits:cases": Route(verbs=("assign_cases",), inside=at(round_id="round")),
    "audits:reassign": Route(
        verbs=("assign_cases",), inside=at(round_id="round", assignment_id="assignment")
    ),
    "audits:reassign_many": Route(verbs=("assign_cases",), inside=at(round_id="round")),
    "audits:cases_csv": Route(verbs=("assign_cases",), inside=at(round_id="round")),
    # Whether somebody marks the case is asked in tests/apps/audits/test_handing.py.
    "audits:give": Route(
        verbs=("assign_cases",),
        inside=at(round_id="round", case_id="case_without_auditor"),
    ),
    "audits:substitute": Route(verbs=("assign_cases",), inside=at(round_id="round", case_id="sampled_case")),
    "audits:board": Route(verbs=("open_round",)),
    "audits:board_csv": Route(verbs=("open_round",)),
    "audits:draw_group": Route(verbs=("draw_sample",), method="post", inside=at(group_id="group")),
    # Contracts: a supplier's own and a region's, once their scores are published.
    "audits:contracts": Route(verbs=("view_contract_results",)),
    "audits:contracts_csv": Route(verbs=("view_contract_results",)),
    "audits:contract_round": Route(
        verbs=("view_contract_results",),
        inside=at(round_id="contract_round"),
        outside={
            "region": at(round_id="contract_round_elsewhere"),
            "supplier": at(round_id="contract_round_of_another"),
        },
    ),
    "audits:change_edition": Route(
        verbs=("assign_cases",),
        inside=at(round_id="round"),
        refused={"lead_auditor": "no newer edition of its bank is published"},
    ),
    "audits:change_plan": Route(verbs=("open_round",), inside=at(round_id="undrawn_round")),
    "audits:withdraw": Route(verbs=("open_round",), inside=at(round_id="undrawn_round")),
    "audits:deadline": Route(verbs=("open_round",), inside=at(round_id="round")),
    "audits:release": own_case(),
    "audits:results": PUBLISHED_ROUND,
    "audits:frame_csv": PUBLISHED_ROUND,
    "audits:draw_csv": PUBLISHED_ROUND,
    "audits:sample_csv": PUBLISHED_ROUND,
    "audits:answers_csv": PUBLISHED_ROUND,
    "audits:facts_csv": PUBLISHED_ROUND,
    # Findings, actions and what practitioners say.
    # Moderation: whoever marks sees nothing of it; the roles that do have the nation for their scope.
    "audits:moderation": Route(verbs=("view_moderation",)),
    "audits:round_moderation": Route(verbs=("view_moderation",), inside=at(round_id="reviewed_round")),
    "audits:choose_seconds": Route(
        verbs=("assign_cases",), method="post", inside=at(round_id="reviewed_round")
    ),
    "audits:reassign_second": Route(
        verbs=("assign_cases",), inside=at(round_id="reviewed_round", assignment_id="waiting_second_mark")
    ),
    "audits:sign_off": Route(verbs=("sign_off_round",), method="post", inside=at(round_id="reviewed_round")),
    "audits:differences": Route(
        verbs=("view_moderation",), inside=at(round_id="compared_round", assignment_id="compared_mark")
    ),
    "audits:reopen": Route(
        verbs=("assign_cases",), inside=at(round_id="compared_round", assignment_id="compared_mark")
    ),
    "audits:agreement": Route(verbs=("view_moderation",), inside=at(round_id="reviewed_round")),
    "audits:agreement_csv": Route(verbs=("view_moderation",), inside=at(round_id="reviewed_round")),
    "audits:new_calibration": Route(verbs=("open_round",), inside=at(round_id="reviewed_round")),
    "audits:calibrations": Route(verbs=("view_moderation", "score_case")),
    "audits:calibration": EXERCISE,
    "audits:calibration_csv": EXERCISE,
    "audits:close_calibration": Route(
        verbs=("open_round",), method="post", inside=at(exercise_id="exercise")
    ),
    "audits:raise_on_round": Route(verbs=("open_round",), inside=at(round_id="round")),
    "audits:raise_on_case": Route(
        verbs=("raise_finding",),
        inside=at(assignment_id="submitted_assignment"),
        outside={"region": at(assignment_id="assignment_of_colleague")},
        refused={"visiting_auditor": "the case is another's"},
    ),
    "audits:questions": Route(verbs=("view_audit_results",)),
    "audits:questions-csv": Route(verbs=("view_audit_results",)),
    "audits:questions-sheet": Route(verbs=("view_audit_results",), inside=fixed(kind="xlsx")),
    "audits:breakdown": PUBLISHED_ROUND,
    "audits:export-csv": Route(
        verbs=("export_audits",), inside=at(round_id="published_round", table="a_result_table")
    ),
    "audits:export-sheet": Route(
        verbs=("export_audits",),
        inside=at(round_id="published_round", table="a_result_table", kind="a_sheet_kind"),
    ),
    "api-audit-rounds": Route(verbs=("view_audit_results",)),
    "api-audit-questions": PUBLISHED_ROUND,
    "api-audit-export": Route(
        verbs=("export_audits",), inside=at(round_id="published_round", table="a_result_table")
    ),
    "audits:findings": Route(verbs=("view_actions",)),
    "audits:findings_csv": Route(verbs=("view_actions",)),
    "audits:finding": Route(
        verbs=("view_actions",),
        inside=at(finding_id="finding"),
        outside={"region": at(finding_id="finding_elsewhere"), "unit": at(finding_id="finding_elsewhere")},
    ),
    "audits:actions": Route(verbs=("view_actions",)),
    "audits:actions_csv": Route(verbs=("view_actions",)),
    "audits:new_action": Route(verbs=("manage_actions",)),
    "audits:action": Route(
        verbs=("view_actions",),
        inside=at(action_id="improvement_action"),
        outside={"region": at(action_id="action_elsewhere"), "unit": at(action_id="action_elsewhere")},
    ),
    "audits:take_step": Route(
        verbs=("manage_actions",),
        method="post",
        inside=at(action_id="improvement_action", step="a_step"),
        outside={
            "region": at(action_id="action_elsewhere", step="a_step"),
            "unit": at(action_id="action_elsewhere", step="a_step"),
        },
    ),
    "audits:sheets": Route(verbs=("view_own_audits",)),
    "audits:sheet": Route(
        verbs=("view_own_audits",),
        inside=at(assignment_id="audited_case_of_practitioner"),
        outside={
            "own": at(assignment_id="audited_case_of_colleague"),
            "unit": at(assignment_id="audited_case_of_other_unit"),
        },
    ),
    "audits:give_feedback": Route(
        verbs=("give_feedback",),
        inside=at(assignment_id="audited_case_of_practitioner"),
        outside={"own": at(assignment_id="audited_case_of_colleague")},
    ),
    "audits:challenges": Route(verbs=("answer_challenge",)),
    "audits:challenge": Route(verbs=("answer_challenge",), inside=at(feedback_id="a_challenge")),
}

"""Who may open which address: one line for each route of the site and of the API.

A route that is missing here fails the build, and so does a line without a route. Where a route is about
one thing (a case, a region, a report), `inside` gives the address of one within everybody's scope and
`outside` one beyond it: for each kind of scope, or under "any" for all of them. A role with the nation for
its scope has nothing outside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.security.world import World

Arguments = Mapping[str, object]
Find = Callable[[World], Arguments]
ScopeKind = str


def nothing(_world: World) -> Arguments:
    return {}


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address.

    `verbs`: any one of them opens it; none means that everyone who is signed in may. `query` is added to
    the address. `refused` names roles that hold a verb and are still answered 404, with the reason.
    """

    verbs: tuple[str, ...] = ()
    is_public: bool = False
    method: str = "get"
    inside: Find = nothing
    outside: Mapping[ScopeKind, Find] = field(default_factory=dict)
    query: Find = nothing
    refused: Mapping[str, str] = field(default_factory=dict)


def at(**given: str) -> Find:
    """Arguments taken from the world by name: `at(pk="report_of_wales")`."""
    return lambda world: {name: world.get(key) for name, key in given.items()}


def fixed(**given: object) -> Find:
    """Arguments that need nothing of the world."""
    return lambda _world: given


PUBLIC = Route(is_public=True)
ANYBODY = Route()
ACCOUNTS = Route(verbs=("manage_users",))
LOG = Route(verbs=("view_system_log",))


def of_person(**more: str) -> Route:
    return Route(verbs=("manage_users",), inside=at(pk="somebody", **more))


WALES, NORTH_WALES = fixed(kind="region", code="H"), fixed(kind="unit", code="H103")
ELSEWHERE = {"region": fixed(kind="region", code="A"), "unit": fixed(kind="unit", code="H104")}
JUDGED_CASE = Route(
    verbs=("view_case",),
    inside=at(measure="measure", occurrence_id="occurrence_of_practitioner"),
    outside={
        "any": at(measure="measure", occurrence_id="occurrence_elsewhere"),
        "own": at(measure="measure", occurrence_id="occurrence_of_colleague"),
    },
)
ONE_RUN = at(run_id="run")

EXTRACTS = Route(verbs=("import_extract",))
CASE = Route(
    verbs=("view_case",),
    inside=at(person_id="person_of_practitioner"),
    outside={"any": at(person_id="person_elsewhere"), "own": at(person_id="person_of_colleague")},
)
PUBLISHED_ROUND = Route(
    verbs=("view_audit_results",),
    inside=at(round_id="published_round"),
    outside={"region": at(round_id="round")},
)
EXERCISE = Route(
    verbs=("view_moderation", "score_case"),
    inside=at(exercise_id="exercise"),
    refused={
        "auditor": "auditors read the exercises that they take part in",
        "visiting_auditor": "auditors read the exercises that they take part in",
    },
)
REPORT = Route(
    verbs=("view_report",),
    inside=fixed(region="H", year="2025-26"),
    outside={"any": fixed(region="A", year="2025-26")},
)


BANK_EDITION = Route(verbs=("view_banks",), inside=at(edition_id="bank_edition"))


def bank_draft(method: str = "get") -> Route:
    return Route(verbs=("publish_bank",), method=method, inside=at(draft_id="bank_draft"))


ANOTHERS_CASE = {"visiting_auditor": "the case is another's to score"}


def own_case(method: str = "get", **more: str) -> Route:
    """A page about a case to score: whoever else may score is told that there is no such case."""
    return Route(
        verbs=("score_case",),
        method=method,
        inside=at(assignment_id="assignment", **more),
        outside={"any": at(assignment_id="assignment_of_colleague", **more)},
        refused=ANOTHERS_CASE | {"lead_auditor": "the case is another's to score"},
    )


def edition(verb: str = "view_report", method: str = "get", **more: str) -> Route:
    """Something of a built edition of a region's report."""
    return Route(
        verbs=(verb,),
        method=method,
        inside=at(pk="edition", **more),
        outside={"any": at(pk="edition_elsewhere", **more)},
    )


def quality_item(verb: str, method: str = "get") -> Route:
    """An item about a case, or a step of it."""
    return Route(
        verbs=(verb,),
        method=method,
        inside=at(item_id="quality_item"),
        outside={"any": at(item_id="quality_item_elsewhere"), "own": at(item_id="quality_item_of_colleague")},
    )


ROUTES: dict[str, Route] = {
    "health": PUBLIC,
    "health_worker": PUBLIC,
    "organisation:sign_in": PUBLIC,
    "organisation:home": ANYBODY,
    "organisation:sign_out": Route(method="post"),
    "organisation:account": ANYBODY,
    "organisation:password": ANYBODY,
    "organisation:regions": ANYBODY,
    "organisation:region": Route(inside=fixed(code="H")),
    "organisation:users": ACCOUNTS,
    "organisation:new_user": ACCOUNTS,
    "organisation:user": of_person(),
    "organisation:temporary_password": of_person(),
    "organisation:account_state": of_person(),
    "organisation:choose_role": of_person(),
    "organisation:assign_role": Route(verbs=("manage_users",), inside=at(pk="somebody", role="a_role")),
    "organisation:end_role": of_person(held_pk="held_role"),
    "organisation:tokens": ACCOUNTS,
    "organisation:make_token": replace(of_person(), method="post"),
    "organisation:end_token": replace(of_person(), method="post"),
    "organisation:system_log": LOG,
    "organisation:recorded_action": Route(verbs=("view_system_log",), inside=at(pk="recorded_action")),
    "api-schema": ANYBODY,
    "api-docs": ANYBODY,
    # Performance.
    "performance:index": Route(verbs=("view_performance",)),
    "performance:place": Route(verbs=("view_performance",), inside=NORTH_WALES, outside=ELSEWHERE),
    "performance:place-csv": Route(verbs=("view_performance",), inside=NORTH_WALES, outside=ELSEWHERE),
    "performance:compare": Route(verbs=("view_performance",)),
    "performance:compare-csv": Route(verbs=("view_performance",)),
    "performance:funnel": Route(verbs=("view_performance",)),
    # There is no funnel of the one delivery unit that a head of it sees.
    "performance:funnel-csv": Route(
        verbs=("view_performance",), refused={"head_of_delivery_unit": "a unit has no parts to compare"}
    ),
    "performance:over-time": Route(verbs=("view_performance",)),
    "performance:over-time-csv": Route(verbs=("view_performance",)),
    "performance:about-figure": Route(
        verbs=("view_performance",),
        inside=fixed(kind="unit", code="H103", measure="SL004"),
        outside={
            "region": fixed(kind="region", code="A", measure="SL004"),
            "unit": fixed(kind="unit", code="H104", measure="SL004"),
        },
    ),
    "performance:place-audits": Route(verbs=("view_performance",), inside=NORTH_WALES, outside=ELSEWHERE),
    "performance:unpaid-work-csv": Route(verbs=("view_performance",)),
    "performance:cases": Route(verbs=("view_missed_cases",)),
    "performance:cases-csv": Route(verbs=("view_missed_cases",)),
    "performance:explain": JUDGED_CASE,
    "performance:targets": Route(verbs=("view_performance",)),
    "performance:targets-csv": Route(verbs=("view_performance",)),
    "performance:propose-targets": Route(verbs=("propose_targets",)),
    "performance:proposal": Route(
        verbs=("view_performance",),
        inside=at(proposal_id="proposal"),
        outside={"any": at(proposal_id="proposal_elsewhere")},
    ),
    "performance:decide-target": Route(verbs=("approve_targets",), inside=at(path_id="path")),
    "performance:return-target": Route(verbs=("propose_targets",), inside=at(path_id="path")),
    "performance:quality": Route(verbs=("view_data_quality",)),
    # A practitioner's own cases make no place that has figures.
    "performance:quality-csv": Route(
        verbs=("view_data_quality",), refused={"practitioner": "own cases are no place"}
    ),
    "performance:quality-findings-csv": Route(verbs=("view_data_quality",)),
    "performance:quality-items": Route(verbs=("view_data_quality",)),
    "performance:quality-items-csv": Route(verbs=("view_data_quality",)),
    "performance:quality-item": quality_item("view_data_quality"),
    "performance:quality-answer": quality_item("answer_data_quality", "post"),
    "performance:quality-hand-over": quality_item("answer_data_quality", "post"),
    "performance:quality-reopen": quality_item("raise_data_quality", "post"),
    "performance:quality-raise": Route(
        verbs=("raise_data_quality",), inside=JUDGED_CASE.inside, outside=JUDGED_CASE.outside
    ),
    "performance:due": Route(verbs=("view_due_list",)),
    "performance:due-csv": Route(verbs=("view_due_list",)),
    "performance:due-subscriptions": Route(verbs=("view_due_list",)),
    "performance:due-make-link": Route(verbs=("view_due_list",), method="post"),
    "performance:due-revoke-link": Route(verbs=("view_due_list",), method="post"),
    "performance:due-digest": Route(verbs=("view_due_list",), method="post"),
    # No session opens it, only the secret in the address; tests/apps/performance/test_due_calendar.py asks
    # what each secret opens.
    "performance:due-feed": Route(is_public=True, inside=fixed(token="unknown")),
    "performance:runs": Route(verbs=("view_runs",)),
    "performance:compare-runs": Route(verbs=("view_runs",)),
    # There is but one run in the demonstration, so there is nothing that moved.
    "performance:moved-csv": Route(
        verbs=("view_runs",),
        refused={"performance_analyst": "one run", "head_of_performance": "one run"},
    ),
    "performance:start-trial": Route(verbs=("run_measures",), method="post", inside=at(extract_id="extract")),
    "performance:start-run": Route(verbs=("run_measures",), method="post"),
    "performance:run": Route(verbs=("view_runs",), inside=ONE_RUN),
    "performance:run-progress": Route(verbs=("view_runs",), inside=ONE_RUN),
    "performance:retry-run": Route(verbs=("run_measures",), method="post", inside=ONE_RUN),
    "performance:give-up-run": Route(verbs=("run_measures",), method="post", inside=ONE_RUN),
    "api-performance-cells": Route(verbs=("view_performance",)),
    "api-performance-figures": Route(verbs=("view_performance",), inside=NORTH_WALES, outside=ELSEWHERE),
    "api-performance-compare": Route(verbs=("view_performance",)),
    "api-performance-funnel": Route(verbs=("view_performance",)),
    "api-performance-over-time": Route(verbs=("view_performance",)),
    "api-events": Route(verbs=("post_events",), method="post"),
    "api-performance-targets": Route(verbs=("view_performance",)),
    "api-performance-quality": Route(verbs=("view_audit_results",)),
    "api-performance-runs": Route(verbs=("view_runs",)),
    "api-performance-explain": JUDGED_CASE,
    # The caseload: extracts, and cases by their reference.
    "caseload:extracts": EXTRACTS,
    "caseload:upload": Route(verbs=("import_extract",), method="post"),
    "caseload:extract": Route(verbs=("import_extract",), inside=at(extract_id="extract")),
    "caseload:put-live": Route(verbs=("put_extract_live",), method="post", inside=at(extract_id="extract")),
    "caseload:job": Route(verbs=("import_extract",), inside=at(job_id="job")),
    "caseload:job-progress": Route(verbs=("import_extract",), inside=at(job_id="job")),
    "caseload:faults": Route(verbs=("import_extract",), inside=at(job_id="refused_job")),
    "caseload:faults-csv": Route(verbs=("import_extract",), inside=at(job_id="refused_job")),
    "caseload:cases": Route(verbs=("view_case",)),
    "caseload:case": CASE,
    "caseload:case-contacts": CASE,
    "caseload:case-measures": CASE,
    "caseload:case-programmes": Route(verbs=("view_eligibility",), inside=CASE.inside, outside=CASE.outside),
    "caseload:directory": Route(verbs=("view_eligibility",)),
    "caseload:directory-csv": Route(verbs=("view_eligibility",)),
    "api-extracts": EXTRACTS,
    "api-extract": Route(verbs=("import_extract",), inside=at(pk="extract")),
    "api-extract-job": Route(verbs=("import_extract",), inside=at(pk="job")),
    "api-extract-faults": Route(verbs=("import_extract",), inside=at(pk="refused_job")),
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
    # Reports: a region's own, and the national analyst.
    "reports:index": Route(verbs=("view_report",)),
    "reports:report": REPORT,
    "reports:build": Route(
        verbs=("build_report",),
        method="post",
        inside=fixed(region="H", year="2025-26"),
        outside={"any": fixed(region="A", year="2025-26")},
    ),
    "reports:edition": edition(),
    "reports:edition-progress": edition(),
    "reports:retry": edition(verb="build_report", method="post"),
    "reports:download": edition(),
    "reports:figures": edition(),
    "reports:figures-file": edition(kind="a_kind"),
    "reports:table-file": edition(key="a_table"),
    "api-reports": Route(verbs=("view_report",)),
    "api-report": edition(),
    "api-report-pdf": edition(),
    "api-report-figures": edition(),
}
# A download in another format is opened by whoever opens its CSV.
ROUTES.update(
    {
        f"performance:{name}-sheet": replace(ROUTES[f"performance:{name}-csv"], inside=fixed(kind="xlsx"))
        for name in (
            "cases",
            "compare",
            "due",
            "funnel",
            "moved",
            "over-time",
            "quality",
            "quality-findings",
            "quality-items",
            "unpaid-work",
        )
    }
)

"""Who may open which address: one line for each route of the site and of the API.

A route that is missing here fails the build, and so does a line without a route. Where a route is about
one thing (a case, a region, a report), `inside` gives the address of one within everybody's scope and
`outside` one beyond it: for each kind of scope, or under "any" for all of them. A role with the nation for
its scope has nothing outside.
"""

from dataclasses import replace

from tests.security.annex_routes import ANNEX_ROUTES
from tests.security.audit_routes import AUDIT_ROUTES
from tests.security.inspection_routes import INSPECTION_ROUTES, of_a_published
from tests.security.planning_routes import PLANNING_ROUTES
from tests.security.report_routes import REPORT_ROUTES
from tests.security.route import Find, Route, at, fixed

__all__ = ["ROUTES", "Find", "Route"]

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
ONE_BATCH = Route(verbs=("build_all_reports",), inside=at(pk="a_batch"))

EXTRACTS = Route(verbs=("import_extract",))
CASE = Route(
    verbs=("view_case",),
    inside=at(person_id="person_of_practitioner"),
    outside={"any": at(person_id="person_elsewhere"), "own": at(person_id="person_of_colleague")},
)
REPORT = Route(
    verbs=("view_report",),
    inside=fixed(region="H", year="2025-26"),
    outside={"any": fixed(region="A", year="2025-26")},
)


def edition(verb: str = "view_report", method: str = "get", **more: str) -> Route:
    """Something of a built edition of a region's report."""
    return Route(
        verbs=(verb,),
        method=method,
        inside=at(pk="edition", **more),
        outside={"any": at(pk="edition_elsewhere", **more)},
    )


def library_file(region: str) -> Find:
    """The PDF of a published edition at its permanent address; nothing of region A is published."""
    where = {"region": region, "year": "2025-26", "document": "annual_report", "language": "en"}
    return lambda world: {**where, "edition": world.get("published_edition"), "form": "pdf"}


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
    "performance:equality": Route(verbs=("view_performance",)),
    "performance:equality-csv": Route(verbs=("view_performance",)),
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
    "performance:beside": Route(verbs=("view_performance",), inside=NORTH_WALES, outside=ELSEWHERE),
    "performance:beside-csv": Route(
        verbs=("view_performance",),
        inside=fixed(place_kind="unit", code="H103"),
        outside={
            "region": fixed(place_kind="region", code="A"),
            "unit": fixed(place_kind="unit", code="H104"),
        },
    ),
    "performance:beside-sheet": Route(
        verbs=("view_performance",),
        inside=fixed(place_kind="unit", code="H103", kind="ods"),
        outside={
            "region": fixed(place_kind="region", code="A", kind="ods"),
            "unit": fixed(place_kind="unit", code="H104", kind="ods"),
        },
    ),
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
    "api-performance-equality": Route(verbs=("view_performance",)),
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
    **AUDIT_ROUTES,
    **INSPECTION_ROUTES,
    **PLANNING_ROUTES,
    **REPORT_ROUTES,
    **ANNEX_ROUTES,
    # Reports: a region's own, and the national analyst.
    "reports:index": Route(verbs=("view_report",)),
    "reports:report": REPORT,
    "reports:build": Route(
        verbs=("build_report",),
        method="post",
        inside=fixed(region="H", year="2025-26"),
        outside={"any": fixed(region="A", year="2025-26")},
    ),
    "reports:library": Route(verbs=("view_report",)),
    "reports:library-file": Route(
        verbs=("view_report",), inside=library_file("H"), outside={"any": library_file("A")}
    ),
    "api-library": Route(verbs=("view_report",)),
    "reports:verify": ANYBODY,
    # Whoever reads a published inspection may have its PDF made; nothing of the inspection changes.
    "reports:inspection-retry": replace(of_a_published(), method="post"),
    "reports:batches": Route(verbs=("build_all_reports",)),
    "reports:batch": ONE_BATCH,
    "reports:batch-progress": ONE_BATCH,
    "reports:batch-retry": replace(ONE_BATCH, method="post"),
    "reports:batch-zip": ONE_BATCH,
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
            "equality",
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

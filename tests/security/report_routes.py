"""Who may open the pages on which annual reports are written, reviewed, approved and published."""

from dataclasses import replace

from tests.security.route import Find, Route, at, fixed
from tests.security.world import World

HERE = {"region": "H", "year": "2025-26"}
ELSEWHERE = {"region": "A", "year": "2025-26"}


def of_report(verb: str, method: str = "get", **more: str) -> Route:
    """Something of the words of a region's report."""
    return Route(
        verbs=(verb,),
        method=method,
        inside=fixed(**HERE, **more),
        outside={"any": fixed(**ELSEWHERE, **more)},
    )


def row(verb: str, key: str) -> Route:
    """A step about one row of the report of Wales; the same row under another region is not there."""

    def find(place: dict[str, str]) -> Find:
        return lambda world: {**place, "pk": world.get(key)}

    return Route(verbs=(verb,), method="post", inside=find(HERE), outside={"any": find(ELSEWHERE)})


def published(world: World) -> dict[str, object]:
    return {**HERE, "number": world.get("published_number")}


READ = Route(verbs=("read_published_reports",))
PUBLISHED = replace(READ, inside=published)
EDIT, APPROVE, PUBLISH = "edit_report", "approve_report", "publish_report"

REPORT_ROUTES = {
    "reports:words": of_report("view_report"),
    "reports:reading": of_report("view_report"),
    "reports:step-progress": of_report("view_report"),
    "reports:translation": of_report("view_report", language="cy"),
    "reports:section": of_report("view_report", section="foreword"),
    "reports:section-history": of_report("view_report", section="foreword"),
    "reports:section-restore": of_report(EDIT, "post", section="foreword"),
    "reports:section-comment": of_report("comment_report", "post", section="foreword"),
    "reports:resolve-comment": row("comment_report", "report_comment"),
    "reports:lines": of_report("view_report"),
    "reports:corrections": of_report("view_report"),
    "reports:withdraw-correction": row(EDIT, "report_correction"),
    "reports:step-freeze": of_report(EDIT, "post"),
    "reports:step-keep": of_report(EDIT, "post"),
    "reports:step-submit": of_report(EDIT, "post"),
    "reports:step-return": of_report(APPROVE, "post"),
    "reports:step-approve": of_report(APPROVE, "post"),
    "reports:step-day": of_report(PUBLISH, "post"),
    "reports:step-confirm": of_report(PUBLISH, "post"),
    "reports:step-cancel": of_report(PUBLISH, "post"),
    "reports:step-reopen": of_report(PUBLISH, "post"),
    "reports:published": READ,
    "reports:published-report": PUBLISHED,
    "reports:published-pdf": PUBLISHED,
    "reports:published-figures": replace(PUBLISHED, inside=lambda world: {**published(world), "kind": "csv"}),
    "api-published-reports": READ,
    "api-published-report": replace(READ, inside=at(pk="published_report")),
}

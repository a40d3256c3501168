"""Who may open the pages of the annexes of regional plans: see `routes`."""

from tests.security.route import Route, fixed

HERE, THERE = {"region": "H", "year": "2026-27"}, {"region": "A", "year": "2026-27"}


def of_plan(verb: str = "view_report", method: str = "get") -> Route:
    """Something of the annexes of a region's plan."""
    return Route(verbs=(verb,), method=method, inside=fixed(**HERE), outside={"any": fixed(**THERE)})


def of_region(**more: str) -> Route:
    return Route(
        verbs=("view_report",), inside=fixed(region="H", **more), outside={"any": fixed(region="A", **more)}
    )


ANNEX_ROUTES = {
    "reports:annexes": Route(verbs=("view_report",)),
    "reports:annexes-of": of_plan(),
    "reports:annexes-progress": of_plan(),
    "reports:build-annexes": of_plan("build_annexes", "post"),
    # Of each reader's own regions: all twelve for the nation, one's own for a region.
    "reports:nation": Route(verbs=("view_report",)),
    "reports:nation-table-csv": Route(verbs=("view_report",)),
    "reports:nation-table-sheet": Route(verbs=("view_report",), inside=fixed(kind="ods")),
    "reports:provision": of_region(),
    "reports:provision-table-csv": of_region(),
    "reports:provision-table-sheet": of_region(kind="ods"),
}

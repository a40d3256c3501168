"""The data annex of a report: its figures as one long table."""

from collections.abc import Iterator
from typing import Any

COLUMNS = ("table", "item", "figure", "value")
_OF_QUESTION = ("name", "yes", "no", "na", "left_out_low_risk", "percentage", "rounded", "band")


def annex_rows(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each figure of a frozen report."""
    rating = content["rating"]
    yield from _of("rating", "overall", {name: rating.get(name) for name in ("total", "maximum", "overall")})
    for number, one in rating.get("standards", {}).items():
        yield from _of("standards", number, {name: one[name] for name in ("name", "rating", "score", "by")})
    for number, one in rating.get("key_questions", {}).items():
        yield from _of("key questions", number, {name: one.get(name) for name in _OF_QUESTION})
    for number, counts in rating.get("outcomes", {}).items():
        yield from _of("outcomes", number, counts)
    for row in content["survey"]["rows"]:
        shown = {name: value for name, value in row.items() if name not in ("question", "prompts")}
        yield from _of("survey", row["question"], shown)
    yield from _talks(content.get("talks", {"shown": False}))  # reports frozen before had none
    for one in content["diversity"]:
        for row in one["rows"]:
            shown = {"cases": row["cases"] or "withheld", "percent_sufficient": row["percent"]}
            yield from _of(f"diversity: {one['title']}", row["group"], shown)


def _talks(talks: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not talks["shown"]:
        return
    yield from _of("talks", "all", {"talks": talks["talks"], "people": talks["people"]})
    for row in talks["rows"]:
        numbers = {name: row[name] or "withheld" for name in ("talks", "people")}
        yield from _of("talks", row["id"], {"in_words": row["question"], **numbers})


def _of(table: str, item: str, figures: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for figure, value in figures.items():
        yield {"table": table, "item": item, "figure": figure, "value": value}

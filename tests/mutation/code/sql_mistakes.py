"""Small mistakes in a piece of SQL, one at a time."""

import re
from collections.abc import Iterator

_SQL = re.compile(
    r"\b(SELECT|JOIN|WHERE|CASE|WHEN|ELSE|END|AND|OR|FROM|OVER|ORDER BY|GROUP BY|coalesce|min\(|max\()\b"
    r"|\bIS (NOT )?NULL\b|\bNOT EXISTS\b|\bIN \(|\b(AS|ON) \(?$| [<>]=? "
)
# What is looked for, and what comes instead; each occurrence is a mistake of its own.
_CHANGES = tuple(
    (re.compile(found), instead)
    for found, instead in (
        (r" >= ", " > "),
        (r" <= ", " < "),
        (r" > ", " >= "),
        (r" < ", " <= "),
        (r" = ", " <> "),
        (r" <> ", " = "),
        (r" \+ 1\b", " + 2"),
        (r" - 1\b", " - 2"),
        (r"(?<!BETWEEN)(?<=\s)AND ", "OR "),
        (r"(?<=\s)OR ", "AND "),
        (r" IS NULL", " IS NOT NULL"),
        (r" IS NOT NULL", " IS NULL"),
        (r"\bNOT EXISTS", "EXISTS"),
        (r"\bNOT IN\b", "IN"),
        (r"\bmin\(", "max("),
        (r"\bmax\(", "min("),
        (r"\bLEFT JOIN\b", "JOIN"),
        (r" DESC\b", ""),
        (r"\bTHEN 1 ELSE 0\b", "THEN 0 ELSE 1"),
        (r"\bTHEN 0 ELSE 1\b", "THEN 1 ELSE 0"),
        (r"\bSELECT DISTINCT\b(?! ON)", "SELECT"),
        (r"'([a-z_0-9]+)'", r"'XX\1XX'"),
        (r"PARTITION BY \S+ ", ""),
    )
)
_BETWEEN = re.compile(r"BETWEEN\s+\S+(\s+[-+]\s+\S+)?\s+$")


def is_sql(text: str) -> bool:
    """Whether a text is a piece of a query."""
    return _SQL.search(text) is not None


def sql_mistakes(text: str) -> Iterator[tuple[str, str]]:
    """(what is changed, the changed text)."""
    for pattern, instead in _CHANGES:
        for found in pattern.finditer(text):
            if found.group().strip() == "AND" and _BETWEEN.search(text[: found.start()]):
                continue
            new = found.expand(instead)
            before = " ".join(text[max(0, found.start() - 30) : found.end() + 25].split())
            yield (
                f"SQL: {new.strip() or 'nothing'} for {found.group().strip()} in …{before}…",
                text[: found.start()] + new + text[found.end() :],
            )

"""Descriptions (datapackage.json) that do not describe what is there."""

from collections.abc import Callable
from typing import Any

from tests.apps.caseload.broken.kinds import Found, edited
from tests.apps.caseload.extracts import Draft

PACKAGE = "datapackage.json"


def _fault(field: str, code: str = "bad_package") -> Found:
    return (PACKAGE, "", field, code)


def _with(**entries: Any) -> Callable[[Draft], None]:
    return lambda draft: draft.package.update(entries)


def _without_people(draft: Draft) -> None:
    del draft.rows["people"]


def _unknown_table(draft: Draft) -> None:
    draft.package["resources"] = [
        *draft._package()["resources"],
        {"name": "gadgets", "path": "gadgets.csv", "rows": 0},
    ]
    draft.more_files["gadgets.csv"] = b"gadget_id\n"


def _bytes(content: bytes) -> Callable[[Draft], None]:
    return lambda draft: draft.bytes_of.update({PACKAGE: content})


def _resource(table: str, **entries: Any) -> Callable[[Draft], None]:
    return lambda draft: draft.resource.update({table: entries})


def _unlisted(draft: Draft) -> None:
    draft.more_files["plans.csv"] = b"plan_id\n"


PACKAGES = [
    edited("no JSON", _bytes(b"{"), _fault("")),
    edited("the same key twice", _bytes(b'{"name": "a", "name": "b"}'), _fault("")),
    edited("nested too deeply", _bytes(b"[" * 200_000), _fault("")),
    edited("a contract of another time", _with(contract_version="2.0.0"), _fault("contract_version")),
    edited("an as-at day to come", _with(as_at="2999-01-01"), _fault("as_at")),
    edited("no as-at day", _with(as_at=None), _fault("as_at")),
    edited("demo neither true nor false", _with(demo="yes"), _fault("demo")),
    edited("a missing table", _without_people, _fault("resources", "missing_table")),
    edited("an unknown table", _unknown_table, _fault(f"resources[{13}].name", "unknown_table")),
    edited(
        "a path out of the folder",
        _resource("deaths", path="../deaths.csv"),
        _fault("resources[1].path", "unsafe_path"),
    ),
    edited(
        "a wrong number of rows",
        _resource("contacts", rows=5),
        ("contacts.csv", "", "", "wrong_row_count"),
    ),
    edited("a wrong hash", _resource("contacts", sha256="0" * 64), ("contacts.csv", "", "", "wrong_sha256")),
    edited("a file that nobody mentions", _unlisted, ("plans.csv", "", "", "unlisted_file")),
    edited(
        "a file that is not there",
        _resource("deaths", path="died.csv"),
        ("deaths.csv", "", "", "unlisted_file"),
        ("died.csv", "", "", "missing_file"),
    ),
]

"""The table of role x verb."""

from pathlib import Path

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.roles import DATA, RoleTable, load_roles


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = DATA.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "roles.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_an_auditor_scores_cases_raises_findings_reads_what_is_published_and_does_nothing_else() -> None:
    assert load_roles().verbs_of("auditor") == {
        "mark_audits",
        "score_case",
        "raise_finding",
        "view_banks",
        "read_published_reports",
    }


def test_only_editors_and_analysts_build_reports() -> None:
    assert {role.id for role in load_roles().roles_with("build_report")} == {
        "performance_analyst",
        "regional_editor",
    }


def test_an_administrator_sees_no_case_and_no_figure() -> None:
    assert load_roles().verbs_of("administrator") == {"manage_users", "view_system_log"}


def test_an_unknown_role_may_do_nothing() -> None:
    assert load_roles().verbs_of("emperor") == frozenset()


def test_a_verb_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="score_everything: no such verb"):
        load_roles(changed(tmp_path, "[score_case, ", "[score_everything, score_case, "))


def test_a_verb_that_no_role_carries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="post_events: no role carries it"):
        load_roles(changed(tmp_path, "[post_events]", "[view_case]"))


def test_a_role_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="auditor: given twice"):
        load_roles(changed(tmp_path, "id: lead_auditor", "id: auditor"))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="colour"):
        load_roles(changed(tmp_path, "title: Auditor\n", "title: Auditor\n    colour: red\n"))


FILE = """
source: product
valid_from: "2021-06-26"
reviewed_on: "2026-11-22"
verbs: [{id: see, title: see}, {id: act, title: act}]
roles:
  - {id: one, title: One, why: because, scope: nation, verbs: [see, act]}
  - {id: two, title: Two, why: because, scope: own, verbs: [see]}
"""


def read(tmp_path: Path, old: str = "", new: str = "") -> RoleTable:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.yaml"
    path.write_text(FILE.replace(old, new), encoding="utf-8")
    return load_roles(path)


def test_the_roles_with_a_verb_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert [role.id for role in table.roles_with("see")] == ["one", "two"]
    assert [role.id for role in table.roles_with("act")] == ["one"]
    assert table.roles_with("fly") == []
    assert (list(table.roles), list(table.verbs)) == (["one", "two"], ["see", "act"])
    assert table.roles["two"].may("see")
    assert not table.roles["two"].may("act")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: two", "id: see", ["see: given twice"]),
        ("id: two", "id: one", ["one: given twice"]),
        ("[see]", "[see, e, d, c, b, a]", [f"{verb}: no such verb" for verb in "abcde"]),
        (
            "{id: act,",
            ", ".join(["{id: act, title: x}", *(f"{{id: {name}, title: x}}" for name in "edcba"), "{id: f,"]),
            [f"{verb}: no role carries it" for verb in "abcdef"],
        ),
    ],
)
def test_every_fault_of_the_table_is_told(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    with pytest.raises(DefinitionError) as refused:
        read(tmp_path, old, new)
    assert [str(fault).partition(": ")[2] for fault in refused.value.faults] == said

"""The table of role x verb."""

from pathlib import Path

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.roles import DATA, load_roles


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = DATA.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "roles.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_an_auditor_scores_cases_raises_findings_reads_banks_and_does_nothing_else() -> None:
    assert load_roles().verbs_of("auditor") == {"score_case", "raise_finding", "view_banks"}


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
        load_roles(
            changed(tmp_path, "verbs: [score_case, raise_finding,", "verbs: [score_case, score_everything,")
        )


def test_a_verb_that_no_role_carries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="edit_report: no role carries it"):
        load_roles(changed(tmp_path, "build_report, edit_report,", "build_report,"))


def test_a_role_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="auditor: given twice"):
        load_roles(changed(tmp_path, "id: lead_auditor", "id: auditor"))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="colour"):
        load_roles(changed(tmp_path, "title: Auditor\n", "title: Auditor\n    colour: red\n"))

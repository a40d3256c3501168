from datetime import date
from pathlib import Path

import pytest
import yaml

from rules.definitions.annual_report import DATA, annual_report_on, load_annual_report_rules
from rules.definitions.files import DefinitionError
from rules.definitions.roles import load_roles

LAST_DAY = date(2026, 3, 31)


def test_every_section_of_the_common_template_is_there_in_its_order() -> None:
    ids = [section.id for section in annual_report_on(LAST_DAY).sections]
    assert ids[:4] == ["foreword", "brief", "glance", "performance"]
    assert ids[-4:] == ["definitions", "symbols", "revisions", "sources"]
    assert len(ids) == 18


def test_sections_are_written_by_roles_that_may_write() -> None:
    writers = {role.id for role in load_roles().roles_with("edit_report")}
    for section in annual_report_on(LAST_DAY).written:
        assert set(section.written_by) <= writers


def test_a_section_has_its_print_template() -> None:
    folder = DATA.parents[3] / "templates" / "print" / "regional_annual" / "v1" / "sections"
    assert [
        one.id for one in annual_report_on(LAST_DAY).sections if not (folder / f"{one.id}.html").is_file()
    ] == []


def test_reports_come_out_at_half_past_nine() -> None:
    assert f"{annual_report_on(LAST_DAY).publication_time:%H:%M}" == "09:30"


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("- id: brief", "- id: foreword", "foreword is given twice"),
        ("      words_to: 600\n", "", "a section with words says who writes how many"),
        ('published_at: "09:30"', 'published_at: "25:30"', "published_at"),
        ("narrative: optional", "narrative: perhaps", "narrative"),
    ],
)
def test_a_faulty_edition_is_refused(tmp_path: Path, was: str, becomes: str, fault: str) -> None:
    path = tmp_path / "annual_report.yaml"
    path.write_text(DATA.read_text(encoding="utf-8").replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=fault):
        load_annual_report_rules(path)


def test_a_section_is_found_by_its_id() -> None:
    rules = annual_report_on(LAST_DAY)
    assert [rules.section(one.id) for one in rules.sections] == list(rules.sections)
    assert rules.section("weather") is None


def test_everything_given_twice_is_told_with_its_list_in_order(tmp_path: Path) -> None:
    edition = yaml.safe_load(DATA.read_text(encoding="utf-8"))[0]
    none = {"title": "T", "hint": "H", "narrative": "none"}
    edition["sections"] = [{"id": code, **none} for code in "dcbaefabcd"]
    edition["lines"] = [{"id": "staff", "kind": "workforce", "title": "T", "unit": "U"}] * 2
    path = tmp_path / "annual_report.yaml"
    path.write_text(yaml.safe_dump([edition]), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_annual_report_rules(path)
    assert [(fault.key, fault.problem) for fault in refused.value.faults] == [
        *[("2021-06-26.sections", f"{code} is given twice") for code in "abcd"],
        ("2021-06-26.lines", "staff is given twice"),
    ]


def test_words_must_may_or_cannot_be_written_in_a_section() -> None:
    rules = annual_report_on(LAST_DAY)
    found = {one.narrative: (one.is_written, one.is_required) for one in rules.sections}
    assert found == {"required": (True, True), "optional": (True, False), "none": (False, False)}
    assert rules.written == tuple(one for one in rules.sections if one.narrative != "none")

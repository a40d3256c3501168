from datetime import date

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.profile import NOT_RECORDED, load_profile
from rules.definitions.segmentation import PATH, load_segmentation, segmentation_on
from rules.tables.segmentation import counted, row_of

EDITION = segmentation_on(date(2026, 4, 1))
TABLES = {table.id: table for table in EDITION.tables}


def person(*requirements: str, **fields: str) -> dict[str, frozenset[str]]:
    return {field: frozenset({value}) for field, value in fields.items()} | {
        "requirements": frozenset(requirements)
    }


ORDER = {"kind": "community", "sentence_type": "community_order"}


@pytest.mark.parametrize(
    ("fields", "row"),
    [
        (ORDER, "community_order"),
        (
            {"kind": "unpaid_work_only", "sentence_type": "suspended_sentence_order"},
            "suspended_sentence_order",
        ),
        ({"kind": "licence", "sentence_type": "community_order"}, "licence"),
        ({"kind": "post_sentence_supervision", "sentence_type": "custodial_determinate"}, "other"),
        ({"kind": "community"}, "other"),
    ],
)
def test_the_sentence_type_follows_from_supervision_and_newest_sentence(fields, row):
    assert row_of(TABLES["sentence_type"], person(**fields)) == row


def test_everybody_is_in_one_row_of_every_table_about_everybody():
    people = [
        (person("accredited_programme", offence_group="fraud", sex="male", **ORDER), 3),
        (person(kind="licence", offence_group="violence", ethnicity="black"), 2),
        (person(kind="licence"), 1),
    ]
    found = counted(EDITION, people)
    whole = [table.id for table in EDITION.tables if not table.of_rows]
    assert {sum(found[table].values()) for table in whole} == {6}
    assert found["offence_type"] == {"acquisitive": 3, "violent": 2, "not_recorded": 1}
    assert found["ethnicity"] == {"black": 2, "not_recorded": 4}


@pytest.mark.parametrize("characteristic", ["sex", "ethnicity"])
def test_a_table_that_the_annual_report_prints_too_has_the_same_rows(characteristic):
    profile = {one.id: one for one in load_profile().characteristics}[characteristic]
    assert TABLES[characteristic].labels == {**profile.values, NOT_RECORDED: "Not recorded"}


def test_requirements_are_counted_among_those_on_orders_only():
    people = [
        (person("accredited_programme", **ORDER), 3),
        (person(**ORDER), 4),
        (person("accredited_programme", kind="licence"), 5),
    ]
    assert counted(EDITION, people)["programme_requirement"] == {"with": 3, "without": 4}


def test_a_table_of_rows_that_are_not_there_is_refused(tmp_path):
    path = tmp_path / "segmentation.yaml"
    path.write_text(PATH.read_text().replace("of_rows: [community_order,", "of_rows: [fine,"))
    with pytest.raises(DefinitionError, match="fine"):
        load_segmentation(path)


def test_a_row_that_is_there_twice_or_is_the_rest_as_well_is_refused(tmp_path):
    path = tmp_path / "segmentation.yaml"
    for was, instead in (("{id: drugs,", "{id: acquisitive,"), ("rest: {id: other,", "rest: {id: licence,")):
        path.write_text(PATH.read_text().replace(was, instead, 1))
        with pytest.raises(DefinitionError, match="a row is there twice"):
            load_segmentation.__wrapped__(path)

"""The rules of equality monitoring: what they name exists, and what they leave unsaid is refused."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from rules.definitions.equality import (
    AGE,
    COMBINED,
    DATA,
    SEX,
    YOUNG_ADULT,
    age_groups_of_young_adults,
    combined_on,
    group_words,
    load_monitoring,
    monitored_on,
    monitoring_on,
)
from rules.definitions.files import DefinitionError
from rules.definitions.measures import load_measures
from rules.measures.equality import comparable, equality_sql
from rules.periods import Month, PerformanceYear

DAY = date(2026, 3, 31)


def test_every_protected_characteristic_and_cohort_is_monitored() -> None:
    listed = {one.id: one for one in monitored_on(DAY)}
    protected = {"age", "disability", "gender_identity", "ethnicity", "religion", "sex"}
    protected |= {"sexual_orientation", "marital_status", "pregnancy"}
    assert protected | {"care_leaver", "ex_armed_services", "young_adult"} == set(listed)
    assert [one.title for one in monitoring_on(DAY).cohorts] == [
        "Women",
        "Young adults",
        "Care leavers",
        "Ex-armed services",
    ]
    assert group_words(listed["sex"])["not_recorded"] == "Not recorded"


def test_combined_groups_are_every_mix_of_known_parts() -> None:
    combined = combined_on(DAY)
    assert combined.id == COMBINED
    assert len(combined.values) == 2 * 4 * 5
    assert combined.values["female|18|black"] == "Female, 18 to 25, Black or Black British"
    assert not any("prefers_not_to_say" in group for group in combined.values)


def test_young_adults_hold_the_age_groups_that_a_reader_could_subtract() -> None:
    assert age_groups_of_young_adults(DAY) == ["18", "21"]


def test_a_measure_without_a_rate_or_about_recording_itself_is_not_compared() -> None:
    found = {one.id for one in comparable(list(load_measures()), DAY)}
    assert {"SL004", "SL028", "CRS_SL001"} <= found
    assert found.isdisjoint({"SL040", "INT001"})
    assert monitoring_on(DAY).why_left_out("SL040").startswith("It counts whether")


def test_only_the_months_of_the_year_that_were_judged_are_counted() -> None:
    year = PerformanceYear(2025)
    sql = equality_sql(year=year, first=Month(2025, 6), last=Month(2026, 9), measures=["SL004", "SL001"])
    assert "v.measure = 'SL004' AND v.counts_in BETWEEN '2025-06' AND '2026-03'" in sql
    # A rolling figure of the year is that of its last month.
    assert "v.measure = 'SL001' AND v.counts_in BETWEEN '2026-03' AND '2026-03'" in sql
    assert "FALSE" in equality_sql(year=year, first=Month(2020, 6), last=Month(2020, 9), measures=["SL004"])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("cohorts", [{"title": "Men", "characteristic": "sex", "group": "man"}], "found sex 'man'"),
        ("combined", {"of": ["sex", "height"], "ages_from": [18]}, "found \\['height'\\]"),
        ("level", "1", "less than 1"),
        ("level", 0.05, "level: .*found 0.05, expected a whole number or a text"),
        ("correction", "none", "benjamini_hochberg"),
    ],
)
def test_a_rule_that_names_what_is_not_there_is_refused(
    field: str, value: object, said: str, tmp_path: Path
) -> None:
    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    raw[0][field] = value
    path = tmp_path / "monitoring.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        load_monitoring.__wrapped__(path)


def test_groups_are_named_in_words() -> None:
    listed = {one.id: one for one in monitored_on(DAY)}
    assert list(listed["age"].values.items())[:2] == [("0", "Under 18"), ("18", "18 to 20")]
    assert list(listed["age"].values.items())[-1] == ("65", "65 and over")
    assert listed["young_adult"].values == {"yes": "Young adults (18 to 25)", "no": "Other ages"}
    assert [one.id for one in monitored_on(DAY)][:4] == ["sex", "age", "young_adult", "ethnicity"]
    assert (SEX, AGE, YOUNG_ADULT) == ("sex", "age", "young_adult")
    assert combined_on(DAY).title == "Sex, age, ethnic group together"
    assert list(combined_on(DAY).values)[:2] == ["female|0|asian", "female|0|black"]


def test_who_is_asked_is_everybody_but_where_the_rules_say_otherwise() -> None:
    asked = monitoring_on(DAY).asked("pregnancy")
    assert asked is not None
    assert (asked.sex, asked.ages) == ("female", (16, 55))
    assert monitoring_on(DAY).asked("religion") is None

"""What a sample freezes of who a person is: for results by group, and never for the auditor."""

from datetime import date

from django.template.loader import render_to_string

from apps.assessments.case_rows import Window
from apps.assessments.casefile import snapshot
from rules.definitions.audit_characteristics import audit_characteristics_on
from rules.definitions.vocabulary import load_vocabulary
from tests.factories.failures import person

WINDOW = Window(date(2026, 1, 1), date(2026, 6, 30))
BORN = date(2000, 7, 1)  # 25 when the window begins, 26 before it ends


class Sparse(dict):
    """A row of the extract in which nothing else is recorded."""

    def __missing__(self, _column):
        return None


def frozen(**recorded):
    tables = {name: [Sparse(row) for row in rows] for name, rows in person(1).items()}
    tables["people"][0] |= {"date_of_birth": BORN} | recorded
    tables["requirements"] = []
    return snapshot(tables, case_id="S001", kind="order", window=WINDOW, as_at=WINDOW.last_on)


def test_every_recorded_characteristic_is_frozen_and_an_empty_one_is_none():
    found = frozen(ethnicity="mixed", religion="", disability="no")["characteristics"]
    assert set(found) == set(audit_characteristics_on(WINDOW.last_on).recorded)
    assert (found["ethnicity"], found["disability"], found["religion"]) == ("mixed", "no", None)
    assert found["sex"] == "female"


def test_the_auditor_reads_age_and_sex_and_nothing_more():
    kept = frozen(religion="sikh", sexual_orientation="bisexual")
    assert kept["person"] == {"age": 25, "sex": "female"}
    case = {"case_id": "S001", "person_id": "X001", "snapshot": kept, "sample": {}, "unit_code": "H103"}
    shown = render_to_string("assessments/parts/case_facts.html", {"assignment": {"sampled_case": case}})
    assert "female" in shown
    assert "sikh" not in shown
    assert "bisexual" not in shown


def test_a_young_adult_is_one_of_the_ages_that_the_question_names():
    assert frozen()["facts"]["young_adult"] is True
    assert frozen(date_of_birth=date(1999, 12, 31))["facts"]["young_adult"] is False
    first, last = audit_characteristics_on(WINDOW.last_on).young_adult_ages
    label = next(fact.label for fact in load_vocabulary("1.0").facts if fact.id == "young_adult")
    assert f"aged {first} to {last}" in label

"""The dated rules of rounds."""

from datetime import date

import pytest

from rules.definitions.audit_rounds import load_round_rules, round_rules_on
from rules.definitions.files import DefinitionError

EDITION = """
- valid_from: {day}
  source: product
  reviewed_on: 2026-11-22
  audited_sizes: [large]
  least_referrals: 5
  scoring_days: 28
  calibration_days: 14
  precisions: [[80, 5]]
  most_calibration_cases: 20
  substitution_reasons:
    - {{id: no_file, title: The file is not available, in_frame: yes}}
"""


def test_large_contracts_are_audited_and_every_reason_says_whether_the_frame_was_right():
    rules = round_rules_on(date(2026, 3, 31))
    assert rules.audited_sizes == ("large",)
    assert rules.reason("not_in_frame").in_frame is False
    assert rules.reason("no_file").in_frame is True
    assert rules.reason("moon") is None


def test_the_edition_of_the_day_holds_and_the_first_before_it(tmp_path, monkeypatch):
    path = tmp_path / "rounds.yaml"
    later = EDITION.format(day="2030-01-01").replace("referrals: 5", "referrals: 9")
    path.write_text(EDITION.format(day="2021-06-26") + later)
    loaded = load_round_rules(path)
    monkeypatch.setattr("rules.definitions.audit_rounds.load_round_rules", lambda: loaded)
    assert [round_rules_on(date(year, 1, 1)).least_referrals for year in (2020, 2029, 2030)] == [5, 5, 9]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (EDITION.format(day="2030-01-01") + EDITION.format(day="2021-06-26"), "out of order"),
        (
            EDITION.format(day="2021-06-26") + "    - {id: no_file, title: Again, in_frame: no}\n",
            "given twice",
        ),
        (EDITION.format(day="2021-06-26").replace("[large]", "[]"), "audited_sizes"),
    ],
)
def test_faults_are_told(tmp_path, text, problem):
    path = tmp_path / "rounds.yaml"
    path.write_text(text)
    with pytest.raises(DefinitionError, match=problem):
        load_round_rules(path)

"""With a published round's files and three commands an outsider gets the same sample, score and band."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.audits.actions import lock_score
from apps.audits.models import AuditRound
from apps.audits.score_files import commands_of
from apps.audits.substitutions import substitute
from tests.factories.audits import finish_round, mark_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead_browser(browse):
    return browse("lead_auditor")


def _publish(drawn, lead):
    """Two cases differ, one has a not applicable; one case was replaced by a reserve."""
    first = drawn.assignments.select_related("sampled_case__sample").order_by("sampled_case__case_id").first()
    substitute(first.sampled_case, reason="no_file", note="The file is empty", by=lead, on=date(2026, 7, 1))
    marks = list(drawn.assignments.order_by("sampled_case__case_id"))
    mark_case(marks[0], E06="partly_met", E04="no")
    mark_case(marks[1], E03="not_applicable", E05="late", note="Nothing of the kind happened")
    finish_round(drawn)
    return lock_score(drawn, by=lead)


def _files(browser, drawn, folder):
    names = {name: reverse(f"audits:{name}_csv", args=[drawn.pk]) for name in FILES}
    names["bank"] = reverse("banks:edition_yaml", args=[drawn.edition_id])
    for name, address in names.items():
        answer = browser.get(address)
        assert answer.status_code == 200
        (folder / (f"{name}.yaml" if name == "bank" else f"{name}.csv")).write_bytes(answer.content)
    return {name: str(folder / f"{name}.csv") for name in FILES} | {"bank": str(folder / "bank.yaml")}


FILES = ("frame", "draw", "sample", "answers", "facts")


def _run(*command):
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_sample_score_and_band_come_out_the_same(drawn, lead, lead_browser, tmp_path):
    locked = _publish(drawn, lead)
    files = _files(lead_browser, drawn, tmp_path)
    drawn_again = _run("draw_sample", files["frame"], "--size", "4", "--seed", "s", "--strata", "kind")
    with open(files["draw"], encoding="utf-8") as file:
        assert drawn_again == file.read()
    given = (files["answers"], "--facts", files["facts"], "--frame", files["sample"], "--json")
    for bank in (files["bank"], "QM102"):
        found = json.loads(_run("score", bank, *given))["round"]
        assert found["exact_score"] == locked.score
        assert found["score"] == float(locked.shown)
        assert (found["rounded"], found["band"]) == (locked.rounded, locked.band_name)
        assert found["interval"] == [float(locked.low), float(locked.high)]
        assert (found["scored"], found["cases"]) == (locked.scored, locked.sampled)
    assert f"rounds to {locked.rounded}: {locked.band_name}" in _run("band", locked.score)


def test_the_cases_score_as_their_pages_say(drawn, lead, lead_browser, tmp_path):
    _publish(drawn, lead)
    files = _files(lead_browser, drawn, tmp_path)
    given = (files["answers"], "--facts", files["facts"], "--frame", files["sample"], "--json")
    cases = {case["case_id"]: case for case in json.loads(_run("score", "QM102", *given))["cases"]}
    stored = {mark.sampled_case.case_id: mark.result for mark in drawn.assignments}
    assert {key: case["exact_score"] for key, case in cases.items()} == {
        key: result["percent"] for key, result in stored.items()
    }
    assert {key: case["applicable_weight"] for key, case in cases.items()} == {
        key: result["asked_weight"] for key, result in stored.items()
    }


def test_notes_about_people_stay_in_the_product(drawn, lead, lead_browser):
    _publish(drawn, lead)
    text = lead_browser.get(reverse("audits:answers_csv", args=[drawn.pk])).content.decode()
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["answer"] for row in rows if row["reason"]] == ["not_applicable"]
    assert sum(row["answer"] == "not_applicable" for row in rows) == 1
    assert len(rows) == 4 * 9


def test_nothing_is_handed_out_before_the_score_is_published(drawn, lead_browser):
    for name in ("sample", "answers", "facts"):
        assert lead_browser.get(reverse(f"audits:{name}_csv", args=[drawn.pk])).status_code == 404


def test_the_page_prints_the_three_commands(drawn, lead, lead_browser):
    _publish(drawn, lead)
    page = lead_browser.get(reverse("audits:results", args=[drawn.pk])).content.decode()
    commands = commands_of(AuditRound.objects.get(pk=drawn.pk))
    assert [command.split()[1] for command in commands] == ["draw_sample", "score", "band"]
    for command in commands:
        assert command in page

"""A round from its plan to a locked score."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from apps.assessments.actions import Refused
from apps.assessments.models import CaseFact, SampledCase
from apps.audits.actions import draw_round, lock_score, open_round, reassign
from apps.audits.models import AuditRound, AuditScore
from apps.audits.queries import locked_scores, progress_by_auditor, standing_of, unassigned
from apps.organisation.models import RecordedAction
from rules.sampling.frames import read_frame
from tests.factories.audits import finish_round, make_plan, mark_case
from tests.factories.failures import make_live_extract, person, put_people
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db


def test_a_draw_freezes_the_frame_and_shares_the_cases_out(drawn, auditors):
    sample = drawn.sample
    assert drawn.state == "drawn"
    assert sample.cases.count() == 10
    assert sample.cases.filter(standing="sampled").count() == 4
    assert [stratum.name for stratum in sample.strata.all()] == ["order"]
    assert [row.assigned for row in progress_by_auditor(drawn)] == [2, 2]
    assert read_frame(sample.frame_csv, ["kind"]) == {f"S{n:03d}": "order" for n in range(10)}


def test_a_sampled_case_keeps_what_the_caseload_said_when_it_was_drawn(drawn):
    case = drawn.sample.cases.filter(standing="sampled").first()
    put_people(person(1))
    case.refresh_from_db()
    assert case.snapshot["person"] == {"age": 35, "sex": "female"}
    assert {"on": "2026-03-02", "what": "Office", "detail": "Unacceptable absence"} in case.snapshot[
        "chronology"
    ]
    facts = {row.fact: row.value for row in CaseFact.objects.filter(sampled_case=case)}
    assert facts["order"] == ["CO"]
    assert facts["reqs"] == ["UPW"]
    assert facts["failure"] is True
    assert facts["recalled"] is False
    assert "breach_filed" not in facts


def test_the_command_repeats_the_draw_from_the_stored_frame(drawn, tmp_path):
    frame = tmp_path / "frame.csv"
    frame.write_text(drawn.sample.frame_csv)
    out = StringIO()
    call_command("draw_sample", str(frame), "--size", "4", "--seed", "s", "--strata", "kind", stdout=out)
    printed = [line.split(",") for line in out.getvalue().splitlines()[1:]]
    stored = SampledCase.objects.filter(sample=drawn.sample).order_by("place")
    assert [(row[0], int(row[2]), row[3]) for row in printed] == [
        (case.case_id, case.place, case.standing) for case in stored
    ]
    assert {row[4] for row in printed} == {"2.5", ""}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--size", "0", "--seed", "s"], "expected 1 or more"),
        (["--size", "1", "--seed", "s"], "expected at least 2"),
        (["--size", "4", "--seed", "s", "--strata", "moon"], "lacks the column moon"),
    ],
)
def test_the_command_refuses_a_draw_that_cannot_be(arguments, problem, tmp_path):
    frame = tmp_path / "frame.csv"
    frame.write_text("case_id\nA\nB\nC\n")
    with pytest.raises(CommandError, match=problem):
        call_command("draw_sample", str(frame), *arguments, stdout=StringIO())


def test_the_command_says_which_file_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("draw_sample", str(tmp_path / "none.csv"), "--size", "1", "--seed", "s")


def test_a_round_is_drawn_once(drawn, lead):
    with pytest.raises(Refused, match="drawn already"):
        draw_round(drawn, by=lead)


def test_a_draw_needs_a_live_extract(auditors, lead, reference):
    with pytest.raises(Refused, match="Put an extract live"):
        draw_round(open_round(make_plan(auditors), by=lead), by=lead)


def test_a_sample_too_small_leaves_the_round_open(caseload, auditors, lead):
    opened = open_round(make_plan(auditors, size=1), by=lead)
    with pytest.raises(Refused, match="cannot be drawn"):
        draw_round(opened, by=lead)
    opened.refresh_from_db()
    assert (opened.state, opened.sample) == ("open", None)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"window_last_on": date(2025, 1, 1)}, "ends before it begins"),
        ({"strata_columns": ("moon",)}, "no column moon"),
        ({"seed": " "}, "seed"),
        ({"auditors": ()}, "at least one auditor"),
    ],
)
def test_a_plan_that_cannot_work_is_refused(auditors, lead, changed, problem):
    with pytest.raises(Refused, match=problem):
        open_round(make_plan(auditors, **changed), by=lead)


def test_an_auditor_of_another_region_cannot_be_chosen(auditors, lead):
    with pytest.raises(Refused, match="Not auditors of this region"):
        open_round(make_plan([make_person_with("auditor", region="A")]), by=lead)


def test_one_round_a_region_bank_and_window(auditors, lead):
    open_round(make_plan(auditors), by=lead)
    with pytest.raises(Refused, match="already"):
        open_round(make_plan(auditors), by=lead)


def test_a_case_that_every_auditor_holds_stays_with_nobody(reference, lead):
    put_people(*(person(n, practitioner="H103-P01", failed_on=date(2026, 3, 2)) for n in range(4)))
    make_live_extract()
    holder = make_person_with("auditor", region="H", staff_code="H103-P01")
    opened = open_round(make_plan([holder]), by=lead)
    assert sorted(draw_round(opened, by=lead)) == ["S000", "S001", "S002", "S003"]
    opened.refresh_from_db()
    assert unassigned(opened).count() == 4
    assert standing_of(opened).waiting == 4


def test_a_case_is_not_re_assigned_to_its_practitioner_or_to_another_region(drawn, lead):
    mark = drawn.assignments.first()
    holder = make_person_with("auditor", region="H", staff_code="H103-P09")
    with pytest.raises(Refused, match="holds or supervises"):
        reassign(mark, auditor=holder, by=lead, reason="Load")
    with pytest.raises(Refused, match="not an auditor of this region"):
        reassign(mark, auditor=make_person_with("auditor", region="A"), by=lead, reason="Load")


def test_the_score_is_locked_when_every_case_is_submitted(drawn, lead):
    marks = list(drawn.assignments.all())
    for mark in marks[:3]:
        mark_case(mark)
    with pytest.raises(Refused, match="waiting to be scored: 1"):
        lock_score(drawn, by=lead)
    mark_case(marks[3], E04="no", E06="not_met")  # 11 of 17 points
    finish_round(drawn)
    locked = lock_score(drawn, by=lead)
    # asked: E01-E06, E07, E08, E09: 2+2+2+2+2+3+1+1+2 = 17; the mean of 100, 100, 100 and 1200/17
    assert locked.exact == (300 + Fraction(1200, 17)) / 4
    assert (locked.shown, locked.rounded, locked.band) == (Decimal("92.65"), 93, "green")
    assert (locked.scored, locked.too_thin, locked.sampled, locked.frame_size) == (4, 0, 4, 10)
    assert locked.low < locked.shown < locked.high
    assert Fraction(locked.detail["capped"]) == locked.exact  # 70.6 is below the cap already
    assert lock_score(drawn, by=lead) == locked
    assert RecordedAction.objects.filter(verb="lock_score").count() == 1


def test_a_case_too_thin_is_listed_and_not_scored(drawn, lead):
    marks = list(drawn.assignments.all())
    thin = dict.fromkeys(("E01", "E02", "E03", "E05", "E06"), "not_applicable")  # 11 of 17
    for mark in marks[:3]:
        mark_case(mark)
    mark_case(marks[3], **thin)
    standing = standing_of(drawn)
    assert [case.assignment.pk for case in standing.thin] == [marks[3].pk]
    assert standing.score.scored == 3
    finish_round(drawn)
    assert lock_score(drawn, by=lead).too_thin == 1


def test_a_failed_critical_question_caps_the_figure_beside_the_official_one(drawn):
    marks = list(drawn.assignments.all())
    mark_case(marks[0], E06="not_met")  # 14 of 17: 82.4, capped at 72
    for mark in marks[1:]:
        mark_case(mark)
    standing = standing_of(drawn)
    assert standing.score.percent == (300 + Fraction(1400, 17)) / 4
    assert standing.capped == (300 + 72) / Fraction(4)


def test_a_locked_score_is_what_the_report_reads_and_cannot_be_rewritten(drawn, lead):
    finish_round(drawn)
    lock_score(drawn, by=lead)
    found = locked_scores("H", date(2999, 1, 1))
    assert [(each.measure, each.rounded, each.band_name) for each in found] == [("QM102", 100, "GREEN")]
    assert locked_scores("H", date(2020, 1, 1)) == []
    assert locked_scores("A", date(2999, 1, 1)) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditScore.objects.update(rounded=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditScore.objects.get().delete()


def test_the_database_refuses_a_drawn_round_without_its_sample(auditors, lead):
    opened = open_round(make_plan(auditors), by=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditRound.objects.filter(pk=opened.pk).update(state="drawn")


def test_the_demonstration_s_rounds_stay_away_from_real_cases(reference):
    make_live_extract(demo=False)
    with pytest.raises(CommandError, match="no demo"):
        call_command("seed_demo_audit", stdout=StringIO())

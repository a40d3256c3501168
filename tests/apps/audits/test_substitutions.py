"""Cases that cannot be marked, and the reserves that take their places."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from apps.assessments.actions import Refused, publish_edition
from apps.assessments.models import CaseFact, SampledCase, Substitution
from apps.assessments.queries import assignments_of
from apps.audits.actions import draw_round, open_round
from apps.audits.calibration import CalibrationPlan, open_calibration
from apps.audits.draw_files import case_rows, draw_csv
from apps.audits.models import CalibrationExercise
from apps.audits.queries import standing_of, unassigned
from apps.audits.substitutions import substitute
from apps.caseload.models import Extract
from apps.organisation.models import RecordedAction
from rules.definitions.banks import load_bank
from tests.factories.audits import make_plan, mark_case
from tests.factories.failures import AS_AT

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


def _replace(case, lead, **changed):
    values = {"reason": "no_file", "note": "Asked twice", "by": lead, "on": TODAY}
    return substitute(case, **values | changed)


def _calibrate_on(drawn, auditors, lead, *, size, by_bank=None):
    plan = CalibrationPlan(title="Alike", size=size, seed="c", auditors=tuple(auditors), due_on=TODAY)
    made = open_calibration(drawn, plan, by=lead)
    if by_bank:
        CalibrationExercise.objects.filter(pk=made.pk).update(edition=by_bank)
    return {case.case_id for case in made.sample.cases.all()}


def _sampled(drawn):
    return drawn.sample.cases.filter(standing="sampled").order_by("place")


def test_the_next_reserve_of_the_stratum_takes_the_place(drawn, lead):
    gone = _sampled(drawn).first()
    made = _replace(gone, lead)
    gone.refresh_from_db()
    assert gone.standing == "replaced"
    assert (made.substitute.place, made.substitute.stratum_id) == (5, gone.stratum_id)
    assert (made.reason, made.reason_text, made.note) == (
        "no_file",
        "The file is not available",
        "Asked twice",
    )
    assert (made.extract_as_at, made.extract_sha256) == (AS_AT, drawn.sample.extract_sha256)
    assert [case.place for case in _sampled(drawn)] == [2, 3, 4, 5]
    assert RecordedAction.objects.get(verb="substitute_case").after["substitute"] == made.substitute.case_id


def test_the_substitute_is_frozen_assigned_and_marked_twice_like_the_others(drawn, lead):
    made = _replace(_sampled(drawn).first(), lead)
    case = SampledCase.objects.get(pk=made.substitute_id)
    assert case.snapshot["person"] == {"age": 35, "sex": "female"}
    assert CaseFact.objects.get(sampled_case=case, mark=1, fact="failure").value is True
    assert {mark.mark for mark in case.assignments.filter(auditor__isnull=False)} == {1, 2}
    assert not unassigned(drawn).exists()


def test_the_replaced_case_leaves_its_auditor_s_list(drawn, lead):
    gone = _sampled(drawn).first()
    auditor = gone.assignments.get(mark=1).auditor
    _replace(gone, lead)
    assert gone not in [mark.sampled_case for mark in assignments_of(auditor)]


def test_weights_rest_on_the_cases_that_are_marked(drawn, lead):
    _replace(_sampled(drawn).first(), lead)
    rows = {row["case_id"]: row for row in case_rows(drawn.sample)}
    marked = [row for row in rows.values() if row["sampled_or_reserve"] == "sampled"]
    assert [row["weight"] for row in marked] == ["2.5"] * 4
    (gone,) = (row for row in rows.values() if row["sampled_or_reserve"] == "replaced")
    assert (gone["drawn_as"], gone["weight"], gone["reason"]) == ("sampled", "", "The file is not available")
    assert rows[gone["replaced_by"]]["replaces"] == gone["case_id"]
    assert rows[gone["replaced_by"]]["drawn_as"] == "reserve"
    for mark in drawn.assignments.all():
        mark_case(mark)
    assert (standing_of(drawn).score.strata[0].frame_size, standing_of(drawn).score.scored) == (10, 4)


def test_the_draw_s_own_file_still_says_what_was_drawn(drawn, lead, tmp_path):
    _replace(_sampled(drawn).first(), lead)
    frame = tmp_path / "frame.csv"
    frame.write_text(drawn.sample.frame_csv)
    out = StringIO()
    call_command("draw_sample", str(frame), "--size", "4", "--seed", "s", "--strata", "kind", stdout=out)
    assert draw_csv(drawn.sample) == out.getvalue()


def test_a_substitute_can_be_replaced_in_its_turn(drawn, lead):
    first = _replace(_sampled(drawn).first(), lead)
    second = _replace(first.substitute, lead, reason="restricted")
    assert second.substitute.place == 6
    row = next(r for r in case_rows(drawn.sample) if r["case_id"] == first.substitute.case_id)
    assert (row["sampled_or_reserve"], row["replaces"]) == ("replaced", first.replaced.case_id)
    assert (row["replaced_by"], row["reason"]) == (second.substitute.case_id, "The record is restricted")


def test_without_a_reserve_left_the_other_cases_carry_the_weight(caseload, auditors, lead):
    opened = open_round(make_plan(auditors, size=10), by=lead)
    draw_round(opened, by=lead)
    opened.refresh_from_db()
    made = _replace(_sampled(opened).first(), lead)
    assert (made.substitute, made.extract_as_at) == (None, None)
    assert opened.assignments.count() == 9
    weights = {row["weight"] for row in case_rows(opened.sample)}
    assert weights == {"1.11111111111", ""}


def test_a_substitute_from_another_extract_says_so_and_keeps_to_the_same_days(drawn, lead):
    Extract.objects.update(sha256="b" * 64, as_at=date(2026, 9, 30))
    made = _replace(_sampled(drawn).first(), lead)
    assert made.extract_as_at == date(2026, 9, 30)
    assert made.extract_sha256 != drawn.sample.extract_sha256
    assert made.substitute.snapshot["as_at"] == "2026-09-30"


@pytest.mark.parametrize(("changed", "problem"), [({"reason": "moon"}, "'moon' is not a reason")])
def test_an_unknown_reason_is_refused(drawn, lead, changed, problem):
    with pytest.raises(Refused, match=problem):
        _replace(_sampled(drawn).first(), lead, **changed)


def test_a_submitted_a_replaced_and_a_reserve_case_stay(drawn, lead):
    marked, gone = _sampled(drawn)[:2]
    mark_case(marked.assignments.get(mark=1))
    with pytest.raises(Refused, match="marked and submitted"):
        _replace(marked, lead)
    _replace(gone, lead)
    reserve = drawn.sample.cases.filter(standing="reserve").first()
    for case in (gone, reserve):
        with pytest.raises(Refused, match="not among the cases to mark"):
            _replace(case, lead)


def test_a_reserve_needs_a_live_extract(drawn, lead):
    Extract.objects.update(state=Extract.State.SUPERSEDED)
    with pytest.raises(Refused, match="Put an extract live"):
        _replace(_sampled(drawn).first(), lead)
    assert not Substitution.objects.exists()


def test_a_substitution_is_never_taken_back(drawn, lead):
    _replace(_sampled(drawn).first(), lead)
    for rewrite in (lambda: Substitution.objects.update(note="x"), Substitution.objects.get().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()


def test_a_reserve_of_a_calibration_is_passed_over_and_the_trail_says_so(drawn, auditors, lead):
    calibrated = _calibrate_on(drawn, auditors, lead, size=5)
    made = _replace(_sampled(drawn).first(), lead)
    reserves = set(drawn.sample.cases.filter(place__gt=4).values_list("case_id", flat=True))
    assert {made.substitute.case_id} == reserves - calibrated
    before = set(
        drawn.sample.cases.filter(place__gt=4, place__lt=made.substitute.place).values_list("case_id")
    )
    traced = RecordedAction.objects.get(verb="substitute_case").after["passed_over"]
    assert {(case_id,) for case_id in traced} == before


def test_where_every_reserve_was_in_a_calibration_the_case_is_left_out(drawn, auditors, lead):
    _calibrate_on(drawn, auditors, lead, size=6)
    gone = _sampled(drawn).first()
    assert _replace(gone, lead).substitute is None
    assert [case.place for case in _sampled(drawn)] == [2, 3, 4]


def test_a_calibration_with_another_bank_leaves_the_reserve(drawn, auditors, lead):
    other, _ = publish_edition(load_bank("QM103", "1.0"), by=None)
    _calibrate_on(drawn, auditors, lead, size=6, by_bank=other)
    assert _replace(_sampled(drawn).first(), lead).substitute.place == 5

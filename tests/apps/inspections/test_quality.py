"""Quality assurance of case assessments: drawn, checked by somebody else, returned, let through."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.assessments.actions import Given, Refused, Seen, save_answer, submit
from apps.assessments.models import Assignment
from apps.assessments.reopening import ask_to_reopen
from apps.inspections.judgements import first_marks
from apps.inspections.models import DipCase, Inspection, Member, QualityCheck, QualityFinding
from apps.inspections.quality import Checked, Finding, check_case, draw_dip
from apps.inspections.quality_queries import (
    State,
    may_check,
    number_due,
    quality_open,
    quality_rows,
    shown_to,
)
from apps.organisation.errors import Conflict
from apps.organisation.models import RecordedAction, User
from rules.definitions.inspection_quality import quality_rules_on
from rules.sampling.dip import drawn_for_dip
from tests.factories.inspections import assess, draw_made_up_cases, join, make_inspection
from tests.factories.people import form_key
from tests.factories.quality import agreed, assess_alike, assure_everything, check, row_of
from tests.factories.rated import of_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
Job = Member.Job
OTHERWISE = Finding(agrees=False, wanted="no", reason="The enquiry came after the plan")


def in_fieldwork(*, size: int, inspectors: int = 1) -> Inspection:
    inspection = make_inspection()
    for _ in range(inspectors):
        join(inspection, Job.INSPECTOR)
    draw_made_up_cases(inspection, size=size)
    inspection.state = Inspection.State.FIELDWORK
    inspection.save(update_fields=["state"])
    return inspection


@pytest.fixture
def assessed() -> Inspection:
    """Six cases of one inspector, all sufficient: C001 and C002 are that inspector's first.

    Of fewer cases one judged otherwise would change a band.
    """
    inspection = in_fieldwork(size=6)
    assess_alike(inspection)
    return inspection


def lead_of(inspection: Inspection) -> User:
    return of_job(inspection, Job.LEAD)


def a_drawn_case(inspection: Inspection) -> str:
    """A case of the dip sample that no gatekeeper has to see."""
    return next(row.case_id for row in quality_rows(inspection) if row.drawn and not row.grounds)


@pytest.fixture
def drawn(assessed: Inspection) -> Inspection:
    """The dip sample holds a case that is none of the first two."""
    seed = next(
        seed
        for seed in map(str, range(100))
        if not {"C001", "C002"}.issuperset(
            drawn_for_dip(
                quality_rules_on(assessed.fieldwork_first_on).dip_sample,
                seed=seed,
                locked={"x": [f"C00{n}" for n in range(1, 7)]},
            )["x"]
        )
    )
    draw_dip(assessed, by=lead_of(assessed), seed=seed)
    return assessed


def test_the_draw_takes_an_assessors_share_and_gives_it_to_somebody_else(assessed: Inspection) -> None:
    assert number_due(assessed) == 2
    draw = draw_dip(assessed, by=lead_of(assessed), seed="s")
    [(who, locked)] = draw.locked.items()
    rule = quality_rules_on(assessed.fieldwork_first_on).dip_sample
    expected = drawn_for_dip(rule, seed=draw.seed, locked={who: locked})[who]
    assert [each.assignment.sampled_case.case_id for each in draw.cases.all()] == expected
    assert {each.checker for each in draw.cases.all()} == {lead_of(assessed)}
    assert number_due(assessed) == 0
    with pytest.raises(Refused, match="No further assessment"):
        draw_dip(assessed, by=lead_of(assessed))


def test_nobody_knows_the_seed_before_the_draw(assessed: Inspection) -> None:
    draw = draw_dip(assessed, by=lead_of(assessed))
    assert len(draw.seed) == 16
    assert draw.seed != assessed.seed


def test_nobody_is_given_a_case_that_they_mark() -> None:
    inspection = in_fieldwork(size=1, inspectors=2)
    assess_alike(inspection)
    draw_dip(inspection, by=None)
    assert {each.checker for each in DipCase.objects.all()} == {lead_of(inspection)}
    peer = join(inspection, Job.INSPECTOR)
    [row] = quality_rows(inspection)
    assert not may_check(peer, inspection, row)


def test_only_who_did_not_make_an_assessment_checks_it(drawn: Inspection) -> None:
    case = a_drawn_case(drawn)
    with pytest.raises(Refused, match="not yours to check"):
        check(drawn, case, by=of_job(drawn, Job.INSPECTOR))
    stranger = join(drawn, Job.INSPECTOR)
    with pytest.raises(Refused, match="not yours to check"):
        check(drawn, case, by=stranger)
    made = check(drawn, case, by=join(drawn, Job.QUALITY))
    assert made.as_gatekeeper
    assert row_of(drawn, case).state == State.DONE


def test_a_case_of_a_gate_kind_wants_a_gatekeeper_even_if_it_was_drawn(assessed: Inspection) -> None:
    first = row_of(assessed, "C001")
    assert [ground.kind for ground in first.grounds] == ["first_cases"]
    assert first.wants_gatekeeper
    check(assessed, "C001", by=lead_of(assessed))
    assert not row_of(assessed, "C001").wants_gatekeeper


def test_the_panel_waits_until_all_is_drawn_and_checked(assessed: Inspection) -> None:
    assert quality_open(assessed) == [
        "Draw the dip sample: 2 assessed cases wait to be drawn",
        "A gatekeeper has to check C001, C002",
    ]
    assure_everything(assessed)
    assert quality_open(assessed) == []


def test_a_returned_case_goes_back_and_is_checked_again(drawn: Inspection) -> None:
    case = a_drawn_case(drawn)
    check(drawn, case, outcome="returned", words="Look at 2.2.3 again", J2_2_3=OTHERWISE)
    back = row_of(drawn, case)
    assert (back.state, back.mark.is_submitted) == (State.WITH_ASSESSOR, False)
    assert back.mark.reopenings.get().reason == "Look at 2.2.3 again"
    again = first_marks(drawn).get(sampled_case__case_id=case)
    submit(again, by=again.auditor)
    assert row_of(drawn, case).state == State.TO_CHECK
    check(drawn, case)
    assert row_of(drawn, case).state == State.DONE
    assert QualityCheck.objects.filter(assignment=again).count() == 2
    assert QualityFinding.objects.get(agrees=False).wanted == "no"


def test_a_mended_case_is_done_unless_a_judgement_changed(drawn: Inspection) -> None:
    case = a_drawn_case(drawn)
    check(drawn, case, outcome="to_be_mended", words="Name the source")
    mark = first_marks(drawn).get(sampled_case__case_id=case)
    answer = mark.answers.get(question="J2_2_1")
    seen = Seen(version=answer.version)
    save_answer(
        mark,
        question_id="J2_2_1",
        given=Given(answer="yes", note="As the letter of 2 March says"),
        seen=seen,
        by=mark.auditor,
    )
    submit(mark, by=mark.auditor)
    assert row_of(drawn, case).state == State.DONE
    ask_to_reopen(mark, by=mark.auditor, reason="I misread the letter")
    assert row_of(drawn, case).state == State.TO_CHECK
    check(drawn, case, outcome="to_be_mended", words="Then put it right")
    mark = first_marks(drawn).get(sampled_case__case_id=case)
    answer = mark.answers.get(question="J2_2_1")
    save_answer(
        mark,
        question_id="J2_2_1",
        given=Given(answer="no", note="The letter is of 2 April"),
        seen=Seen(version=answer.version),
        by=mark.auditor,
    )
    submit(mark, by=mark.auditor)
    assert row_of(drawn, case).state == State.TO_CHECK


def test_a_request_to_open_a_case_again_is_decided_by_the_check(drawn: Inspection) -> None:
    mark = first_marks(drawn).get(sampled_case__case_id="C004")
    ask_to_reopen(mark, by=mark.auditor, reason="A new letter")
    with pytest.raises(Refused, match="has to know"):
        check(drawn, "C004")
    check(drawn, "C004", words="The letter changes nothing")
    assert not mark.reopenings.get().granted


def test_a_check_that_does_not_fit_together_is_refused(drawn: Inspection) -> None:
    case = a_drawn_case(drawn)
    for outcome, words, finding, why in (
        ("in_order", "", OTHERWISE, "return the case"),
        ("returned", "", None, "has to know"),
        ("returned", "w", Finding(agrees=False, wanted="yes", reason="r"), "which other judgement"),
        ("returned", "w", Finding(agrees=False, wanted="no"), "which other judgement"),
        ("lost", "", None, "how the check ended"),
    ):
        changed = {"J2_2_3": finding} if finding else {}
        with pytest.raises(Refused, match=why):
            check(drawn, case, outcome=outcome, words=words, **changed)
    assert not QualityCheck.objects.exists()


def test_every_judgement_is_looked_at(drawn: Inspection) -> None:
    row = row_of(drawn, a_drawn_case(drawn))
    findings = dict(agreed(row))
    findings.pop("J2_2_3")
    checked = Checked(findings=findings, rationale="sound", outcome="in_order", words="")
    with pytest.raises(Refused, match="every judgement"):
        check_case(drawn, row.mark, checked, submission=row.submission.pk, by=lead_of(drawn))


def test_a_check_of_an_older_submission_is_a_conflict(drawn: Inspection) -> None:
    row = row_of(drawn, a_drawn_case(drawn))
    checked = Checked(findings=agreed(row), rationale="sound", outcome="in_order", words="")
    with pytest.raises(Conflict):
        check_case(drawn, row.mark, checked, submission=row.submission.pk - 1, by=lead_of(drawn))


def test_a_case_stays_with_its_first_assessor_until_the_second_has_submitted() -> None:
    inspection = in_fieldwork(size=1, inspectors=2)
    first = first_marks(inspection).get()
    assess(first)
    with pytest.raises(Refused, match="second assessor has not submitted"):
        check(inspection, "C001", outcome="returned", words="Again")
    assess(Assignment.objects.get(mark=Assignment.SECOND_MARK))
    check(inspection, "C001", outcome="returned", words="Again")
    assert row_of(inspection, "C001").state == State.WITH_ASSESSOR


def test_an_assessor_reads_the_checks_of_their_own_cases_and_no_others(drawn: Inspection) -> None:
    inspector = of_job(drawn, Job.INSPECTOR)
    rows = quality_rows(drawn)
    assert shown_to(inspector, drawn, rows) == []
    assert shown_to(lead_of(drawn), drawn, rows) == rows
    case = a_drawn_case(drawn)
    check(drawn, case)
    assert [row.case_id for row in shown_to(inspector, drawn, quality_rows(drawn))] == [case]
    assert shown_to(join(drawn, Job.PANEL), drawn, quality_rows(drawn)) == []


def test_checks_are_made_during_fieldwork_only(drawn: Inspection) -> None:
    case = a_drawn_case(drawn)
    drawn.state = Inspection.State.RATING
    drawn.save(update_fields=["state"])
    with pytest.raises(Refused, match="during fieldwork"):
        check(drawn, case)
    with pytest.raises(Refused, match="during fieldwork"):
        draw_dip(drawn, by=None)


def test_what_was_checked_stays_and_the_trail_holds_no_judgement(drawn: Inspection) -> None:
    made = check(drawn, a_drawn_case(drawn), outcome="returned", words="Secret", J2_2_3=OTHERWISE)
    for change in (
        lambda: QualityCheck.objects.filter(pk=made.pk).update(outcome="in_order"),
        lambda: made.findings.all().delete(),
        lambda: DipCase.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
    entry = RecordedAction.objects.get(verb="check_case_assessment")
    assert "Secret" not in str(entry.after)
    assert entry.subject_type == "inspections.inspection"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_lead_draws_checks_and_reads_the_findings_by_page(assessed: Inspection) -> None:
    client, here = browser(lead_of(assessed)), [assessed.pk]
    assert client.post(reverse("inspections:draw_dip", args=here), form_key()).status_code == 302
    page = client.get(reverse("inspections:quality", args=here) + "?why=first_cases").content.decode()
    assert "2 cases<" in page
    row = row_of(assessed, "C001")
    address = reverse("inspections:check_case", args=[assessed.pk, row.mark.pk])
    given = {f"agrees_{name}": "agree" for name in agreed(row)} | {
        "submission": row.submission.pk, "rationale": "thin", "outcome": "returned",
        "words": "See the enquiry", "agrees_J2_2_3": "change",
    }  # fmt: skip
    faulty = client.post(address, given | form_key())
    assert faulty.status_code == 422
    assert "Choose the judgement that you want for 2.2.3." in faulty.content.decode()
    complete = given | {"wanted_J2_2_3": "no", "reason_J2_2_3": "It came late"} | form_key()
    assert client.post(address, complete).status_code == 302
    findings = client.get(reverse("inspections:quality_findings", args=here)).content.decode()
    assert "2.2.3: Sufficient, wanted not sufficient. It came late" in findings
    table = client.get(reverse("inspections:findings_table-csv", args=here))
    assert "It came late" in b"".join(table.streaming_content).decode()


def test_the_findings_by_assessor_are_for_the_lead_alone(assessed: Inspection) -> None:
    for person in (join(assessed, Job.QUALITY), of_job(assessed, Job.INSPECTOR), join(assessed, Job.PANEL)):
        for name in ("quality_findings", "findings_table-csv"):
            answer = browser(person).get(reverse(f"inspections:{name}", args=[assessed.pk]))
            assert answer.status_code == 403, name

"""A case that is being marked moves to a newer edition of its bank, and nothing that was said is lost."""

import pytest

from apps.assessments.actions import (
    Given,
    Refused,
    Seen,
    Stale,
    confirm_facts,
    publish_edition,
    save_answer,
    save_fact,
    submit,
)
from apps.assessments.carrying import move_case, plan_move
from apps.assessments.models import Answer, Assignment, EvidenceChange
from apps.assessments.queries import case_state
from apps.organisation.models import RecordedAction
from rules.definitions.banks import build_bank, load_bank
from rules.scoring.carry_over import Fate
from tests.factories.audits import ORDER_ONLY, answer_everything, make_assignment, put_answer, put_fact

pytestmark = pytest.mark.django_db
QM102 = load_bank("QM102", "1.0")


@pytest.fixture
def auditor(person_with):
    return person_with("auditor", region="H")


@pytest.fixture
def lead(person_with):
    return person_with("lead_auditor")


@pytest.fixture
def mark(auditor):
    return make_assignment(auditor, facts=ORDER_ONLY)


def _edition(change, edition="2.0"):
    raw = QM102.file.model_dump(mode="json") | {"edition": edition}
    change({each["id"]: each for section in raw["sections"] for each in section["questions"]}, raw)
    return publish_edition(build_bank(raw, file="new"), by=None)[0]


def _many(questions, raw):
    """E01 other words, E02 another scale, E03 hidden, E05 two days instead of one, E06 gone, a new fact."""
    questions["E01"]["text"] = "Other words"
    questions["E02"]["scale"] = "yes_no"
    questions["E03"] |= {"applies": "em", "applies_in_words": "Asked with monitoring"}
    questions["E05"]["timing"][0]["amount"] = 2
    for section in raw["sections"]:
        section["questions"] = [each for each in section["questions"] if each["id"] != "E06"]
    questions["E04"] |= {"applies": "not woman", "applies_in_words": "Asked of men"}
    raw["facts"].append("woman")


def _begin(mark):
    for question in ("E01", "E02", "E03", "E06"):
        put_answer(mark, question, answer="partly_met", note="Half of it")
    # Monday to Wednesday: late with one business day, in time with two.
    put_answer(mark, "E05", dates={"follow_up": {"starts": "2026-03-02", "ends": "2026-03-04"}})


def _again(mark):
    """The assignment as it is stored now."""
    return Assignment.objects.select_related("sampled_case__sample", "edition", "auditor").get(pk=mark.pk)


def test_what_becomes_of_each_answer_is_told_before_anything_changes(mark):
    _begin(mark)
    plan = plan_move([mark], _edition(_many))
    (move,) = plan.markings
    assert {each.question_id: each.fate for each in move.answers} == {
        "E01": Fate.CARRIED,
        "E02": Fate.SCALE_CHANGED,
        "E03": Fate.HIDDEN,
        "E05": Fate.CARRIED,
        "E06": Fate.GONE,
    }
    assert {each.question_id: each.look_again for each in move.looked_at_again} == {
        "E01": ("wording",),
        "E05": ("time limit",),
    }
    assert move.new_facts == ("woman",)
    assert _again(mark).edition == mark.edition
    assert Answer.objects.get(assignment=mark, question="E02").answer == "partly_met"


def test_answers_carry_over_by_the_id_of_their_question(mark, lead):
    _begin(mark)
    move_case([mark], _edition(_many), by=lead, reason="The bank was corrected")
    moved = _again(mark)
    assert moved.edition.edition == "2.0"
    rows = {row.question: (row.answer, row.standing) for row in Answer.objects.filter(assignment=moved)}
    assert rows == {
        "E01": ("partly_met", "given"),
        "E02": ("", "given"),
        "E03": ("partly_met", "withdrawn"),
        "E05": ("on_time", "given"),
        "E06": ("partly_met", "withdrawn"),
    }
    assert Answer.objects.get(assignment=moved, question="E02").note == "Half of it"
    # The new fact has to be looked at before the case is closed.
    assert moved.facts_checked_at is None
    assert "E06" not in case_state(moved).answer_ids


def test_what_an_answer_was_stays_in_the_history_and_the_trail(mark, lead):
    _begin(mark)
    move_case([mark], _edition(_many), by=lead, reason="The bank was corrected")
    change = EvidenceChange.objects.filter(assignment=mark, key="E02").latest("id")
    assert (change.by, change.before["answer"], change.after["answer"]) == (lead, "partly_met", "")
    assert not EvidenceChange.objects.filter(assignment=mark, key="E01", by=lead).exists()
    trace = RecordedAction.objects.get(verb="carry_answers_over")
    assert (trace.before, trace.reason) == ({"edition": "1.0"}, "The bank was corrected")
    assert trace.after["carried"] == ["E01", "E05"]
    assert trace.after["not_carried"] == {"E02": "scale_changed", "E03": "hidden", "E06": "gone"}


def test_a_moved_case_is_marked_on_and_scored_with_the_new_edition(mark, lead):
    _begin(mark)
    move_case([mark], _edition(_many), by=lead, reason="The bank was corrected")
    moved = _again(mark)
    save_fact(moved, fact_id="woman", value=True, seen=Seen(), by=moved.auditor)
    confirm_facts(moved, by=moved.auditor)
    answer_everything(moved)
    # Asked: E01, E02, E05, E09, with 2 each; E03 and E04 are hidden, E06 is gone.
    assert submit(moved, by=moved.auditor).result["asked_weight"] == 8


def test_a_page_that_was_open_during_the_move_is_told_so(mark, lead):
    put_answer(mark, "E02", answer="met")
    stale = _again(mark)  # what a page had loaded
    move_case([mark], _edition(_many), by=lead, reason="The bank was corrected")
    with pytest.raises(Refused, match="'partly_met' is not an answer to question E02"):
        save_answer(stale, question_id="E02", given=Given(answer="partly_met"), seen=Seen(version=1), by=lead)
    with pytest.raises(Stale):
        save_answer(stale, question_id="E02", given=Given(answer="no"), seen=Seen(version=1), by=lead)
    with pytest.raises(Refused, match="no question E06"):
        save_answer(stale, question_id="E06", given=Given(answer="met"), seen=Seen(), by=lead)


def test_a_fact_that_changes_later_leaves_answers_of_the_old_edition_alone(mark, lead):
    _begin(mark)
    move_case([mark], _edition(_many), by=lead, reason="The bank was corrected")
    put_fact(_again(mark), "em", True)
    rows = {row.question: row.standing for row in Answer.objects.filter(assignment=mark)}
    assert (rows["E03"], rows["E06"]) == ("given", "withdrawn")


def test_a_submitted_case_stays_in_its_edition(mark, lead):
    answer_everything(mark)
    submit(mark, by=mark.auditor)
    edition = _edition(_many)
    assert plan_move([_again(mark)], edition).stays == "was submitted and stays in its edition"
    with pytest.raises(Refused, match="was submitted and stays"):
        move_case([_again(mark)], edition, by=lead, reason="Because")
    assert _again(mark).edition.edition == "1.0"


@pytest.mark.parametrize(
    ("edition", "reason", "problem"), [("0.9", "Because", "not a later"), ("2.0", " ", "reason")]
)
def test_a_case_moves_only_forward_and_with_a_reason(mark, lead, edition, reason, problem):
    with pytest.raises(Refused, match=problem):
        move_case([mark], _edition(_many, edition), by=lead, reason=reason)


def test_an_answer_given_against_the_dates_stays(mark, lead):
    dates = {"follow_up": {"starts": "2026-03-02", "ends": "2026-03-04"}}
    put_answer(mark, "E05", dates=dates)
    put_answer(mark, "E05", dates=dates, answer="not_done", note="The call reached nobody")
    move_case([mark], _edition(_many), by=lead, reason="The bank was corrected")
    row = Answer.objects.get(assignment=mark, question="E05")
    assert (row.answer, row.worked_out) == ("not_done", "on_time")


def test_old_answers_open_in_their_own_edition(mark, client, lead):
    answer_everything(mark)
    submit(mark, by=mark.auditor)
    _edition(_many)
    client.force_login(mark.auditor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/assessments/{mark.pk}/score/").content.decode()
    assert QM102.questions["E06"].text in page
    assert "Other words" not in page

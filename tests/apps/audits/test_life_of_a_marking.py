"""A marking's whole life in any order, in the database; every example is rolled back."""

import os
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from apps.assessments.actions import confirm_facts
from apps.audits.actions import draw_round, open_round
from apps.audits.moderation_queries import second_marks
from tests.apps.audits.life_of_a_marking import TURNS, MarkingLife, Scene
from tests.factories.audits import NOTHING_ELSE, make_plan, put_fact
from tests.factories.failures import make_live_extract, person, put_people
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(reference: None) -> Scene:
    put_people(*(person(number, failed_on=date(2026, 3, 2)) for number in range(2)))
    make_live_extract()
    lead = make_person_with("lead_auditor")
    auditors = [make_person_with("auditor", region="H") for _ in range(2)]
    opened = open_round(make_plan(auditors, size=2), by=lead)
    draw_round(opened, by=lead)
    opened.refresh_from_db()
    for assignment in [*opened.assignments, *second_marks(opened)]:
        for fact in NOTHING_ELSE:
            put_fact(assignment, fact, False)
        confirm_facts(assignment, by=assignment.auditor)
    firsts = list(opened.assignments.order_by("sampled_case__case_id"))
    marks = {(case, 1): mark.pk for case, mark in enumerate(firsts)}
    for case, mark in enumerate(firsts):
        marks[case, 2] = second_marks(opened).get(sampled_case=mark.sampled_case_id).pk
    people = (make_person_with("adjudicator"), make_person_with("senior_reviewer"), lead)
    return Scene(opened, marks, *people)


def _live(scene: Scene, *, examples: int, steps: int) -> None:
    MarkingLife.scene, MarkingLife.turns = scene, Counter()
    run_state_machine_as_test(
        MarkingLife,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_the_order_nothing_is_lost_shown_early_or_scored_wrongly(scene: Scene) -> None:
    _live(scene, examples=6, steps=15)


def test_a_signature_holds_for_what_was_signed_and_for_nothing_else(scene: Scene) -> None:
    MarkingLife.scene, MarkingLife.turns = scene, Counter()
    life = MarkingLife()
    life.change_what_was_signed(case=0, mark=1, question="E01", answer="not_met")
    assert life.turns["publishing refused: changed since it was signed"] == 1
    life.sign_off()
    life.lock()
    assert life.turns["published"] == 1
    life.teardown()


@pytest.mark.proof
def test_a_long_life_in_any_order(scene: Scene) -> None:
    _live(scene, examples=int(os.environ.get("PROOF_EXAMPLES", "300")), steps=50)
    assert set(MarkingLife.turns) >= TURNS
    print("\n".join(f"{count:>8,} {turn}" for turn, count in sorted(MarkingLife.turns.items())))  # noqa: T201 (for -s)

"""When markers of a case see each other, also when both submit in the same moment."""

import threading

import pytest
from django.db import connection

from apps.assessments.actions import confirm_facts, submit
from apps.assessments.blindness import hidden_marks, is_hidden_from
from apps.assessments.comparing import close_comparison
from apps.assessments.models import Assignment, Comparison, Submission
from apps.assessments.second_marks import make_marking
from tests.factories.audits import ORDER_ONLY, answer_everything, make_assignment


@pytest.fixture
def two(person_with):
    """Two markings of one case, answered and not submitted."""
    first = make_assignment(person_with("auditor", region="H"), facts=ORDER_ONLY)
    other = person_with("auditor", region="H")
    second = make_marking(first.sampled_case, edition=first.edition, mark=2, auditor=other, by=None)
    confirm_facts(second, by=other)
    for mark in (first, second):
        answer_everything(mark)
    return first, second


@pytest.mark.django_db(transaction=True)
def test_two_who_submit_at_once_are_compared(two):
    gate = threading.Barrier(2)

    def close(mark):
        own = Assignment.objects.get(pk=mark.pk)
        gate.wait()
        submit(own, by=own.auditor)
        connection.close()

    threads = [threading.Thread(target=close, args=(mark,)) for mark in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Comparison.objects.get()
    assert set(found.submissions) == set(Submission.objects.values_list("pk", flat=True))
    assert len(found.submissions) == 2


@pytest.mark.django_db
def test_a_marking_is_hidden_from_the_other_marker_alone_until_both_submit(two, person_with):
    first, second = two
    submit(first, by=first.auditor)
    assert is_hidden_from(second.auditor, first)
    assert is_hidden_from(first.auditor, second)
    assert not is_hidden_from(first.auditor, first)
    assert not hidden_marks(person_with("lead_auditor")).exists()
    submit(second, by=second.auditor)
    assert not is_hidden_from(second.auditor, first)


@pytest.mark.django_db
def test_one_submission_alone_is_nothing_to_compare(two, person_with):
    first, _ = two
    lead = person_with("lead_auditor")
    assert close_comparison(first, by=lead) is None
    submit(first, by=first.auditor)
    assert close_comparison(first, by=lead) is None
    assert not Comparison.objects.exists()

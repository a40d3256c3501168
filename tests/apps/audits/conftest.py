"""A round of Wales over ten made-up cases."""

from datetime import date

import pytest

from apps.assessments.models import Assignment
from apps.audits.actions import draw_round, open_round
from tests.factories.audits import make_plan, mark_case
from tests.factories.failures import make_live_extract, person, put_people
from tests.factories.people import make_person_with


@pytest.fixture
def auditors(reference):
    return [make_person_with("auditor", region="H") for _ in range(2)]


@pytest.fixture
def lead(reference):
    return make_person_with("lead_auditor")


@pytest.fixture
def caseload(reference):
    put_people(*(person(n, failed_on=date(2026, 3, 2)) for n in range(10)))
    return make_live_extract()


@pytest.fixture
def drawn(caseload, auditors, lead):
    opened = open_round(make_plan(auditors), by=lead)
    draw_round(opened, by=lead)
    opened.refresh_from_db()
    return opened


@pytest.fixture
def small(caseload, auditors, lead):
    """A drawn round of two cases."""
    opened = open_round(make_plan(auditors, size=2), by=lead)
    draw_round(opened, by=lead)
    opened.refresh_from_db()
    return opened


@pytest.fixture
def marked(small):
    """Its two cases marked by everybody who marks them: the first without E01 met, the other all best."""
    marks = list(small.assignments.order_by("pk"))
    for mark in Assignment.objects.filter(sampled_case__sample=small.sample).order_by("pk"):
        worst = {"E01": "not_met"} if mark.sampled_case_id == marks[0].sampled_case_id else {}
        mark_case(mark, **worst)
    return list(small.assignments.order_by("pk"))

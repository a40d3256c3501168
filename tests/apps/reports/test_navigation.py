"""Where somebody finds the reports."""

from collections.abc import Callable

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PUBLISHED = 'href="/reports/published/"'


def test_published_reports_stand_in_the_section_of_reports_or_are_one(browse: Callable[..., Client]) -> None:
    auditor, director = browse("auditor", region="H"), browse("regional_director", region="H")
    assert PUBLISHED in auditor.get("/").content.decode()
    assert PUBLISHED not in director.get("/").content.decode()
    assert PUBLISHED in director.get("/reports/").content.decode()

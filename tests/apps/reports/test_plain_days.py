"""Days from data, printed as the document prints its other days."""

import pytest

from apps.reports import languages
from apps.reports.templatetags.plain_days import in_words


@pytest.mark.parametrize(
    ("iso", "english", "welsh"),
    [
        ("2026-03-31", "31 March 2026", "31 Mawrth 2026"),
        ("2024-04", "April 2024", "Ebrill 2024"),
        ("2025-26-1", "2025-26-1", "2025-26-1"),
    ],
)
def test_a_day_of_data_is_said_in_words(iso, english, welsh):
    assert in_words(iso) == english
    with languages.speaking("cy"):
        assert welsh in in_words(iso)

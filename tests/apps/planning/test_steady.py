"""What is frozen of a plan stood so at one moment, though it takes many queries to read."""

import pytest

from apps.organisation.actions import Refused
from apps.planning.steady import MOST_READS, as_it_stands


def test_what_stands_still_is_read_as_it_is():
    assert as_it_stands(lambda: ("agreement", "provision")) == ("agreement", "provision")


def test_a_reading_torn_by_a_change_is_read_again():
    readings = iter([("ends", "provision"), ("ended", ""), ("ended", "")])
    assert as_it_stands(lambda: next(readings)) == ("ended", "")


def test_what_never_stands_still_is_refused():
    readings = iter(range(MOST_READS + 1))
    with pytest.raises(Refused, match="being changed just now"):
        as_it_stands(lambda: next(readings))
    assert next(readings) == MOST_READS

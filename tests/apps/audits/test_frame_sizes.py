"""Frames are counted once for an extract, and what is drawn is built from the cases."""

from datetime import date

import pytest

from apps.audits.actions import open_round
from apps.audits.frame_sizes import FrameCount, frame_size, sizes_of, sizes_of_regions, strata_sizes
from apps.audits.frames import build_frame
from apps.audits.models import FrameSizes
from apps.audits.planning import count_usual_frames
from apps.caseload.models import Extract
from tests.factories.audits import make_edition, make_plan
from tests.factories.failures import make_live_extract, person, put_people

pytestmark = pytest.mark.django_db
DAYS = {"first_on": date(2026, 1, 1), "last_on": date(2026, 6, 30)}
FAILED = date(2026, 3, 2)


def _count(region="H"):
    return sizes_of_regions("enforcement", [region], **DAYS)[region]


def test_the_counts_are_those_of_the_frame_that_would_be_drawn(caseload, auditors, lead):
    opened = open_round(make_plan(auditors), by=lead)
    assert sizes_of(opened) == [FrameCount("order", "H103", "not_recorded", 10)]
    assert frame_size(sizes_of(opened)) == len(build_frame(opened))


def test_an_extract_s_frames_are_counted_once_for_all_regions(caseload, django_assert_num_queries):
    first = _count()
    with django_assert_num_queries(2):  # which extract is live, and what was counted in it
        assert _count() == first
    with django_assert_num_queries(2):
        assert _count("A") == []


def test_a_new_extract_is_counted_anew(caseload):
    assert frame_size(_count()) == 10
    Extract.objects.filter(pk=caseload.pk).update(state=Extract.State.SUPERSEDED)
    put_people(person(1, failed_on=FAILED))
    Extract.objects.filter(pk=caseload.pk).update(sha256="b" * 64)
    make_live_extract()
    assert frame_size(_count()) == 1


def test_without_a_live_extract_nothing_is_kept(reference):
    put_people(person(1, failed_on=FAILED))
    assert frame_size(_count()) == 1
    assert not FrameSizes.objects.exists()


def test_counts_are_added_up_by_the_columns_chosen():
    counts = [
        FrameCount("order", "H1", "low", 3),
        FrameCount("order", "H2", "low", 4),
        FrameCount("licence", "H1", "high", 5),
    ]
    assert strata_sizes(counts, ["kind"]) == {"licence": 5, "order": 7}
    assert strata_sizes(counts, ["unit", "level"]) == {"H1|high": 5, "H1|low": 3, "H2|low": 4}
    assert strata_sizes(counts, []) == {"all": 12}


def test_the_usual_frames_are_counted_before_a_lead_asks(caseload, django_assert_max_num_queries):
    make_edition()
    assert count_usual_frames() == 1
    kept = FrameSizes.objects.get()
    assert (kept.kind, kept.first_on, kept.last_on) == ("enforcement", *DAYS.values())
    with django_assert_max_num_queries(6):
        assert count_usual_frames() == 1


def test_without_a_live_extract_no_frame_is_counted(reference):
    make_edition()
    assert count_usual_frames() == 0

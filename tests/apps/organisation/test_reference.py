"""Reference data: it ends, it is never deleted."""

from datetime import date

import pytest

from apps.organisation.models import CoveredAuthority, ProbationDeliveryUnit, Region
from apps.organisation.reference import load_reference

pytestmark = pytest.mark.usefixtures("reference")
ON = date(2026, 11, 22)


def test_everything_of_the_files_is_there() -> None:
    assert Region.objects.count() == 12
    assert ProbationDeliveryUnit.objects.count() == 108
    assert str(ProbationDeliveryUnit.objects.get(code="H103")) == "North Wales"
    assert CoveredAuthority.objects.get(unit="H103", authority="Wrexham").source == "S 674"


def test_loading_again_changes_nothing() -> None:
    assert {(kind.added, kind.changed, kind.ended) for kind in load_reference(on=ON)} == {(0, 0, 0)}


def test_a_row_that_left_the_files_ends_on_the_day_before() -> None:
    gone = ProbationDeliveryUnit.objects.create(
        code="H999", name="Old", region_id="H", valid_from=date(2021, 6, 26), source="product"
    )
    units = load_reference(on=ON)[1]
    gone.refresh_from_db()
    assert units.ended == 1
    assert gone.valid_to == date(2026, 11, 21)


def test_a_row_that_differs_is_brought_back_to_the_files() -> None:
    ProbationDeliveryUnit.objects.filter(code="H103").update(name="Wrong")
    assert load_reference(on=ON)[1].changed == 1
    assert ProbationDeliveryUnit.objects.get(code="H103").name == "North Wales"

import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from apps.caseload.models import Extract
from apps.organisation.models import RecordedAction
from apps.performance.models import MeasureRun
from apps.publication.actions import FreezeRefused
from apps.publication.models import FrozenFigures, StatisticalTable, TableCell
from apps.publication.queries import TableShown, tables_of
from rules.periods import PerformanceYear
from tests.factories.reported import freeze, judged_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(reference: None) -> MeasureRun:
    return judged_years()


@pytest.fixture
def figures(run: MeasureRun) -> FrozenFigures:
    return freeze(run)


def table(figures: FrozenFigures, key: str) -> TableShown:
    return next(shown for shown in tables_of(figures) if shown.table.key == key)


def texts(shown: TableShown, row: str, *columns: str) -> list[str]:
    return [shown.cell(row, column).text for column in columns]


def test_the_year_is_the_sum_of_its_cells_with_rate_and_interval(figures):
    quarters = table(figures, "sl004-quarters")
    shown = texts(quarters, "2025-26", "counted", "met", "rate", "low", "high")
    assert shown == ["104", "69", "66.3", "56.8", "74.7"]


def test_a_small_count_is_suppressed_with_its_rate_and_verdict(figures):
    quarters = table(figures, "sl004-quarters")
    assert texts(quarters, "2025-Q3", "counted", "met", "rate", "low", "high", "verdict", "change") == [
        "20", "[c]", "[c]", "[c]", "[c]", "[c]", "[c]"
    ]  # fmt: skip


def test_a_second_quarter_is_suppressed_so_that_the_year_does_not_give_the_first_away(figures):
    quarters = table(figures, "sl004-quarters")
    met = {row.key: quarters.cell(row.key, "met").text for row in quarters.table.row_list}
    assert [key for key, text in met.items() if text == "[c]" and key.startswith("2025")] == [
        "2025-Q3",
        "2025-Q4",
    ]
    assert met["2025-26"] == "69"


def test_delivery_units_and_quarters_share_one_protection(figures):
    units = table(figures, "sl004-units")
    # H105 counted 4 and met 2; a second unit goes with it, or the region's total would tell.
    assert texts(units, "H105", "counted", "met") == ["[c]", "[c]"]
    assert [row.key for row in units.table.row_list if units.cell(row.key, "counted").symbol] != ["H105"]
    assert texts(units, "region", "counted", "met") == ["104", "69"]


def test_the_truth_behind_a_suppressed_cell_is_stored_nowhere(figures):
    for cell in TableCell.objects.exclude(symbol=""):
        assert cell.number is None
    words = str(figures.details) + "".join(shown.table.title for shown in tables_of(figures))
    assert "3 of 20" not in words


def test_the_change_compares_unrounded_rates_of_the_two_years(figures):
    # 69/104 - 60/80 = -8.653...
    assert texts(table(figures, "sl004-quarters"), "2025-26", "change") == ["-8.7"]
    assert texts(table(figures, "sl004-quarters"), "2024-25", "change") == ["[x]"]


def test_without_last_year_no_change_is_shown_and_the_table_says_why(reference):
    quarters = table(freeze(judged_years(first="2025-04")), "sl004-quarters")
    assert [row.key for row in quarters.table.row_list][-1] == "2025-26"
    assert len(quarters.table.row_list) == 5
    assert texts(quarters, "2025-26", "change") == ["[x]"]
    assert any("Last year was not judged" in note for note in quarters.table.notes)


def test_the_target_is_decided_on_counts_and_a_made_up_one_says_so(figures):
    quarters = table(figures, "sl004-quarters")
    assert texts(quarters, "2025-26", "target", "verdict") == ["90.0", "No"]
    assert any("demonstration value" in note for note in quarters.table.notes)


def test_real_data_has_no_made_up_target(reference):
    quarters = table(freeze(judged_years(demo=False)), "sl004-quarters")
    assert texts(quarters, "2025-26", "target", "verdict") == ["[z]", "No target set"]


def test_the_people_at_the_years_end_are_counted_once_and_add_up(figures):
    places = table(figures, "delivery-units")
    assert places.cell("all", "people").value == 184
    assert places.cell("all", "share").text == "100.0"
    sexes = table(figures, "people-sex")
    assert sexes.cell("male", "people").value == 184


def test_a_unit_names_the_authorities_that_it_covered_on_the_day(figures):
    words = table(figures, "delivery-units").cell("H103", "authorities").text
    assert "Gwynedd" in words


def test_the_same_content_is_frozen_once(run, figures):
    assert freeze(run) == figures
    assert FrozenFigures.objects.count() == 1
    assert RecordedAction.objects.filter(verb="freeze_figures").count() == 1


def test_other_content_is_another_vintage(run, figures):
    other = freeze(run, year=PerformanceYear(2024))
    assert other.content_sha256 != figures.content_sha256


def test_a_year_that_the_run_does_not_cover_is_refused_with_what_to_do(reference):
    run = judged_years(first="2025-06")
    with pytest.raises(
        FreezeRefused, match="judged 2025-06 to 2026-03; a report on 2025-26 needs 2025-04 to"
    ):
        freeze(run)


def test_an_extract_that_is_not_live_any_more_is_refused(run):
    Extract.objects.update(state=Extract.State.SUPERSEDED)
    with pytest.raises(FreezeRefused, match="not live any more"):
        freeze(run)


def test_a_year_that_is_not_over_is_refused(run):
    Extract.objects.update(as_at="2026-03-30")
    run = MeasureRun.objects.get()
    with pytest.raises(FreezeRefused, match="before the year 2025-26 ends"):
        freeze(run)


@pytest.mark.parametrize("model", [FrozenFigures, StatisticalTable, TableCell])
def test_frozen_rows_can_neither_be_changed_nor_removed(figures, model):
    key = model.objects.first().pk
    changes = {FrozenFigures: {"year": "2020-21"}, StatisticalTable: {"title": "x"}, TableCell: {"row": "x"}}
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        model.objects.filter(pk=key).update(**changes[model])
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        model.objects.filter(pk=key)._raw_delete("default")


def test_frozen_tables_cannot_be_emptied(figures):
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute("TRUNCATE publication_tablecell")


def test_a_cell_is_a_number_or_words_or_a_symbol(figures):
    held = StatisticalTable.objects.first()
    for wrong in ({}, {"number": 1, "symbol": "c"}, {"words": "x", "symbol": "c"}, {"symbol": "q"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TableCell.objects.create(table=held, row="new", column="new", **wrong)


def test_every_number_is_printed_with_its_decimals(figures):
    for cell in TableCell.objects.filter(number__isnull=False):
        assert re.fullmatch(r"-?[\d,]+(\.\d)?", cell.text)
    assert TableCell(number=Decimal("1204"), places=0).text == "1,204"

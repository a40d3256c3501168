import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from charts import (
    PRINT,
    SCREEN,
    Bar,
    FunnelLimit,
    FunnelPoint,
    Moment,
    Point,
    Series,
    SkippedDay,
    Svg,
    bar_chart,
    funnel_plot,
    line_chart,
    measure_over_time,
    timeline,
)
from charts.canvas import number, wrap
from charts.scales import count_ticks, percent_ticks, thinned

SVG = "{http://www.w3.org/2000/svg}"


def points(*rates):
    return [
        Point(f"{index:02d}", None if rate is None else Decimal(rate), Decimal(60), Decimal(95), 40)
        for index, rate in enumerate(rates, start=1)
    ]


def moments():
    return [
        Moment(on=date(2024, 5, 3), label="Sentence", kind="trigger"),
        Moment(on=date(2024, 5, 13), label="Due", kind="due"),
    ]


def every_chart(title="A headline", description="What it shows"):
    limit = FunnelLimit(
        n=50, low_95=Decimal(50), high_95=Decimal(80), low_998=Decimal(40), high_998=Decimal(90)
    )
    return [
        measure_over_time(points(80, None, 90), Decimal(85), title, description),
        bar_chart([Bar(label="H101", value=Decimal(83), shown="83.0%")], title, description),
        funnel_plot(
            [FunnelPoint(label="H101", n=60, rate=Decimal(65))], [limit], Decimal(65), title, description
        ),
        timeline(moments(), title, description, skipped=[SkippedDay(on=date(2024, 5, 4), why="Saturday")]),
    ]


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_every_chart_is_an_image_with_a_title_and_a_description():
    for svg in every_chart():
        root = ElementTree.fromstring(svg)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img"
        assert title.text == "A headline"
        assert description.text == "What it shows"
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == description.get("id")


def test_every_chart_scales_with_its_place_and_carries_no_inline_style():
    for svg in every_chart():
        root = ElementTree.fromstring(svg)
        assert root.get("viewBox").startswith("0 0 360 ")
        assert root.get("width") is None
        # The pages' content security policy refuses style attributes and elements.
        assert " style=" not in svg
        assert "<style" not in svg


def test_words_from_data_cannot_become_markup():
    for svg in every_chart(title="<script>alert(1)</script>", description='" onload="x'):
        assert "<script" not in svg
        assert ElementTree.fromstring(svg).find(f"{SVG}desc").text == '" onload="x'


def test_templates_know_a_chart_to_be_markup():
    svg = every_chart()[0]
    assert isinstance(svg, Svg)
    assert svg.__html__() == svg


def test_equal_data_gives_equal_text():
    assert every_chart() == every_chart()


def test_different_charts_on_a_page_have_different_ids():
    ids = [found for svg in every_chart() for found in re.findall(r' id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))


def test_a_period_without_a_rate_is_a_gap_and_the_line_does_not_bridge_it():
    svg = measure_over_time(points(80, 82, None, 90, 91), None, "T", "D")
    assert svg.count("<polyline") == 2
    assert svg.count("<circle") == 4
    assert "no rate" in texts(svg)


def test_a_break_stops_the_line_and_is_marked():
    svg = measure_over_time(
        [Point("a", Decimal(80)), Point("b", Decimal(81)), Point("c", Decimal(70), break_before=True)],
        None,
        "T",
        "D",
    )
    assert svg.count("<polyline") == 1
    assert "break" in texts(svg)


def stepped(*targets):
    """A month with a rate of 80 for each target."""
    return [
        Point(str(place), Decimal(80), targets=[None if each is None else Decimal(each)])
        for place, each in enumerate(targets)
    ]


def test_a_target_that_rises_is_drawn_in_steps():
    svg = measure_over_time(stepped(65, 65, 70), None, "T", "D")
    dashed = [line for line in svg.split("<") if line.startswith("polyline") and "dasharray" in line]
    (path,) = re.findall(r'points="([^"]+)"', dashed[0])
    corners = [tuple(map(float, pair.split(","))) for pair in path.split(" ")]
    heights = [y for _, y in corners]
    assert len(dashed) == 1
    assert heights[0] == heights[3] > heights[4] == heights[5]  # paper counts downwards
    assert corners[3][0] == corners[4][0], "the step is upright"
    assert "Target 65%, then 70%" in texts(svg)


def test_a_step_inside_a_quarter_is_drawn_at_its_month():
    quarter = Point("Q", Decimal(80), targets=[Decimal(60), Decimal(60), Decimal(90)])
    svg = measure_over_time([quarter], None, "T", "D")
    (path,) = re.findall(r'points="([^"]+)"', svg)
    xs = sorted({float(pair.split(",")[0]) for pair in path.split(" ")})
    assert [round((x - xs[0]) / (xs[-1] - xs[0]), 2) for x in xs] == [0, 0.33, 0.67, 1]


def test_months_without_a_target_leave_a_gap_in_its_line():
    svg = measure_over_time(stepped(60, None, 65), None, "T", "D")
    assert len([line for line in svg.split("<") if line.startswith("polyline") and "dash" in line]) == 2
    assert measure_over_time(stepped(None, None), None, "T", "D").count("dasharray") == 0


def test_many_steps_are_named_by_the_first_and_the_last():
    assert "Target from 50% to 80% in 4 steps" in texts(
        measure_over_time(stepped(50, 60, 70, 80), None, "T", "D")
    )
    assert max(percent_ticks([80, 50])) >= 80


def test_a_suppressed_period_is_told_apart_from_one_without_a_rate():
    svg = measure_over_time([Point("a", None, gap="[c]"), Point("b", None)], None, "T", "D")
    assert {"[c]", "no rate"} <= set(texts(svg))


def test_no_rates_at_all_still_draws_an_axis_and_says_so():
    svg = measure_over_time(points(None, None), None, "T", "D")
    assert "no rate" in texts(svg)
    assert "<circle" not in svg


def test_no_periods_at_all_draw_an_empty_axis():
    assert "100%" in texts(measure_over_time([], None, "T", "D"))


def test_the_target_is_a_dashed_line_named_in_words():
    svg = measure_over_time(points(80), Decimal("87.50"), "T", "D")
    assert "Target 87.5%" in texts(svg)
    assert "stroke-dasharray" in svg


def test_without_a_target_none_is_drawn():
    assert "Target" not in measure_over_time(points(80), None, "T", "D")


def test_whiskers_show_the_interval():
    bare = [Point("a", Decimal(80))]
    with_interval = [Point("a", Decimal(80), Decimal(70), Decimal(90))]
    extra = measure_over_time(with_interval, None, "T", "D").count("stroke-opacity")
    assert extra == 3
    assert measure_over_time(bare, None, "T", "D").count("stroke-opacity") == 0


def test_series_differ_by_mark_as_well_as_colour():
    svg = line_chart([Series("This year", points(80, 81)), Series("Last year", points(70, 71))], "T", "D")
    assert {"This year", "Last year"} <= set(texts(svg))
    assert svg.count("<circle") == 3
    assert svg.count("<polygon") == 3


def test_series_with_other_labels_are_refused():
    with pytest.raises(ValueError, match="same labels"):
        line_chart([Series("a", points(80, 81)), Series("b", points(70))], "T", "D")


def test_more_series_than_colours_are_refused():
    with pytest.raises(ValueError, match="takes 1 to 4 series, found 5"):
        line_chart([Series(str(index), points(80)) for index in range(5)], "T", "D")


def test_on_paper_the_one_alternative_text_holds_title_and_description():
    svg = measure_over_time(points(80), None, "A headline", "What it shows", frame=PRINT)
    assert ElementTree.fromstring(svg).find(f"{SVG}title").text == "A headline. What it shows"


def test_a_bar_without_a_value_shows_only_its_words():
    svg = bar_chart([Bar(label="H101", value=None, shown="[c]")], "T", "D")
    assert "[c]" in texts(svg)
    assert "<rect" not in svg


def test_a_timeline_lists_its_dates_in_order_with_weekdays():
    svg = timeline(list(reversed(moments())), "T", "D")
    assert [text for text in texts(svg) if "2024" in text] == [
        "1. Fri 3 May 2024: Sentence",
        "2. Mon 13 May 2024: Due",
    ]


def test_skipped_days_are_marked_and_explained():
    skipped = [SkippedDay(on=date(2024, 5, day), why="weekend") for day in (4, 5)]
    svg = timeline(moments(), "T", "D", skipped=skipped)
    assert "a day that does not count" in texts(svg)
    assert svg.count("<rect") == 11 + 1


def test_a_long_timeline_becomes_a_plain_line():
    far = [Moment(on=date(2024, 1, 1), label="a"), Moment(on=date(2024, 12, 31), label="b")]
    assert "<rect" not in timeline(far, "T", "D")


def test_a_timeline_of_one_day_is_drawn():
    assert "1. Fri 3 May 2024: Sentence" in texts(timeline(moments()[:1], "T", "D"))


def test_a_timeline_without_dates_is_refused():
    with pytest.raises(ValueError, match="at least one date"):
        timeline([], "T", "D")


def test_everything_is_drawn_inside_the_paper():
    svg = measure_over_time(points(*([80, 60, 95] * 8)), Decimal(90), "T", "D")
    for element in ElementTree.fromstring(svg).iter():
        for name in ("x", "x1", "x2", "cx"):
            assert -0.01 <= float(element.get(name, 0)) <= SCREEN.width
        for name in ("y", "y1", "y2", "cy"):
            assert -0.01 <= float(element.get(name, 0)) <= SCREEN.height


def test_percent_ticks_enclose_the_values_and_never_leave_0_to_100():
    assert percent_ticks([]) == [0, 25, 50, 75, 100]
    assert percent_ticks([Decimal(72), Decimal(89)]) == [70, 75, 80, 85, 90]
    assert percent_ticks([0, 100]) == [0, 20, 40, 60, 80, 100]
    for value in (0, 3, 50, 99, 100):
        ticks = percent_ticks([value])
        assert 0 <= ticks[0] <= value <= ticks[-1] <= 100
        assert ticks[-1] - ticks[0] >= 10


def test_count_ticks_begin_at_zero_and_enclose_the_largest():
    for largest in (0, 1, 7, 60, 99, 100, 101, 5_000):
        ticks = count_ticks(largest)
        assert ticks[0] == 0
        assert ticks[-1] >= largest
        assert len(ticks) <= 8


def test_labels_are_thinned_from_the_end_so_that_the_newest_always_shows():
    assert thinned(list("abcdef"), slot=10, widest=25) == [2, 5]
    assert thinned(list("abc"), slot=30, widest=25) == [0, 1, 2]


def test_coordinates_are_short():
    assert [number(value) for value in (0, 12.5, 100, Decimal("3.14159"), -0.001)] == [
        "0", "12.5", "100", "3.14", "0"
    ]  # fmt: skip


def test_words_wrap_at_spaces_and_long_words_stay_whole():
    assert wrap("one two", width=40, font=12) == ["one", "two"]
    assert wrap("Gloucestershire", width=10, font=12) == ["Gloucestershire"]

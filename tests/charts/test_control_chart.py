"""A p-chart: limits of each period, a line that stops at a break, marks for what lies outside."""

from decimal import Decimal
from xml.etree import ElementTree

from charts import SCREEN, ControlPoint, control_chart


def point(rate: int | None, *, outside: bool = False, after_break: bool = False) -> ControlPoint:
    limits = {"low": Decimal(60), "high": Decimal(90), "centre": Decimal(75)} if rate is not None else {}
    return ControlPoint(
        label="May",
        rate=None if rate is None else Decimal(rate),
        outside=outside,
        break_before=after_break,
        **limits,
    )


def drawn(*points: ControlPoint) -> str:
    return control_chart(points, "T", "D")


def test_the_line_stops_at_a_break_and_the_break_is_named() -> None:
    unbroken = drawn(*[point(70)] * 4)
    broken = drawn(point(70), point(70), point(80, after_break=True), point(80))
    assert (unbroken.count("<polyline"), broken.count("<polyline")) == (1, 2)
    assert ">break<" in broken


def test_a_period_outside_its_limits_has_another_form_and_not_only_another_colour() -> None:
    svg = drawn(point(70), point(95, outside=True))
    assert svg.count("<polygon") == 1
    assert svg.count("<circle") == 1


def test_a_period_without_a_rate_is_a_gap_and_no_zero() -> None:
    svg = drawn(point(70), point(None), point(70))
    assert svg.count("<rect") == 1
    assert "<polyline" not in svg


def test_everything_drawn_lies_on_the_paper() -> None:
    svg = drawn(*[point(rate) for rate in (0, 100, 50) * 8])
    for element in ElementTree.fromstring(svg).iter():
        assert -0.01 <= float(element.get("cx", 0)) <= SCREEN.width
        assert -0.01 <= float(element.get("cy", 0)) <= SCREEN.height

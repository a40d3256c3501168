"""Two percentages of each place in one drawing."""

from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

from charts import AxisTitles, PairPoint, scatter_plot

AXES = AxisTitles(across="Plans in time", up="Audit score")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*points: PairPoint) -> ElementTree.Element:
    return ElementTree.fromstring(scatter_plot(points, AXES, "Two of a kind", "What it shows"))


def point(label: str, across: int, up: int) -> PairPoint:
    return PairPoint(
        label=label,
        across=Decimal(across),
        up=Decimal(up),
        across_range=(Decimal(across - 5), Decimal(across + 4)),
        up_range=(Decimal(up - 10), Decimal(up + 8)),
    )


def bare(label: str) -> PairPoint:
    return PairPoint(label=label, across=Decimal(80), up=Decimal(70))


def test_each_place_is_a_named_mark_with_an_arm_each_way() -> None:
    root = drawn(point("H103", 80, 70), point("H104", 90, 60))
    assert len(root.findall(f".//{SVG}circle")) == 2
    words = [one.text for one in root.findall(f"{SVG}text")]
    assert {"H103", "H104", "Plans in time", "Audit score"} <= set(words)
    arms = [one for one in root.findall(f"{SVG}line") if "stroke-opacity" in one.attrib]
    assert len(arms) == 4
    assert "stroke-opacity" not in scatter_plot([bare("H103")], AXES, "One", "bare")


def test_further_right_is_a_higher_rate_and_further_up_a_higher_score() -> None:
    first, second = drawn(point("a", 70, 60), point("b", 90, 80)).findall(f".//{SVG}circle")
    assert float(first.attrib["cx"]) < float(second.attrib["cx"])
    assert float(first.attrib["cy"]) > float(second.attrib["cy"])


def test_the_names_of_places_that_lie_together_stand_apart() -> None:
    root = drawn(*(point(name, 80, 70) for name in ("H103", "H104", "H105")))
    names = [one for one in root.findall(f"{SVG}text") if (one.text or "").startswith("H10")]
    heights = sorted(float(one.attrib["y"]) for one in names)
    assert all(later - earlier >= 12 for earlier, later in pairwise(heights))


def test_it_tells_its_title_and_description_and_repeats_byte_for_byte() -> None:
    one, again = (scatter_plot([point("a", 70, 60)], AXES, "A & B", "said") for _ in range(2))
    assert one == again
    assert "A &amp; B" in one
    assert "<desc" in one


def test_no_place_leaves_the_axes() -> None:
    assert len(drawn().findall(f".//{SVG}circle")) == 0

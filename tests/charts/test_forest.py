"""The forest plot: a line for each difference, marks that differ in form, and a scale around zero."""

from decimal import Decimal

from charts.forest import Branch, forest_plot


def branch(points: str, low: str, high: str, mark: str = "", label: str = "SL004 <Female>") -> Branch:
    return Branch(
        label=label, points=Decimal(points), low=Decimal(low), high=Decimal(high), shown=points, mark=mark
    )


def test_each_difference_has_its_label_its_interval_and_a_mark_of_its_own_form() -> None:
    drawn = forest_plot(
        [
            branch("-12.0", "-20.0", "-4.0", "worse"),
            branch("5.0", "1.0", "9.0", "better"),
            branch("1", "-3", "4"),
        ],
        "Two differ",
        "Points between groups",
        least=Decimal(3),
    )
    assert drawn.count("&lt;Female&gt;") == 3
    assert (drawn.count("<polygon"), drawn.count("<circle")) == (2, 1)
    assert drawn.count('stroke-dasharray="4 4"') == 2
    assert "percentage points" in drawn
    assert all(f">{tick}<" in drawn for tick in ("−20", "0", "+10"))


def test_the_scale_holds_zero_and_the_widest_interval_on_whichever_side() -> None:
    drawn = forest_plot([branch("60", "40", "95")], "One differs", "", least=None)
    assert ">+100<" in drawn
    assert ">0<" in drawn
    assert 'stroke-dasharray="4 4"' not in drawn


def test_the_same_differences_give_the_same_drawing() -> None:
    one, other = (forest_plot([branch("1", "-1", "3")], "Same", "") for _ in range(2))
    assert one == other

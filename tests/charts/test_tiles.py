"""A map-like chart of tiles: told apart without colour, read without sight."""

from xml.etree import ElementTree

from charts import PRINT, SCREEN, TileMark, TileStyle, tile_chart
from charts.canvas import Frame
from rules.definitions.tiles import load_tiles

SVG = "{http://www.w3.org/2000/svg}"
STYLES = {
    "gap": TileStyle(sign="G", label="Gap: nobody provides it", fill="#801650"),
    "enough": TileStyle(sign="E", label="Enough", fill="#12436D"),
}


def drawn(*marks: TileMark, frame: Frame = SCREEN, others: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(
        tile_chart(marks, STYLES, "Where gaps are", "One gap, in H103.", others=others, frame=frame)
    )


def words(root: ElementTree.Element) -> list[str | None]:
    return [one.text for one in root.findall(f"{SVG}text")]


def test_a_tile_says_its_place_and_its_verdict_in_letters() -> None:
    found = words(drawn(TileMark(column=0, row=0, code="H103", style="gap")))
    assert found.count("G") == 2, "one in the key, one in the tile"
    assert "H103" in found
    assert any(one and one.startswith("Gap: nobody") for one in found)


def test_a_tile_of_its_own_sign_shows_that() -> None:
    assert "7" in words(drawn(TileMark(column=0, row=0, code="H103", style="gap", sign="7")))


def test_a_place_outside_shows_only_its_code() -> None:
    root = drawn(TileMark(column=1, row=2, code="A25"), others="Another region")
    assert words(root)[-1] == "A25"
    assert "Another region" in words(root)


def test_all_108_tiles_fit_either_paper_and_no_two_overlap() -> None:
    marks = [TileMark(column=one.column, row=one.row, code=one.unit, style="gap") for one in load_tiles()]
    for frame in (SCREEN, PRINT):
        root = drawn(*marks, frame=frame)
        height = float(root.attrib["viewBox"].split()[-1])
        boxes = [box for box in root.findall(f"{SVG}rect") if box.attrib["fill"] == "#801650"][1:]
        corners = {(float(box.attrib["x"]), float(box.attrib["y"])) for box in boxes}
        size = float(boxes[0].attrib["width"])
        assert len(corners) == 108
        assert all(0 <= x <= frame.width - size and 0 <= y <= height - size for x, y in corners)


def test_words_of_a_key_are_escaped() -> None:
    styles = {"a": TileStyle(sign="A", label="<script>alert(1)</script>", fill="#12436D")}
    svg = tile_chart([], styles, "Title", "What it shows")
    assert "<script>" not in svg

"""What may not be used outside GOV.UK never reaches static/vendor, and nothing there asks another server."""

import re
from pathlib import Path

import pytest

from config.front_door.assets import cleaned
from config.front_door.places import VENDOR

PROTECTED = ("GDS Transport", "crest", "crown", "sourceMappingURL", "@font-face")
STYLES = ("govuk-frontend/govuk-frontend.min.css", "moj-frontend/moj-frontend.min.css")


@pytest.mark.parametrize("name", STYLES)
def test_a_design_system_comes_without_font_crest_crown_and_source_map(name: str) -> None:
    style = (VENDOR / name).read_text()
    assert [
        word
        for word in ("GDS Transport", "crest", "crown", "sourceMappingURL", "@font-face")
        if word in style
    ] == []


@pytest.mark.parametrize("name", [*STYLES, "source-sans-3/source-sans-3.css"])
def test_every_address_in_a_style_is_relative_and_there(name: str) -> None:
    path = VENDOR / name
    addresses = [each.strip("\"'") for each in re.findall(r"url\(([^)]+)\)", path.read_text())]
    missing = [
        each for each in addresses if not each.startswith("data:") and not (path.parent / each).exists()
    ]
    assert missing == []


def test_no_protected_picture_or_font_is_copied() -> None:
    names = [str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()]
    assert [name for name in names if re.search("crest|crown|transport|opengraph|logotype", name, re.I)] == []
    assert {Path(name).suffix for name in names if "source-sans-3" not in name} <= {
        ".css",
        ".js",
        ".svg",
        ".txt",
    }


def test_scripts_carry_no_source_map() -> None:
    assert [path.name for path in VENDOR.rglob("*.js") if "sourceMappingURL" in path.read_text()] == []


def test_the_font_has_the_letters_of_welsh() -> None:
    style = (VENDOR / "source-sans-3" / "source-sans-3.css").read_text()
    assert "latin-ext-400-normal" in style  # w and y with a circumflex are U+0175 and U+0177
    assert "U+0100-02BA" in style


def test_cleaning_takes_whole_rules_and_leaves_their_neighbours() -> None:
    style = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff)}"
        ".a{font-family:GDS Transport,arial,sans-serif}"
        ".govuk-footer__copyright-logo:before{background:url(/assets/images/govuk-crest.svg)}"
        "@media print{.b{color:red}.govuk-footer__crown{margin:0}}"
        ".c{background:url(/assets/images/icon.svg)}/*# sourceMappingURL=x.css.map */"
    )
    assert cleaned(style) == (
        ".a{font-family:arial,sans-serif}"
        "@media print{.b{color:red}}"
        ".c{background:url(assets/images/icon.svg)}"
    )

"""Zips and folders that are not what they should be."""

import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.apps.caseload.broken.kinds import Broken
from tests.apps.caseload.extracts import Draft


def _not_a_zip(folder: Path) -> Path:
    path = folder / "x.zip"
    path.write_bytes(b"this is no zip at all")
    return path


def _cut_zip(folder: Path) -> Path:
    path = Draft().write_zip(folder / "x.zip")
    path.write_bytes(path.read_bytes()[:-400])
    return path


def _damaged_zip(folder: Path) -> Path:
    """One byte of a stored file changed: its checksum no longer fits."""
    path = folder / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in Draft().files().items():
            archive.writestr(name, content)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"1990-02-03", b"1990-02-04"))
    return path


def _zip_with(name: str, content: bytes = b"x", mode: int = 0) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = Draft().write_zip(folder / "x.zip")
        with zipfile.ZipFile(path, "a") as archive:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, content)
        return path

    return make


def _bomb(folder: Path) -> Path:
    path = Draft().write_zip(folder / "x.zip")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("plans.csv", "w") as entry:
        for _ in range(80):
            entry.write(b"0" * (1 << 20))
    return path


def _linked_file(folder: Path) -> Path:
    made = Draft().write(folder / "extract")
    (made / "deaths.csv").unlink()
    os.symlink("/etc/passwd", made / "deaths.csv")
    return made


def _many_files(folder: Path) -> Path:
    made = Draft().write(folder / "extract")
    for number in range(120):
        (made / f"more{number}.csv").write_text("")
    return made


CONTAINERS = [
    Broken("not a zip", _not_a_zip, [("x.zip", "", "", "bad_zip")]),
    Broken("a zip cut short", _cut_zip, [("x.zip", "", "", "bad_zip")]),
    Broken("a zip with a changed byte", _damaged_zip, [("people.csv", "", "", "damaged")]),
    Broken(
        "a zip that climbs out of its folder",
        _zip_with("../../escape.csv"),
        [("../../escape.csv", "", "", "unsafe_path")],
    ),
    Broken(
        "a zip with an absolute path", _zip_with("/etc/cron.d/x"), [("/etc/cron.d/x", "", "", "unsafe_path")]
    ),
    Broken(
        "a zip with a symbolic link",
        _zip_with("plans.csv", b"/etc/passwd", stat.S_IFLNK | 0o777),
        [("plans.csv", "", "", "symbolic_link")],
    ),
    Broken("a zip bomb", _bomb, [("plans.csv", "", "", "zip_bomb")]),
    Broken("a folder with a symbolic link", _linked_file, [("deaths.csv", "", "", "symbolic_link")]),
    Broken("a folder of too many files", _many_files, [("extract", "", "", "too_many_files")]),
    Broken("nothing at the path", lambda folder: folder / "gone", [("gone", "", "", "not_found")]),
]

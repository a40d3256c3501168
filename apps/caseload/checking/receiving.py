"""Takes a folder or a zip in: copies its files beside the work, refusing everything that is not plain."""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from apps.caseload.checking.faults import Fault
from apps.caseload.checking.limits import Limits

PACKAGE = "datapackage.json"
PLAIN_COMPRESSION = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Refused(Exception):
    """The source as a whole cannot be taken in; carries why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of the source, not yet copied. `size` is what the source says it is."""

    name: str
    size: int
    packed_size: int
    open: Callable[[], BinaryIO]


def entries_of(source: Path, limits: Limits) -> list[Entry]:
    """The plain files of a folder or a zip, by name. Raises Refused with every reason it is not that."""
    if source.is_symlink():
        raise Refused(_fault(source.name, "symbolic_link", "a symbolic link", "a folder or a zip file"))
    if source.is_dir():
        entries, faults = _entries_of_folder(source)
    elif source.is_file():
        entries, faults = _entries_of_zip(source)
    else:
        raise Refused(_fault(source.name, "not_found", "nothing at this path", "a folder or a zip file"))
    faults += _faults_of_size(source.name, entries, limits)
    if faults:
        raise Refused(*faults)
    return sorted(entries, key=lambda entry: entry.name)


def _fault(file: str, code: str, found: str, expected: str) -> Fault:
    return Fault(file=file, code=code, found=found, expected=expected)


def _entries_of_folder(folder: Path) -> tuple[list[Entry], list[Fault]]:
    entries, faults = [], []
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            faults.append(_fault(path.name, "symbolic_link", "a symbolic link", "a plain file"))
        elif not path.is_file():
            faults.append(_fault(path.name, "not_a_file", "a folder or a device", "a plain file"))
        else:
            size = path.stat().st_size
            entries.append(
                Entry(name=path.name, size=size, packed_size=size, open=lambda p=path: p.open("rb"))
            )
    return entries, faults


def _entries_of_zip(source: Path) -> tuple[list[Entry], list[Fault]]:
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused(_fault(source.name, "bad_zip", str(error), "a whole zip file")) from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    inside = _common_folder(infos)
    entries, faults, seen = [], [], set()
    for info in infos:
        name = info.filename.removeprefix(inside)
        found = _faults_of_info(name, info, seen)
        seen.add(name.casefold())
        faults += found
        if not found:
            opener = lambda info=info: archive.open(info)  # noqa: E731
            entries.append(Entry(name=name, size=info.file_size, packed_size=info.compress_size, open=opener))
    return entries, faults


def _common_folder(infos: list[zipfile.ZipInfo]) -> str:
    """`extract/` when every file lies in that one folder, as packing a folder makes it; else nothing."""
    tops = {info.filename.split("/", 1)[0] for info in infos}
    if len(tops) == 1 and all(info.filename.count("/") == 1 for info in infos):
        top = tops.pop()
        return "" if top in ("", ".", "..") else f"{top}/"
    return ""


def _faults_of_info(name: str, info: zipfile.ZipInfo, seen: set[str]) -> list[Fault]:
    mode = info.external_attr >> 16
    plain = "a plain file name at the top of the zip"
    if "\\" in name or PurePosixPath(name).name != name or name in ("", ".", "..") or not name.isprintable():
        return [_fault(name, "unsafe_path", name, plain)]
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return [_fault(name, "symbolic_link", "a link or a device", "a plain file")]
    if info.flag_bits & 0x1:
        return [_fault(name, "encrypted", "an encrypted entry", "an entry that opens without a password")]
    if info.compress_type not in PLAIN_COMPRESSION:
        return [_fault(name, "unknown_packing", f"packing {info.compress_type}", "stored or deflated")]
    if name.casefold() in seen:
        return [_fault(name, "same_name_twice", "a second entry of this name", "one entry a name")]
    return []


def _faults_of_size(source: str, entries: list[Entry], limits: Limits) -> list[Fault]:
    faults = []
    total = sum(entry.size for entry in entries)
    if len(entries) > limits.files:
        faults.append(_fault(source, "too_many_files", str(len(entries)), f"at most {limits.files} files"))
    if total > limits.total_bytes:
        faults.append(_fault(source, "too_large", f"{total} bytes", f"at most {limits.total_bytes} bytes"))
    for entry in entries:
        most = max(limits.expansion_from, entry.packed_size * limits.expansion)
        if entry.size > most:
            found = f"{entry.packed_size} bytes that unpack to {entry.size}"
            faults.append(_fault(entry.name, "zip_bomb", found, f"at most {most} bytes"))
    return faults


@contextmanager
def opened(entry: Entry) -> Iterator[BinaryIO]:
    """The entry's bytes; damage that shows while reading becomes Refused."""
    try:
        with entry.open() as stream:
            yield stream
    except OSError as error:
        if error.errno is not None:
            raise  # the disk's fault, not the file's
        raise Refused(_damaged(entry, error)) from error
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Refused(_damaged(entry, error)) from error


def _damaged(entry: Entry, error: Exception) -> Fault:
    return _fault(entry.name, "damaged", str(error), "a file that unpacks whole")


def read_small(entry: Entry, limits: Limits) -> bytes:
    """The whole of a small file. Raises Refused when it is larger than the description may be."""
    with opened(entry) as stream:
        content = stream.read(limits.package_bytes + 1)
    if len(content) > limits.package_bytes:
        raise Refused(
            _fault(entry.name, "too_large", "a larger file", f"at most {limits.package_bytes} bytes")
        )
    return content

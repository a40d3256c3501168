"""How much an extract may be: beyond these it is refused before it can do harm."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The full national caseload is about 1.5 GB in some fifty files; these leave it ten times that.

    `expansion` is how many times its packed size a zip entry may unpack to, once it is larger than
    `expansion_from`: rows of real ids pack to a twentieth, a bomb to a thousandth.
    """

    files: int = 100
    package_bytes: int = MEGABYTE
    total_bytes: int = 16 * 1024 * MEGABYTE
    expansion: int = 200
    expansion_from: int = 50 * MEGABYTE
    line_bytes: int = 64 * 1024
    memory_mb: int = 450
    threads: int = 2

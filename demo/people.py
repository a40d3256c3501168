"""Who the people are: age, sex and the other protected characteristics."""

import numpy as np

from demo.chance import happens, pick, pick_number
from demo.columns import DAY, Coded, Table
from demo.profiles import Profile
from demo.setting import Setting, person_ids

LISTED = (
    "gender_identity",
    "religion",
    "sexual_orientation",
    "disability",
    "marital_status",
    "care_leaver",
    "ex_armed_services",
)


def by_country(setting: Setting, about: str, in_wales: np.ndarray) -> Coded:
    """Words drawn from England's or Wales's printed shares (annex 1.2)."""
    england = setting.profile.weights(about, wales=False)
    wales = setting.profile.weights(about, wales=True)
    drawn = pick(setting.rng, england, len(in_wales))
    other = pick(setting.rng, {word: wales.get(word, 0) for word in england}, len(in_wales))
    return Coded(np.where(in_wales, other.codes, drawn.codes), drawn.words)


def people_table(
    setting: Setting, numbers: np.ndarray, in_wales: np.ndarray, first_on: np.ndarray, unit: np.ndarray
) -> Table:
    """One row a person; `first_on` is the first day on which they are known, `unit` their first unit."""
    rng, rows, section = setting.rng, len(numbers), setting.profile["people"]
    sex = by_country(setting, "sex", in_wales)
    table: Table = {
        "person_id": person_ids(numbers),
        "date_of_birth": _births(setting, first_on),
        "sex": sex,
        "ethnicity": _ethnicity(setting.profile, rng, by_country(setting, "ethnicity", in_wales)),
    }
    for name in LISTED:
        table[name] = pick(rng, section[name], rows)
    pregnancy = pick(rng, section["pregnancy"], rows)
    table["pregnancy"] = Coded(np.where(sex.is_("female"), pregnancy.codes, -1), pregnancy.words)
    return _left_blank(setting, table, unit)


def _left_blank(setting: Setting, table: Table, unit: np.ndarray) -> Table:
    """Some units ask less: beside what is unknown anyway, they leave a characteristic or two empty."""
    section, rng, rows = setting.profile["people"], setting.rng, len(unit)
    asked = happens(rng, setting.performance.chance("SL040", unit, np.full(rows, setting.as_at)), rows)
    for name, share in section["blank_share"].items():
        blank = ~asked & happens(rng, share, rows)
        table[name] = Coded(np.where(blank, -1, table[name].codes), table[name].words)
    return table


def _births(setting: Setting, first_on: np.ndarray) -> np.ndarray:
    section = setting.profile["people"]
    age = pick_number(setting.rng, section["age_at_start"], len(first_on))
    days = age * 365.25 + setting.rng.integers(1, section["age_band_years"] * 365, len(first_on))
    return first_on.astype(DAY) - np.ceil(days).astype("timedelta64[D]")


def _ethnicity(profile: Profile, rng: np.random.Generator, drawn: Coded) -> Coded:
    words = (*drawn.words, "unknown", "prefers_not_to_say")
    section, rows = profile["people"], len(drawn.codes)
    codes = np.where(happens(rng, section["unknown_ethnicity_share"], rows), len(words) - 2, drawn.codes)
    refused = happens(rng, section["prefers_not_to_say_ethnicity_share"], rows)
    return Coded(np.where(refused, len(words) - 1, codes), words)

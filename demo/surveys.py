"""Answers of sentencers, victims and people on probation."""

import numpy as np

from demo.cases import Cases
from demo.chance import happens, pick, pick_code
from demo.columns import Coded, Table
from demo.setting import Setting, person_ids

SATISFACTION = ("very_satisfied", "satisfied", "neither", "dissatisfied", "very_dissatisfied")
EXPERIENCE = ("very_positive", "positive", "neither", "negative", "very_negative")
ONE_DAY = np.timedelta64(1, "D")


def response_tables(setting: Setting, people: int) -> dict[str, Table]:
    """Answers that belong to no person on probation, month by month, in number as the caseload is large."""
    return {
        "judicial_survey_responses": _judicial(setting, people),
        "victim_survey_responses": _victims(setting, people),
    }


def _days(setting: Setting, survey: str, people: int) -> tuple[np.ndarray, np.ndarray]:
    """The unit and the day of each answer: a Poisson number a month and unit."""
    wanted = setting.profile["surveys"][survey]["answers_a_month_for_100000"] * people / 100_000
    months = np.arange(
        setting.profile.first_start_on.astype("datetime64[M]"), setting.as_at.astype("datetime64[M]") + 1
    )
    count = setting.rng.poisson(
        wanted * setting.places.share[:, None], (len(setting.places.units), len(months))
    )
    unit, month = (np.repeat(part.ravel(), count.ravel()) for part in np.indices(count.shape))
    first = months[month].astype("datetime64[D]")
    length = ((months[month] + 1).astype("datetime64[D]") - first).astype(int)
    on = first + np.floor(setting.rng.random(len(unit)) * length).astype("timedelta64[D]")
    keep = on <= setting.as_at
    return unit[keep], on[keep]


def _overall(setting: Setting, survey: str, measure: str, unit: np.ndarray, on: np.ndarray, words) -> Coded:
    """The overall item: the upper two of five with the measure's share, some blank."""
    section, rng, rows = setting.profile["surveys"][survey], setting.rng, len(unit)
    met = happens(rng, setting.performance.chance(measure, unit, on), rows)
    codes = np.where(
        met, pick_code(rng, section["content"], words, rows), pick_code(rng, section["other"], words, rows)
    )
    blank = happens(rng, setting.performance.missing[measure], rows)
    return Coded(np.where(blank, -1, codes).astype(np.int8), words)


def _judicial(setting: Setting, people: int) -> Table:
    unit, on = _days(setting, "judicial", people)
    return {
        "response_id": setting.numbering.ids("JS", len(unit)),
        "court_region_code": setting.places.region(unit),
        "respondent": pick(setting.rng, setting.profile["surveys"]["judicial"]["respondent"], len(unit)),
        "responded_on": on,
        "overall": _overall(setting, "judicial", "SL001", unit, on, SATISFACTION),
    }


def _victims(setting: Setting, people: int) -> Table:
    unit, on = _days(setting, "victims", people)
    hidden = happens(setting.rng, setting.profile["surveys"]["victims"]["unit_missing_share"], len(unit))
    return {
        "response_id": setting.numbering.ids("VS", len(unit)),
        "region_code": setting.places.region(unit),
        "unit_code": setting.places.unit(np.where(hidden, -1, unit)),
        "responded_on": on,
        "overall": _overall(setting, "victims", "OM032", unit, on, SATISFACTION),
    }


def people_responses(setting: Setting, cases: Cases, numbers: np.ndarray) -> Table:
    """Answers to each year's survey of those who were supervised while it ran; some answered twice."""
    section, rng = setting.profile["surveys"]["people"], setting.rng
    parts = []
    for code, (_, opened) in enumerate(section["opened_on"].items()):
        first = np.datetime64(opened)
        since = np.where(np.isnat(cases.released_on), cases.on, cases.released_on)
        there = (since < first) & (cases.until >= first + section["open_days"] * ONE_DAY)
        of = np.flatnonzero(there & happens(rng, section["answers_share"], len(cases)))
        _, once = np.unique(cases.person[of], return_index=True)
        of = of[np.sort(once)]
        of = np.sort(np.concatenate([of, of[happens(rng, section["twice_share"], len(of))]]))
        on = first + np.floor(rng.random(len(of)) * section["open_days"]).astype("timedelta64[D]")
        parts.append((of, np.full(len(of), code), on))
    of, survey, on = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return {
        "response_id": setting.numbering.ids("PS", len(of)),
        "person_id": person_ids(numbers[cases.person[of]]),
        "survey": Coded(survey.astype(np.int8), tuple(str(name) for name in section["opened_on"])),
        "responded_on": on,
        "overall": _overall(setting, "people", "SL020", cases.unit[of], on, EXPERIENCE),
    }

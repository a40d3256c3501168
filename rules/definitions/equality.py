"""How measures are compared between groups of people: rules/data/equality/monitoring.yaml."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions.audit_characteristics import AuditCharacteristics, audit_characteristics_on
from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.files import Definition
from rules.definitions.profile import NOT_RECORDED, Characteristic
from rules.definitions.vocabulary import Exact

DATA = Path(__file__).resolve().parent.parent / "data" / "equality" / "monitoring.yaml"
SEX = "sex"
AGE = "age"
YOUNG_ADULT = "young_adult"
COMBINED = "combined"
# Between the groups of a combined one, as stored: "female|18|black".
JOINT = "|"
UNDER = "0"  # the age group below the first
OLDEST = 200  # an age that nobody passes

_Share = Annotated[Exact, Field(gt=0, lt=1)]
_Points = Annotated[Exact, Field(gt=0, le=100)]


class Cohort(Definition):
    """Somebody whom the operating model names, as a group of a characteristic."""

    title: str
    characteristic: str
    group: str


class Asked(Definition):
    """Who is asked about a characteristic: of one sex, within ages, both included."""

    characteristic: str
    sex: str
    ages: tuple[int, int]


class Combined(Definition):
    """`of`: the characteristics that make a combined group; `ages_from`: the bands of its ages."""

    of: Annotated[tuple[str, ...], Field(min_length=2)]
    ages_from: Annotated[tuple[int, ...], Field(min_length=1)]


class LeftOut(Definition):
    measure: str
    why: str


class NotCollected(Definition):
    what: str
    why: str


class Monitoring(Edition):
    """The rule from a date on. Points are percentage points; `fewest_...` count people or cases."""

    level: _Share
    correction: Literal["benjamini_hochberg", "holm"]
    family: str
    least_points: _Points
    fewest_people: Annotated[int, Field(ge=2)]
    fewest_expected: Annotated[int, Field(ge=1)]
    widest_points: _Points
    fewest_shown: Annotated[int, Field(ge=2)]
    in_no_group: tuple[str, ...]
    cohorts: tuple[Cohort, ...]
    asked_of: tuple[Asked, ...]
    combined: Combined
    left_out: tuple[LeftOut, ...]
    not_collected: tuple[NotCollected, ...]

    @model_validator(mode="after")
    def _names_are_known(self) -> "Monitoring":
        known = {one.id: one for one in _listed(audit_characteristics_on(self.valid_from))}
        named = [(one.characteristic, one.group) for one in self.cohorts]
        for name, group in named:
            if name not in known or group not in known[name].values:
                raise ValueError(f"cohort: found {name} {group!r}, expected a group that is listed")
        unknown = {*self.combined.of, *(one.characteristic for one in self.asked_of)} - known.keys()
        if unknown:
            raise ValueError(f"found {sorted(unknown)}, expected listed characteristics: {sorted(known)}")
        return self

    def why_left_out(self, measure: str) -> str:
        """The reason why the measure is not compared; empty where it is."""
        return next((one.why for one in self.left_out if one.measure == measure), "")

    def asked(self, characteristic: str) -> Asked | None:
        """Who is asked; None: everybody."""
        return next((one for one in self.asked_of if one.characteristic == characteristic), None)


@cache
def load_monitoring(path: Path = DATA) -> tuple[Monitoring, ...]:
    """The editions in order of date. Raises DefinitionError with what is wrong."""
    return read_editions(Monitoring, path)


def monitoring_on(day: date) -> Monitoring:
    """The edition in force on a day; the first one before that."""
    return on_day(load_monitoring(), day)


def monitored_on(day: date) -> tuple[Characteristic, ...]:
    """Every characteristic with its groups in the order of printing: sex, age, young adults, the others."""
    return _listed(audit_characteristics_on(day))


def age_groups_of_young_adults(day: date) -> list[str]:
    """The age groups that young adults hold whole; a reader may subtract them from the young adults."""
    first, last = young_adult_ages_on(day)
    return [group for group, (start, end) in age_bands_on(day).items() if start >= first and end <= last]


def young_adult_ages_on(day: date) -> tuple[int, int]:
    """The youngest and the oldest age of young adults."""
    return audit_characteristics_on(day).young_adult_ages


def age_bands_on(day: date) -> dict[str, tuple[int, int]]:
    """Age group -> its first and last age; of the last group OLDEST."""
    starts = audit_characteristics_on(day).ages_from
    bands = {str(start): (start, after - 1) for start, after in pairwise(starts)}
    return {UNDER: (0, starts[0] - 1)} | bands | {str(starts[-1]): (starts[-1], OLDEST)}


def combined_on(day: date) -> Characteristic:
    """The combined groups, each id its parts joined by `|`; people with a part not recorded are in none."""
    rule = monitoring_on(day)
    parts = combined_parts_on(day)
    groups = {}
    for chosen in product(*(_grouping(part, rule) for part in parts)):
        key = JOINT.join(group for group, _ in chosen)
        groups[key] = ", ".join(words for _, words in chosen)
    title = ", ".join([parts[0].title, *(part.title.lower() for part in parts[1:])])
    return Characteristic(id=COMBINED, title=f"{title} together", values=groups)


def combined_parts_on(day: date) -> list[Characteristic]:
    """The characteristics that make a combined group, ages in their own bands."""
    rule = monitoring_on(day)
    listed = {one.id: one for one in monitored_on(day)} | {AGE: _by_age(rule.combined.ages_from)}
    return [listed[name] for name in rule.combined.of]


def _grouping(part: Characteristic, rule: Monitoring) -> list[tuple[str, str]]:
    return [(group, words) for group, words in part.values.items() if group not in rule.in_no_group]


def _listed(told_by: AuditCharacteristics) -> tuple[Characteristic, ...]:
    own = list(told_by.characteristics)
    first, last = told_by.young_adult_ages
    young = Characteristic(
        id=YOUNG_ADULT,
        title="Young adults",
        values={"yes": f"Young adults ({first} to {last})", "no": "Other ages"},
    )
    return (own[0], _by_age(told_by.ages_from), young, *own[1:])


def _by_age(starts: tuple[int, ...]) -> Characteristic:
    words = {str(first): f"{first} to {following - 1}" for first, following in pairwise(starts)}
    under, over = {UNDER: f"Under {starts[0]}"}, {str(starts[-1]): f"{starts[-1]} and over"}
    return Characteristic(id=AGE, title="Age", values=under | words | over)


def group_words(characteristic: Characteristic) -> Mapping[str, str]:
    """Group id -> its words, `not_recorded` among them."""
    return {**characteristic.values, NOT_RECORDED: "Not recorded"}

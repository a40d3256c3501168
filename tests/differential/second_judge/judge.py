"""Every measure by its id with the day from which it is published, and one person judged by all of them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from tests.differential.second_judge import (
    agreement,
    agreement_ends,
    first_contact,
    months,
    outcomes,
    surveys,
    work_and_programmes,
)
from tests.differential.second_judge.circumstances import Found
from tests.differential.second_judge.person import Person

Judge = Callable[[Person, date], Iterator[Found]]
MEASURES: dict[str, tuple[date, Judge]] = {
    "SL001": (date(2021, 10, 1), surveys.sl001),
    "SL004": (date(2021, 10, 1), first_contact.sl004),
    "SL005": (date(2021, 10, 1), first_contact.sl005),
    "SL006": (date(2021, 10, 1), first_contact.sl006),
    "SL007": (date(2022, 4, 1), months.sl007),
    "SL010": (date(2021, 10, 1), first_contact.sl010),
    "SL011": (date(2021, 10, 1), first_contact.sl011),
    "SL012": (date(2021, 7, 1), outcomes.sl012),
    "SL013": (date(2022, 4, 1), outcomes.sl013),
    "SL014": (date(2021, 7, 1), outcomes.sl014),
    "SL015A": (date(2021, 7, 1), outcomes.sl015a),
    "SL015B": (date(2021, 7, 1), outcomes.sl015b),
    "SL016": (date(2021, 7, 1), outcomes.sl016),
    "SL017A": (date(2021, 7, 1), outcomes.sl017a),
    "SL017B": (date(2021, 7, 1), outcomes.sl017b),
    "SL020": (date(2021, 10, 1), surveys.sl020),
    "SL022": (date(2022, 4, 1), outcomes.sl022),
    "SL027": (date(2021, 10, 1), first_contact.sl027),
    "SL028": (date(2022, 4, 1), work_and_programmes.sl028),
    "SL029": (date(2021, 10, 1), work_and_programmes.sl029),
    "SL031": (date(2022, 4, 1), work_and_programmes.sl031),
    "SL033": (date(2022, 4, 1), work_and_programmes.sl033),
    "SL040": (date(2021, 7, 1), months.sl040),
    "CRS_SL001": (date(2022, 4, 1), first_contact.crs_sl001),
    "CRS_SL002": (date(2022, 4, 1), work_and_programmes.crs_sl002),
    **{
        name: (date(2014, 6, 1), judge)
        for name, judge in {
            "OM004": agreement.om004,
            "OM005": agreement.om005,
            "OM017": agreement_ends.om017,
            "OM020": agreement_ends.om020,
            "OM026": agreement.om026,
            "OM027": agreement.om027,
            "OM029": agreement.om029,
            "OM032": agreement.om032,
            "OM039": agreement.om039,
            "OM040": agreement.om040,
            "OM041A": agreement.om041a,
            "OM041B": agreement.om041b,
            "OM046": agreement.om046,
            "INT001": agreement.int001,
            "INT002": agreement.int002,
            "INT003": agreement.int003,
            "INT005": agreement.int005,
            "INT008": agreement_ends.int008,
            "INT009": agreement_ends.int009,
        }.items()
    },
}


def judge_person(
    person: Person, as_at: date, first_on: date, last_on: date, measures: Iterable[str] = MEASURES
) -> Iterator[Found]:
    """All of the person whose point lies from first_on to last_on and not before the measure's start."""
    for name in measures:
        valid_from, judge = MEASURES[name]
        for found in judge(person, as_at):
            # What belongs to no known region is listed nowhere.
            if found.region and max(first_on, valid_from) <= found.point <= last_on:
                yield found

"""Every measure by its id with the day from which it is published, and one person judged by all of them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from tests.differential.second_judge import first_contact, months, outcomes, surveys, work_and_programmes
from tests.differential.second_judge.person import Person
from tests.differential.second_judge.shared import Found

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
}


def judge_person(
    person: Person, as_at: date, first_on: date, last_on: date, measures: Iterable[str] = MEASURES
) -> Iterator[Found]:
    """All of the person whose point lies from first_on to last_on and not before the measure's start."""
    for name in measures:
        valid_from, judge = MEASURES[name]
        for found in judge(person, as_at):
            if max(first_on, valid_from) <= found.point <= last_on:
                yield found

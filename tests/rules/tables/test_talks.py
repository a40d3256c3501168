"""Numbers of talks, without telling anybody apart; and the guides that people are asked by."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.files import DefinitionError
from rules.definitions.talks import DATA, load_talks, talk_edition, talks_on
from rules.tables.talks import Talked, counted

EDITION = talks_on(date(2026, 9, 1))
GROUP = Talked(guide="focus_group", people=8, questions={"place", "help"})


def interview(*questions: str) -> Talked:
    return Talked(guide="interview", people=1, questions=set(questions))


def test_too_few_people_leave_no_number_at_all() -> None:
    found = counted(EDITION, [interview("place")] * 4)
    assert (found.shown, found.talks, found.people, found.guides, found.questions) == (False, 0, 0, (), ())
    enough = counted(EDITION, [interview("place")] * 5)
    assert (enough.shown, enough.talks, enough.people) == (True, 5, 5)
    told = {each.question.id: each.people for each in enough.questions}
    assert (told["place"], told["help"]) == (5, None)  # that everybody spoke of it tells nobody apart


def test_a_kind_of_talk_with_few_people_takes_the_other_with_it() -> None:
    found = counted(EDITION, [GROUP, interview("place"), interview("help")])
    assert (found.talks, found.people) == (3, 10)
    assert [(each.talks, each.people) for each in found.guides] == [(None, None), (None, None)]


def test_kinds_that_are_large_enough_are_told_apart() -> None:
    found = counted(EDITION, [GROUP, *[interview("place")] * 5])
    assert {each.guide.id: (each.talks, each.people) for each in found.guides} == {
        "interview": (5, 5),
        "focus_group": (1, 8),
    }


def test_a_question_of_which_few_spoke_or_few_did_not_is_withheld() -> None:
    found = counted(EDITION, [GROUP, *[interview("place")] * 2, *[interview("plan")] * 5])
    told = {each.question.id: each.people for each in found.questions}
    talks = {each.question.id: each.talks for each in found.questions}
    assert (talks["plan"], talks["help"], talks["place"], talks["heard"]) == (5, 1, 3, None)
    assert told["plan"] == 5
    assert told["help"] == 8
    assert told["place"] == 10
    assert told["heard"] is None
    nearly_all = counted(EDITION, [GROUP, *[interview("plan")] * 3])
    assert {each.question.id: each.people for each in nearly_all.questions}["place"] is None


@given(st.lists(st.integers(1, 9), max_size=12))
def test_no_published_number_of_people_is_small_or_leaves_a_small_rest(sizes: list[int]) -> None:
    talks = [
        Talked(
            guide=("interview", "focus_group")[size > 2], people=size, questions={"help"} if size % 2 else ()
        )
        for size in sizes
    ]
    found = counted(EDITION, talks)
    for each in (*found.guides, *found.questions):
        if each.people is not None and found.shown:
            assert each.people >= EDITION.fewest_shown
            assert not 0 < found.people - each.people < EDITION.fewest_shown


def test_every_question_is_asked_in_two_languages_and_bears_on_domain_one() -> None:
    assert talk_edition(EDITION.edition) is EDITION
    for question in EDITION.questions:
        assert question.en != question.cy
        assert "domain_one" in {key.level for key in question.keys}
    for guide in EDITION.guides:
        assert [each.id for each in EDITION.asked_by(guide)] == list(guide.asks)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("questions", 0, "prompts"), ["domain_two.2.1.1.1"], "no domain one or regional prompt"),
        (("guides", 0, "asks"), ["weather"], "asks what there is not"),
        (("guides", 0, "asks"), ["place", "place"], "something twice"),
        (("guides", 1, "most_people"), 2, "at least more"),
        (("ways", 0, "id"), "phone", "each once"),
        (("fewest_shown",), 4, "greater than or equal to 5"),
    ],
)
def test_a_guide_that_cannot_be_is_refused(
    tmp_path: Path, path: tuple[Any, ...], value: Any, why: str
) -> None:
    editions = yaml.safe_load(DATA.read_text())
    place = editions[0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    file = tmp_path / "talks.yaml"
    file.write_text(yaml.safe_dump(editions))
    with pytest.raises(DefinitionError, match=why):
        load_talks(file)


def test_a_guide_and_a_question_are_found_by_their_ids() -> None:
    assert [EDITION.guide(one.id) for one in EDITION.guides] == list(EDITION.guides)
    assert [EDITION.question(one.id) for one in EDITION.questions] == list(EDITION.questions)
    assert (EDITION.guide("letter"), EDITION.question("weather")) == (None, None)

"""What a region's people wrote, in Welsh: versions, the English each was written for, figures that stay."""

import pytest
from django.db import IntegrityError, transaction

from apps.organisation.actions import Refused
from apps.organisation.errors import Conflict
from apps.organisation.models import OwnWords, Region, User
from apps.organisation.own_words import (
    Place,
    State,
    Translated,
    carried,
    numbers_apart,
    phrase,
    phrases,
    translate,
    translated,
)

PLACE = Place(key="milestone:1:title", what="Milestone", english="Open 2 desks")


def row(english: str, words: str, pk: int = 1, is_unchecked: bool = False) -> OwnWords:
    return OwnWords(pk=pk, place=PLACE.key, number=1, english=english, words=words, is_unchecked=is_unchecked)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (None, State.MISSING),
        (row("Open 2 desks", ""), State.MISSING),
        (row("Open 3 desks", "Agor 3 desg"), State.OUT_OF_DATE),
        (row("Open 2 desks", "Agor 2 ddesg", is_unchecked=True), State.UNCHECKED),
        (row("Open 2 desks", "Agor 2 ddesg"), State.DONE),
    ],
)
def test_words_hold_for_the_english_that_they_were_written_for(found, state):
    one = Translated(place=PLACE, row=found)
    assert one.state == state
    assert one.holds == (state in (State.UNCHECKED, State.DONE))


def test_only_words_that_hold_are_carried_and_of_two_for_one_english_the_later():
    other = Place(key="milestone:2:title", what="Milestone", english="Open 2 desks")
    stale = Place(key="milestone:3:title", what="Milestone", english="Close")
    found = [
        Translated(place=PLACE, row=row("Open 2 desks", "Agor 2 ddesg", pk=8, is_unchecked=True)),
        Translated(place=other, row=row("Open 2 desks", "Agor dwy 2", pk=7)),
        Translated(place=stale, row=row("Shut", "Cau", pk=9)),
    ]
    assert carried(found) == [{"english": "Open 2 desks", "words": "Agor 2 ddesg", "unchecked": True}]


def test_every_number_stands_in_both_languages_as_often():
    assert numbers_apart("2 of 10, in 2026", "2 o 10, yn 2026") == []
    assert numbers_apart("2 of 2", "2") == ["2"]
    assert numbers_apart("12.5% by 3 May", "12.5% erbyn 4 Mai") == ["3", "4"]


@pytest.mark.django_db
def test_words_are_versions_that_nothing_changes_and_nobody_overwrites_unseen():
    region = Region.objects.create(code="H", name="Wales", valid_from="2021-06-26", source="T")
    by = User.objects.create(username="planner")
    given = {"language": "cy", "by": by}
    assert translate(region, PLACE, words="", seen=0, **given) is None
    first = translate(region, PLACE, words="Agor 2 ddesg", seen=0, **given)
    assert translate(region, PLACE, words="Agor 2 ddesg\r\n", seen=0, **given) == first
    with pytest.raises(Conflict):
        translate(region, PLACE, words="Agor y 2 ddesg", seen=0, **given)
    with pytest.raises(Refused, match="2; 3"):
        translate(region, PLACE, words="Agor 3 desg", seen=1, **given)
    later = Place(key=PLACE.key, what=PLACE.what, english="Open both 2 desks")
    assert translated([later], region, "cy")[0].state == State.OUT_OF_DATE
    assert translate(region, later, words="Agor 2 ddesg", seen=1, **given).number == 2
    assert translated([later], region, "cy")[0].state == State.DONE
    translate(region, phrase("None was found."), words="Dim.", seen=0, **given)
    assert phrases(region, "cy") == [phrase("None was found.")]
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnWords.objects.filter(pk=first.pk).update(words="Cau")

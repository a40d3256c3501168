"""In which languages a region's documents may be asked for, and when a translation may be published."""

from datetime import date

import pytest

from rules.definitions.languages import ENGLISH, WELSH, LanguageRules, languages_on, load_languages

TODAY = date(2026, 4, 1)


def rules(**changed: bool) -> LanguageRules:
    plain = {"publish_partly_english": False, "publish_unchecked": False}
    return languages_on(TODAY).model_copy(update=plain | changed)


def test_wales_has_welsh_beside_english_and_other_regions_have_english() -> None:
    assert languages_on(TODAY).of_region("H") == ("en", "cy")
    assert languages_on(TODAY).of_region("A") == ("en",)
    assert (ENGLISH, WELSH) == ("en", "cy")


def test_the_first_edition_holds_before_it_began() -> None:
    assert languages_on(date(2000, 1, 1)) is load_languages()[0]


@pytest.mark.parametrize(
    ("allowed", "still_english", "unchecked", "why"),
    [
        ({}, 0, 0, ""),
        ({}, 3, 0, "3 of its words and sentences are still in English"),
        ({}, 0, 4, "4 entries of the catalogue have not been checked by a translator"),
        ({}, 3, 4, "3 of its words and sentences are still in English"),
        ({"publish_partly_english": True}, 3, 0, ""),
        ({"publish_partly_english": True}, 3, 4, "4 entries of the catalogue have not been checked"),
        ({"publish_unchecked": True}, 0, 4, ""),
        ({"publish_unchecked": True}, 3, 4, "3 of its words and sentences are still in English"),
        ({"publish_partly_english": True, "publish_unchecked": True}, 3, 4, ""),
    ],
)
def test_a_translation_is_published_whole_and_checked_unless_the_rules_say_otherwise(
    allowed: dict[str, bool], still_english: int, unchecked: int, why: str
) -> None:
    found = rules(**allowed).why_not_publish(still_english=still_english, unchecked=unchecked)
    assert found.startswith(why)
    assert bool(found) == bool(why)

from datetime import date

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.planning_needs import needs_on
from rules.definitions.profile import load_profile
from rules.definitions.provision import Sign, load_provision, provision_on
from rules.tables.provision import (
    MEANINGS,
    WORDS,
    Person,
    Serving,
    Verdict,
    demand_by_unit,
    has_need,
    places_of,
    verdict,
)

RULE = provision_on(date(2026, 4, 1))


def serving(*places: int | None, same_provider: bool = False) -> list[Serving]:
    return [
        Serving(agreement=number, provider="P" if same_provider else f"P{number}", places=one)
        for number, one in enumerate(places)
    ]


@pytest.mark.parametrize(
    ("demand", "offers", "expected", "found"),
    [
        (5, [], False, Verdict.GAP),
        (0, [], True, Verdict.ENOUGH),
        (None, [], True, Verdict.GAP),
        (None, [], False, Verdict.NOT_KNOWN),
        (None, [50], True, Verdict.NOT_KNOWN),
        (100, [None], True, Verdict.SINGLE),
        (100, [24], True, Verdict.GAP),
        (100, [25], True, Verdict.SINGLE),
        (4, [], True, Verdict.ENOUGH),
        (5, [1], True, Verdict.GAP),
        (4, [0], True, Verdict.SINGLE),
        (100, [75, 75], True, Verdict.ENOUGH),
        (100, [75, 76], True, Verdict.DUPLICATE),
        (100, [75, None], True, Verdict.ENOUGH),
        (100, [75, None, None], True, Verdict.DUPLICATE),
        (0, [10, 10], True, Verdict.DUPLICATE),
    ],
)
def test_a_need_in_a_unit_is_judged_by_its_people_and_its_places(demand, offers, expected, found):
    assert verdict(demand, serving(*offers), expected=expected, edition=RULE) is found


def test_one_provider_never_duplicates_itself():
    two = serving(500, 500, same_provider=True)
    assert verdict(10, two, expected=True, edition=RULE) is Verdict.ENOUGH


def test_an_agreement_with_two_offers_stays_a_single_one():
    offers = [Serving(agreement=1, provider="P", places=10), Serving(agreement=1, provider="P", places=20)]
    assert verdict(40, offers, expected=True, edition=RULE) is Verdict.SINGLE


def test_one_more_agreement_changes_the_verdict():
    assert verdict(80, serving(60), expected=True, edition=RULE) is Verdict.SINGLE
    assert verdict(80, serving(60, 50), expected=True, edition=RULE) is Verdict.ENOUGH
    assert verdict(80, [], expected=True, edition=RULE) is Verdict.GAP


def test_places_are_unknown_as_soon_as_one_agreement_states_none():
    assert places_of(serving(10, 20)) == 30
    assert places_of(serving(10, None)) is None
    assert places_of([]) == 0


def test_a_person_has_a_need_by_any_sign_and_a_missing_record_is_not_a_no():
    signs = [Sign(field="sex", values=("female",)), Sign(field="employment", values=("unemployed",))]
    woman = Person(unit="H103", recorded={"sex": frozenset({"female"})})
    man = Person(unit="H103", recorded={"sex": frozenset({"male"})})
    working = Person(
        unit="H104", recorded={"sex": frozenset({"male"}), "employment": frozenset({"part_time"})}
    )
    assert [has_need(one, signs) for one in (woman, man, working)] == [True, None, False]
    assert demand_by_unit([woman, man, working, woman], signs) == {"H103": 2}


def test_every_need_and_cohort_of_the_plan_is_told_or_said_not_to_be_known():
    edition = needs_on(date(2026, 4, 1))
    asked = {one.id for one in edition.needs} | {one.id for one in edition.cohorts} - {"everyone"}
    assert asked == set(RULE.demand_of) | set(RULE.why_not_known)


def test_signs_use_the_words_of_the_extract_and_of_the_profile():
    profile = load_profile()
    known = {one.id: set(one.values) for one in profile.characteristics} | {"age": set(profile.by_age.values)}
    for demand in RULE.demand:
        for sign in demand.signs:
            if sign.field in known:
                assert set(sign.values) <= known[sign.field], demand.need


def test_every_verdict_has_a_word_and_a_meaning():
    assert set(WORDS) == set(MEANINGS) == set(Verdict)
    assert len(set(WORDS.values())) == len(Verdict)


def test_a_need_named_twice_is_refused(tmp_path):
    path = tmp_path / "provision.yaml"
    text = (
        "- {valid_from: 2021-01-01, source: product, reviewed_on: 2026-01-01, fewest_for_a_gap: 5,"
        " too_few_places_percent: 25, duplicate_places_percent: 150, duplicate_providers: 3,"
        " not_recorded: [], demand: [], not_known: [{need: a, why: b}, {need: a, why: c}]}\n"
    )
    path.write_text(text)
    with pytest.raises(DefinitionError, match="named twice"):
        load_provision(path)


def test_verdicts_are_kept_by_codes_that_stay():
    assert [str(one) for one in Verdict] == ["gap", "single", "duplicate", "enough", "not_known"]

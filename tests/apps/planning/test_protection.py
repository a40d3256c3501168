"""No small number of people leaves a region's own record: frozen, printed, downloaded, compared, added up."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.organisation.models import User
from apps.planning.changes import changes_between
from apps.planning.edition_actions import is_unchanged, send
from apps.planning.models import Agreement, Award, AwardImpact, PlanEdition, Provision
from apps.planning.protection import protected
from apps.planning.queries import edition_content
from apps.planning.rows import award_rows, provision_rows
from apps.planning.shapes import SUPPRESSED, AwardShown, ImpactShown, PlanContent, as_json, from_json
from apps.reports.annexes import words
from rules.definitions.disclosure import load_disclosure
from tests.apps.planning.test_changes import CONTENT, PROVISION
from tests.factories.planning import TODAY, YEAR, Planners, make_plan, planners

ON = date(2026, 5, 4)
RULE = load_disclosure().on(ON)
AWARD = AwardShown(
    id=1,
    title="Work",
    applicant="Us",
    words="",
    need="finance",
    need_words="Finance",
    units=("H103",),
    asked=Decimal(90),
    co_funding=Decimal(90),
    awarded=Decimal(90),
    state="awarded",
    state_words="Awarded",
    decided_on=ON,
    reason="Good",
    criteria=(),
    impact=(),
)
FEW = st.one_of(st.none(), st.integers(0, 9), st.integers(0, 400))
PLACES = st.lists(st.tuples(st.sampled_from(["H103", "H104"]), st.integers(0, 60)), max_size=6)


def plan_with(reached: list[int | None], places: list[tuple[str, int]]) -> PlanContent:
    impact = tuple(ImpactShown(on=ON, words="They came", people=people) for people in reached)
    rows = tuple(
        replace(PROVISION, unit=unit, unit_name=unit, agreement=number % 2, capacity=capacity)
        for number, (unit, capacity) in enumerate(places)
    )
    return replace(CONTENT, awards=(replace(AWARD, impact=impact),), provision=rows)


def small_in(value: Any, *names: str) -> list[Any]:
    """The small numbers of people under these names, however deep they lie."""
    found: list[Any] = []
    if isinstance(value, dict):
        for name, each in value.items():
            is_small = name in names and str(each).isdigit() and RULE.suppresses(int(each))
            found += [each] if is_small else small_in(each, *names)
    elif isinstance(value, list):
        for each in value:
            found += small_in(each, *names)
    return found


@given(reached=st.lists(FEW, max_size=4), places=PLACES, before=PLACES)
def test_no_published_form_of_a_plan_shows_a_small_number(
    reached: list[int | None], places: list[tuple[str, int]], before: list[tuple[str, int]]
) -> None:
    raw = plan_with(reached, places)
    plan = protected(raw, ON)
    assert protected(plan, ON) == plan
    assert from_json(PlanContent, as_json(plan)) == plan
    assert small_in(as_json(plan), "people", "capacity") == []
    rows = [*award_rows(plan.awards), *provision_rows(plan.provision)]
    assert small_in(rows, "people_reached", "people_a_year") == []
    printed = [row[1] for row in words.impact(plan.awards[0]).rows]
    printed += [row[-1] for row in words.provided(plan).rows]
    printed += list(compared(protected(plan_with([], before), ON), plan))
    assert not [text for text in printed if text.isdigit() and RULE.suppresses(int(text))]


def compared(before: PlanContent, after: PlanContent) -> Iterator[str]:
    for thing in changes_between(before, after).things:
        for _, was, is_now in thing.fields:
            yield from (was, is_now)


@given(reached=st.lists(FEW, max_size=4), places=PLACES)
def test_a_sum_is_shown_only_where_each_of_its_parts_is(
    reached: list[int | None], places: list[tuple[str, int]]
) -> None:
    plan = protected(plan_with(reached, places), ON)
    counted = [people for people in reached if people is not None]
    hidden = any(RULE.suppresses(people) for people in counted)
    expected = SUPPRESSED if hidden else (sum(counted) if counted else None)
    assert plan.awards[0].reached == expected
    agreed: dict[int, list[int]] = {}
    for number, (_, capacity) in enumerate(places):
        agreed.setdefault(number % 2, []).append(capacity)
    printed = [row[-1] for row in words.provided(plan).rows]
    assert printed == [
        SUPPRESSED if any(map(RULE.suppresses, mine)) else f"{sum(mine):,}" for mine in agreed.values()
    ]


def test_nobody_reached_and_nobody_counted_are_no_small_numbers() -> None:
    plan = protected(plan_with([0, None], [("H103", 0)]), ON)
    assert [one.people_words for one in plan.awards[0].impact] == ["0", ""]
    assert plan.provision[0].places_words == "0"


def test_content_from_before_a_field_was_there_is_still_read() -> None:
    kept = as_json(plan_with([12], [("H103", 60)]))
    del kept["awards"][0]["impact"][0]["is_suppressed"]
    assert from_json(PlanContent, kept).awards[0].impact[0].people == 12
    del kept["awards"][0]["impact"][0]["people"]
    with pytest.raises(KeyError):
        from_json(PlanContent, kept)


@pytest.fixture
def people(reference: None) -> Planners:
    return planners()


def small_record(people: Planners) -> Award:
    """Three people reached by an award; an agreement for two people a year."""
    decided = {"state": "awarded", "awarded": 10, "reason": "Good", "decided_by": people.director}
    award = Award.objects.create(
        region=people.region, year=YEAR, title="Work", applicant="Us", words="Help", asked=10,
        decided_on=TODAY, entered_by=people.planner, **decided,
    )  # fmt: skip
    AwardImpact.objects.create(award=award, on=TODAY, words="They came", people=3, by=people.planner)
    agreement = Agreement.objects.create(
        region=people.region, kind="grant", title="A few", provider="Us", first_on=TODAY,
        last_on=date(2030, 1, 1), made_by=people.planner,
    )  # fmt: skip
    Provision.objects.create(
        agreement=agreement, need="finance", unit_id="H103", cohort="everyone", capacity=2,
        made_by=people.planner,
    )  # fmt: skip
    return award


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer).decode()


@pytest.mark.django_db
def test_the_region_reads_its_own_small_numbers_and_nobody_else_does(people: Planners) -> None:
    award = small_record(people)
    assert "3 people reached" in page(people.planner, f"/plans/H/fund/{award.pk}/")
    assert "[c] people reached" in page(people.national, f"/plans/H/fund/{award.pk}/")
    assert '--numeric">2<' in page(people.planner, "/plans/H/provision/")
    assert '--numeric">[c]<' in page(people.national, "/plans/H/provision/")
    for table in (f"fund.csv?year={YEAR}", "provision.csv"):
        assert "[c]" in page(people.planner, f"/plans/H/{table}"), "a file goes on to others"


@pytest.mark.django_db
def test_an_edition_is_frozen_without_them_and_an_older_one_is_read_without_them(people: Planners) -> None:
    small_record(people)
    edition = send(make_plan(people), by=people.director, on=TODAY)
    assert edition.content["awards"][0]["impact"][0]["people"] is None
    assert edition.content["provision"][0]["capacity"] is None
    address = f"/plans/editions/{edition.pk}/content.json"
    assert json.loads(page(people.national, address)) == edition.content
    raw = edition.content | {"provision": [edition.content["provision"][0] | {"capacity": 2}]}
    older = PlanEdition(pk=edition.pk + 1, plan=edition.plan, number=2, content=raw, sent_by=people.director)
    older.sent_at, older.sha256 = edition.sent_at, edition.sha256
    assert edition_content(older).provision[0].capacity is None
    assert is_unchanged(edition)

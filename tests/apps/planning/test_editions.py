"""A plan from its opening to its publication: what is missing, four eyes, what stays as it was sent."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from apps.organisation.actions import Refused
from apps.organisation.errors import Conflict
from apps.organisation.models import RecordedAction
from apps.planning.edition_actions import decide, digest, is_unchanged, publish, send
from apps.planning.models import PlanEdition, PlanText
from apps.planning.plan_actions import missing, open_plan, write_text
from apps.planning.priority_actions import answer, hand_down
from apps.planning.queries import (
    edition_before,
    milestones_for_report,
    plan_content,
    published_content,
)
from tests.factories.planning import TODAY, YEAR, Planners, make_milestone, make_plan, make_priority, planners

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

APRIL = date(2026, 4, 30)


@pytest.fixture
def people() -> Planners:
    return planners()


def sent(people: Planners, first_year: str = YEAR) -> PlanEdition:
    return send(make_plan(people, first_year), by=people.director, on=TODAY)


def test_an_empty_plan_says_everything_that_is_missing(people: Planners) -> None:
    plan = open_plan(people.region, first_year=YEAR, by=people.planner)
    reasons = missing(plan, TODAY)
    assert "Write “Foreword by the director”" in reasons
    assert not any("Anything else" in one for one in reasons)
    assert reasons[-2:] == ["Set at least one priority", f"Set milestones for {YEAR}"]
    with pytest.raises(Refused, match="Write “Foreword"):
        send(plan, by=people.director, on=TODAY)


def test_a_priority_without_a_milestone_and_one_handed_down_stand_in_the_way(people: Planners) -> None:
    plan = make_plan(people)
    assert missing(plan, TODAY) == []
    lone = make_priority(people, "Alone")
    handed = hand_down(
        [people.region],
        kind="national",
        title="Involve people",
        words="Say how.",
        first_year=YEAR,
        last_year="2028-29",
        answer_by=date(2026, 6, 1),
        by=people.national,
        on=TODAY,
    )
    assert missing(plan, TODAY) == [
        "Set a milestone for “Alone”",
        "Answer the handed-down priority “Involve people”",
    ]
    make_milestone(people, lone)
    answer(handed.regions.get(), taken_up=True, priority=lone, by=people.planner)
    assert missing(plan, TODAY) == []


def test_what_was_sent_stays_and_its_hash_can_be_checked(people: Planners) -> None:
    edition = sent(people)
    write_text(edition.plan, "foreword", words="Otherwise", seen=1, by=people.planner, on=TODAY)
    edition.refresh_from_db()
    assert edition.content["sections"][0]["words"] == "Words of ours."
    assert edition.sha256 == digest(edition.content)
    assert is_unchanged(edition)


def test_the_database_keeps_an_edition_and_a_text_as_they_were_written(people: Planners) -> None:
    edition = sent(people)
    for rows, change in ((PlanEdition, {"content": {}}), (PlanText, {"words": "Other"})):
        with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
            rows.objects.update(**change)
        with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
            rows.objects.filter(pk__gte=0)._raw_delete("default")
    assert PlanEdition.objects.get() == edition


def test_only_one_edition_waits_for_approval(people: Planners) -> None:
    edition = sent(people)
    with pytest.raises(Refused, match="waits for approval already"):
        send(edition.plan, by=people.director, on=TODAY)


def test_nobody_decides_on_what_they_sent_or_wrote(people: Planners) -> None:
    edition = sent(people)
    for person in (people.director, people.planner):
        with pytest.raises(Refused, match="Somebody else must decide"):
            decide(edition, approved=True, reasons="", by=person)
    with pytest.raises(IntegrityError, match="nobody_approves_what_they_sent"), transaction.atomic():
        PlanEdition.objects.update(
            decision="approved", decided_by=people.director, decided_at="2026-05-04T00:00Z"
        )


def test_a_plan_is_returned_with_reasons_and_sent_again(people: Planners) -> None:
    edition = sent(people)
    with pytest.raises(Refused, match="Say why"):
        decide(edition, approved=False, reasons=" ", by=people.national)
    returned = decide(edition, approved=False, reasons="Who owns it?", by=people.national)
    assert returned.state_words == "Returned"
    with pytest.raises(Refused, match="Only an approved"):
        publish(returned, by=people.national, on=APRIL)
    again = send(edition.plan, by=people.director, on=TODAY)
    assert again.number == 2
    with pytest.raises(Refused, match="is decided"):
        decide(returned, approved=True, reasons="", by=people.national)


def test_a_published_plan_is_read_from_what_was_frozen(people: Planners) -> None:
    edition = decide(sent(people), approved=True, reasons="", by=people.national)
    assert published_content(people.region, YEAR) is None
    publish(edition, by=people.national, on=APRIL)
    publish(edition, by=people.national, on=APRIL)
    assert RecordedAction.objects.filter(verb="publish_plan").count() == 1
    make_priority(people, "Later")
    frozen = published_content(people.region, YEAR)
    assert [one.title for one in frozen.priorities] == ["See people in time"]
    assert len(plan_content(people.region, YEAR, TODAY).priorities) == 2


def test_an_edition_in_which_nothing_changed_is_not_sent_again(people: Planners) -> None:
    edition = publish(
        decide(sent(people), approved=True, reasons="", by=people.national), by=people.national, on=APRIL
    )
    with pytest.raises(Refused, match="Nothing has changed since edition 1"):
        send(edition.plan, by=people.director, on=date(2026, 12, 24))


def test_the_april_update_begins_with_the_words_of_the_plan_before(people: Planners) -> None:
    first = publish(
        decide(sent(people, "2025-26"), approved=True, reasons="", by=people.national),
        by=people.national,
        on=date(2025, 4, 1),
    )
    update = open_plan(people.region, first_year=YEAR, by=people.planner)
    assert open_plan(people.region, first_year=YEAR, by=people.planner) == update
    assert plan_content(people.region, YEAR, TODAY).sections[0].words == "Words of ours."
    with pytest.raises(Refused, match="The next plan begins in 2027-28"):
        open_plan(people.region, first_year="2028-29", by=people.planner)
    with pytest.raises(Refused, match="a newer one is being written"):
        write_text(first.plan, "foreword", words="Late", seen=1, by=people.planner, on=TODAY)
    make_milestone(people, people.region.priorities.get(), title="This year")
    assert edition_before(send(update, by=people.director, on=TODAY)) == first


def test_of_two_who_write_a_section_the_second_is_told(people: Planners) -> None:
    plan = make_plan(people)
    write_text(plan, "foreword", words="Mine", seen=1, by=people.planner, on=TODAY)
    with pytest.raises(Conflict, match="Somebody else saved this"):
        write_text(plan, "foreword", words="Yours", seen=1, by=people.director, on=TODAY)
    assert plan.texts.filter(section="foreword").count() == 2


def test_the_annual_report_gets_the_milestones_that_were_published_for_its_year(people: Planners) -> None:
    assert milestones_for_report("H", YEAR, TODAY) == []
    publish(decide(sent(people), approved=True, reasons="", by=people.national), by=people.national, on=APRIL)
    make_milestone(people, people.region.priorities.get(), title="Not promised")
    (row,) = milestones_for_report("H", YEAR, date(2026, 10, 2))
    assert (row["title"], row["state_words"], row["days_late"]) == ("Brief every team", "Overdue", 2)
    assert milestones_for_report("H", "2029-30", TODAY) == []


def test_outside_april_a_plan_is_published_with_a_reason_that_stays(people: Planners) -> None:
    edition = decide(sent(people), approved=True, reasons="", by=people.national)
    for day in (date(2026, 3, 31), date(2026, 5, 1)):
        with pytest.raises(Refused, match="between 1 April and 30 April 2026. Say why"):
            publish(edition, by=people.national, on=day, outside_reason=" ")
    late = publish(edition, by=people.national, on=date(2026, 5, 1), outside_reason="A board was moved.")
    late.refresh_from_db()
    assert late.outside_reason == "A board was moved."
    assert RecordedAction.objects.get(verb="publish_plan").reason == "A board was moved."
    make_milestone(people, make_priority(people, "Later"))
    further = decide(
        send(edition.plan, by=people.director, on=TODAY), approved=True, reasons="", by=people.national
    )
    publish(further, by=people.national, on=date(2026, 9, 1), outside_reason="Nobody asked for one")
    assert further.plan.editions.get(number=2).outside_reason == ""

"""What changed between two contents of a plan, and the way of a content to JSON and back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from apps.planning.changes import ThingChange, changes_between
from apps.planning.rows import change_rows
from apps.planning.shapes import (
    AgreementShown,
    FundShown,
    MilestoneShown,
    PlanContent,
    PriorityShown,
    ProvisionRow,
    SectionShown,
    as_json,
    from_json,
)

FOREWORD = SectionShown(
    id="foreword",
    part="believes",
    part_title="Believes",
    title="Foreword",
    words="We see people.",
    required=True,
)
PRIORITY = PriorityShown(
    id=1,
    origin="regional",
    origin_words="Regional",
    title="In time",
    words="All",
    first_year="2025-26",
    last_year="2027-28",
    owner="Ann",
    measures=("SL004",),
)
MILESTONE = MilestoneShown(
    id=7,
    title="Brief teams",
    words="",
    year="2026-27",
    quarter=2,
    due_on=date(2026, 9, 30),
    owner="Ann",
    priority=1,
    priority_title="In time",
    measure="SL004",
    measure_title="First appointments",
    baseline=Decimal("84.5"),
    aim=Decimal("90.0"),
    state="on_track",
    state_words="On track",
    reason="",
    done_on=None,
    days_late=0,
    is_overdue=False,
)
AGREEMENT = AgreementShown(
    id=3,
    kind="grant",
    kind_words="Grant agreement",
    title="Debt advice",
    provider="Even Keel",
    reference="",
    first_on=date(2025, 4, 1),
    last_on=date(2027, 3, 31),
    value=Decimal("1200.50"),
    state="in_force",
    state_words="In force",
    days_left=300,
)
PROVISION = ProvisionRow(
    agreement=3,
    title="Debt advice",
    provider="Even Keel",
    kind="grant",
    need="finance",
    need_words="Finance",
    unit="H103",
    unit_name="North Wales",
    cohort="everyone",
    cohort_words="Everybody",
    capacity=60,
)
CONTENT = PlanContent(
    region="H",
    region_name="Wales",
    years=("2026-27", "2027-28", "2028-29"),
    is_demo=False,
    sections=(FOREWORD,),
    priorities=(PRIORITY,),
    handed_down=(),
    milestones=(MILESTONE,),
    schedule=(),
    agreements=(AGREEMENT,),
    provision=(PROVISION,),
    fund=FundShown(year="2026-27", amount=Decimal(10), words="Gaps", awarded=Decimal(0), left=Decimal(10)),
    awards=(),
)


def only_change(after: PlanContent, before: PlanContent = CONTENT) -> ThingChange:
    (change,) = changes_between(before, after).things
    return change


def test_a_content_comes_back_from_json_as_it_was() -> None:
    assert from_json(PlanContent, as_json(CONTENT)) == CONTENT


def test_nothing_changed_between_a_content_and_itself() -> None:
    assert changes_between(CONTENT, CONTENT).is_empty


def test_days_that_pass_are_no_change() -> None:
    later = replace(
        CONTENT,
        milestones=(replace(MILESTONE, days_late=4, is_overdue=True),),
        agreements=(replace(AGREEMENT, days_left=12, state="ends_soon", state_words="Ends soon"),),
    )
    assert changes_between(CONTENT, later).is_empty


def test_everything_is_new_without_an_edition_before() -> None:
    changes = changes_between(None, CONTENT)
    assert [one.section for one in changes.texts] == ["foreword"]
    assert {(one.what, one.happened) for one in changes.things} == {
        ("Priority", "came"),
        ("Milestone", "came"),
        ("Agreement", "came"),
        ("Provision", "came"),
    }


def test_text_is_compared_word_by_word() -> None:
    after = replace(CONTENT, sections=(replace(FOREWORD, words="We always see people."),))
    (text,) = changes_between(CONTENT, after).texts
    assert [(part.kind.value, part.text.strip()) for part in text.parts] == [
        ("same", "We"),
        ("added", "always"),
        ("same", "see people."),
    ]


def test_a_changed_milestone_says_what_was_and_what_is() -> None:
    change = only_change(replace(CONTENT, milestones=(replace(MILESTONE, due_on=date(2026, 12, 31)),)))
    assert (change.happened, change.fields) == ("changed", (("Due", "2026-09-30", "2026-12-31"),))


def test_what_went_is_told_from_what_lies_behind_the_plans_years() -> None:
    behind = replace(MILESTONE, id=8, year="2025-26")
    before = replace(CONTENT, milestones=(MILESTONE, behind))
    assert only_change(CONTENT, before).happened == "over"
    assert only_change(replace(CONTENT, milestones=())).happened == "went"


def test_provision_is_the_same_row_by_agreement_need_unit_and_cohort() -> None:
    more = only_change(replace(CONTENT, provision=(replace(PROVISION, capacity=80),)))
    assert (more.what, more.fields) == ("Provision", (("People a year", "60", "80"),))
    moved = replace(CONTENT, provision=(replace(PROVISION, unit="H104", unit_name="Gwent"),))
    assert [one.happened for one in changes_between(CONTENT, moved).things] == ["came", "went"]


def test_the_download_has_a_row_for_each_changed_field() -> None:
    after = replace(
        CONTENT,
        sections=(replace(FOREWORD, words="We see you."),),
        milestones=(replace(MILESTONE, owner="Bob", aim=Decimal("92.0")),),
    )
    rows = list(change_rows(changes_between(CONTENT, after)))
    assert [(row["what"], row["field"], row["before"], row["after"]) for row in rows] == [
        ("Text", "Words", "We see people.", "We see you."),
        ("Milestone", "Owner", "Ann", "Bob"),
        ("Milestone", "Aim (%)", "90.0", "92.0"),
    ]

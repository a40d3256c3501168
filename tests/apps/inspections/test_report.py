"""From the words of a report to its publication, and what the inspected body says about it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from apps.assessments.actions import Refused
from apps.inspections import report_actions as acts
from apps.inspections.actions import go_to
from apps.inspections.models import FrozenReport, Inspection, Member
from apps.inspections.panel import rate_standard
from apps.inspections.report_content import content_of
from apps.inspections.report_rows import annex_rows
from apps.inspections.year_queries import year_of, year_rows
from apps.organisation.errors import Conflict
from apps.organisation.models import User
from apps.reports.building import build_edition
from apps.reports.inspection_report import inspection_edition
from rules.definitions.inspection_reports import load_report_rules
from rules.periods import PerformanceYear
from tests.factories.inspections import assess_everything, draw_made_up_cases, join, make_inspection
from tests.factories.people import form_key, make_person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
State = Inspection.State
SECTIONS = [each.id for each in load_report_rules()[-1].sections]


@pytest.fixture
def inspection() -> Inspection:
    """Rated and written, with the panel."""
    made = make_inspection()
    inspector = join(made, Member.Job.INSPECTOR)
    draw_made_up_cases(made, size=1, inspectors=[inspector])
    assess_everything(made)
    Inspection.objects.filter(pk=made.pk).update(state=State.RATING)
    made.refresh_from_db()
    for standard in ("1.1", "1.2", "1.3", "1.4"):
        rate_standard(made, standard, band="good", argument="Seen and heard", shown=0, by=made.planned_by)
    for section in SECTIONS:
        acts.write_section(made, section, words=f"Words of {section}", shown=0, by=made.planned_by)
    return made


def moved(inspection: Inspection, state: str) -> Inspection:
    """Straight into a state, with what happens on arrival there."""
    Inspection.objects.filter(pk=inspection.pk).update(state=state)
    inspection.refresh_from_db()
    if state == State.ACCURACY:
        acts.freeze_draft(inspection, inspection.planned_by)
    return inspection


@pytest.fixture
def published(inspection: Inspection) -> Inspection:
    lead = inspection.planned_by
    acts.recommend(inspection, to_whom="Head of the unit", words="See people in private", by=lead)
    acts.add_practice(inspection, title="A quiet room", words="Used well", diversity=True, by=lead)
    moved(inspection, State.FINISHING)
    return go_to(inspection, State.PUBLISHED, version=inspection.version, by=lead)


@pytest.fixture
def director() -> User:
    return make_person_with("regional_director", region="H")


def test_a_section_is_saved_over_what_its_page_showed_only(inspection: Inspection) -> None:
    first = inspection.texts.get(section="summary")
    acts.write_section(inspection, "summary", words="Better", shown=first.pk, by=inspection.planned_by)
    with pytest.raises(Conflict):
        acts.write_section(inspection, "summary", words="Mine", shown=first.pk, by=inspection.planned_by)
    assert [text.words for text in inspection.texts.filter(section="summary")] == [
        "Words of summary",
        "Better",
    ]
    with pytest.raises(Refused, match="no section"):
        acts.write_section(inspection, "poem", words="x", shown=0, by=inspection.planned_by)


def test_the_draft_waits_for_every_section() -> None:
    assert len(acts.sections_missing(make_inspection())) == len(SECTIONS)


def test_the_draft_is_frozen_and_the_report_stands_still_while_it_is_checked(inspection: Inspection) -> None:
    moved(inspection, State.ACCURACY)
    draft = acts.newest_draft(inspection)
    assert draft.sha256 == acts.digest(draft.content)
    with pytest.raises(Refused, match="Nothing is written"):
        acts.write_section(inspection, "summary", words="x", shown=1, by=inspection.planned_by)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        draft.delete()


def test_points_are_answered_once_and_hold_the_report_back(inspection: Inspection, director: User) -> None:
    moved(inspection, State.ACCURACY)
    point = acts.raise_point(inspection, place="Page 3", words="We have 40 staff", by=director)
    reasons = acts.check_open(inspection)
    assert [reason.split()[0] for reason in reasons] == ["1", "The"]
    acts.answer_point(point, changed=True, words="Put right", by=inspection.planned_by)
    with pytest.raises(Refused, match="answered already"):
        acts.answer_point(point, changed=False, words="No", by=inspection.planned_by)
    acts.close_check(inspection, by=director)
    assert acts.check_open(inspection) == []
    with pytest.raises(Refused, match="closed its check"):
        acts.raise_point(inspection, place="Page 4", words="Late", by=director)


def test_the_check_ends_by_itself_when_its_time_is_over(inspection: Inspection) -> None:
    moved(inspection, State.ACCURACY)
    last_on = acts.check_ends_on(acts.newest_draft(inspection))
    assert acts.check_open(inspection, on=last_on)
    assert acts.check_open(inspection, on=date.fromordinal(last_on.toordinal() + 1)) == []


def test_the_body_reads_its_draft_while_it_is_checked_and_nobody_else_does(
    inspection: Inspection, director: User, client: Client
) -> None:
    path = f"/inspections/{inspection.pk}/accuracy/"
    elsewhere = make_person_with("regional_director", region="A")
    client.force_login(director)
    assert client.get(path).status_code == 404
    moved(inspection, State.ACCURACY)
    shown = client.get(path)
    assert shown.status_code == 200
    assert "Words of summary" in shown.content.decode()
    client.force_login(elsewhere)
    assert client.get(path).status_code == 404
    moved(inspection, State.FINISHING)
    client.force_login(director)
    assert client.get(path).status_code == 404


def printed(inspection: Inspection, client: Client) -> bytes:
    """The stored PDF, after a worker has done what the first request asked for."""
    path = f"/reports/inspections/{inspection.pk}.pdf"
    assert client.get(path).status_code == 302
    build_edition(inspection_edition(inspection).pk)
    return client.get(path).content


def test_what_is_published_is_frozen_and_the_same_everywhere(published: Inspection, client: Client) -> None:
    frozen = acts.publication_of(published)
    assert frozen.content == content_of(published)
    assert frozen.content["rating"]["overall"] == "Outstanding"
    client.force_login(make_person_with("regional_editor", region="A"))
    page = client.get(f"/inspections/published/{published.pk}/").content.decode()
    assert "See people in private" in page
    assert "Outstanding" in page
    annex = b"".join(client.get(f"/inspections/published/{published.pk}/annex.csv")).decode()
    assert "rating,overall,overall,Outstanding" in annex
    pdf = printed(published, client)
    assert pdf.startswith(b"%PDF")
    assert pdf == client.get(f"/reports/inspections/{published.pk}.pdf").content


def test_a_published_report_names_no_case_and_no_assessor(published: Inspection) -> None:
    text = str(acts.publication_of(published).content)
    assert "C001" not in text
    assert all(str(member.user) not in text for member in published.members.all())


def test_publication_is_once_and_nothing_changes_afterwards(published: Inspection) -> None:
    with pytest.raises(Refused, match="published"):
        go_to(published, State.PUBLISHED, version=published.version, by=published.planned_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenReport.objects.create(inspection=published, kind="published", content={}, sha256="0" * 64)


def test_recommendations_are_answered_by_the_body_within_a_calendar_month(
    published: Inspection, director: User, client: Client
) -> None:
    Inspection.objects.filter(pk=published.pk).update(published_at="2027-01-31T10:00:00Z")
    published.refresh_from_db()
    assert acts.respond_by(published) == date(2027, 2, 28)
    client.force_login(director)
    path = f"/inspections/published/{published.pk}/respond/1/"
    assert client.post(path, form_key() | {"kind": "accepted"}).status_code == 422
    assert client.post(path, form_key() | {"kind": "accepted", "words": "We will"}).status_code == 302
    assert "We will" in client.get(f"/inspections/published/{published.pk}/").content.decode()
    client.force_login(make_person_with("regional_director", region="A"))
    assert client.post(path, form_key() | {"kind": "accepted", "words": "Not ours"}).status_code == 404


def test_an_open_inspection_has_no_published_page(inspection: Inspection, client: Client) -> None:
    client.force_login(make_person_with("performance_analyst"))
    for path in (
        f"/inspections/published/{inspection.pk}/",
        f"/inspections/published/{inspection.pk}/annex.csv",
        f"/reports/inspections/{inspection.pk}.pdf",
    ):
        assert client.get(path).status_code == 404


def test_the_year_adds_published_judgements_up(published: Inspection) -> None:
    Inspection.objects.filter(pk=published.pk).update(published_at="2026-12-01T10:00:00Z")
    places = year_of(PerformanceYear.parse("2026-27"))
    assert [(place.name, place.inspections, place.cases) for place in places] == [
        ("England and Wales", 1, 1),
        ("Wales", 1, 1),
    ]
    row = next(year_rows(places))
    assert (row["key_question"], row["yes"], row["judged"]) == ("2.1.1", 1, 1)
    assert year_of(PerformanceYear.parse("2025-26")) == []


def test_the_annex_holds_every_key_question_and_standard(published: Inspection) -> None:
    content = acts.publication_of(published).content
    rows = list(annex_rows(content))
    named = {(row["table"], row["item"]) for row in rows}
    assert {("key questions", number) for number in content["rating"]["key_questions"]} <= named
    assert {("standards", number) for number in content["rating"]["standards"]} <= named


def test_words_that_look_like_a_page_are_printed_as_words(inspection: Inspection, client: Client) -> None:
    lead = inspection.planned_by
    newest = inspection.texts.get(section="summary")
    hostile = "<script>alert(1)</script><img src='file:///etc/passwd'>"
    acts.write_section(inspection, "summary", words=hostile, shown=newest.pk, by=lead)
    moved(inspection, State.FINISHING)
    go_to(inspection, State.PUBLISHED, version=inspection.version, by=lead)
    client.force_login(lead)
    page = client.get(f"/inspections/published/{inspection.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert printed(inspection, client).startswith(b"%PDF")

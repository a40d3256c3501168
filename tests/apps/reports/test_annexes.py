"""Annexes of a plan: one agreement more changes matrix, chart and document; hostile words stay letters."""

from datetime import date, datetime

import pytest

from apps.caseload.models import AccommodationRecord
from apps.organisation.models import Region
from apps.performance.models import MeasureRun
from apps.planning.models import Agreement, Provision
from apps.planning.queries import plan_content
from apps.publication.actions import freeze_region_year
from apps.publication.models import FrozenFigures
from apps.publication.queries import tables_of
from apps.publication.spreadsheets import table_csv, title_of
from apps.reports.actions import BuildRefused, Requested, build_edition, request_document
from apps.reports.annex_views import _is_earlier
from apps.reports.annexes.content import AnnexContent, annex_content
from apps.reports.annexes.document import document
from apps.reports.annexes.inputs import baseline_of, plan_in, published_plan
from apps.reports.annexes.kinds import ANNEXES, KINDS
from apps.reports.annexes.national import provision_of_nation
from apps.reports.kinds import Key, Published
from apps.reports.models import ReportEdition
from rules.tables.provision import WORDS, Verdict
from tests.factories.people import make_user
from tests.factories.reported import KNOWN_ON
from tests.factories.reported import YEAR as REPORTED

pytestmark = pytest.mark.django_db
YEAR, ON = "2026-27", date(2026, 4, 20)
HOSTILE = "<script>alert(1)</script><img src='file:///etc/passwd'> \u202efdp.exe"


@pytest.fixture
def in_need(run: MeasureRun) -> MeasureRun:
    """30 people without a home in North Wales, 20 in Gwent."""
    homeless = [*(f"P{number:04d}" for number in range(1, 31)), *(f"P{n:04d}" for n in range(111, 131))]
    AccommodationRecord.objects.bulk_create(
        AccommodationRecord(
            accommodation_id=f"A-{person}",
            person_id=person,
            status="homeless",
            start_on=date(2026, 1, 1),
            recorded_at=datetime(2026, 1, 1, 9),
        )
        for person in homeless
    )
    return run


def agree(title: str, provider: str, *, unit: str = "H103", places: int = 40) -> Agreement:
    """An agreement in force that houses people in one unit."""
    by = make_user(f"planner-{title[:8]}")
    made = Agreement.objects.create(
        region_id="H",
        kind="grant",
        title=title,
        provider=provider,
        first_on=date(2026, 4, 1),
        last_on=date(2027, 3, 31),
        made_by=by,
    )
    Provision.objects.create(
        agreement=made,
        need="accommodation",
        unit_id=unit,
        cohort="everyone",
        capacity=places,
        made_by=by,
    )
    return made


def asked_for(key: Key = Key.ANNEX_D, *, on: date = ON) -> ReportEdition:
    wales = Region.objects.get(code="H")
    return request_document(kind=key, region=wales, year=YEAR, on=on, by=None).edition


def frozen(edition: ReportEdition) -> AnnexContent:
    """What the edition prints, without laying it out."""
    kind = next(kind for kind in KINDS if kind.key == edition.report.kind)
    edition.figures = kind.freeze(edition)
    return annex_content(edition.figures, plan_in(edition.content))


def verdict(content: AnnexContent, unit: str = "H103") -> str:
    return content.tables["provision"].cell(unit, "accommodation").text


def test_one_more_agreement_changes_matrix_chart_and_document(in_need: MeasureRun) -> None:
    before = asked_for()
    first = frozen(before)
    ended = {"state": "failed", "error": "Given up", "finished_at": before.requested_at}
    ReportEdition.objects.filter(pk=before.pk).update(**ended)
    agree("Homes first", "Open Door")
    after = asked_for()
    second = frozen(after)
    assert after.pk != before.pk
    assert [verdict(first), verdict(second)] == [WORDS[Verdict.GAP], WORDS[Verdict.SINGLE]]
    assert verdict(second, "H104") == WORDS[Verdict.GAP], "only the unit that is served changes"
    assert first.parts[0].charts["tiles"].svg != second.parts[0].charts["tiles"].svg
    assert "Homes first" in document(after).html
    assert "Homes first" not in document(before).html
    assert "Single" in table_csv(second.tables["provision"])


def test_a_hostile_agreement_is_printed_as_letters_and_the_document_is_built(in_need: MeasureRun) -> None:
    agree(HOSTILE, "https://example.invalid/x.png")
    edition = asked_for()
    build_edition(edition.pk)
    edition.refresh_from_db()
    assert edition.state == ReportEdition.State.BUILT, edition.error
    html = document(edition).html
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html
    content = edition.path.read_bytes()
    assert b"/JavaScript" not in content
    assert b"root:x:" not in content


def test_the_same_day_gives_the_same_edition_and_the_same_figures(in_need: MeasureRun) -> None:
    agree("Homes first", "Open Door")
    edition = asked_for()
    assert asked_for().pk == edition.pk
    once, again = frozen(edition).figures, frozen(edition).figures
    assert once.pk == again.pk
    assert FrozenFigures.objects.filter(document="annex_d").count() == 1
    assert title_of(once) == "Regional Reducing Reoffending Plan, annex D figures, Wales, 2026-27"


def test_what_an_annex_does_not_print_does_not_date_it(in_need: MeasureRun) -> None:
    profile = asked_for(Key.ANNEX_A)
    agree("Homes first", "Open Door")
    assert asked_for(Key.ANNEX_A, on=date(2026, 5, 1)).pk == profile.pk
    assert "on" not in profile.content
    assert profile.content["plan"]["agreements"] == []


def test_the_bound_plan_holds_every_table_of_its_annexes(in_need: MeasureRun) -> None:
    agree("Homes first", "Open Door")
    bound = frozen(asked_for(Key.PLAN_WITH_ANNEXES))
    assert "".join(part.letter for part in bound.parts) == "ABCDEFG"
    by_group = [found for part in bound.parts for found in part.equality_by_measure]
    assert by_group
    assert all(not shown.cell(row.key, "rate").symbol for shown, lines in by_group for row, _ in lines)
    groups = {shown.table.pk for shown, _ in by_group}
    rows = [one.table for one in bound.tables.values() if one.table.row_list]
    printed = [table for table in rows if not table.measure or table.pk in groups]
    assert [one.position for one in printed] == list(range(1, len(printed) + 1)), "no number is missing"
    alone = frozen(asked_for(Key.ANNEX_D))
    for key, shown in alone.tables.items():
        twin = bound.tables[key]
        assert {at: cell.text for at, cell in shown.cells.items()} == {
            at: cell.text for at, cell in twin.cells.items()
        }, key


def test_annexes_print_of_people_what_the_annual_report_prints(in_need: MeasureRun, wales: Region) -> None:
    annual = freeze_region_year(region=wales, year=REPORTED, run=in_need, known_on=KNOWN_ON, by=None)
    units = next(shown for shown in tables_of(annual) if shown.table.key == "delivery-units")
    places = frozen(asked_for(Key.ANNEX_F)).tables["delivery-units"]
    assert {at: cell.text for at, cell in units.cells.items()} == {
        at: cell.text for at, cell in places.cells.items()
    }
    assert places.cell("H105", "people").text == "[c]"


def test_every_letter_has_its_kind_and_a_plan_needs_a_judged_year_before_it(in_need: MeasureRun) -> None:
    assert "".join(ANNEXES) == "ABCDEFG"
    assert {kind.key for kind in KINDS} == {*ANNEXES.values(), Key.PLAN, Key.PLAN_WITH_ANNEXES}
    assert str(baseline_of(YEAR)) == "2025-26"
    assert baseline_of("2024-25") is None
    wales = Region.objects.get(code="H")
    with pytest.raises(BuildRefused, match="whole performance year before the plan"):
        request_document(kind=Key.ANNEX_A, region=wales, year="2024-25", on=ON, by=None)


def test_the_plan_comes_back_from_the_edition_as_it_was_copied(in_need: MeasureRun, wales: Region) -> None:
    agree("Homes first", "Open Door")
    kept = plan_in(asked_for(Key.PLAN_WITH_ANNEXES).content)
    assert kept == plan_content(wales, YEAR, ON)


def test_the_pdf_of_an_older_edition_keeps_its_own_day(in_need: MeasureRun) -> None:
    first = asked_for(Key.PLAN)
    content = first.content | {"on": "2026-04-20"}
    ended = {"state": "failed", "error": "Given up", "finished_at": first.requested_at}
    ReportEdition.objects.filter(pk=first.pk).update(is_draft=False, content=content, **ended)
    first.refresh_from_db()
    assert published_plan(first) == Published(on=date(2026, 4, 20))
    second = asked_for(Key.PLAN, on=date(2026, 5, 1))
    second.is_draft, second.content = False, second.content | {"on": "2026-11-02"}
    assert published_plan(second) == Published(on=date(2026, 11, 2))
    second.is_draft = True
    assert published_plan(second) is None


def test_the_regions_together_show_what_their_newest_annexes_froze(in_need: MeasureRun) -> None:
    edition = asked_for()
    build_edition(edition.pk)
    agree("Homes first", "Open Door")
    regions = list(Region.objects.filter(code__in="AH"))
    shown = provision_of_nation(regions, YEAR, need="accommodation")
    assert [one.code for one in shown.missing] == ["A"]
    assert {row["verdict"] for row in shown.rows if row["unit"] == "H103"} == {"Gap"}, "as it was frozen"
    assert [counts for _, counts in shown.lines] == [[shown.regions[0].count("accommodation", Verdict.GAP)]]
    assert "North Wales gap" in shown.chart.svg
    everything = provision_of_nation(regions, YEAR, need="unheard of")
    assert len(everything.columns) == len(shown.needs)
    assert everything.chart.title == "Needs with a gap in provision, by delivery unit"


def test_what_was_taken_back_leads_to_the_edition_that_holds_it(in_need: MeasureRun) -> None:
    first = asked_for(Key.ANNEX_F)
    ended = {"state": "built", "finished_at": first.requested_at, "size": 1, "pages": 1, "sha256": "a" * 64}
    rows = ReportEdition.objects
    rows.filter(pk=first.pk).update(**ended, file="a")
    kept = {"report": first.report, "language": "en", "run": first.run, "requested_at": first.requested_at}
    later = rows.create(**kept, number=2, key="b" * 64, content={"other": 1}, content_sha256="b" * 64)
    rows.filter(pk=later.pk).update(**ended, file="b")
    assert _is_earlier(Requested(edition=first, to_build=False))
    assert not _is_earlier(Requested(edition=later, to_build=False))
    assert not _is_earlier(Requested(edition=first, to_build=True))

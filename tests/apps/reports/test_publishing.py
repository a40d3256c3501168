"""From draft to a published report and its correction: who may, what must be there, and from which moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings

from apps.organisation.actions import Refused
from apps.organisation.models import Region, User
from apps.organisation.reference import load_reference
from apps.publication.models import FrozenFigures
from apps.reports import publishing, writing_actions
from apps.reports.actions import request_edition
from apps.reports.manuscripts import frozen_words, manuscript_of, rules_of
from apps.reports.models import Report, ReportEdition
from apps.reports.narrative_models import PublishedReport
from apps.reports.outstanding import Outlook, Stage
from apps.reports.published_queries import newest_public, public_at
from apps.reports.publishing import NotReady
from rules.periods import PerformanceYear
from tests.factories.people import PASSWORD, form_key, make_person_with
from tests.factories.reported import KNOWN_ON, YEAR, freeze, judged_years

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
DAY = date(2026, 6, 10)
MOMENT = datetime(2026, 6, 10, 8, 30, tzinfo=UTC)  # half past nine in London's summer
RATE = "In 2025-26, 66.3% of cases met SL004 (69 of 104)."


@dataclass(frozen=True)
class Desk:
    report: Report
    editor: User
    director: User
    reader: User

    def write(self, section: str, words: str) -> None:
        newest = self.report.texts.filter(section=section).order_by("-number").first()
        shown = newest.number if newest else 0
        writing_actions.write_section(self.report, section, words=words, shown=shown, by=self.editor)

    def write_all(self) -> None:
        publishing.freeze_figures(self.report, on=KNOWN_ON, by=self.editor)
        for section in rules_of(self.report).written:
            if section.is_required:
                self.write(section.id, "We did what we could.")

    def approved(self) -> None:
        publishing.submit(self.report, by=self.editor, now=NOW)
        publishing.approve(self.report, by=self.director, now=NOW)

    def built(self, language: str = "en", untranslated: tuple[str, ...] = ()) -> ReportEdition:
        """An edition of the words as they stand, without the seconds that its pages would take."""
        asked = request_edition(
            region=self.report.region, year=YEAR, on=KNOWN_ON, by=None, language=language
        ).edition
        told = {"state": "built", "sha256": f"{asked.pk:064x}", "file": "x.pdf", "size": 1, "pages": 1}
        told["provenance"] = {"untranslated": list(untranslated)}
        figures = manuscript_of(self.report).figures
        ReportEdition.objects.filter(pk=asked.pk).update(**told, figures=figures, finished_at=NOW)
        asked.refresh_from_db()
        return asked

    def published(self, *, day: date = DAY, now: datetime = NOW) -> PublishedReport:
        publishing.set_day(self.report, day=day, by=self.director, now=now)
        self.built()
        return publishing.confirm(self.report, by=self.director, now=now)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """One for the module: the run of its caseload keeps its verdicts there."""
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(autouse=True)
def _own_folder(settings, folder: Path) -> None:
    settings.MEDIA_ROOT = folder


@pytest.fixture(scope="module")
def frozen(django_db_setup, django_db_blocker, folder: Path) -> Iterator[FrozenFigures]:
    """The figures of a judged caseload for all tests of the module, rolled back after them."""
    assert connection.settings_dict["NAME"].startswith("test_")
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(MEDIA_ROOT=folder),
    ):
        load_reference(on=YEAR.first_on)
        yield freeze(judged_years())
        transaction.set_rollback(True)


@pytest.fixture
def desk(frozen: FrozenFigures, db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    # Freezing the same figures again gives the same row, after two seconds of counting.
    monkeypatch.setattr(publishing, "freeze_region_year", lambda **_: frozen)
    return Desk(
        report=Report.objects.create(region=Region.objects.get(code="H"), year="2025-26"),
        editor=make_person_with("regional_editor", region="H"),
        director=make_person_with("regional_director", region="H"),
        reader=make_person_with("practitioner"),
    )


def missing(desk: Desk) -> list[str]:
    return [
        f"{task.title}: {task.missing}"
        for task in Outlook(desk.report, NOW).tasks
        if task.missing and task.stage <= Stage.PUBLISH
    ]


def test_the_task_list_names_all_that_is_missing(desk: Desk) -> None:
    assert missing(desk)[:2] == [
        "Figures: not frozen for this report yet",
        "Foreword by the regional probation director: not written",
    ]
    desk.write_all()
    assert missing(desk) == [
        "Approval: not sent for review",
        "Day of publication: can be set after approval",
        "PDF: not built from the approved words",
    ]


def test_a_sentence_that_the_figures_do_not_bear_out_is_refused_at_submission(desk: Desk) -> None:
    desk.write_all()
    desk.write("performance", RATE.replace("2025-26", "2024-25"))
    with pytest.raises(NotReady) as told:
        publishing.submit(desk.report, by=desk.editor, now=NOW)
    assert told.value.missing == [
        "Performance against every measure: 3 statements that the figures do not bear out"
    ]
    desk.write("performance", RATE)
    publishing.submit(desk.report, by=desk.editor, now=NOW)


def test_words_are_held_against_the_figures_again_at_approval(desk: Desk) -> None:
    desk.write_all()
    desk.write("performance", RATE)
    publishing.submit(desk.report, by=desk.editor, now=NOW)
    manuscript = manuscript_of(desk.report)
    before = freeze(manuscript.figures.run, year=PerformanceYear(2024))
    manuscript.figures = before
    manuscript.save()
    with pytest.raises(NotReady):
        publishing.approve(desk.report, by=desk.director, now=NOW)


def test_nobody_approves_own_words(desk: Desk) -> None:
    desk.write_all()
    writing_actions.write_section(desk.report, "foreword", words="Mine.", shown=1, by=desk.director)
    publishing.submit(desk.report, by=desk.editor, now=NOW)
    with pytest.raises(Refused, match="Words of your own"):
        publishing.approve(desk.report, by=desk.director, now=NOW)


def test_own_words_that_somebody_else_saved_again_are_own_words(desk: Desk) -> None:
    desk.write_all()
    writing_actions.write_section(desk.report, "foreword", words="Mine.", shown=1, by=desk.director)
    desk.write("foreword", "Mine, they say.")
    publishing.submit(desk.report, by=desk.editor, now=NOW)
    with pytest.raises(Refused, match="Words of your own"):
        publishing.approve(desk.report, by=desk.director, now=NOW)


def test_words_that_changed_after_the_page_was_shown_are_not_approved(desk: Desk) -> None:
    desk.write_all()
    publishing.submit(desk.report, by=desk.editor, now=NOW)
    seen = manuscript_of(desk.report).version
    publishing.return_to_writers(desk.report, reason="Too short.", by=desk.director)
    desk.write("foreword", "Something else.")
    publishing.submit(desk.report, by=desk.editor, now=NOW)
    with pytest.raises(Refused, match="Read it again"):
        publishing.approve(desk.report, by=desk.director, now=NOW, seen=seen)
    publishing.approve(desk.report, by=desk.director, now=NOW, seen=seen + 2)


def test_open_comments_stand_before_approval_and_a_returned_report_is_written_again(desk: Desk) -> None:
    desk.write_all()
    publishing.submit(desk.report, by=desk.editor, now=NOW)
    with pytest.raises(Refused):
        desk.write("foreword", "Later.")
    made = writing_actions.comment(desk.report, "foreword", words="Say more.", by=desk.director)
    with pytest.raises(NotReady, match="1 open comment"):
        publishing.approve(desk.report, by=desk.director, now=NOW)
    with pytest.raises(Refused):
        publishing.return_to_writers(desk.report, reason=" ", by=desk.director)
    publishing.return_to_writers(desk.report, reason="Too short.", by=desk.director)
    desk.write("foreword", "Longer.")
    writing_actions.resolve_comment(made, by=desk.editor)
    desk.approved()
    assert frozen_words(desk.report)["approved"]["by"] == str(desk.director)


def test_a_report_is_public_from_its_moment_and_no_process_has_to_run(desk: Desk) -> None:
    desk.write_all()
    desk.approved()
    made = desk.published()
    assert made.published_at == MOMENT
    assert list(public_at(MOMENT - timedelta(seconds=1))) == []
    assert list(public_at(MOMENT)) == [made]
    assert publishing.note_publications(MOMENT) == 1
    assert publishing.note_publications(MOMENT) == 0


def test_a_publication_needs_its_approval_its_day_and_a_pdf_of_exactly_these_words(desk: Desk) -> None:
    desk.write_all()
    with pytest.raises(Refused):
        publishing.set_day(desk.report, day=DAY, by=desk.director, now=NOW)
    desk.approved()
    assert desk.built().is_draft
    with pytest.raises(Refused, match="past"):
        publishing.set_day(desk.report, day=date(2026, 5, 31), by=desk.director, now=NOW)
    publishing.set_day(desk.report, day=DAY, by=desk.director, now=NOW)
    with pytest.raises(NotReady, match="PDF"):
        publishing.confirm(desk.report, by=desk.director, now=NOW)
    assert not desk.built().is_draft
    with pytest.raises(Refused, match="gone by"):
        publishing.confirm(desk.report, by=desk.director, now=NOW + timedelta(days=30))
    assert publishing.confirm(desk.report, by=desk.director, now=NOW).number == 1
    with pytest.raises(Refused, match="already"):
        publishing.confirm(desk.report, by=desk.director, now=NOW)


def test_a_publication_is_cancelled_before_its_moment_and_never_after(desk: Desk) -> None:
    desk.write_all()
    desk.approved()
    made = desk.published()
    with pytest.raises(Refused):
        publishing.return_to_writers(desk.report, reason="Wait.", by=desk.director)
    publishing.cancel(desk.report, reason="The minister asked.", by=desk.director, now=NOW)
    assert list(public_at(MOMENT)) == []
    same = desk.published()
    assert (same.edition, same.number) == (made.edition, made.number)
    publishing.cancel(desk.report, reason="The minister asked again.", by=desk.director, now=NOW)
    publishing.return_to_writers(desk.report, reason="Wait.", by=desk.director)
    desk.write("foreword", "Another.")
    desk.approved()
    again = desk.published()
    assert again.number == made.number
    with pytest.raises(Refused):
        publishing.cancel(desk.report, reason="Too late.", by=desk.director, now=MOMENT)
    late = "UPDATE reports_publishedreport SET cancelled_at = published_at, cancelled_by_id = set_by_id"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{late} WHERE id = {again.pk}")


def test_a_correction_makes_the_next_edition_and_its_log_names_all_that_changed(desk: Desk) -> None:
    desk.write_all()
    desk.approved()
    first = desk.published()
    later = MOMENT + timedelta(days=5)
    with pytest.raises(Refused):
        publishing.reopen(desk.report, reason="Wrong word.", by=desk.director, now=NOW)
    publishing.reopen(desk.report, reason="Wrong word.", by=desk.director, now=later)
    desk.write("foreword", "We did more than we could.")
    desk.write("concerns", "One thing worries us.")
    told = {"place": "foreword", "place_words": "Foreword", "reason": "Wrong word"}
    writing_actions.correct(desk.report, old="what", new="more", by=desk.editor, **told)
    with pytest.raises(NotReady, match="Areas of concern"):
        publishing.submit(desk.report, by=desk.editor, now=later)
    writing_actions.correct(desk.report, old="-", new="One", by=desk.editor, **{**told, "place": "concerns"})
    publishing.submit(desk.report, by=desk.editor, now=later)
    publishing.approve(desk.report, by=desk.director, now=later)
    second = desk.published(day=later.date(), now=later)
    assert (second.number, second.published_at) == (2, later)
    assert [one["new"] for one in second.content["corrections"]] == ["more", "One"]
    assert list(public_at(later)) == [second, first]
    assert newest_public(first, later) == second


def browser(who: User) -> Client:
    client = Client()
    assert client.login(username=who.username, password=PASSWORD)
    return client


def test_the_pages_take_a_report_from_its_figures_to_its_review(desk: Desk) -> None:
    editor, base = browser(desk.editor), "/reports/H/2025-26/words"
    editor.post(f"{base}/steps/freeze", form_key())
    typed = {"words": "Typed.", "shown": 0}
    page = editor.post(f"{base}/brief", {**typed, "insert": "0"}).content.decode()
    assert "Typed.\n\nIn 2025-26 the region met its target on 0 of the 1 measure" in page
    assert not desk.report.texts.exists()
    page = editor.post(f"{base}/brief", {**typed, "words": RATE.replace("69", "70"), "check": "1"})
    assert "The frozen figures do not bear this out" in page.content.decode()
    assert editor.post(f"{base}/brief", typed).status_code == 302
    page = editor.post(f"{base}/brief", {**typed, "words": "Typed by another."})
    assert page.status_code == 409
    assert "<ins>" in page.content.decode()
    assert editor.get(f"{base}/brief/history").status_code == 200
    editor.post(f"{base}/brief/comment", {"comment": "Is that all?", **form_key()})
    assert "Is that all?" in editor.get(f"{base}/brief").content.decode()
    page = editor.post(f"{base}/steps/submit", form_key(), follow=True).content.decode()
    assert "This is missing:" in page


def test_what_is_published_is_read_by_everybody_and_a_draft_by_its_region(desk: Desk) -> None:
    reader = browser(desk.reader)
    assert reader.get("/reports/H/2025-26/words").status_code == 403
    desk.write_all()
    desk.write("foreword", "A <script>word</script> to the public.")
    desk.approved()
    desk.published(day=NOW.date())
    page = reader.get("/reports/published/H/2025-26/1").content.decode()
    assert "A &lt;script&gt;word&lt;/script&gt; to the public." in page
    assert "SL004" in page
    answer = reader.get("/api/v1/reports/published/")
    assert [(one["region"], one["number"]) for one in answer.json()["results"]] == [("H", 1)]
    assert "Wales" in reader.get("/reports/published/").content.decode()

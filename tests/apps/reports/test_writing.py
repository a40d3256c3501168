"""Words of a report, version by version: nothing that somebody wrote is lost."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from apps.organisation.actions import Refused
from apps.organisation.models import RecordedAction, Region, User
from apps.reports import writing_actions
from apps.reports.manuscripts import entered_of, newest_texts, written_words
from apps.reports.models import Report
from apps.reports.writing_actions import NewValue, WrittenMeanwhile, write_section
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db
FOREWORD = "foreword"


@pytest.fixture
def report(reference: None) -> Report:
    return Report.objects.create(region=Region.objects.get(code="H"), year="2025-26")


@pytest.fixture
def editor(reference: None) -> User:
    return make_person_with("regional_editor", region="H")


@pytest.fixture
def colleague(reference: None) -> User:
    return make_person_with("regional_editor", region="H")


def save(report: Report, words: str, by: User, *, shown: int = 0):
    return write_section(report, FOREWORD, words=words, shown=shown, by=by)


def test_every_version_stays_and_the_newest_holds(report: Report, editor: User) -> None:
    save(report, "One.", editor)
    save(report, "Two.", editor, shown=1)
    assert [(text.number, text.words) for text in report.texts.all()] == [(2, "Two."), (1, "One.")]
    assert newest_texts(report)[FOREWORD].words == "Two."
    said = RecordedAction.objects.filter(verb="write_report_section").order_by("pk")
    assert [one.after["version"] for one in said] == [1, 2]


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost(
    report: Report, editor: User, colleague: User
) -> None:
    save(report, "Mine.", editor)
    with pytest.raises(WrittenMeanwhile) as told:
        save(report, "Theirs.", colleague)
    assert told.value.newest.words == "Mine."
    assert newest_texts(report)[FOREWORD].words == "Mine."
    # Having seen it, the second decides.
    assert save(report, "Both.", colleague, shown=1).number == 2


def test_the_database_refuses_a_second_text_of_one_number(report: Report, editor: User) -> None:
    text = save(report, "One.", editor)
    text.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        text.save(force_insert=True)


def test_a_text_that_was_saved_is_never_changed_or_removed(report: Report, editor: User) -> None:
    save(report, "One.", editor)
    for sql in ("UPDATE reports_sectiontext SET words = 'x'", "DELETE FROM reports_sectiontext"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_same_words_again_make_no_version(report: Report, editor: User) -> None:
    save(report, "One.\r\n", editor)
    assert save(report, "One.", editor).number == 1


def test_an_earlier_version_comes_back_as_a_new_one(report: Report, editor: User) -> None:
    save(report, "One.", editor)
    save(report, "Two.", editor, shown=1)
    made = writing_actions.restore_section(report, FOREWORD, number=1, shown=2, by=editor)
    assert (made.number, made.words, made.restored) == (3, "One.", 1)
    with pytest.raises(Refused):
        writing_actions.restore_section(report, FOREWORD, number=9, shown=3, by=editor)
    with pytest.raises(WrittenMeanwhile):
        writing_actions.restore_section(report, FOREWORD, number=2, shown=2, by=editor)


def test_a_section_without_words_and_one_that_is_not_there_are_refused(report: Report, editor: User) -> None:
    for section in ("sources", "nowhere"):
        with pytest.raises(Refused):
            write_section(report, section, words="x", shown=0, by=editor)


def test_letters_that_nobody_sees_are_not_kept(report: Report, editor: User) -> None:
    assert save(report, "a\u202eb\x00c", editor).words == "abc"


def test_lines_of_the_region_are_kept_with_their_source(report: Report, editor: User) -> None:
    value = {"budget": NewValue(value=Decimal("78250.50"), source="Ledger")}
    assert writing_actions.enter_figures(report, value, by=editor) == 1
    assert writing_actions.enter_figures(report, value, by=editor) == 0
    assert written_words(report)["entered"][0]["value"] == "78,250.5"
    writing_actions.enter_figures(report, {"budget": NewValue(value=None, source="")}, by=editor)
    assert written_words(report)["entered"] == []
    assert len([one for one in entered_of(report) if one.figure]) == 1
    with pytest.raises(Refused):
        writing_actions.enter_figures(report, {"spent": NewValue(value=Decimal(1), source="")}, by=editor)


def test_a_comment_is_open_until_somebody_resolves_it(report: Report, editor: User, colleague: User) -> None:
    save(report, "One.", editor)
    made = writing_actions.comment(report, FOREWORD, words="Say more.", by=colleague)
    assert (made.on_number, made.resolved_at) == (1, None)
    writing_actions.resolve_comment(made, by=editor)
    at = made.resolved_at
    writing_actions.resolve_comment(made, by=colleague)
    made.refresh_from_db()
    assert (made.resolved_at, made.resolved_by) == (at, editor)


def test_nothing_is_corrected_before_anything_was_published(report: Report, editor: User) -> None:
    told = {"place": FOREWORD, "place_words": "Foreword", "old": "1", "new": "2", "reason": "Miscounted"}
    with pytest.raises(Refused):
        writing_actions.correct(report, by=editor, **told)

"""Writing the words of an annual report: sections version by version, own figures, comments, corrections."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.organisation.actions import Refused, record
from apps.organisation.markup import clean
from apps.organisation.models import User
from apps.reports.entered_lines import NewValue, changes
from apps.reports.manuscripts import ENGLISH, newest_texts, next_number, rules_of
from apps.reports.models import Report
from apps.reports.narrative_models import (
    Correction,
    EnteredFigure,
    Manuscript,
    SectionComment,
    SectionText,
)
from apps.reports.translations import written_in

LONGEST = 60_000  # letters; far above any word limit, so that nothing that a person wrote is cut


class WrittenMeanwhile(Exception):
    """Somebody saved the section after it was shown: nothing was overwritten. `newest`: what they saved."""

    def __init__(self, newest: SectionText) -> None:
        super().__init__(f"version {newest.number} by {newest.by}")
        self.newest = newest


def held(report: Report) -> Manuscript:
    """The manuscript, locked until the transaction ends; made at its first use."""
    Report.objects.select_for_update().get(pk=report.pk)
    manuscript, _made = Manuscript.objects.get_or_create(report=report)
    return manuscript


def open_to_write(report: Report) -> Manuscript:
    """Raises Refused while the words are in review or approved."""
    manuscript = held(report)
    if not manuscript.is_open:
        raise Refused(_("Nothing is written while the report is with its reviewers. Ask them to return it."))
    return manuscript


@transaction.atomic
def write_section(
    report: Report,
    section: str,
    *,
    words: str,
    shown: int,
    by: User,
    language: str = ENGLISH,
    of_number: int | None = None,
) -> SectionText:
    """Save the words of a section; every earlier version stays. The same words again change nothing.

    shown: the version that the writer saw, 0 for none. of_number: in a further language, the version of the
    English that they saw beside it; the newest where it is not said. The same words for another version of
    the English are a version of their own: somebody found that they still hold. Raises WrittenMeanwhile when
    there is a newer one, Refused for a section without words, a text beyond all bounds, a language in which
    the region writes nothing, or while nothing may be written.
    """
    open_to_write(report)
    if language not in (ENGLISH, *written_in(report)):
        raise Refused(_("The report is not written in this language."))
    found = rules_of(report).section(section)
    if found is None or not found.is_written:
        raise Refused(_("The report has no section with words called %(section)s.") % {"section": section})
    if len(words) > LONGEST:
        raise Refused(_("The text is too long to be saved. Shorten it."))
    newest = newest_texts(report, language).get(section)
    words, of_number = clean(words), _of_english(report, section, language, of_number)
    if newest and newest.words == words and newest.of_number == of_number:
        return newest
    if newest and newest.number != shown:
        raise WrittenMeanwhile(newest)
    return _add_text(
        report, section, words=words, number=shown + 1, by=by, language=language, of_number=of_number
    )


def _of_english(report: Report, section: str, language: str, seen: int | None) -> int | None:
    """The version of the English that words in a further language are for; None for the English itself."""
    if language == ENGLISH:
        return None
    if seen is not None:
        return seen
    english = newest_texts(report).get(section)
    return english.number if english else 0


def _add_text(
    report: Report,
    section: str,
    *,
    words: str,
    number: int,
    by: User,
    language: str,
    restored: int | None = None,
    of_number: int | None = None,
) -> SectionText:
    row = {"report": report, "section": section, "language": language, "number": number}
    try:
        with transaction.atomic():
            made = SectionText.objects.create(
                **row, words=words, by=by, restored=restored, of_number=of_number
            )
    except IntegrityError as error:
        newest = newest_texts(report, language).get(section)
        if newest is None:
            raise
        raise WrittenMeanwhile(newest) from error
    after = {"section": section, "language": language, "version": number}
    record("write_report_section", by=by, subject=report, after=after)
    return made


@transaction.atomic
def restore_section(
    report: Report, section: str, *, number: int, shown: int, by: User, language: str = ENGLISH
) -> SectionText:
    """An earlier version as the newest one. Raises as write_section, and Refused for an unknown one."""
    open_to_write(report)
    old = report.texts.filter(section=section, language=language, number=number).first()
    if old is None:
        raise Refused(_("There is no such version."))
    newest = newest_texts(report, language)[section]
    if newest.words == old.words:  # by a second click, too
        return newest
    if newest.number != shown:
        raise WrittenMeanwhile(newest)
    return _add_text(
        report,
        section,
        words=old.words,
        number=shown + 1,
        by=by,
        language=language,
        restored=number,
        of_number=old.of_number,
    )


@transaction.atomic
def enter_figures(
    report: Report, values: Mapping[str, NewValue], *, by: User, shown: int | None = None
) -> int:
    """Save the lines of the region's own that changed; gives how many.

    shown: the last row of the report when its lines were shown; None: as they stand. Raises Refused without a
    source, EnteredMeanwhile where somebody else entered one of the lines after it was shown.
    """
    open_to_write(report)
    found = changes(report, values, shown)
    for one, new in found:
        if new.value is not None and not new.source:
            raise Refused(_("Say where “%(line)s” comes from.") % {"line": one.line.title})
        EnteredFigure.objects.create(
            report=report, line=one.line.id, value=new.value, source=new.source, by=by
        )
        after = {"line": one.line.id, "value": None if new.value is None else str(new.value)}
        record("enter_report_figure", by=by, subject=report, after=after)
    return len(found)


@transaction.atomic
def comment(report: Report, section: str, *, words: str, by: User) -> SectionComment:
    """Say something about a section, as long as the report is not approved."""
    manuscript = held(report)
    if manuscript.state == Manuscript.State.APPROVED:
        raise Refused(_("The report is approved; return it before you comment on it."))
    if rules_of(report).section(section) is None or not words.strip():
        raise Refused(_("Say what you think of a section that there is."))
    newest = newest_texts(report).get(section)
    made = SectionComment.objects.create(
        report=report, section=section, on_number=newest.number if newest else 0, words=clean(words), by=by
    )
    record("comment_on_report", by=by, subject=report, after={"section": section, "comment": made.pk})
    return made


@transaction.atomic
def resolve_comment(found: SectionComment, *, by: User) -> None:
    """Close a comment; a second click changes nothing."""
    held(found.report)
    found.refresh_from_db()
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by = timezone.now(), by
        found.save(update_fields=["resolved_at", "resolved_by"])
        record("resolve_report_comment", by=by, subject=found.report, after={"comment": found.pk})


@transaction.atomic
def correct(
    report: Report, *, place: str, place_words: str, old: str, new: str, reason: str, by: User
) -> Correction:
    """Add a line to the log of the next published edition. Raises Refused before anything was published."""
    open_to_write(report)
    number = next_number(report)
    if number < 2:
        raise Refused(_("Only a published report is corrected."))
    made = Correction.objects.create(
        report=report,
        number=number,
        place=place,
        place_words=place_words,
        old_value=clean(old),
        new_value=clean(new),
        reason=clean(reason),
        by=by,
    )
    record("correct_report", by=by, subject=report, after={"place": place, "number": number}, reason=reason)
    return made


@transaction.atomic
def withdraw_correction(found: Correction, *, by: User) -> None:
    """Take a line out of the log, as long as its edition is not published."""
    open_to_write(found.report)
    found.refresh_from_db()
    if found.number != next_number(found.report):
        raise Refused(_("This correction is published."))
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by = timezone.now(), by
        found.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record("withdraw_correction", by=by, subject=found.report, after={"correction": found.pk})

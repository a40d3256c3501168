"""Everything of a report that is put into another language, one line each: what is there, old, or missing.

Three kinds of lines: sections; words that people wrote elsewhere, as milestones and sources; and sentences of
the service that its catalogue lacks. The last are heard by printing the report as it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from django.utils.translation import gettext as _

from apps.organisation.errors import Conflict
from apps.organisation.models import User
from apps.organisation.own_words import Place, State, Translated, phrase, phrases, translate, translated
from apps.reports import languages, writing_actions
from apps.reports.annual_document import document
from apps.reports.content import content_of
from apps.reports.manuscripts import Written, frozen_words, manuscript_of, places_of, written_of
from apps.reports.models import Report, ReportEdition
from apps.reports.own_words import own_of_report
from apps.reports.writing_actions import WrittenMeanwhile
from rules.definitions.annual_report import AnnualSection

CHANGED = "The English was changed after this page was shown. Read it again, then save."


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One text. number: of the words that stand, 0 for none. of: what tells this English from another.

    section: where it is a section of the report, else None.
    """

    place: Place
    words: str
    number: int
    state: State
    section: AnnualSection | None = None
    english_number: int = 0

    @property
    def of(self) -> str:
        return digest(self.place.english)

    @property
    def was(self) -> str:
        return digest(self.words)

    @property
    def is_open(self) -> bool:
        return self.state in (State.MISSING, State.OUT_OF_DATE)


class Worklist:
    """The lines of a report in a language, each kind read once."""

    def __init__(self, report: Report, language: str, now: datetime) -> None:
        self.report, self.language, self.now = report, language, now

    @cached_property
    def lines(self) -> list[Line]:
        """Sections, then what people wrote elsewhere, then sentences of the service."""
        return [*self.sections, *self.elsewhere, *self.service]

    @cached_property
    def sections(self) -> list[Line]:
        english = {one.section.id: one for one in written_of(self.report)}
        found = written_of(self.report, self.language)
        return [_section_line(english[one.section.id], one) for one in found if english[one.section.id].words]

    @cached_property
    def elsewhere(self) -> list[Line]:
        found = translated(_once(places_of(self.report)), self.report.region, self.language)
        return _lines(_by_english(found))

    @cached_property
    def service(self) -> list[Line]:
        """Those that were translated here already, then those that are printed in English."""
        known = phrases(self.report.region, self.language)
        heard = [phrase(one) for one in self._heard()]
        return _lines(translated(_once([*known, *heard]), self.report.region, self.language))

    def _heard(self) -> list[str]:
        """What the report prints in English beside the lines above; empty before figures were frozen."""
        listed = {languages.flat(line.place.english) for line in self.elsewhere}
        listed |= {line.section.title for line in self.sections if line.section and line.is_open}
        return [one for one in printed_in_english(self.report, self.language, self.now) if one not in listed]

    @property
    def done(self) -> int:
        return sum(not line.is_open for line in self.lines)

    def count(self, state: State) -> int:
        return sum(line.state == state for line in self.lines)

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.place.key == key), None)


def _section_line(english: Written, one: Written) -> Line:
    state = State.MISSING if not one.words else State.OUT_OF_DATE if one.is_out_of_date else State.DONE
    what = _("Section “%(title)s”") % {"title": one.section.title}
    return Line(
        place=Place(key=f"text:{one.section.id}", what=what, english=english.words),
        words=one.words,
        number=one.number,
        state=state,
        section=one.section,
        english_number=english.number,
    )


def _lines(found: Sequence[Translated]) -> list[Line]:
    return [Line(place=one.place, words=one.words, number=one.number, state=one.state) for one in found]


def _once(places: Iterable[Place]) -> list[Place]:
    return list({one.key: one for one in places}.values())


def _by_english(found: Sequence[Translated]) -> list[Translated]:
    """Of places with the same English one, whose words serve all: one that holds, else the first."""
    chosen: dict[str, Translated] = {}
    for one in found:
        standing = chosen.get(one.place.english)
        if standing is None or (one.holds and not standing.holds):
            chosen[one.place.english] = one
    return list(chosen.values())


def printed_in_english(report: Report, language: str, now: datetime) -> list[str]:
    """What the report would print in English if it were built now; nothing before its figures are frozen."""
    figures = manuscript_of(report).figures
    if figures is None:
        return []
    edition = ReportEdition(
        report=report,
        language=language,
        number=0,
        content=frozen_words(report),
        figures=figures,
        requested_at=now,
    )
    with languages.speaking(language, own_of_report(edition)) as heard:
        document(edition, content_of(figures))
    return heard.untranslated


def save(worklist: Worklist, line: Line, *, words: str, seen: int, of: str, by: User) -> None:
    """Keep the words of a line for the English that was shown with them.

    Raises Conflict when that English or these words were changed meanwhile, Refused while the report is with
    its reviewers, and for words that name other figures.
    """
    writing_actions.open_to_write(worklist.report)
    if of != line.of:
        raise Conflict(CHANGED)
    if line.section is None:
        region = worklist.report.region
        translate(region, line.place, language=worklist.language, words=words, seen=seen, by=by)
        return
    try:
        writing_actions.write_section(
            worklist.report,
            line.section.id,
            words=words,
            shown=seen,
            by=by,
            language=worklist.language,
            of_number=line.english_number,
        )
    except WrittenMeanwhile as meanwhile:
        raise Conflict(str(meanwhile)) from meanwhile

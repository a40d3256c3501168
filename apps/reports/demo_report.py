"""The words of the demonstration's annual reports: one year published, the next one in its draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from apps.organisation.actions import Refused
from apps.organisation.models import Region, User
from apps.reports import demo_welsh, publishing, writing_actions
from apps.reports.actions import build_edition, request_edition
from apps.reports.demo_welsh import SOURCE
from apps.reports.kinds import Key
from apps.reports.manuscripts import manuscript_of
from apps.reports.models import Report
from apps.reports.offers import offers_for
from apps.reports.queries import years_to_report
from apps.reports.translations import further_languages
from apps.reports.writing_actions import NewValue
from rules.periods import PerformanceYear

WORDS: Mapping[str, str] = {
    "foreword": "This report says what people in {region} can expect of us, and how far we were from it. "
    "It is written for those whom we supervise, for victims, for the courts and for all who work with us."
    "\n\nI thank the practitioners whose work stands behind every figure.",
    "performance": "We look at the start of supervision first: what is missed then is rarely made good.\n\n"
    "## What we do about it\n\n- Team leaders see every case whose first appointment is due soon.\n"
    "- Courts tell us of a sentence on its day.",
    "commissioned": "Services are bought where needs are greatest, and each contract is audited.",
    "equality": "We read every comparison with the heads of delivery units, ask what lies behind it, and "
    "write down what changes. Where too few people can be compared, we ask them.",
    "views": "People told us that they want to know **before** an appointment what it is about. We now say "
    "so in every letter and message.",
    "innovation": "A breakfast meeting with employers, held in several towns, is now run by people who were "
    "once supervised there.",
    "concerns": "Records of contacts are made too late. Each delivery unit has a plan, and its head answers "
    "for it.",
}
LINES: Mapping[str, str] = {
    "staff_in_post": "1184.5",
    "practitioners": "402.3",
    "vacancies": "61",
    "budget": "78250",
    "spent": "77910.4",
}
# The other sections print their figures above the region's words.
WITH_FIGURES = ("foreword", "performance", "views")
DAY = timedelta(days=1)


def seed(region: Region, *, editor: User, director: User, now: datetime) -> list[str]:
    """Publish the report of the year before the newest, where there is one, and begin the newest one.

    A second call changes nothing. Gives what was done, in words.
    """
    newest, *earlier = years_to_report() or [""]
    if not newest:
        return ["no year can be reported: run the measures over a performance year first"]
    done = [_publish(region, earlier[0], editor, director, now)] if earlier else []
    return [*done, _draft(region, newest, editor, now)]


def _report(region: Region, year: str) -> Report:
    report, _made = Report.objects.get_or_create(kind=Key.ANNUAL_REPORT, region=region, year=year, subject="")
    return report


def _publish(region: Region, year: str, editor: User, director: User, now: datetime) -> str:
    report = _report(region, year)
    if report.publications.exists():
        return f"{report}: published before"
    _write(report, editor, now, sections=list(WORDS))
    day = now - DAY
    noon = timezone.localtime(day).replace(hour=12, minute=0)
    publishing.submit(report, by=editor, now=noon)
    publishing.approve(report, by=director, now=noon)
    publishing.set_day(report, day=timezone.localdate(day), by=director, now=noon)
    on = timezone.localdate(now)
    for language in ("en", *further_languages(report, on)):
        asked = {"year": PerformanceYear.parse(year), "on": on, "by": director, "language": language}
        build_edition(request_edition(region=region, **asked).edition.pk)
    made = publishing.confirm(report, by=director, now=noon)
    publishing.note_publications(now)
    languages = ", ".join(["en", *(one.language for one in made.translations.all())])
    return f"{made} ({languages}): {made.edition.pages} pages"


def _draft(region: Region, year: str, editor: User, now: datetime) -> str:
    report = _report(region, year)
    if report.texts.exists():
        return f"{report}: begun before"
    _write(report, editor, now, sections=["performance", "views", "commissioned"])
    return f"{report}: begun"


def _write(report: Report, editor: User, now: datetime, *, sections: list[str]) -> None:
    publishing.freeze_figures(report, on=timezone.localdate(now), by=editor)
    figures = manuscript_of(report).figures
    if figures is None:
        raise Refused("figures were not frozen")
    offered = {
        section: offers_for(section, figures)[:3] if section in WITH_FIGURES else [] for section in sections
    }
    for section, sentences in offered.items():
        words = WORDS[section].format(region=report.region.name)
        both = "\n\n".join([*sentences, words])
        writing_actions.write_section(report, section, words=both, shown=0, by=editor)
    values = {line: NewValue(value=Decimal(value), source=SOURCE) for line, value in LINES.items()}
    writing_actions.enter_figures(report, values, by=editor)
    # Of a report that is being written the last section waits for its translator.
    translated = offered if "foreword" in offered else dict(list(offered.items())[:-1])
    demo_welsh.seed(report, translated, by=editor, region_name="Cymru")

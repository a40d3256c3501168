"""Everything published for the regions that a user answers for, by year: what the library shows and gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.organisation.access import Scope, scope_for
from apps.organisation.models import User
from apps.publication.models import FrozenFigures
from apps.reports.kinds import Published, all_kinds, kind_of
from apps.reports.models import Report, ReportEdition
from apps.reports.queries import readable_editions

VERB = "view_report"
# The open format first.
DATA = ("ods", "csv", "xlsx")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to look for; an empty text leaves it open."""

    region: str = ""
    year: str = ""
    kind: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One published edition of a document in one language."""

    edition: ReportEdition
    published: Published

    @property
    def holds(self) -> bool:
        """Whether no later edition took its place."""
        return self.published.superseded_by is None

    @property
    def number(self) -> int:
        """As the document counts what is published: 2 for the first correction, whatever was built before."""
        return self.published.number or self.edition.number

    @property
    def superseded_number(self) -> int | None:
        newer = self.published.superseded_by
        return (self.published.superseded_number or newer.number) if newer else None

    @property
    def on(self) -> date:
        return self.published.on

    @property
    def figures(self) -> FrozenFigures | None:
        """The data behind it, where it prints figures."""
        return self.edition.figures

    def address(self, form: str) -> str:
        """Where its file of a form ("pdf", "ods") stays for ever."""
        return address_of(self.edition, str(self.edition.number), form)

    @property
    def pdf_address(self) -> str:
        return self.address("pdf")

    @property
    def data_addresses(self) -> list[tuple[str, str]]:
        """(form, address) of the data behind it; none where it prints words alone."""
        return [(form, self.address(form)) for form in DATA] if self.figures else []


@dataclass(frozen=True, kw_only=True)
class Title:
    """A document in one language with its published editions, the newest first."""

    report: Report
    language: str
    copies: Sequence[Copy]

    @property
    def year(self) -> str:
        return self.report.year

    @property
    def newest(self) -> Copy:
        return self.copies[0]

    @property
    def earlier(self) -> Sequence[Copy]:
        return self.copies[1:]

    @property
    def in_words(self) -> str:
        """ "Annual report, in Welsh"."""
        return f"{self.report.title}, in Welsh" if self.language == "cy" else self.report.title

    @property
    def latest_address(self) -> str:
        """What always leads to the newest edition."""
        return address_of(self.newest.edition, "latest", "pdf")


def address_of(edition: ReportEdition, number: str, form: str) -> str:
    """A permanent address: made of names that never change, and of no row's number."""
    report = edition.report
    document = "-".join(filter(None, (report.kind, report.subject)))
    names = [report.region_id, report.year, document, edition.language, number, form]
    return reverse("reports:library-file", args=names)


def titles_for(user: User, wanted: Wanted) -> list[Title]:
    """Every published document, the newest year first, then region, kind and language."""
    copies = list(_copies(_editions(user, wanted)))
    order = {kind.key: place for place, kind in enumerate(all_kinds())}
    groups: dict[tuple[int, str], list[Copy]] = {}
    for copy in copies:
        groups.setdefault((copy.edition.report_id, copy.edition.language), []).append(copy)
    titles = [
        Title(report=found[0].edition.report, language=language, copies=found)
        for (_, language), found in groups.items()
    ]
    titles.sort(
        key=lambda one: (one.report.region.name, order[one.report.kind], one.report.pk, one.language != "en")
    )
    # A stable sort: the order above holds within a year.
    titles.sort(key=attrgetter("year"), reverse=True)
    return titles


def copy_at(user: User, *, region: str, year: str, document: str, language: str, edition: str) -> Copy | None:
    """The published edition at a permanent address, or the newest one for "latest"; None without any."""
    kind, _, subject = document.partition("-")
    found = _editions(user, Wanted(region=region, year=year, kind=kind, language=language))
    copies = list(_copies(found.filter(report__subject=subject)))
    if edition == "latest":
        return copies[0] if copies else None
    return next((copy for copy in copies if str(copy.edition.number) == edition), None)


def years_published(user: User) -> list[str]:
    """The years that have something published, the newest first."""
    found = {copy.edition.report.year for copy in _copies(_editions(user, Wanted()))}
    return sorted(found, reverse=True)


def _editions(user: User, wanted: Wanted) -> QuerySet[ReportEdition]:
    """Built editions that are no drafts, of the regions in the user's scope; later numbers first."""
    built = readable_editions(user).filter(state=ReportEdition.State.BUILT, is_draft=False)
    named = {
        "report__region": wanted.region,
        "report__year": wanted.year,
        "report__kind": wanted.kind,
        "language": wanted.language,
    }
    found = built.filter(_in_scope(scope_for(user, VERB)), **{key: one for key, one in named.items() if one})
    return found.order_by("-number")


def _in_scope(scope: Scope) -> Q:
    return Q() if scope.all_regions else Q(report__region__in=scope.region_codes)


def _copies(editions: QuerySet[ReportEdition]) -> Iterator[Copy]:
    for edition in editions:
        published = kind_of(edition.report).published(edition)
        if published is not None:
            yield Copy(edition=edition, published=published)

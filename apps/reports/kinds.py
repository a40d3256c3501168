"""Kinds of document that the factory makes. Each says what decides its bytes, what it freezes and prints.

The factory (actions.py) does the rest alike for all: request, row, worker, bytes stored with their hash.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q

from apps.organisation.access import can, scope_for
from apps.organisation.models import User
from apps.performance.models import MeasureRun
from apps.publication.models import FrozenFigures
from apps.reports.languages import NOTHING_OWN, Own
from apps.reports.models import Report, ReportEdition


class Key(StrEnum):
    """Every kind there is; stored as `Report.kind`."""

    ANNUAL_REPORT = "annual_report"
    PLAN = "plan"
    PLAN_WITH_ANNEXES = "plan_with_annexes"
    ANNEX_A = "annex_a"
    ANNEX_B = "annex_b"
    ANNEX_C = "annex_c"
    ANNEX_D = "annex_d"
    ANNEX_E = "annex_e"
    ANNEX_F = "annex_f"
    ANNEX_G = "annex_g"
    INSPECTION = "inspection"


class Whose(StrEnum):
    """What a document is about. `Report.subject` is empty for a region's year, else the inspection's id."""

    REGION_YEAR = "region and year"
    INSPECTION = "inspection"


class BuildRefused(Exception):
    """A build that cannot be asked for: the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What decides the bytes of an edition, read in one transaction when it is asked for.

    decides: names of things that never change (a run's id, a locked score, a vintage). content: the words and
    rows that people may go on editing, copied here as JSON; its digest decides too. run: whose figures are
    frozen, where there are any. is_draft: printed on every page.
    """

    decides: Sequence[str] = ()
    content: Mapping[str, Any] = field(default_factory=dict)
    run: MeasureRun | None = None
    is_draft: bool = True


@dataclass(frozen=True, kw_only=True)
class Published:
    """An edition that the public has: since when, and which edition took its place (None: it holds).

    number: as the document counts what is published, where that is not the count of what was built;
    superseded_number: that of the edition that took its place.
    """

    on: date
    superseded_by: ReportEdition | None = None
    number: int | None = None
    superseded_number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is printed. No clock is read for it: equal editions give equal texts."""

    html: str
    css: str


def nothing_frozen(_edition: ReportEdition) -> FrozenFigures | None:
    """Of a kind that prints words alone."""
    return None


def never_published(_edition: ReportEdition) -> Published | None:
    """Of a kind that stays inside the service."""
    return None


def nothing_own(_edition: ReportEdition) -> Own:
    """Of a kind that prints no words of a region's people."""
    return NOTHING_OWN


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """One kind.

    folders: print templates below templates/print, the first one the kind's own ("regional_annual/v1"); their
    content is the template version. languages: those it can be asked for in.

    inputs(report, on): raises BuildRefused with what to do; no writes. freeze(edition): called in the worker,
    must give the same figures for the same `edition.content` and `edition.run`; raises FreezeRefused.
    document(edition): called in the worker with the edition's language active, `edition.figures` and
    `edition.content` filled. own(edition): what it brings along in its language. published(edition): only
    asked of a built edition that is no draft.

    readable(user), buildable(user): which rows of Report of this kind the user may read, or ask for.
    """

    key: Key
    title: str
    folders: tuple[str, ...]
    inputs: Callable[[Report, date], Inputs]
    document: Callable[[ReportEdition], Document]
    freeze: Callable[[ReportEdition], FrozenFigures | None] = nothing_frozen
    own: Callable[[ReportEdition], Own] = nothing_own
    published: Callable[[ReportEdition], Published | None] = never_published
    readable: Callable[[User], Q]
    buildable: Callable[[User], Q]
    whose: Whose = Whose.REGION_YEAR
    languages: tuple[str, ...] = ("en",)


_KINDS: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Called once for each kind, when the app is ready."""
    if kind.key in _KINDS:
        raise ValueError(f"there is a kind {kind.key} already")
    _KINDS[kind.key] = kind


def kind_with(key: str) -> DocumentKind:
    """Raises KeyError for a kind that nobody registered."""
    return _KINDS[key]


def kind_of(report: Report) -> DocumentKind:
    """Raises KeyError for a kind that nobody registered."""
    return kind_with(report.kind)


def all_kinds() -> list[DocumentKind]:
    """In the order of Key."""
    return [_KINDS[key] for key in Key if key in _KINDS]


def of_regions(verb: str) -> Callable[[User], Q]:
    """The access rule of documents of a region: whoever holds the verb over the whole region."""

    def rule(user: User) -> Q:
        if not can(user, verb):
            return Q(pk__in=())
        scope = scope_for(user, verb)
        return Q() if scope.all_regions else Q(region__in=scope.region_codes)

    return rule

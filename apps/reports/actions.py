"""Documents asked for and given up. The edition's row tells the truth, whatever happens to a process."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.organisation.actions import record
from apps.organisation.models import Region, User
from apps.reports import locks, storage
from apps.reports.building import GIVEN_UP, MOST_ATTEMPTS, build_edition
from apps.reports.kinds import BuildRefused, Inputs, Key, kind_of, kind_with
from apps.reports.languages import offered
from apps.reports.models import Report, ReportEdition
from apps.reports.versions import software_version, template_version
from rules.periods import PerformanceYear

__all__ = [
    "BuildRefused",
    "Requested",
    "build_edition",
    "fail_unsent",
    "give_up_or_requeue",
    "request_document",
    "request_edition",
    "retry_edition",
]

# A queued build that nobody took up for so long is sent again; a second message does no harm.
FORGOTTEN_AFTER = timedelta(minutes=2)
STATES = ReportEdition.State
OTHER_UNDER_WAY = (
    "Another edition of this document is being built, {what}. Wait until it is there, then ask again."
)


@dataclass(frozen=True, kw_only=True)
class Requested:
    """`to_build`: whether a build has to be enqueued for the edition."""

    edition: ReportEdition
    to_build: bool


def request_edition(
    *, region: Region, year: PerformanceYear, on: date, by: User | None, language: str = "en"
) -> Requested:
    """The region's annual report of the year, as `request_document` gives it."""
    return request_document(
        kind=Key.ANNUAL_REPORT, region=region, year=str(year), on=on, by=by, language=language
    )


@transaction.atomic
def request_document(
    *,
    kind: Key,
    region: Region,
    year: str,
    on: date,
    by: User | None,
    subject: str = "",
    language: str = "en",
) -> Requested:
    """The edition of a document for what is known on the day. Asking twice gives the same one.

    An open build is returned as it is; a failed one is tried again; a built one from the same inputs,
    template and software stands. Raises BuildRefused when the kind says that it cannot be built now or is
    not made in that language, and while a draft is being built where the final one is asked for, or the
    other way about.
    """
    if not is_made_in(language, kind=kind, region=region, on=on):
        raise BuildRefused(f"{kind_with(kind).title}, {region}: it is not made in this language.")
    report = _document(kind, region, year, subject)
    # One request at a time for a report: the second click of a double click waits here and finds the first's.
    Report.objects.select_for_update().get(pk=report.pk)
    inputs = kind_of(report).inputs(report, on)
    unattended = give_up_or_requeue(report)
    editions = report.editions.filter(language=language)
    waiting = editions.filter(state__in=ReportEdition.OPEN_STATES).first()
    if waiting:
        return Requested(edition=_as_asked(waiting, inputs), to_build=waiting in unattended)
    key = _key(report, language, inputs)
    known = editions.filter(key=key).first()
    if known is None:
        return Requested(edition=_create(report, language, inputs, key, by), to_build=True)
    if known.state == STATES.FAILED or not storage.is_intact(known.path, sha256=known.sha256):
        # A lost file is built anew from the same figures; the same bytes come out.
        _queue_again(known, by=by)
        return Requested(edition=known, to_build=True)
    return Requested(edition=known, to_build=False)


def is_made_in(language: str, *, kind: Key, region: Region, on: date) -> bool:
    """Whether that kind of document of the region is made in the language on the day."""
    return language in kind_with(kind).languages and language in offered(region.pk, on)


def _document(kind: Key, region: Region, year: str, subject: str) -> Report:
    title = kind_with(kind).title
    found, _ = Report.objects.get_or_create(
        kind=kind, region=region, year=year, subject=subject, defaults={"title": title}
    )
    return found


def _as_asked(waiting: ReportEdition, inputs: Inputs) -> ReportEdition:
    if waiting.is_draft != inputs.is_draft:
        raise BuildRefused(OTHER_UNDER_WAY.format(what="a draft" if waiting.is_draft else "no draft"))
    return waiting


def _key(report: Report, language: str, inputs: Inputs) -> str:
    """Everything that decides the bytes of an edition."""
    parts = [
        *(report.kind, report.region_id, report.year, report.subject, language),
        "draft" if inputs.is_draft else "final",
        inputs.run.pk if inputs.run else "",
        digest(inputs.content),
        *sorted(inputs.decides),
        template_version(kind_of(report).folders),
        software_version(),
    ]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def digest(content: Mapping[str, Any]) -> str:
    """The hash of words and rows in a form that is the same every time; "" for none."""
    if not content:
        return ""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _create(report: Report, language: str, inputs: Inputs, key: str, by: User | None) -> ReportEdition:
    last = report.editions.aggregate(last=Max("number"))["last"] or 0
    edition = ReportEdition.objects.create(
        report=report,
        number=last + 1,
        language=language,
        run=inputs.run,
        content=dict(inputs.content),
        content_sha256=digest(inputs.content),
        key=key,
        template_version=template_version(kind_of(report).folders),
        software_version=software_version(),
        is_draft=inputs.is_draft,
        requested_by=by,
    )
    record("build_report", by=by, subject=edition, after={"report": str(report), "number": edition.number})
    return edition


def _queue_again(edition: ReportEdition, *, by: User | None) -> None:
    before = {"state": edition.state, "error": edition.error}
    edition.state, edition.error, edition.finished_at = STATES.QUEUED, "", None
    edition.percent, edition.step, edition.attempts = 0, "Waiting for a worker", 0
    edition.save()
    record("retry_report", by=by, subject=edition, before=before, after={"state": edition.state})


@transaction.atomic
def retry_edition(*, edition: ReportEdition, by: User) -> Requested:
    """A failed edition back into the queue; one that is open or built already stays as it is."""
    Report.objects.select_for_update().get(pk=edition.report_id)
    edition.refresh_from_db()
    give_up_or_requeue(edition.report)
    edition.refresh_from_db()
    if edition.state != STATES.FAILED:
        return Requested(edition=edition, to_build=edition.state == STATES.QUEUED)
    others = edition.report.editions.filter(language=edition.language)
    if others.filter(state__in=ReportEdition.OPEN_STATES).exists():
        raise BuildRefused("Another edition of this report is being built. Wait for it, then try again.")
    _queue_again(edition, by=by)
    return Requested(edition=edition, to_build=True)


def fail_unsent(edition: ReportEdition, why: str) -> None:
    """A queued edition that no worker was told of."""
    waiting = ReportEdition.objects.filter(pk=edition.pk, state=STATES.QUEUED)
    waiting.update(state=STATES.FAILED, error=why, finished_at=timezone.now())


def give_up_or_requeue(report: Report | None = None) -> list[ReportEdition]:
    """Take care of builds whose process is gone: back into the queue, or failed after three attempts.

    Returns those that need a message to a worker: what was requeued, and what waits forgotten.
    """
    editions = report.editions.all() if report else ReportEdition.objects.all()
    dead = [edition for edition in editions.filter(state=STATES.BUILDING) if locks.is_free(edition.pk)]
    requeued = [edition for edition in dead if _after_a_death(edition)]
    forgotten = timezone.now() - FORGOTTEN_AFTER
    waiting = editions.filter(state=STATES.QUEUED, requested_at__lt=forgotten)
    return [*requeued, *waiting.exclude(pk__in=[edition.pk for edition in requeued])]


def _after_a_death(edition: ReportEdition) -> bool:
    """Whether it waits for another process now. Only if it still is as it was read: its builder may have
    finished in between."""
    same = ReportEdition.objects.filter(pk=edition.pk, state=STATES.BUILDING, attempts=edition.attempts)
    if edition.attempts >= MOST_ATTEMPTS:
        same.update(state=STATES.FAILED, error=GIVEN_UP, finished_at=timezone.now())
        return False
    return bool(same.update(state=STATES.QUEUED, percent=0, step="Its process stopped; waiting for another"))

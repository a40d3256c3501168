"""Reads of published reports. What is published is no secret of a region: whoever may read any reads all."""

from datetime import datetime

from django.db.models import QuerySet

from apps.organisation.access import can
from apps.organisation.models import User
from apps.reports.narrative_models import PublishedReport

READ = "read_published_reports"


def public_at(now: datetime) -> QuerySet[PublishedReport]:
    """Every edition that is public at the moment, the newest first; later numbers stand beside earlier ones.

    The moment is asked here, at reading: a stopped worker delays no publication.
    """
    found = PublishedReport.objects.filter(cancelled_at=None, published_at__lte=now)
    related = found.select_related("edition__figures", "report__region").prefetch_related("translations")
    return related.order_by("-report__year", "report__region__name", "-number")


def published_for(user: User, now: datetime) -> QuerySet[PublishedReport]:
    """Those that the user may read: all, or none."""
    return public_at(now) if can(user, READ) else PublishedReport.objects.none()


def newest_public(found: PublishedReport, now: datetime) -> PublishedReport:
    """The edition of the same report that holds at the moment: itself, or a correction of it."""
    newest = public_at(now).filter(report=found.report_id).order_by("-number").first()
    return newest or found

"""Writing the report, sending it to the inspected body, publishing it, and what the body answers."""

import json
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.inspections.actions import ELSEWHERE, locked
from apps.inspections.models import (
    AccuracyAnswer,
    AccuracyClosing,
    AccuracyPoint,
    FrozenReport,
    Inspection,
    PracticeExample,
    Recommendation,
    ReportText,
    Response,
)
from apps.inspections.report_content import content_of, newest_texts, words_of
from apps.organisation.actions import record
from apps.organisation.errors import Conflict
from apps.organisation.models import User
from rules.definitions.inspection_planning import planning_rules_on
from rules.definitions.inspection_reports import report_rules_on
from rules.periods import add_months

State, Kind = Inspection.State, FrozenReport.Kind
# While the report is with the inspected body its words stand still.
WRITTEN_IN = (State.FIELDWORK, State.RATING, State.FINISHING)


@transaction.atomic
def write_section(inspection: Inspection, section: str, *, words: str, shown: int, by: User) -> ReportText:
    """Save the words of a section; what was there stays as an earlier version.

    shown: the id of the text that the page showed, 0 for none. Raises Conflict when somebody saved meanwhile,
    Refused for an unknown section or while nothing may be written.
    """
    inspection = _writable(inspection)
    if report_rules_on(inspection.fieldwork_first_on).section(section) is None:
        raise Refused(f"The report has no section {section}")
    newest = next((each for each in newest_texts(inspection) if each.section == section), None)
    if (newest.pk if newest else 0) != shown:
        raise Conflict(ELSEWHERE)
    made = ReportText.objects.create(inspection=inspection, section=section, words=words.strip(), by=by)
    record("write_inspection_report", by=by, subject=inspection, after={"section": section})
    return made


@transaction.atomic
def recommend(
    inspection: Inspection, *, to_whom: str, words: str, standard: str = "", by: User
) -> Recommendation:
    """Add a recommendation, numbered in the order of adding."""
    inspection = _writable(inspection)
    last = inspection.recommendations.aggregate(last=Max("number"))["last"] or 0
    made = Recommendation.objects.create(
        inspection=inspection, number=last + 1, to_whom=to_whom, words=words, standard=standard, by=by
    )
    record("recommend", by=by, subject=inspection, after={"number": made.number})
    return made


@transaction.atomic
def add_practice(
    inspection: Inspection, *, title: str, words: str, diversity: bool, standard: str = "", by: User
) -> PracticeExample:
    """Add an example of effective practice."""
    inspection = _writable(inspection)
    made = PracticeExample.objects.create(
        inspection=inspection, title=title, words=words, diversity=diversity, standard=standard, by=by
    )
    record("add_practice_example", by=by, subject=inspection, after={"example": made.pk})
    return made


@transaction.atomic
def withdraw(row: Recommendation | PracticeExample, *, by: User) -> None:
    """Leave a recommendation or an example out of the report; it stays readable to the team."""
    _writable(row.inspection)
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record("withdraw_from_report", by=by, subject=row.inspection, after={"row": str(row)})


def _writable(inspection: Inspection) -> Inspection:
    inspection = locked(inspection)
    if inspection.state not in WRITTEN_IN:
        raise Refused(f"Nothing is written while the inspection is: {inspection.get_state_display().lower()}")
    return inspection


def sections_missing(inspection: Inspection) -> list[str]:
    """What stands between the panel and the draft: a gate."""
    written = words_of(inspection)
    rules = report_rules_on(inspection.fieldwork_first_on)
    return [f"Write “{each.title}” of the report" for each in rules.sections if not written.get(each.id)]


def freeze(inspection: Inspection, kind: str, *, by: User | None) -> FrozenReport:
    """Keep the report as it stands, with the hash of its canonical JSON."""
    content = content_of(inspection)
    made = FrozenReport.objects.create(
        inspection=inspection, kind=kind, content=content, sha256=digest(content), by=by
    )
    record("freeze_report", by=by, subject=inspection, after={"kind": kind, "sha256": made.sha256})
    return made


def digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def freeze_draft(inspection: Inspection, by: User | None) -> None:
    """When the draft goes to the inspected body."""
    freeze(inspection, Kind.DRAFT, by=by)


def freeze_publication(inspection: Inspection, by: User | None) -> None:
    """When the inspection is published."""
    freeze(inspection, Kind.PUBLISHED, by=by)


def newest_draft(inspection: Inspection) -> FrozenReport | None:
    return inspection.frozen_reports.filter(kind=Kind.DRAFT).first()


def publication_of(inspection: Inspection) -> FrozenReport | None:
    return inspection.frozen_reports.filter(kind=Kind.PUBLISHED).first()


@transaction.atomic
def raise_point(inspection: Inspection, *, place: str, words: str, by: User) -> AccuracyPoint:
    """The inspected body says that something in the draft is not so. Raises Refused out of time."""
    draft = _draft_in_check(inspection)
    made = AccuracyPoint.objects.create(draft=draft, place=place, words=words, by=by)
    record("raise_accuracy_point", by=by, subject=inspection, after={"point": made.pk})
    return made


@transaction.atomic
def close_check(inspection: Inspection, *, by: User) -> AccuracyClosing:
    """The inspected body has no more points. A second click changes nothing."""
    draft = _draft_in_check(inspection, closed=True)
    made, is_new = AccuracyClosing.objects.get_or_create(draft=draft, defaults={"by": by})
    if is_new:
        record("close_accuracy_check", by=by, subject=inspection, after={"points": draft.points.count()})
    return made


def _draft_in_check(inspection: Inspection, *, closed: bool = False) -> FrozenReport:
    inspection = locked(inspection)
    draft = newest_draft(inspection)
    if inspection.state != State.ACCURACY or draft is None:
        raise Refused("The factual accuracy check of this inspection is not open")
    if not closed and AccuracyClosing.objects.filter(draft=draft).exists():
        raise Refused("Your body has closed its check; ask the lead inspector")
    return draft


@transaction.atomic
def answer_point(point: AccuracyPoint, *, changed: bool, words: str, by: User) -> AccuracyAnswer:
    """The inspectorate answers a point, once. Raises Refused for a second answer."""
    locked(point.draft.inspection)
    made, is_new = AccuracyAnswer.objects.get_or_create(
        point=point, defaults={"changed": changed, "words": words, "by": by}
    )
    if not is_new:
        raise Refused("This point is answered already")
    after = {"point": point.pk, "changed": changed}
    record("answer_accuracy_point", by=by, subject=point.draft.inspection, after=after)
    return made


def check_open(inspection: Inspection, *, on: date | None = None) -> list[str]:
    """What stands between the check and finishing the report: a gate. Its time runs from the draft."""
    draft = newest_draft(inspection)
    if draft is None:
        return ["The draft has not been sent"]
    open_points = draft.points.filter(answer=None).count()
    reasons = [f"{open_points} points of the inspected body wait for an answer"] if open_points else []
    today = on or timezone.localdate()
    if not AccuracyClosing.objects.filter(draft=draft).exists() and today <= check_ends_on(draft):
        reasons.append(f"The inspected body may raise points until {_day(check_ends_on(draft))}")
    return reasons


def check_ends_on(draft: FrozenReport) -> date:
    """The last day on which the inspected body may raise points."""
    sent_on = timezone.localdate(draft.at)
    days = planning_rules_on(draft.inspection.fieldwork_first_on).accuracy_days
    return sent_on + timedelta(days=days)


def respond_by(inspection: Inspection) -> date | None:
    """The last day for responses to recommendations: a calendar month after publication; None before it."""
    if inspection.published_at is None:
        return None
    months = planning_rules_on(inspection.fieldwork_first_on).response_months
    return add_months(timezone.localdate(inspection.published_at), months)


@transaction.atomic
def respond(
    recommendation: Recommendation, *, kind: str, words: str, done_by: date | None, by: User
) -> Response:
    """The body answers a published recommendation; it may answer again, and the newest holds.

    Raises Refused before publication, for a withdrawn recommendation and for an unknown kind.
    """
    inspection = recommendation.inspection
    if not inspection.is_published or recommendation.withdrawn_at:
        raise Refused("Only published recommendations are answered")
    if report_rules_on(inspection.fieldwork_first_on).response(kind) is None:
        raise Refused(f"There is no response {kind}")
    made = Response.objects.create(
        recommendation=recommendation, kind=kind, words=words, done_by=done_by, by=by
    )
    after = {"recommendation": recommendation.number, "kind": kind}
    record("respond_to_recommendation", by=by, subject=inspection, after=after)
    return made


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

"""An edition of a plan: sent for national approval, approved or returned with reasons, published."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.organisation.actions import Refused, record
from apps.organisation.models import User
from apps.planning.models import Plan, PlanEdition
from apps.planning.plan_actions import missing, newest_plan
from apps.planning.queries import plan_content
from apps.planning.shapes import as_json
from apps.planning.steady import as_it_stands
from rules.definitions.planning import governance_on

Decision = PlanEdition.Decision


def digest(content: dict[str, Any]) -> str:
    """The hash of the canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


@transaction.atomic
def send(plan: Plan, *, by: User, on: date) -> PlanEdition:
    """Freeze the plan as it stands and send it for approval.

    Raises Refused when something is missing, an edition waits already, or nothing changed since the newest.
    """
    plan = Plan.objects.select_for_update().select_related("region").get(pk=plan.pk)
    if newest_plan(plan.region) != plan:
        raise Refused("A newer plan is being written")
    reasons = missing(plan, on)
    if reasons:
        raise Refused("; ".join(reasons))
    newest = plan.editions.order_by("number").last()
    if newest and newest.decision == Decision.WAITING:
        raise Refused(f"Edition {newest.number} waits for approval already")
    content = as_json(as_it_stands(lambda: plan_content(plan.region, plan.first_year, on)))
    hashed = digest(content)
    approved = newest is not None and newest.decision == Decision.APPROVED
    if approved and _lasting(newest.content) == _lasting(content):
        raise Refused(f"Nothing has changed since edition {newest.number}")
    number = newest.number + 1 if newest else 1
    made = PlanEdition.objects.create(plan=plan, number=number, content=content, sha256=hashed, sent_by=by)
    record("send_plan", by=by, subject=made, after={"edition": number, "sha256": hashed})
    return made


def _lasting(content: dict[str, Any]) -> dict[str, Any]:
    """The content without what changes by the passing of days alone."""
    milestones = [_without(one, "days_late", "is_overdue") for one in content["milestones"]]
    agreements = [_without(one, "days_left", "state", "state_words") for one in content["agreements"]]
    return content | {"milestones": milestones, "agreements": agreements}


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


@transaction.atomic
def decide(edition: PlanEdition, *, approved: bool, reasons: str, by: User) -> PlanEdition:
    """Approve the edition or return it with reasons.

    Four eyes: nobody decides on what they sent or wrote themselves. Raises Refused for that, for a return
    without reasons, and for an edition that is decided.
    """
    edition = PlanEdition.objects.select_for_update().select_related("plan").get(pk=edition.pk)
    if edition.decision != Decision.WAITING:
        raise Refused(f"This edition is decided: {edition.get_decision_display().lower()}")
    if by.pk == edition.sent_by_id or edition.plan.texts.filter(by=by).exists():
        raise Refused("Somebody else must decide: you sent this plan or wrote in it")
    if not approved and not reasons.strip():
        raise Refused("Say why the plan is returned")
    edition.decision = Decision.APPROVED if approved else Decision.RETURNED
    edition.reasons, edition.decided_by, edition.decided_at = reasons.strip(), by, timezone.now()
    edition.save(update_fields=["decision", "reasons", "decided_by", "decided_at"])
    verb = "approve_plan" if approved else "return_plan"
    record(verb, by=by, subject=edition, reason=edition.reasons)
    return edition


@transaction.atomic
def publish(edition: PlanEdition, *, by: User, on: date, outside_reason: str = "") -> PlanEdition:
    """Publish an approved edition; a second click changes nothing.

    outside_reason: why it is published on none of the days that the governance rules give its plan; the trail
    and the edition keep it. Raises Refused for an edition that is not approved, that a newer one has
    overtaken, or that needs a reason and has none.
    """
    # The plan as well: of two editions published at once, the second sees the first.
    found = PlanEdition.objects.select_for_update(of=("self", "plan")).select_related("plan__region")
    edition = found.get(pk=edition.pk)
    if edition.is_published:
        return edition
    if edition.decision != Decision.APPROVED:
        raise Refused("Only an approved edition is published")
    if edition.plan.editions.filter(number__gt=edition.number, published_at__isnull=False).exists():
        raise Refused("A newer edition of this plan is published already")
    outside = outside_its_days(edition, on)
    _check_day(outside, outside_reason, on)
    edition.outside_reason = outside_reason.strip() if outside else ""
    edition.published_by, edition.published_at = by, timezone.now()
    edition.save(update_fields=["published_by", "published_at", "outside_reason"])
    after = {"sha256": edition.sha256, "outside": outside}
    record("publish_plan", by=by, subject=edition, after=after, reason=edition.outside_reason)
    return edition


def outside_its_days(edition: PlanEdition, on: date) -> str:
    """Why the day is none on which the edition is published, in words; "" for one on which it is.

    The days hold for the first edition of a plan that is published: a further one may come when it is needed.
    """
    rules, year = governance_on(on), edition.plan.first_year
    if edition.plan.editions.filter(published_at__isnull=False).exclude(pk=edition.pk).exists():
        return ""
    if rules.is_publishing_day(year, on):
        return ""
    first, last = rules.publish_from_on(year), rules.publish_on(year)
    return f"The plan from {year} is published between {first:%-d %B} and {last:%-d %B %Y}"


def _check_day(outside: str, reason: str, on: date) -> None:
    policy = governance_on(on).publish_outside
    if outside and policy == "never":
        raise Refused(outside)
    if outside and policy == "with_reason" and not reason.strip():
        raise Refused(f"{outside}. Say why it is published on another day")


def is_unchanged(edition: PlanEdition) -> bool:
    """Whether the frozen content still has the hash that was kept with it."""
    return digest(edition.content) == edition.sha256

"""Reads of findings and actions, narrowed to what the viewer may see, and what an action changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.audits.models import AuditRound, Finding, ImprovementAction
from apps.audits.question_results import QuestionResult, by_question, question_results
from apps.organisation.access import Scope
from apps.organisation.models import RoleAssignment, User
from apps.organisation.queries import current_roles
from rules.definitions.bank_changes import same_trend
from rules.definitions.banks import Question
from rules.definitions.roles import load_roles
from rules.statistics.differences import Difference, newcombe

OPEN, OVERDUE, DONE, DROPPED, EVERY = "open", "overdue", "done", "dropped", "all"
UNANSWERED, ACTED_ON, WITHDRAWN = "unanswered", "acted_on", "withdrawn"


@dataclass(frozen=True, kw_only=True)
class ActionFilter:
    """What to list; an empty value leaves the filter out. `owner`: a username."""

    state: str = OPEN
    region: str = ""
    unit: str = ""
    owner: str = ""
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class FindingFilter:
    state: str = EVERY
    region: str = ""
    unit: str = ""
    bank: str = ""
    question: str = ""
    kind: str = ""


def findings_within(scope: Scope, *, leads: bool) -> QuerySet[Finding]:
    """The findings of the scope. Until a score is published, its findings are for those who lead audits."""
    found = Finding.objects.filter(scope.filter_q(region_field="region_code", unit_field="unit_code"))
    if not leads:
        found = found.filter(round__state=AuditRound.State.LOCKED)
    return found.select_related("round__edition", "round__region", "assignment__sampled_case", "raised_by")


def listed_findings(found: QuerySet[Finding], wanted: FindingFilter) -> QuerySet[Finding]:
    filters = {
        "region_code": wanted.region,
        "unit_code": wanted.unit,
        "round__edition__bank": wanted.bank,
        "question": wanted.question,
        "kind": wanted.kind,
    }
    found = found.filter(**{name: value for name, value in filters.items() if value})
    acted_on = Exists(ImprovementAction.objects.filter(findings=OuterRef("pk")).exclude(state=DROPPED))
    by_state = {
        UNANSWERED: Q(~acted_on, withdrawn_at__isnull=True, kind="improve"),
        ACTED_ON: Q(acted_on, withdrawn_at__isnull=True),
        WITHDRAWN: Q(withdrawn_at__isnull=False),
    }
    found = found.filter(by_state.get(wanted.state, Q()))
    return found.annotate(actions_count=Count("actions", distinct=True)).order_by("-raised_at", "-pk")


def actions_within(scope: Scope, *, leads: bool) -> QuerySet[ImprovementAction]:
    """The actions of the scope; those on findings of an unpublished score only for those who lead audits."""
    found = ImprovementAction.objects.filter(
        scope.filter_q(region_field="region_code", unit_field="unit_code")
    )
    if not leads:
        unpublished = Finding.objects.exclude(round__state=AuditRound.State.LOCKED)
        found = found.exclude(findings__in=unpublished)
    return found.select_related("owner", "opened_by").prefetch_related("findings__round__edition")


def listed_actions(
    found: QuerySet[ImprovementAction], wanted: ActionFilter, *, on: date
) -> QuerySet[ImprovementAction]:
    """The actions that the filter wants, the first due first."""
    filters = {
        "region_code": wanted.region,
        "unit_code": wanted.unit,
        "owner__username": wanted.owner,
        "findings__question": wanted.question,
    }
    found = found.filter(**{name: value for name, value in filters.items() if value})
    return found.filter(_in_state(wanted.state, on)).distinct().order_by("due_on", "pk")


def counts_by_state(found: QuerySet[ImprovementAction], *, on: date) -> Mapping[str, int]:
    """How many are open, of these overdue, done and dropped; 0 included."""
    states = (OPEN, OVERDUE, DONE, DROPPED)
    return found.order_by().aggregate(
        **{state: Count("pk", filter=_in_state(state, on), distinct=True) for state in states}
    )


def _in_state(state: str, on: date) -> Q:
    if state == OVERDUE:
        return Q(state=OPEN, due_on__lt=on)
    return Q() if state == EVERY else Q(state=state)


def owners_for(*, region: str, unit: str, on: date) -> list[User]:
    """Who may own an action of a place on a day, whoever is nearest to it first."""
    roles = [role.id for role in load_roles().roles_with("manage_actions")]
    kinds = RoleAssignment.ScopeKind
    covering = (
        Q(scope_kind=kinds.NATION) | Q(region=region) | (Q(unit=unit) if unit else Q(unit__region=region))
    )
    held = current_roles(on).filter(covering, role__in=roles, valid_from__lte=on, user__is_active=True)
    nearness = {kinds.UNIT: 0, kinds.REGION: 1, kinds.NATION: 2}
    ranked = sorted(
        held.select_related("user"),
        key=lambda one: (
            nearness[one.scope_kind],
            one.user.first_name,
            one.user.last_name,
            one.user.username,
        ),
    )
    return list(dict.fromkeys(one.user for one in ranked))


@dataclass(frozen=True, kw_only=True)
class Change:
    """One question of an action: how it came out in the round of the finding and in a later one.

    `after` is None until a later round of the place has its score published; `comparable` is False where the
    later edition asks the question otherwise (major edition, scale or weight of another question).
    """

    question: Question
    before_round: AuditRound
    before: QuestionResult
    after_round: AuditRound | None
    after: QuestionResult | None
    comparable: bool

    @property
    def difference(self) -> Difference | None:
        """Of the shares fully met, in points, with Newcombe's interval; None where none can be had."""
        if self.after is None or not self.comparable:
            return None
        return newcombe((self.before.full, self.before.counted), (self.after.full, self.after.counted))


def what_changed(action: ImprovementAction) -> list[Change]:
    """Each question of the action's findings before it, and in the newest published round drawn from a window
    that ends after the action was opened."""
    found: dict[tuple[str, int], Change] = {}
    for finding in action.findings.all():
        key = (finding.question, finding.round_id)
        if key not in found:
            found[key] = _change(action, finding)
    return list(found.values())


def _change(action: ImprovementAction, finding: Finding) -> Change:
    unit, only = action.unit_code, (finding.question,)
    before = by_question(question_results(finding.round, unit=unit, only=only))[finding.question]
    later = re_audit(action, finding)
    after = None
    if later is not None:
        after = by_question(question_results(later, unit=unit, only=only)).get(finding.question)
    return Change(
        question=before.question,
        before_round=finding.round,
        before=before,
        after_round=later,
        after=after,
        comparable=after is not None and _asks_the_same(finding.round, later, finding.question),
    )


def re_audit(action: ImprovementAction, finding: Finding) -> AuditRound | None:
    """The newest published round of the same bank and region that looks at time after the action opened."""
    return (
        AuditRound.objects.filter(
            region=finding.region_code,
            edition__bank=finding.round.edition.bank,
            state=AuditRound.State.LOCKED,
            window_last_on__gt=action.opened_at.date(),
        )
        .exclude(pk=finding.round_id)
        .select_related("edition", "region", "sample")
        .order_by("-window_last_on", "-pk")
        .first()
    )


def _asks_the_same(one: AuditRound, other: AuditRound | None, question: str) -> bool:
    """Whether both editions ask it in the same sense: the same major edition and the same scale."""
    if other is None:
        return False
    first, second = one.edition.definition, other.edition.definition
    return (
        same_trend(first.edition, second.edition)
        and first.questions[question].scale == second.questions[question].scale
    )

"""Teams: the practitioners under one manager, as the live extract's supervision periods name them.

A practitioner belongs to the manager whom the latest period of theirs names; the extract has no other list.
"""

from collections.abc import Sequence

from apps.caseload.models import SupervisionPeriod
from apps.organisation.access import Scope


def team_of(practitioner_code: str) -> str:
    """The manager's staff code; empty for nobody, and where no manager is recorded."""
    return dict(_latest([practitioner_code])).get(practitioner_code, "") if practitioner_code else ""


def managers_of(practitioners: Sequence[str]) -> dict[str, str]:
    """The manager of each practitioner, by staff code; empty where none is recorded."""
    return dict(_latest(practitioners))


def members_of(team: str) -> list[str]:
    """Staff codes of the team's practitioners, in order; none for a manager who is not named."""
    ever = SupervisionPeriod.objects.filter(manager_code=team).exclude(practitioner_code=None)
    codes = list(ever.order_by().values_list("practitioner_code", flat=True).distinct())
    return [code for code, manager in _latest(codes) if manager == team]


def teams(scope: Scope, *, region: str = "", unit: str = "") -> list[str]:
    """Managers with a case in a place that the viewer sees, in order; for the whole nation none, since they
    would be too many to choose from."""
    if scope.all_regions and not (region or unit):
        return []
    within = SupervisionPeriod.objects.filter(
        scope.filter_q(region_field="region_code", unit_field="unit_code")
    )
    named = {"unit_code": unit, "region_code": region}
    within = within.filter(**{name: code for name, code in named.items() if code})
    codes = within.exclude(manager_code=None).exclude(manager_code="").order_by("manager_code")
    return list(codes.values_list("manager_code", flat=True).distinct())


def _latest(practitioners: Sequence[str]) -> list[tuple[str, str]]:
    """Each practitioner with the manager of their latest period."""
    found = SupervisionPeriod.objects.filter(practitioner_code__in=practitioners)
    newest = found.order_by("practitioner_code", "-start_on", "-period_id").distinct("practitioner_code")
    return [
        (code, manager or "") for code, manager in newest.values_list("practitioner_code", "manager_code")
    ]

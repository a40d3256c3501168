"""The accounts of the demonstration: one per job, all with one password that anyone may know."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from apps.organisation.actions import assign_role, record
from apps.organisation.models import ProbationDeliveryUnit, Region, User

# Demo only: it opens nothing but made-up data, and these accounts close when real data goes live.
DEMO_PASSWORD = "probity-demo"  # noqa: S105


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    username: str
    name: str
    role: str
    region: str = ""
    unit: str = ""
    staff_code: str = ""
    supplier_code: str = ""


def _account(username: str, name: str, role: str, **place: str) -> DemoAccount:
    return DemoAccount(username=username, name=name, role=role, **place)


DEMO_ACCOUNTS = (
    _account("analyst", "Asha Nair", "performance_analyst"),
    _account("head", "Dilys Khan", "head_of_performance"),
    _account("lead", "Luke Hartley", "lead_auditor"),
    _account("auditor1", "Mari Rowlands", "auditor", region="H"),
    _account("auditor2", "Tom Okafor", "auditor", region="H"),
    _account("auditor3", "Sian Pugh", "auditor", region="H"),
    _account("auditor4", "Peter Lane", "auditor", region="H"),
    _account("auditor5", "Ruth Adeyemi", "auditor", region="A"),
    _account("auditor6", "Colin Marsh", "auditor", region="A"),
    _account("visitor1", "Hannah Reid", "visiting_auditor"),
    _account("visitor2", "Owen Clarke", "visiting_auditor"),
    _account("adjudicator", "Meera Shah", "adjudicator"),
    _account("senior", "Frances Doyle", "senior_reviewer"),
    _account("director.h", "Gwen Morris", "regional_director", region="H"),
    _account("editor.h", "Huw Bevan", "regional_editor", region="H"),
    _account("director.a", "Ellen Forster", "regional_director", region="A"),
    _account("head.h103", "Rhys Parry", "head_of_delivery_unit", unit="H103"),
    _account("contracts.h", "Elin Prosser", "contract_manager", region="H"),
    _account("supplier", "Jo Whitfield", "supplier", supplier_code="SUP1"),
    _account("practitioner", "Nia Griffiths", "practitioner", staff_code="H103-P01"),
    _account("chief", "Judith Amos", "lead_inspector"),
    _account("inspector1", "Kofi Mensah", "inspector"),
    _account("inspector2", "Bethan Rees", "inspector"),
    _account("inspector3", "Alan Whitby", "inspector"),
    _account("local.h", "Carys Bowen", "local_assessor", region="H"),
    _account("panel1", "Nadia Rahman", "ratings_panel"),
    _account("panel2", "George Ellis", "ratings_panel"),
    _account("planner.h", "Lowri Vaughan", "regional_planner", region="H"),
    _account("planner.a", "Daniel Frost", "regional_planner", region="A"),
    _account("planner.b", "Priya Raman", "regional_planner", region="B"),
    _account("national1", "Helen Agyeman", "national_planner"),
    _account("national2", "Simon Thorpe", "national_planner"),
    _account("admin", "Grace Bell", "administrator"),
    _account("source", "Case management system", "event_source"),
)


@transaction.atomic
def seed_demo_accounts(*, password: str, on: date) -> list[User]:
    """Make every demo account that is missing and reopen those that were closed; gives them all.

    An open account is left as it is, password included, so that a second call changes nothing.
    """
    shared = make_password(password)
    return [_seed(account, password_hash=shared, on=on) for account in DEMO_ACCOUNTS]


def _seed(account: DemoAccount, *, password_hash: str, on: date) -> User:
    user = User.objects.filter(username=account.username).first()
    if user and user.is_active:
        return user
    first, _, last = account.name.partition(" ")
    values = {
        "first_name": first,
        "last_name": last,
        "staff_code": account.staff_code,
        "supplier_code": account.supplier_code,
        "password": password_hash,
        "password_is_temporary": False,
        "is_demo": True,
        "is_active": True,
    }
    user, made = User.objects.update_or_create(username=account.username, defaults=values)
    record("make_demo_account", by=None, subject=user, after={"username": user.username})
    if made:
        _give_role(user, account, on=on)
    return user


def _give_role(user: User, account: DemoAccount, *, on: date) -> None:
    region = Region.objects.get(code=account.region) if account.region else None
    unit = ProbationDeliveryUnit.objects.get(code=account.unit) if account.unit else None
    assign_role(user, role=account.role, by=None, valid_from=on, region=region, unit=unit)

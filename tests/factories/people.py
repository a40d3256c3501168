"""People who sign in, with the roles that a test gives them."""

from datetime import date
from itertools import count

from apps.organisation.actions import assign_role
from apps.organisation.form_keys import FIELD, new_key
from apps.organisation.models import ProbationDeliveryUnit, Region, RoleAssignment, User

ROLES_BEGAN_ON = date(2021, 6, 26)
PASSWORD = "correct horse battery"
_number = count(1)


def make_user(username: str = "", *, staff_code: str = "", **fields: object) -> User:
    """An open account with a password of its own; the username is made up where none is given."""
    name = username or f"person{next(_number)}"
    return User.objects.create_user(name, password=PASSWORD, staff_code=staff_code, **fields)


def give_role(user: User, role: str, *, region: str = "", unit: str = "") -> RoleAssignment:
    """The role over a region or unit of the reference data, by its code, or over what the role takes."""
    return assign_role(
        user,
        role=role,
        by=None,
        valid_from=ROLES_BEGAN_ON,
        region=Region.objects.get(code=region) if region else None,
        unit=ProbationDeliveryUnit.objects.get(code=unit) if unit else None,
    )


def form_key() -> dict[str, str]:
    """What a page adds to a form that counts once; the same twice is a double click."""
    return {FIELD: new_key()}


def make_person_with(role: str, *, region: str = "", unit: str = "", staff_code: str = "") -> User:
    """An account that holds one role."""
    user = make_user(staff_code=staff_code)
    give_role(user, role, region=region, unit=unit)
    return user

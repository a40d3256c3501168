"""The table of role x verb."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parent.parent / "data" / "roles.yaml"


@dataclass(frozen=True, kw_only=True)
class Role:
    id: str
    title: str
    scope: str
    verbs: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class RoleTable:
    roles: dict[str, Role]

    def verbs_of(self, role_id: str) -> frozenset[str]:
        """What the role may do; an unknown role may do nothing."""
        role = self.roles.get(role_id)
        return role.verbs if role else frozenset()


@cache
def load_roles() -> RoleTable:
    """The roles of roles.yaml."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))["roles"]
    roles = [
        Role(id=r["id"], title=r["title"], scope=r["scope"], verbs=frozenset(r["verbs"])) for r in rows
    ]
    return RoleTable(roles={role.id: role for role in roles})

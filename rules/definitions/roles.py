"""The table of role x verb: what each role may do, and over what its scope stretches."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated

DATA = Path(__file__).resolve().parent.parent / "data" / "roles.yaml"
ScopeKind = Literal["nation", "region", "unit", "own", "supplier"]
Id = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]


class Verb(Definition):
    """One thing that a role may allow; `title` finishes the sentence "may ..."."""

    id: Id
    title: str


class Role(Definition):
    id: Id
    title: str
    why: str
    scope: ScopeKind
    verbs: tuple[Id, ...]

    def may(self, verb: str) -> bool:
        return verb in self.verbs


class _RolesFile(Definition):
    source: str
    valid_from: str
    reviewed_on: str
    verbs: tuple[Verb, ...]
    roles: tuple[Role, ...]


class RoleTable(Definition):
    roles: dict[str, Role]
    verbs: dict[str, Verb]

    def verbs_of(self, role_id: str) -> frozenset[str]:
        """What the role may do; an unknown role may do nothing."""
        role = self.roles.get(role_id)
        return frozenset(role.verbs) if role else frozenset()

    def roles_with(self, verb: str) -> list[Role]:
        return [role for role in self.roles.values() if role.may(verb)]


@cache
def load_roles(path: Path = DATA) -> RoleTable:
    """The roles and verbs of roles.yaml, in the file's order.

    Raises DefinitionError for an unknown or doubled role or verb, or a verb that no role carries.
    """
    found = validated(_RolesFile, read_yaml(path), file=path.name)
    faults = _faults(found, file=path.name)
    if faults:
        raise DefinitionError(faults)
    return RoleTable(
        roles={role.id: role for role in found.roles}, verbs={verb.id: verb for verb in found.verbs}
    )


def _faults(found: _RolesFile, *, file: str) -> list[Fault]:
    known = {verb.id for verb in found.verbs}
    carried = {verb for role in found.roles for verb in role.verbs}
    ids = Counter([*(role.id for role in found.roles), *(verb.id for verb in found.verbs)])
    return [
        *(Fault(file, id_, "given twice") for id_, times in ids.items() if times > 1),
        *(Fault(file, verb, "no such verb") for verb in sorted(carried - known)),
        *(Fault(file, verb, "no role carries it") for verb in sorted(known - carried)),
    ]

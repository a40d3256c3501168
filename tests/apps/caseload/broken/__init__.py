"""Extracts that are wrong, each in its own way, with the faults that the import must find: no more, no fewer.

A builder takes the small valid extract and breaks it; some break the zip as well.
"""

from tests.apps.caseload.broken.containers import CONTAINERS
from tests.apps.caseload.broken.further_relations import FURTHER_RELATIONS
from tests.apps.caseload.broken.kinds import Broken
from tests.apps.caseload.broken.packages import PACKAGES
from tests.apps.caseload.broken.relations import RELATIONS
from tests.apps.caseload.broken.texts import TEXTS
from tests.apps.caseload.broken.values import VALUES

BROKEN: list[Broken] = [*CONTAINERS, *PACKAGES, *TEXTS, *VALUES, *RELATIONS, *FURTHER_RELATIONS]

__all__ = ["BROKEN", "Broken"]

"""The evidence pack: what the service's own records say of a body, frozen before anybody goes there."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import transaction

from apps.assessments.actions import Refused
from apps.caseload.queries import live_extract
from apps.inspections.actions import locked
from apps.inspections.models import EvidencePack, Inspection
from apps.organisation.actions import record
from apps.organisation.evidence import tables_about
from apps.organisation.models import User

LONG_COLUMNS = ("section", "title", "row", "column", "value")
_BEFORE_FIELDWORK = (Inspection.State.PLANNED, Inspection.State.ANNOUNCED)


@transaction.atomic
def build_pack(inspection: Inspection, *, by: User | None) -> EvidencePack:
    """Freeze what is known of the body today. A later pack stands beside an earlier one, never over it.

    Raises Refused once fieldwork has begun, and without a live extract.
    """
    inspection = locked(inspection)
    if not may_build(inspection):
        raise Refused("The evidence pack is built before fieldwork begins, so that all read the same")
    extract = live_extract()
    if extract is None:
        raise Refused("Put an extract live first: the pack is built from it")
    tables = tables_about(inspection.region, inspection.unit, extract.as_at)
    content = {"sections": [table.as_json() for table in tables]}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    made = EvidencePack.objects.create(
        inspection=inspection,
        content=content,
        sha256=sha256(text.encode()).hexdigest(),
        extract_sha256=extract.sha256,
        extract_as_at=extract.as_at,
        built_by=by,
    )
    record("build_evidence_pack", by=by, subject=inspection, after={"pack": made.pk, "sha256": made.sha256})
    return made


def may_build(inspection: Inspection) -> bool:
    """Whether a pack can still be built."""
    return inspection.state in _BEFORE_FIELDWORK


def newest_pack(inspection: Inspection) -> EvidencePack | None:
    """The pack that the team works with; None before one is built."""
    return inspection.packs.first()


def pack_rows(pack: EvidencePack) -> Iterator[dict[str, Any]]:
    """The pack as one long table: a row for each value, named by section, row and column."""
    for section in pack.content["sections"]:
        for row in section["rows"]:
            for column, value in zip(section["columns"][1:], row[1:], strict=True):
                values = (section["id"], section["title"], row[0], column, value)
                yield dict(zip(LONG_COLUMNS, values, strict=True))


def pack_missing(inspection: Inspection) -> list[str]:
    """Why fieldwork cannot begin: a gate."""
    return [] if newest_pack(inspection) else ["Build the evidence pack: the team reads it before fieldwork"]

"""Reads of the caseload, narrowed to what the viewer may see."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.caseload.contract import Table, load_contract
from apps.caseload.models import (
    CrsReferral,
    Extract,
    ExtractJob,
    Person,
    ProgrammeEpisode,
    Release,
    Requirement,
    Sentence,
    SupervisionPeriod,
)
from apps.organisation.access import Scope
from apps.organisation.models import RecordedAction

PREFIX = "caseload_"
# Rows that many people share; what hangs on them alone speaks of no one person.
_SHARED = ("crs_contracts", "programmes")
_OF_SHARED = ("crs_payments", "programme_places")


def live_extract() -> Extract | None:
    """The extract whose rows are in the caseload tables; None before the first one goes live."""
    return Extract.objects.filter(state=Extract.State.LIVE).first()


@cache
def _event_models() -> dict[str, type[models.Model]]:
    """Model by table name of the contract, for the tables that something reads."""
    tables = load_contract().tables
    found = {
        model._meta.db_table.removeprefix(PREFIX): model
        for model in apps.get_app_config("caseload").get_models()
    }
    return {name: found[name] for name in tables if name in found}


def held_tables() -> tuple[Table, ...]:
    """The contract's tables that PostgreSQL holds, in the contract's order: parents come first."""
    tables = load_contract().tables
    return tuple(tables[name] for name in _event_models())


def event_tables() -> tuple[str, ...]:
    """Names of the PostgreSQL tables that a new live extract replaces."""
    return tuple(PREFIX + name for name in _event_models())


def person_events(person_id: str) -> dict[str, list[dict[str, Any]]]:
    """Everything that the live extract says of one person: rows as received, by table of the contract.

    Tables without a row give an empty list; those about no person are left out. CRS contracts hold those
    that the person was referred to, programmes those that the person was on.
    """
    return {
        name: list(model.objects.filter(_of_person(name, person_id)).order_by("pk").values())
        for name, model in _event_models().items()
        if _leads_to_a_person(name)
    }


def _of_person(table: str, person_id: str) -> Q:
    """The table's rows that are about the person: by their id, or by way of a sentence or referral."""
    if table == "crs_contracts":
        referrals = CrsReferral.objects.filter(person_id=person_id)
        return Q(contract_id__in=referrals.values("contract_id"))
    if table == "programmes":
        episodes = ProgrammeEpisode.objects.filter(person_id=person_id)
        return Q(programme_code__in=episodes.values("programme_code"))
    held = load_contract().tables[table]
    if held.has("person_id"):
        return Q(person_id=person_id)
    parent = next(each for each in held.parents if _leads_to_a_person(each.table))
    rows = _event_models()[parent.table].objects.filter(_of_person(parent.table, person_id))
    return Q(**{f"{parent.column}__in": rows.values(parent.key)})


@cache
def _leads_to_a_person(table: str) -> bool:
    """Whether a row of the table says something of one person; surveys of judges and directories do not."""
    held = load_contract().tables[table]
    if table in _SHARED or held.has("person_id"):
        return True
    return table not in _OF_SHARED and any(_leads_to_a_person(parent.table) for parent in held.parents)


def people_in_scope(scope: Scope) -> QuerySet[Person]:
    """People whom the scope's places or staff code hold now or held before.

    Someone whom nobody has supervised yet is seen where the court or the releasing prison is.
    """
    if scope.all_regions:
        return Person.objects.all()
    if scope.is_empty:
        return Person.objects.none()
    mine = OuterRef("person_id")
    periods = SupervisionPeriod.objects.filter(person_id=mine)
    within = scope.filter_q(
        region_field="region_code", unit_field="unit_code", staff_field="practitioner_code"
    )
    at_court = Sentence.objects.filter(person_id=mine, court_region_code__in=scope.region_codes)
    at_prison = Release.objects.filter(person_id=mine, prison_region_code__in=scope.region_codes)
    return Person.objects.filter(
        Exists(periods.filter(within)) | (~Exists(periods) & (Exists(at_court) | Exists(at_prison)))
    )


def find_person(reference: str, scope: Scope) -> Person | None:
    """The person whom a case reference means, when the scope sees them; else None.

    A reference is the id of a person, a sentence, a release, a requirement or a CRS referral.
    """
    reference = reference.strip()
    people = people_in_scope(scope)
    found = people.filter(pk=reference).first()
    if found is not None or not reference:
        return found
    return people.filter(pk__in=_people_behind(reference)).first()


def _people_behind(reference: str) -> list[str]:
    """People to whom a sentence, release, requirement or referral of this id belongs."""
    sentence_of = Requirement.objects.filter(pk=reference).values("sentence_id")
    sources = (
        Sentence.objects.filter(Q(pk=reference) | Q(pk__in=sentence_of)),
        Release.objects.filter(pk=reference),
        CrsReferral.objects.filter(pk=reference),
    )
    return [person for source in sources for person in source.values_list("person_id", flat=True)]


RECENT_JOBS = 10
SHOWN_HISTORY = 30


def recent_jobs() -> QuerySet[ExtractJob]:
    """The latest pieces of work on extracts, the newest first."""
    return ExtractJob.objects.select_related("by", "extract")[:RECENT_JOBS]


def extract_history(extract: Extract | None = None) -> QuerySet[RecordedAction]:
    """What was done to extracts, or to one, the newest first."""
    about = Q(subject_type="caseload.extract")
    about = (
        about & Q(subject_id=str(extract.pk)) if extract else about | Q(subject_type="caseload.extractjob")
    )
    return RecordedAction.objects.filter(about).select_related("by")[:SHOWN_HISTORY]

"""Drawing a sample from a frame and sharing its cases out: one draw, whole or not at all."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from apps.assessments.models import (
    Assignment,
    BankEdition,
    CaseFact,
    Recusal,
    Sample,
    SampledCase,
    Stratum,
)
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.sampling.assign import share_out
from rules.sampling.draw import ALGORITHM, Drawn, Standing, draw, frame_hash
from rules.sampling.frames import stratum_of

FRAME_COLUMNS = ("case_id", "unit", "kind", "level")


@dataclass(frozen=True, kw_only=True)
class FrameCase:
    """A case that could be drawn, and who holds and manages it."""

    case_id: str
    person_id: str
    kind: str
    unit: str
    level: str = ""
    practitioner_code: str = ""
    manager_code: str = ""


@dataclass(frozen=True, kw_only=True)
class DrawPlan:
    """What a draw needs besides its frame."""

    title: str
    region_code: str
    size: int
    seed: str
    strata_columns: tuple[str, ...]
    window_first_on: date
    window_last_on: date
    due_on: date
    extract_sha256: str
    extract_as_at: date
    demo: bool
    purpose: str = Sample.Purpose.AUDIT


def frame_csv(frame: Sequence[FrameCase]) -> str:
    """The frame as a CSV text, sorted by case id: what is hashed, stored and handed out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FRAME_COLUMNS)
    writer.writerows(
        [getattr(case, name) for name in FRAME_COLUMNS]
        for case in sorted(frame, key=lambda each: each.case_id)
    )
    return out.getvalue()


def strata_of(frame: Sequence[FrameCase], columns: Sequence[str]) -> dict[str, str]:
    """case id -> stratum for the columns of the frame's file."""
    return {
        case.case_id: stratum_of({name: getattr(case, name) for name in FRAME_COLUMNS}, columns)
        for case in frame
    }


@transaction.atomic
def draw_sample(
    frame: Sequence[FrameCase],
    *,
    plan: DrawPlan,
    freeze: Callable[[FrameCase], dict[str, Any]],
    by: User | None,
) -> Sample:
    """Draw and store: every row of the frame with its place, the sampled ones with their snapshot.

    `freeze` gives a sampled case's snapshot (see `casefile.snapshot`). Raises FrameError for an empty
    frame, SampleTooSmall for a size that cannot give every stratum two.
    """
    drawn = draw(strata_of(frame, plan.strata_columns), size=plan.size, seed=plan.seed)
    text = frame_csv(frame)
    sample = Sample.objects.create(
        title=plan.title,
        purpose=plan.purpose,
        region_code=plan.region_code,
        frame_csv=text,
        frame_sha256=frame_hash(text),
        strata_columns=list(plan.strata_columns),
        size=plan.size,
        seed=plan.seed,
        algorithm=ALGORITHM,
        window_first_on=plan.window_first_on,
        window_last_on=plan.window_last_on,
        due_on=plan.due_on,
        extract_sha256=plan.extract_sha256,
        extract_as_at=plan.extract_as_at,
        demo=plan.demo,
        drawn_by=by,
    )
    strata = _store_strata(sample, drawn)
    cases = {case.case_id: case for case in frame}
    SampledCase.objects.bulk_create(_case(sample, strata, cases[row.case_id], row, freeze) for row in drawn)
    store_known_facts(sample.cases.filter(standing=SampledCase.Standing.SAMPLED))
    record("draw_sample", by=by, subject=sample, after=_trace(sample, drawn))
    return sample


def _store_strata(sample: Sample, drawn: Sequence[Drawn]) -> dict[str, Stratum]:
    sizes: dict[str, list[int]] = {}
    for row in drawn:
        counts = sizes.setdefault(row.stratum, [0, 0])
        counts[0] += 1
        counts[1] += row.standing is Standing.SAMPLED
    return {
        name: Stratum.objects.create(sample=sample, name=name, frame_size=size, taken=taken)
        for name, (size, taken) in sizes.items()
    }


def _case(
    sample: Sample,
    strata: dict[str, Stratum],
    case: FrameCase,
    row: Drawn,
    freeze: Callable[[FrameCase], dict[str, Any]],
) -> SampledCase:
    return SampledCase(
        sample=sample,
        stratum=strata[row.stratum],
        case_id=case.case_id,
        person_id=case.person_id,
        kind=case.kind,
        unit_code=case.unit,
        level=case.level,
        practitioner_code=case.practitioner_code,
        manager_code=case.manager_code,
        place=row.place,
        standing=row.standing.value,
        snapshot=freeze(case) if row.standing is Standing.SAMPLED else {},
    )


def store_known_facts(cases: Iterable[SampledCase]) -> None:
    """What the caseload settles is filled in; the auditor can change it."""
    CaseFact.objects.bulk_create(
        CaseFact(sampled_case=case, fact=fact, value=value, origin=CaseFact.Origin.CASELOAD, version=1)
        for case in cases
        for fact, value in case.snapshot.get("facts", {}).items()
    )


def _trace(sample: Sample, drawn: Sequence[Drawn]) -> dict[str, Any]:
    return {
        "frame_sha256": sample.frame_sha256,
        "frame_size": len(drawn),
        "sampled": sum(row.standing is Standing.SAMPLED for row in drawn),
        "seed": sample.seed,
        "algorithm": sample.algorithm,
    }


@transaction.atomic
def assign_cases(
    sample: Sample,
    *,
    edition: BankEdition,
    auditors: Sequence[User],
    by: User | None,
    load: Mapping[str, int] | None = None,
) -> tuple[list[Assignment], list[SampledCase]]:
    """Share the sampled cases out evenly; gives the assignments and the cases that nobody may mark.

    Nobody gets a case that they hold, supervise or released before. `load`: username -> cases that an auditor
    has already, which count towards an even share.
    """
    cases = list(sample.cases.filter(standing=SampledCase.Standing.SAMPLED))
    people = {user.username: user for user in auditors}
    shared = share_out(barred_from(cases, auditors), sorted(people), load)
    made = [
        Assignment(sampled_case=case, edition=edition, auditor=people[taker], assigned_by=by)
        for case in cases
        if (taker := shared[case.case_id]) is not None
    ]
    Assignment.objects.bulk_create(made)
    loads = {name: list(shared.values()).count(name) for name in sorted(people)}
    record("assign_cases", by=by, subject=sample, after=loads)
    return made, [case for case in cases if shared[case.case_id] is None]


def barred_from(cases: Iterable[SampledCase], auditors: Sequence[User]) -> dict[str, frozenset[str]]:
    """case id -> usernames of the auditors who may not mark it, in the order of the cases."""
    known = set(
        Recusal.objects.filter(auditor__in=auditors).values_list("auditor", "sampled_case__person_id")
    )
    return {
        case.case_id: frozenset(
            user.username for user in auditors if _holds(user, case) or (user.pk, case.person_id) in known
        )
        for case in cases
    }


def is_barred(user: User, case: SampledCase) -> bool:
    """Whether the user holds, held or supervises the case, or released one of that person before."""
    return user.username in barred_from([case], [user])[case.case_id]


def _holds(user: User, case: SampledCase) -> bool:
    held_by = {case.practitioner_code, case.manager_code, *case.snapshot.get("holders", ())}
    return bool(user.staff_code) and user.staff_code in held_by

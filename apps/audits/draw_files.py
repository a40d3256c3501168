"""The files of a draw: as it was drawn, which anyone can repeat, and as its cases stand now."""

import shlex
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from apps.assessments.models import Sample, SampledCase, Substitution
from apps.audits.models import AuditRound
from rules.sampling.draw import Drawn, Standing, drawn_csv, shown_weight

CASE_COLUMNS = (
    "case_id",
    "stratum",
    "place",
    "sampled_or_reserve",
    "weight",
    "drawn_as",
    "replaced_by",
    "replaces",
    "reason",
    "note",
    "replaced_on",
    "frozen_as_at",
)


def command_of(audit_round: AuditRound) -> str:
    """What to type to repeat the draw from the round's downloaded frame, quoted for a shell."""
    sample = audit_round.sample
    words = ["manage.py", "draw_sample", f"frame-{audit_round.pk}.csv"]
    words += ["--size", str(sample.size), "--seed", sample.seed]
    if sample.strata_columns:
        words += ["--strata", ",".join(sample.strata_columns)]
    return shlex.join(words)


def draw_csv(sample: Sample) -> str:
    """Every row of the frame as it was drawn: byte for byte what the command draw_sample prints."""
    return drawn_csv(_drawn(case) for case in _in_order(sample))


def _in_order(sample: Sample) -> list[SampledCase]:
    """Sorted here: the database's idea of the order of texts is not the command's."""
    cases = sample.cases.select_related("stratum").defer("snapshot")
    return sorted(cases, key=lambda case: (case.stratum.name, case.place))


def _drawn(case: SampledCase) -> Drawn:
    standing = Standing.SAMPLED if case.is_drawn else Standing.RESERVE
    weight = Fraction(case.stratum.frame_size, case.stratum.taken) if case.is_drawn else None
    return Drawn(case.case_id, case.stratum.name, case.place, standing, weight)


def case_rows(sample: Sample) -> Iterator[dict[str, Any]]:
    """Every row of the frame as it stands now, by stratum and place; see CASE_COLUMNS.

    A substitute is sampled, the case whose place it took is replaced. The weight of a case to mark is
    N_h / m_h, with m_h the cases of its stratum that are to be marked now.
    """
    cases = _in_order(sample)
    marked = Counter(case.stratum_id for case in cases if case.standing == SampledCase.Standing.SAMPLED)
    made = Substitution.objects.filter(replaced__sample=sample).select_related("replaced", "substitute")
    replaced = {each.replaced_id: each for each in made}
    taken_in = {each.substitute_id: each for each in made if each.substitute_id}
    for case in cases:
        yield _row(case, marked[case.stratum_id]) | _change(replaced.get(case.pk), taken_in.get(case.pk))


def _row(case: SampledCase, marked: int) -> dict[str, Any]:
    to_mark = case.standing == SampledCase.Standing.SAMPLED
    weight = Fraction(case.stratum.frame_size, marked) if to_mark else None
    return {
        "case_id": case.case_id,
        "stratum": case.stratum.name,
        "place": case.place,
        "sampled_or_reserve": str(case.standing),
        "weight": shown_weight(weight),
        "drawn_as": "sampled" if case.is_drawn else "reserve",
    }


def _change(gone: Substitution | None, came: Substitution | None) -> dict[str, Any]:
    """A substitute may be replaced in its turn: then the later change is told and both names are there."""
    told = gone or came
    return {
        "replaced_by": gone.substitute.case_id if gone and gone.substitute else "",
        "replaces": came.replaced.case_id if came else "",
        "reason": told.reason_text if told else "",
        "note": told.note if told else "",
        "replaced_on": told.at.date() if told else None,
        "frozen_as_at": came.extract_as_at if came else None,
    }

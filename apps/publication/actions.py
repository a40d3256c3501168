"""Freezing: the figures of a region and year become tables that nobody can change."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from apps.audits.queries import LockedScore, locked_scores
from apps.caseload.queries import live_extract
from apps.caseload.supervised import supervised_on
from apps.organisation.actions import record
from apps.organisation.models import Region, User
from apps.performance.equality import count_equality
from apps.performance.models import MeasureRun
from apps.performance.queries import breakdown
from apps.performance.queries.places import REGION, Place
from apps.publication.assembly.audits import audits_grid, scores_of_year
from apps.publication.assembly.commissioned import commissioned_grid
from apps.publication.assembly.details import details_of
from apps.publication.assembly.equality import equality_details, equality_grids
from apps.publication.assembly.findings import finding_grids
from apps.publication.assembly.inspections import inspection_grids
from apps.publication.assembly.measures import gaps_grid, quarters_grid, summary_grid, units_grid
from apps.publication.assembly.periods import YearOfMeasure, suppressed_year, years_of
from apps.publication.assembly.profile import profile_grids
from apps.publication.grids import Grid, Value, in_order
from apps.publication.models import FrozenFigures, StatisticalTable, TableCell
from rules.definitions.disclosure import DisclosureEdition, load_disclosure
from rules.definitions.profile import load_profile
from rules.facts import UNALLOCATED
from rules.periods import Month, PerformanceYear

# Its measures come first; those of the suppliers' services follow.
OWN_FRAMEWORK = "probation_service"
ANNUAL_REPORT = "annual_report"


class FreezeRefused(Exception):
    """Figures that cannot be frozen now: the message says why and what to do."""


def freeze_region_year(
    *, region: Region, year: PerformanceYear, run: MeasureRun, known_on: date, by: User | None
) -> FrozenFigures:
    """The region's figures for the year, suppressed and kept for good; the same content gives the same row.

    `known_on`: audit scores that were locked later are left out. A run that was not told apart by who the
    people are is told apart first.

    Raises FreezeRefused when the run does not cover the year, is unfinished, or its extract is not live.
    """
    check_run(year, run)
    count_equality(run)
    edition = load_disclosure().on(year.last_on)
    scores = scores_of_year(locked_scores(region.code, known_on), year)
    years = measured_years(region, year, run, edition)
    grids = _grids(region, year, years, scores, edition)
    services, findings = _of_quality(region, year, known_on)
    equality = equality_grids(region, year, run, years, edition=edition)
    gaps = gaps_grid(years, year, edition=edition)
    grids = in_order([*grids, *services, *equality, *findings, gaps])
    details = details_of(years, scores, edition=edition, profile=load_profile())
    details |= provenance_of(region, year, run) | {"equality": equality_details(region, year, run)}
    return keep_figures(
        region=region, year=year, run=run, edition=edition, grids=grids, details=details, by=by
    )


def check_run(year: PerformanceYear, run: MeasureRun) -> None:
    """Raises FreezeRefused for a run that misses part of the year, is unfinished, or of no live extract."""
    first, last = year.months[0], year.months[-1]
    if run.state != MeasureRun.State.FINISHED:
        raise FreezeRefused(f"Run {run.pk} has not finished, so it has no figures to report.")
    if Month.parse(run.first_month) > first or Month.parse(run.last_month) < last:
        raise FreezeRefused(
            f"Run {run.pk} judged {run.first_month} to {run.last_month}; a report on {year} needs "
            f"{first} to {last}. Run the measures over those months, then build the report."
        )
    if run.as_at < year.last_on:
        raise FreezeRefused(
            f"The extract is complete to {run.as_at}, before the year {year} ends on {year.last_on}. "
            "Put a later extract live, run the measures, then build the report."
        )
    if live_extract() != run.extract:
        raise FreezeRefused(
            f"The extract of run {run.pk} is not live any more. Run the measures, then build the report."
        )


def measured_years(
    region: Region, year: PerformanceYear, run: MeasureRun, edition: DisclosureEdition
) -> list[tuple[YearOfMeasure, YearOfMeasure | None]]:
    """Every measure's year beside the year before it; None where the run does not reach so far back."""
    place = Place(kind=REGION, code=region.code, name=region.name, region_code=region.code)
    before = PerformanceYear(year.starts_in - 1)
    now = _year(place, year, run, edition)
    reaches_back = Month.parse(run.first_month) <= before.months[0]
    earlier = _year(place, before, run, edition) if reaches_back else {}
    ordered = sorted(
        now.values(), key=lambda found: (found.measure.framework != OWN_FRAMEWORK, found.measure.id)
    )
    return [(found, earlier.get(found.measure.id)) for found in ordered]


def _year(
    place: Place, year: PerformanceYear, run: MeasureRun, edition: DisclosureEdition
) -> dict[str, YearOfMeasure]:
    found = {}
    for whole in years_of(run, place, year):
        if whole.measure.valid_from > year.first_on:
            # A year that the measure saw only in part makes no figure for the year (published practice: [z]).
            continue
        parts = breakdown(run, place, measure=whole.measure.id, first=year.months[0], last=year.months[-1])
        found[whole.measure.id] = suppressed_year(whole, parts, year, edition=edition)
    return found


def _grids(
    region: Region,
    year: PerformanceYear,
    years: Sequence[tuple[YearOfMeasure, YearOfMeasure | None]],
    scores: Sequence[LockedScore],
    edition: DisclosureEdition,
) -> list[Grid]:
    people = supervised_on(year.last_on, region.code)
    grids = [
        summary_grid(years, year),
        *profile_grids(region, people, year.last_on, profile=load_profile(), edition=edition),
    ]
    for now, before in years:
        grids.append(quarters_grid(now, before))
        if any(place.code != UNALLOCATED for place in now.places_that_counted):
            grids.append(units_grid(now))
    return [*grids, audits_grid(scores, year)]


def _of_quality(region: Region, year: PerformanceYear, known_on: date) -> tuple[list[Grid], list[Grid]]:
    """What inspections and audits of services found; and what was done about findings."""
    services = [
        *inspection_grids(region.code, year, known_on),
        commissioned_grid(region.code, year, known_on),
    ]
    return services, finding_grids(region.code, year, known_on)


def provenance_of(region: Region, year: PerformanceYear, run: MeasureRun) -> dict[str, Any]:
    """Region, year, run and extract as words that are frozen with the figures."""
    return {
        "region": {"code": region.code, "name": region.name, "source": region.source},
        "year": {"name": str(year), "first_on": str(year.first_on), "last_on": str(year.last_on)},
        "run": {"id": run.pk, "first_month": run.first_month, "last_month": run.last_month},
        "extract": {
            "name": run.extract.name,
            "sha256": run.extract.sha256,
            "as_at": str(run.as_at),
            "demo": run.extract.demo,
        },
    }


def _vintage(
    grids: Sequence[Grid], details: dict[str, Any], region: Region, year: PerformanceYear, document: str
) -> str:
    """The hash of all that is frozen, over a form that is the same every time."""
    content = {
        # Left out of the annual report's, whose vintages are older than other documents.
        **({} if document == ANNUAL_REPORT else {"document": document}),
        "region": region.pk,
        "year": str(year),
        "details": details,
        "tables": [
            {
                **grid.shape,
                "key": grid.key,
                "title": grid.title,
                "notes": list(grid.notes),
                "cells": [
                    [row, column, _plain(value)] for (row, column), value in sorted(grid.cells.items())
                ],
            }
            for grid in grids
        ],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Value) -> list[str]:
    return ["" if value.number is None else f"{value.number:f}", value.words, value.symbol]


@transaction.atomic
def keep_figures(
    *,
    region: Region,
    year: PerformanceYear,
    run: MeasureRun,
    edition: DisclosureEdition,
    grids: Sequence[Grid],
    details: dict[str, Any],
    by: User | None,
    document: str = ANNUAL_REPORT,
) -> FrozenFigures:
    """The tables and words kept for good, or found as they were kept before. The trail says by whom."""
    figures, is_new = FrozenFigures.objects.get_or_create(
        content_sha256=_vintage(grids, details, region, year, document),
        defaults={
            "region": region,
            "document": document,
            "year": str(year),
            "run": run,
            "extract": run.extract,
            "as_at": run.as_at,
            "demo": run.extract.demo,
            "disclosure_from": edition.valid_from,
            "details": details,
            "frozen_by": by,
        },
    )
    if is_new:
        for position, grid in enumerate(grids, start=1):
            _keep_table(figures, position, grid)
        record("freeze_figures", by=by, subject=figures, after={"vintage": figures.content_sha256})
    return figures


def _keep_table(figures: FrozenFigures, position: int, grid: Grid) -> None:
    table = StatisticalTable.objects.create(
        figures=figures,
        position=position,
        key=grid.key,
        kind=grid.kind,
        measure=grid.measure,
        title=grid.title,
        row_heading=grid.row_heading,
        notes=list(grid.notes),
        **grid.shape,
    )
    TableCell.objects.bulk_create(
        TableCell(
            table=table,
            row=row.key,
            column=column.key,
            places=column.places,
            number=grid.cells[row.key, column.key].number,
            words=grid.cells[row.key, column.key].words,
            symbol=grid.cells[row.key, column.key].symbol,
        )
        for row in grid.rows
        for column in grid.columns
    )

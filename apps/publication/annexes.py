"""Freezing the annexes of a regional plan: from a run, the caseload and the plan's rows as copied."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from apps.audits.queries import locked_scores
from apps.caseload.described import nation_on
from apps.organisation.models import Region, User
from apps.performance.equality import count_equality
from apps.performance.models import MeasureRun
from apps.planning.contracts import contract_checks
from apps.planning.shapes import PlanContent
from apps.publication.actions import check_run, keep_figures, measured_years, provenance_of
from apps.publication.assembly.annex_caseload import caseload_grids
from apps.publication.assembly.annex_contracts import contracts_grid
from apps.publication.assembly.annex_people import Caseload, caseload_of
from apps.publication.assembly.annex_places import places_grids
from apps.publication.assembly.annex_provision import matrix_of, provision_grids
from apps.publication.assembly.annex_schedule import milestones_grid
from apps.publication.assembly.annex_targets import Held, targets_grid
from apps.publication.assembly.audits import audits_grid, scores_of_year
from apps.publication.assembly.details import details_of
from apps.publication.assembly.equality import equality_details, equality_grids
from apps.publication.assembly.measures import YearsOfMeasures, gaps_grid, summary_grid
from apps.publication.grids import Grid, in_order_of_annexes
from apps.publication.models import FrozenFigures
from rules.definitions.disclosure import DisclosureEdition, load_disclosure
from rules.definitions.profile import load_profile
from rules.definitions.provision import ProvisionEdition
from rules.periods import PerformanceYear

LETTERS = "ABCDEFG"


@dataclass(frozen=True, kw_only=True)
class AnnexRequest:
    """What to freeze. `letters`: the annexes, in order. `plan`: what they print of it, as on the day `on`.

    `dated`: whether what is frozen depends on that day and says so. `baseline`: the newest year that the run
    judged whole. `targets`: what `targets_of` gave when it was asked
    for.
    """

    region: Region
    baseline: PerformanceYear
    run: MeasureRun
    plan: PlanContent
    targets: Held
    on: date
    dated: bool
    letters: str


def freeze_annexes(asked: AnnexRequest, *, document: str, by: User | None) -> FrozenFigures:
    """The annexes' tables, suppressed and kept for good; the same content gives the same row.

    Raises FreezeRefused when the run does not cover the baseline year, is unfinished, or its extract is not
    live.
    """
    check_run(asked.baseline, asked.run)
    tables = _Tables(asked)
    grids = in_order_of_annexes([grid for letter in asked.letters for grid in tables.of(letter)])
    return keep_figures(
        region=asked.region,
        year=PerformanceYear.parse(asked.plan.first_year),
        run=asked.run,
        edition=tables.edition,
        grids=grids,
        details=tables.details(grids),
        by=by,
        document=document,
    )


class _Tables:
    """Counts once what several annexes print, and only what the asked ones need."""

    def __init__(self, asked: AnnexRequest) -> None:
        self.asked = asked
        self.letters: dict[str, list[str]] = {}
        self.edition: DisclosureEdition = load_disclosure().on(asked.run.as_at)

    @cached_property
    def caseload(self) -> Caseload:
        return caseload_of(self.asked.region, self.asked.run.as_at, edition=self.edition)

    @cached_property
    def years(self) -> YearsOfMeasures:
        asked = self.asked
        return measured_years(asked.region, asked.baseline, asked.run, self._edition_of_year)

    @property
    def _edition_of_year(self) -> DisclosureEdition:
        return load_disclosure().on(self.asked.baseline.last_on)

    def of(self, letter: str) -> list[Grid]:
        found = self._makers[letter]()
        self.letters[letter] = [grid.key for grid in found]
        return found

    @property
    def _makers(self) -> Mapping[str, Callable[[], list[Grid]]]:
        makers = (
            self._profile,
            self._baseline,
            self._schedule,
            self._provision,
            self._equality,
            self._places,
            self._targets,
        )
        return dict(zip(LETTERS, makers, strict=True))

    def _profile(self) -> list[Grid]:
        return caseload_grids(self.caseload, nation_on(self.asked.run.as_at))

    def _baseline(self) -> list[Grid]:
        year = self.asked.baseline
        scores = scores_of_year(locked_scores(self.asked.region.pk, self.asked.on), year)
        gaps = gaps_grid(self.years, year, edition=self._edition_of_year)
        return [summary_grid(self.years, year), audits_grid(scores, year), gaps]

    def _schedule(self) -> list[Grid]:
        plan = self.asked.plan
        return [milestones_grid(plan.milestones, plan.years, self.asked.on)]

    def _provision(self) -> list[Grid]:
        asked = self.asked
        checks = contract_checks(
            asked.region.pk, asked.plan.agreements, asked.baseline, on=asked.on, edition=self._edition_of_year
        )
        matrix = matrix_of(self.caseload, asked.plan.provision)
        return [contracts_grid(checks, asked.baseline), *provision_grids(matrix)]

    def _equality(self) -> list[Grid]:
        asked = self.asked
        count_equality(asked.run)
        return equality_grids(
            asked.region, asked.baseline, asked.run, self.years, edition=self._edition_of_year
        )

    def _places(self) -> list[Grid]:
        return places_grids(self.caseload)

    def _targets(self) -> list[Grid]:
        plan_years = [PerformanceYear.parse(year) for year in self.asked.plan.years]
        return [targets_grid(self.years, self.asked.targets, plan_years)]

    def details(self, grids: Sequence[Grid]) -> dict[str, Any]:
        """The words frozen beside the tables: which annex holds which, and the rules behind them."""
        asked = self.asked
        found = {
            "annexes": self.letters,
            "on": asked.on.isoformat() if asked.dated else "",
            "plan_years": list(asked.plan.years),
            "baseline": str(asked.baseline),
        }
        keys = {grid.key for grid in grids}
        if "measures" in keys or "targets" in keys:
            scores = scores_of_year(locked_scores(asked.region.pk, asked.on), asked.baseline)
            found |= details_of(self.years, scores, edition=self.edition, profile=load_profile())
        if "provision" in keys or "needs" in keys:
            found["provision"] = _provision_words(self.caseload.rule)
        if "E" in asked.letters:
            found["equality"] = equality_details(asked.region, asked.baseline, asked.run)
        if "needs" in keys:
            found["segmentation"] = {"source": self.caseload.segments.source}
        return (
            {"disclosure": _disclosure_words(self.edition)}
            | found
            | provenance_of(asked.region, asked.baseline, asked.run)
        )


def _provision_words(rule: ProvisionEdition) -> dict[str, Any]:
    return {
        "source": rule.source,
        "fewest_for_a_gap": rule.fewest_for_a_gap,
        "too_few_places_percent": rule.too_few_places_percent,
        "duplicate_places_percent": rule.duplicate_places_percent,
        "duplicate_providers": rule.duplicate_providers,
    }


def _disclosure_words(edition: DisclosureEdition) -> dict[str, Any]:
    return {
        "from": edition.valid_from.isoformat(),
        "suppress_from": edition.suppress_from,
        "suppress_to": edition.suppress_to,
        "source": edition.source,
    }

"""`python -m rules.definitions`: read every file of policy, and say all that is wrong with them."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from rules.definitions.annual_report import load_annual_report_rules
from rules.definitions.audit_characteristics import load_audit_characteristics
from rules.definitions.audit_rounds import load_round_rules
from rules.definitions.bands import load_bands
from rules.definitions.banks import load_banks
from rules.definitions.beside import load_beside
from rules.definitions.calendar import load_calendar
from rules.definitions.clocks import load_clocks_elsewhere
from rules.definitions.composites import load_composites
from rules.definitions.consistency import check_catalogue, check_examples
from rules.definitions.disclosure import load_disclosure
from rules.definitions.due_list import load_due_list
from rules.definitions.eligibility import load_criteria, load_reference
from rules.definitions.evidence import load_evidence_rules
from rules.definitions.evidence_register import load_register_rules
from rules.definitions.files import DefinitionError
from rules.definitions.fixed_figures import load_fixed_figures
from rules.definitions.frameworks import load_frameworks
from rules.definitions.geography import load_geography
from rules.definitions.improvement import load_improvement
from rules.definitions.inspection_planning import load_planning_rules
from rules.definitions.inspection_quality import load_quality_rules
from rules.definitions.languages import load_languages
from rules.definitions.measures import DATA, load_clocks, load_measures
from rules.definitions.outcome_boundaries import load_boundary_rules
from rules.definitions.planning import load_cycles, load_funds, load_governance, load_templates
from rules.definitions.planning_needs import load_needs
from rules.definitions.profile import load_profile
from rules.definitions.quality import load_items
from rules.definitions.quality_checks import load_quality_checks
from rules.definitions.rating_rules import load_rating_rules, rating_editions, rating_rules_in_force
from rules.definitions.regional_dates import FOLDER as REGIONAL_DATES
from rules.definitions.regional_dates import load_regional_dates
from rules.definitions.roles import load_roles
from rules.definitions.second_marks import load_second_marks
from rules.definitions.small_numbers import load_small_numbers
from rules.definitions.standards import load_standards
from rules.definitions.talks import load_talks
from rules.definitions.targets import load_targets
from rules.definitions.vintage_retention import load_vintage_retention


def loaders() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Each group of files by name, with what reads and checks it."""
    yield "calendar", load_calendar
    yield "geography", load_geography
    yield "roles", load_roles
    yield "annual report", load_annual_report_rules
    yield "measures", load_measures
    yield "catalogue of measures", check_catalogue
    yield "clocks", load_clocks
    yield "clocks kept elsewhere", load_clocks_elsewhere
    for measure in [*load_measures(), *load_clocks()]:
        yield f"examples of {measure}", partial(check_examples, measure)
    for name in sorted(path.stem for path in REGIONAL_DATES.glob("*.csv")):
        yield f"regional dates of {name}", partial(load_regional_dates, name)
    yield "frameworks", load_frameworks
    yield "composites", load_composites
    yield "targets", load_targets
    yield "fixed figures", load_fixed_figures
    yield "question banks", load_banks
    yield "standards of inspection", load_standards
    yield "planning of inspections", load_planning_rules
    yield "quality of case assessments", load_quality_rules
    yield "talks with people on probation", load_talks
    for path in sorted((DATA / "bands").glob("*.yaml")):
        yield f"bands {path.stem}", partial(load_bands, path.stem)
    for edition in rating_editions():
        yield f"rating rules {edition}", partial(load_rating_rules, edition)
    yield "rating rules in force", rating_rules_in_force
    yield "boundaries of outcomes", load_boundary_rules
    yield "evidence register", load_register_rules
    yield "programmes", load_reference
    yield "criteria of programmes", load_criteria
    yield "disclosure", load_disclosure
    yield "due list", load_due_list
    yield "languages of documents", load_languages
    yield "caseload profile", load_profile
    yield "items of data quality", load_items
    yield "checks of data quality", load_quality_checks
    yield "retention of vintages", load_vintage_retention
    yield "rounds of audits", load_round_rules
    yield "second marks", load_second_marks
    yield "evidence of audits", load_evidence_rules
    yield "actions and challenges", load_improvement
    yield "small numbers of audits", load_small_numbers
    yield "characteristics of audits", load_audit_characteristics
    yield "timeliness beside audits", load_beside
    yield from _of_plans()


def _of_plans() -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "template of plans", load_templates
    yield "cycle of plans", load_cycles
    yield "governance of plans", load_governance
    yield "innovation fund", load_funds
    yield "needs and cohorts", load_needs


def faults() -> list[str]:
    """What is wrong, a line each; empty when every file is sound."""
    found = []
    for name, load in loaders():
        try:
            load()
        except DefinitionError as refusal:
            found += [f"{name}: {fault}" for fault in refusal.faults]
        except FileNotFoundError as missing:
            found.append(f"{name}: {missing.filename} is missing")
    return found


def main() -> int:
    """Print the faults; the exit code is 1 if there are any."""
    found = faults()
    sys.stdout.write("".join(f"{line}\n" for line in found) or "Every definition is sound.\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Finds records that look wrong: one SELECT for each check, over the caseload_* tables."""

from rules.quality.checks import findings_sql

__all__ = ["findings_sql"]

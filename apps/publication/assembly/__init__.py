"""The tables of a region and year, put together from runs, audits and the caseload, suppressed on the way."""

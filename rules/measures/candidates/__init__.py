"""Set SQL that derives one row of facts per occurrence of a measure, for the whole caseload at once."""

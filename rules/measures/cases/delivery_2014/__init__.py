"""The service delivery requirements of the 2014 agreement (annex 1.6), by id, in plain Python."""

from collections.abc import Callable, Iterator, Mapping

from rules.measures.cases import parole_report, people_survey
from rules.measures.cases.case import Asked, Case
from rules.measures.cases.delivery_2014 import (
    breach_start,
    completion,
    court_report,
    final_review,
    found_work,
    protection_meeting,
    quality_check,
    recall_request,
    register_record,
    termination,
    victim_survey,
)

CASES: Mapping[str, Callable[[Asked], Iterator[Case]]] = {
    "OM020": termination.success,
    "OM040": court_report.cases,
    "OM005": breach_start.cases,
    "OM004": recall_request.cases,
    "OM041A": protection_meeting.cases,
    "OM041B": protection_meeting.cases,
    "OM046": register_record.cases,
    "OM029": people_survey.cases,
    "OM039": final_review.cases,
    "OM027": parole_report.cases,
    "OM026": quality_check.cases,
    "INT008": found_work.cases,
    "INT009": termination.employment,
    "OM017": termination.accommodation,
    "INT003": completion.programmes,
    "INT001": completion.programmes,
    "INT002": completion.programmes,
    "INT005": completion.unpaid_work,
    "OM032": victim_survey.cases,
}

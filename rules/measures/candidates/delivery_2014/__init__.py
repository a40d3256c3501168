"""The service delivery requirements of the 2014 agreement (annex 1.6), by id, compiled to SQL."""

from collections.abc import Callable, Mapping

from rules.measures.candidates import parole_report, people_survey
from rules.measures.candidates.delivery_2014 import (
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
from rules.measures.candidates.request import Request

CANDIDATES: Mapping[str, Callable[[Request], str]] = {
    "OM020": termination.success,
    "OM040": court_report.candidates,
    "OM005": breach_start.candidates,
    "OM004": recall_request.candidates,
    "OM041A": protection_meeting.candidates,
    "OM041B": protection_meeting.candidates,
    "OM046": register_record.candidates,
    "OM029": people_survey.candidates,
    "OM039": final_review.candidates,
    "OM027": parole_report.candidates,
    "OM026": quality_check.candidates,
    "INT008": found_work.candidates,
    "INT009": termination.employment,
    "OM017": termination.accommodation,
    "INT003": completion.programmes,
    "INT001": completion.programmes,
    "INT002": completion.programmes,
    "INT005": completion.unpaid_work,
    "OM032": victim_survey.candidates,
}

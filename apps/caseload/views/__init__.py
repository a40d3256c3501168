"""Pages of the caseload: extracts for analysts, cases for whoever may see them."""

from apps.caseload.views.cases import case, case_contacts, case_measures, cases
from apps.caseload.views.extracts import extract, extracts, put_live, upload
from apps.caseload.views.jobs import faults, faults_csv, job, job_progress
from apps.caseload.views.programmes import case_programmes, directory, directory_csv

__all__ = [
    "case",
    "case_contacts",
    "case_measures",
    "case_programmes",
    "cases",
    "directory",
    "directory_csv",
    "extract",
    "extracts",
    "faults",
    "faults_csv",
    "job",
    "job_progress",
    "put_live",
    "upload",
]

"""Addresses of this app."""

from django.urls import path

from apps.caseload import views

app_name = "caseload"
urlpatterns = [
    path("extracts/", views.extracts, name="extracts"),
    path("extracts/upload/", views.upload, name="upload"),
    path("extracts/<int:extract_id>/", views.extract, name="extract"),
    path("extracts/<int:extract_id>/put-live/", views.put_live, name="put-live"),
    path("extracts/work/<int:job_id>/", views.job, name="job"),
    path("extracts/work/<int:job_id>/progress/", views.job_progress, name="job-progress"),
    path("extracts/work/<int:job_id>/faults/", views.faults, name="faults"),
    path("extracts/work/<int:job_id>/faults.csv", views.faults_csv, name="faults-csv"),
    path("cases/", views.cases, name="cases"),
    # A person's id may hold slashes and colons.
    path("cases/person/<path:person_id>/", views.case, name="case"),
    path("cases/contacts/<path:person_id>/", views.case_contacts, name="case-contacts"),
    path("cases/measures/<path:person_id>/", views.case_measures, name="case-measures"),
    path("cases/programmes/<path:person_id>/", views.case_programmes, name="case-programmes"),
    path("programmes/", views.directory, name="directory"),
    path("programmes/directory.csv", views.directory_csv, name="directory-csv"),
]

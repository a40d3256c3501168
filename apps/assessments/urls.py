"""Addresses of this app."""

from django.urls import path

from apps.assessments import views

app_name = "assessments"
urlpatterns = [
    path("", views.my_cases, name="my_cases"),
    path("<int:assignment_id>/", views.case, name="case"),
    path("<int:assignment_id>/facts/", views.facts, name="facts"),
    path("<int:assignment_id>/facts/<str:fact_id>/", views.autosave_fact, name="autosave_fact"),
    path("<int:assignment_id>/sections/<str:section_id>/", views.section, name="section"),
    path("<int:assignment_id>/answers/<str:question_id>/", views.autosave_answer, name="autosave_answer"),
    path("<int:assignment_id>/evidence/", views.evidence, name="evidence"),
    path("<int:assignment_id>/evidence/<int:entry_id>/file/", views.evidence_file, name="evidence_file"),
    path("<int:assignment_id>/evidence/<int:entry_id>/strike/", views.strike, name="strike"),
    path("<int:assignment_id>/submit/", views.submission, name="submission"),
    path("<int:assignment_id>/score/", views.result, name="result"),
    path("<int:assignment_id>/reopen/", views.ask_to_reopen, name="ask_to_reopen"),
]

"""Addresses of this app."""

from django.urls import path

from apps.audits import views

app_name = "audits"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("new/", views.new_round, name="new"),
    path("<int:round_id>/", views.audit_round, name="round"),
    path("<int:round_id>/draw/", views.draw, name="draw"),
    path("<int:round_id>/publish/", views.lock, name="lock"),
    path("<int:round_id>/results/", views.results, name="results"),
    path("<int:round_id>/cases/", views.case_list, name="cases"),
    path("<int:round_id>/cases/<int:assignment_id>/reassign/", views.reassign_case, name="reassign"),
    path("<int:round_id>/frame.csv", views.frame_csv, name="frame_csv"),
    path("<int:round_id>/draw.csv", views.draw_csv, name="draw_csv"),
]

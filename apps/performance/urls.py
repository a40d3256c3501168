"""Addresses of performance."""

from django.urls import path

from apps.organisation.downloads import as_table
from apps.performance import views

app_name = "performance"
urlpatterns = [
    path("", views.index, name="index"),
    path("places/<str:kind>/<str:code>/", views.place, name="place"),
    path("places/<str:kind>/<str:code>/figures.csv", views.place_csv, name="place-csv"),
    path("places/<str:kind>/<str:code>/about/<str:measure>/", views.about_figure, name="about-figure"),
    path("places/<str:kind>/<str:code>/quality.csv", views.place_audits_csv, name="place-audits"),
    path("places/<str:kind>/<str:code>/beside/", views.beside, name="beside"),
    *as_table("places/<str:place_kind>/<str:code>/beside/pairs", views.beside_table, name="beside"),
    path("cases/", views.case_list, name="cases"),
    *as_table("unpaid-work/progress", views.unpaid_work_table, name="unpaid-work"),
    *as_table("cases/cases", views.case_list_table, name="cases"),
    # An occurrence's id may hold slashes, colons and, for a month of a person, a bar.
    path("explain/<str:measure>/<path:occurrence_id>/", views.explain, name="explain"),
    path("compare/", views.comparison, name="compare"),
    *as_table("compare/comparison", views.comparison_table, name="compare"),
    path("compare/places/", views.funnel, name="funnel"),
    *as_table("compare/places", views.funnel_table, name="funnel"),
    path("compare/over-time/", views.variation, name="over-time"),
    *as_table("compare/over-time", views.variation_table, name="over-time"),
    path("equality/", views.equality, name="equality"),
    *as_table("equality/comparisons", views.equality_table, name="equality"),
    path("targets/", views.target_list, name="targets"),
    path("targets/targets.csv", views.target_csv, name="targets-csv"),
    path("targets/propose/", views.propose, name="propose-targets"),
    path("targets/proposals/<int:proposal_id>/", views.proposal, name="proposal"),
    path("targets/paths/<int:path_id>/decide/", views.decide, name="decide-target"),
    path("targets/paths/<int:path_id>/return/", views.propose_return, name="return-target"),
    path("quality/", views.quality, name="quality"),
    *as_table("quality/quality", views.quality_table, name="quality"),
    *as_table("quality/records", views.findings_table, name="quality-findings"),
    path("quality/items/", views.item_list, name="quality-items"),
    *as_table("quality/items/items", views.item_list_table, name="quality-items"),
    path("quality/items/<int:item_id>/", views.item_detail, name="quality-item"),
    path("quality/items/<int:item_id>/answer/", views.answer_item, name="quality-answer"),
    path("quality/items/<int:item_id>/hand-over/", views.hand_over_item, name="quality-hand-over"),
    path("quality/items/<int:item_id>/reopen/", views.reopen_item, name="quality-reopen"),
    path("quality/raise/<str:measure>/<path:occurrence_id>/", views.raise_item, name="quality-raise"),
    path("due/", views.due, name="due"),
    *as_table("due/due", views.due_table, name="due"),
    path("due/subscriptions/", views.due_subscriptions, name="due-subscriptions"),
    path("due/subscriptions/link/", views.due_make_link, name="due-make-link"),
    path("due/subscriptions/link/end/", views.due_revoke_link, name="due-revoke-link"),
    path("due/subscriptions/e-mail/", views.due_digest, name="due-digest"),
    # Opened by its secret alone, since calendar programs do not sign in.
    path("due/calendar/<str:token>.ics", views.due_feed, name="due-feed"),
    path("runs/", views.run_list, name="runs"),
    path("runs/start/", views.start, name="start-run"),
    path("runs/compare/", views.compare_runs, name="compare-runs"),
    *as_table("runs/compare/moved", views.moved_table, name="moved"),
    path("runs/trials/<int:extract_id>/", views.start_trial, name="start-trial"),
    path("runs/<int:run_id>/", views.run_detail, name="run"),
    path("runs/<int:run_id>/progress/", views.run_progress, name="run-progress"),
    path("runs/<int:run_id>/retry/", views.retry, name="retry-run"),
    path("runs/<int:run_id>/give-up/", views.abandon, name="give-up-run"),
]

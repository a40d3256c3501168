"""Addresses of the words of a report, of its steps, and of what is published."""

from django.urls import path

from apps.reports import (
    narrative_records_views,
    narrative_tasks_views,
    narrative_views,
    publishing_views,
    translation_views,
)

REPORT = "<str:region>/<str:year>/words"
SECTION = f"{REPORT}/<slug:section>"
PUBLISHED = "published/<str:region>/<str:year>/<int:number>"
urlpatterns = [
    path(REPORT, narrative_tasks_views.words, name="words"),
    path(f"{REPORT}/read", narrative_tasks_views.reading, name="reading"),
    path(f"{REPORT}/steps/progress", narrative_tasks_views.build_progress, name="step-progress"),
    path(f"{REPORT}/workforce-and-money", narrative_records_views.lines, name="lines"),
    path(f"{REPORT}/corrections", narrative_records_views.corrections, name="corrections"),
    path(
        f"{REPORT}/corrections/<int:pk>/withdraw",
        narrative_records_views.withdraw_correction,
        name="withdraw-correction",
    ),
    path(f"{REPORT}/comments/<int:pk>/resolve", narrative_views.resolve, name="resolve-comment"),
    path(f"{REPORT}/in/<str:language>", translation_views.translation, name="translation"),
    path(f"{REPORT}/steps/freeze", publishing_views.freeze, name="step-freeze"),
    path(f"{REPORT}/steps/keep", publishing_views.keep, name="step-keep"),
    path(f"{REPORT}/steps/submit", publishing_views.submit, name="step-submit"),
    path(f"{REPORT}/steps/return", publishing_views.give_back, name="step-return"),
    path(f"{REPORT}/steps/approve", publishing_views.approve, name="step-approve"),
    path(f"{REPORT}/steps/day", publishing_views.set_day, name="step-day"),
    path(f"{REPORT}/steps/confirm", publishing_views.confirm, name="step-confirm"),
    path(f"{REPORT}/steps/cancel", publishing_views.cancel, name="step-cancel"),
    path(f"{REPORT}/steps/reopen", publishing_views.reopen, name="step-reopen"),
    path(SECTION, narrative_views.section, name="section"),
    path(f"{SECTION}/history", narrative_views.history, name="section-history"),
    path(f"{SECTION}/restore", narrative_views.restore, name="section-restore"),
    path(f"{SECTION}/comment", narrative_views.comment, name="section-comment"),
    path("published/", publishing_views.published, name="published"),
    path(PUBLISHED, publishing_views.published_report, name="published-report"),
    path(f"{PUBLISHED}/report.pdf", publishing_views.published_pdf, name="published-pdf"),
    path(f"{PUBLISHED}/figures.<slug:kind>", publishing_views.published_figures, name="published-figures"),
]

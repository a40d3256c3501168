"""Addresses of question banks."""

from django.urls import path

from apps.assessments.views import bank_drafts, banks

app_name = "banks"
urlpatterns = [
    path("", banks.banks, name="banks"),
    path("hand-in/", bank_drafts.hand_in_bank, name="hand_in"),
    path("product/<str:bank_id>/", bank_drafts.take_up_draft, name="take_up"),
    path("<int:edition_id>/", banks.edition, name="edition"),
    path("<int:edition_id>/preview/", banks.preview_edition, name="preview"),
    path("<int:edition_id>/bank.yaml", banks.edition_yaml, name="edition_yaml"),
    path("<int:edition_id>/bank.xlsx", banks.edition_xlsx, name="edition_xlsx"),
    path("drafts/<int:draft_id>/", bank_drafts.draft, name="draft"),
    path("drafts/<int:draft_id>/preview/", bank_drafts.preview_draft, name="preview_draft"),
    path("drafts/<int:draft_id>/file/", bank_drafts.draft_file, name="draft_file"),
    path("drafts/<int:draft_id>/publish/", bank_drafts.publish_draft, name="publish_draft"),
    path("drafts/<int:draft_id>/discard/", bank_drafts.discard_draft, name="discard_draft"),
]

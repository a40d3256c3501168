"""Addresses of this app."""

from django.urls import path

from apps.inspections import views
from apps.inspections.fieldwork_urls import fieldwork_patterns
from apps.organisation.downloads import as_table

_PLAN = [
    path("", views.inspections, name="list"),
    path("new/", views.new_inspection, name="new"),
    path("<int:inspection_id>/", views.inspection, name="inspection"),
    path("<int:inspection_id>/plan/", views.change_plan, name="change_plan"),
    path("<int:inspection_id>/team/", views.team, name="team"),
    path("<int:inspection_id>/team/<int:member_id>/leave/", views.leave_team, name="leave_team"),
    path("<int:inspection_id>/stage/", views.next_stage, name="next_stage"),
    path("<int:inspection_id>/drop/", views.drop, name="drop"),
    path("<int:inspection_id>/take-over/", views.take_inspection_over, name="take_over"),
    path("<int:inspection_id>/pack/", views.pack, name="pack"),
    path("<int:inspection_id>/pack/build/", views.build_pack, name="build_pack"),
    *as_table("<int:inspection_id>/pack/table", views.pack_table, name="pack_table"),
]

_CASES = [
    path("<int:inspection_id>/cases/", views.cases, name="cases"),
    path("<int:inspection_id>/cases/draw/", views.draw_cases, name="draw_cases"),
    path("<int:inspection_id>/cases.csv", views.cases_csv, name="cases_csv"),
    path("<int:inspection_id>/agreement/", views.agreement, name="agreement"),
    path("<int:inspection_id>/agreement/<int:assignment_id>/", views.differences, name="differences"),
    *as_table("<int:inspection_id>/agreement/table", views.agreement_table, name="agreement_table"),
    path("<int:inspection_id>/frame.csv", views.cohort_csv, name="cohort_csv"),
]

_RATINGS = [
    path("<int:inspection_id>/ratings/", views.ratings, name="ratings"),
    path("<int:inspection_id>/ratings/<str:standard>/", views.rate_standard, name="rate_standard"),
    path("<int:inspection_id>/ratings/judgements.csv", views.judgements_csv, name="judgements_csv"),
    path("<int:inspection_id>/ratings/panel.csv", views.panel_csv, name="panel_csv"),
    path("<int:inspection_id>/ratings/rules.yaml", views.rules_yaml, name="rules_yaml"),
    path("<int:inspection_id>/panel/", views.panel, name="panel"),
    path("baseline/", views.baseline, name="baseline"),
    *as_table("baseline/table", views.baseline_table, name="baseline_table"),
]

_VIEWS = [
    path("<int:inspection_id>/views/", views.survey, name="survey"),
    path("<int:inspection_id>/views/links/", views.survey_links, name="survey_links"),
    path("<int:inspection_id>/views/close/", views.close_survey, name="close_survey"),
    *as_table("<int:inspection_id>/views/table", views.survey_table, name="survey_table"),
]

_STANDARDS = [
    path("standards/", views.standards, name="standards"),
    path("standards/hand-in/", views.hand_in_standards, name="hand_in_standards"),
    path("standards/changes/", views.standards_changes, name="standards_changes"),
    *as_table("standards/changes/table", views.standards_changes_table, name="standards_changes_table"),
    path("standards/drafts/<int:draft_id>/", views.standards_draft, name="standards_draft"),
    path("standards/drafts/<int:draft_id>/file/", views.standards_draft_file, name="standards_draft_file"),
    path("standards/drafts/<int:draft_id>/publish/", views.publish_standards, name="publish_standards"),
    path("standards/drafts/<int:draft_id>/discard/", views.discard_standards, name="discard_standards"),
    path("standards/<int:edition_id>/", views.standards_edition, name="standards_edition"),
    path("standards/<int:edition_id>/file/", views.standards_file, name="standards_file"),
    *as_table("standards/<int:edition_id>/table", views.standards_table, name="standards_table"),
]

_REPORT = [
    path("<int:inspection_id>/report/", views.report, name="report"),
    path("<int:inspection_id>/report/recommend/", views.recommend, name="recommend"),
    path(
        "<int:inspection_id>/report/recommendations/<int:row_id>/withdraw/",
        views.withdraw_recommendation,
        name="withdraw_recommendation",
    ),
    path("<int:inspection_id>/report/practice/", views.add_practice, name="add_practice"),
    path(
        "<int:inspection_id>/report/practice/<int:row_id>/withdraw/",
        views.withdraw_practice,
        name="withdraw_practice",
    ),
    path("<int:inspection_id>/report/points/<int:point_id>/", views.answer_point, name="answer_point"),
    path("<int:inspection_id>/report/<slug:section>/", views.write_section, name="write_section"),
    path("own/", views.own, name="own"),
    path("<int:inspection_id>/accuracy/", views.accuracy, name="accuracy"),
    path("<int:inspection_id>/accuracy/close/", views.close_accuracy, name="close_accuracy"),
    path("published/", views.published, name="published"),
    path("published/<int:inspection_id>/", views.published_report, name="published_report"),
    path("published/<int:inspection_id>/respond/<int:row_id>/", views.respond, name="respond"),
    *as_table("published/<int:inspection_id>/annex", views.annex, name="annex"),
    path("practice/", views.practice, name="practice"),
    path("year/", views.year, name="year"),
    *as_table("year/table", views.year_table, name="year_table"),
]

_EVIDENCE = [
    path("<int:inspection_id>/evidence/", views.register, name="register"),
    path("<int:inspection_id>/evidence/enter/", views.enter_evidence, name="enter_evidence"),
    path(
        "<int:inspection_id>/evidence/<int:entry_id>/strike/",
        views.strike_register_entry,
        name="strike_register_entry",
    ),
    path("<int:inspection_id>/evidence/<int:entry_id>/file/", views.register_file, name="register_file"),
    *as_table("<int:inspection_id>/evidence/table", views.register_table, name="register_table"),
]

app_name = "inspections"
urlpatterns = [*fieldwork_patterns, *_PLAN, *_CASES, *_RATINGS, *_EVIDENCE, *_VIEWS, *_STANDARDS, *_REPORT]

"""Addresses of this app."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from apps.audits import views
from apps.audits.result_rows import TABLES
from apps.organisation.downloads import as_table


class ActionStep(StringConverter):
    """What can be done with an action, as its address says it."""

    regex = "evidence|done|drop|move|hand-over|reopen"


class ExportTable(StringConverter):
    """A table of a round's complete export."""

    regex = "|".join(TABLES)


register_converter(ActionStep, "action_step")
register_converter(ExportTable, "export_table")

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
    path("<int:round_id>/cases/reassign/", views.reassign_cases, name="reassign_many"),
    path("<int:round_id>/sampled/<int:case_id>/give/", views.give_case, name="give"),
    path("<int:round_id>/sampled/<int:case_id>/substitute/", views.substitute_case, name="substitute"),
    path("board/", views.board, name="board"),
    path("board/progress.csv", views.board_csv, name="board_csv"),
    path("groups/<int:group_id>/draw/", views.draw_all, name="draw_group"),
    path("contracts/", views.contracts, name="contracts"),
    path("contracts/results.csv", views.contracts_csv, name="contracts_csv"),
    path("contracts/<int:round_id>/", views.contract_round, name="contract_round"),
    path("<int:round_id>/deadline/", views.deadline_of, name="deadline"),
    path("<int:round_id>/plan/", views.change_plan, name="change_plan"),
    path("<int:round_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:round_id>/edition/", views.change_edition, name="change_edition"),
    path("<int:round_id>/cases.csv", views.cases_csv, name="cases_csv"),
    path("cases/<int:assignment_id>/release/", views.release_case, name="release"),
    path("<int:round_id>/frame.csv", views.frame_csv, name="frame_csv"),
    path("<int:round_id>/draw.csv", views.draw_csv, name="draw_csv"),
    path("<int:round_id>/sample.csv", views.sample_csv, name="sample_csv"),
    path("<int:round_id>/answers.csv", views.answers_csv, name="answers_csv"),
    path("<int:round_id>/facts.csv", views.facts_csv, name="facts_csv"),
    path("moderation/", views.moderation, name="moderation"),
    path("<int:round_id>/moderation/", views.round_moderation, name="round_moderation"),
    path("<int:round_id>/moderation/second-marks/", views.choose_seconds, name="choose_seconds"),
    path(
        "<int:round_id>/moderation/second-marks/<int:assignment_id>/reassign/",
        views.reassign_second_mark,
        name="reassign_second",
    ),
    path("<int:round_id>/moderation/sign-off/", views.sign_off_round, name="sign_off"),
    path("<int:round_id>/moderation/<int:assignment_id>/", views.differences, name="differences"),
    path("<int:round_id>/moderation/<int:assignment_id>/reopen/", views.reopen_case, name="reopen"),
    path("<int:round_id>/agreement/", views.agreement, name="agreement"),
    path("<int:round_id>/agreement.csv", views.agreement_csv, name="agreement_csv"),
    path("<int:round_id>/calibration/", views.new_calibration, name="new_calibration"),
    path("calibrations/", views.calibrations, name="calibrations"),
    path("calibrations/<int:exercise_id>/", views.calibration, name="calibration"),
    path("calibrations/<int:exercise_id>/agreement.csv", views.calibration_csv, name="calibration_csv"),
    path("calibrations/<int:exercise_id>/close/", views.close_calibration, name="close_calibration"),
    path("<int:round_id>/findings/new/", views.raise_on_round, name="raise_on_round"),
    path("cases/<int:assignment_id>/findings/new/", views.raise_on_case, name="raise_on_case"),
    path("scores/", views.scores, name="scores"),
    *as_table("scores/scores", views.scores_table, name="scores"),
    *as_table("questions/table", views.questions_table, name="questions"),
    path("questions/", views.questions, name="questions"),
    path("<int:round_id>/detail/", views.breakdown, name="breakdown"),
    *as_table("<int:round_id>/export/<export_table:table>", views.export, name="export"),
    path("findings/", views.findings, name="findings"),
    path("findings/findings.csv", views.findings_csv, name="findings_csv"),
    path("findings/<int:finding_id>/", views.finding, name="finding"),
    path("actions/", views.improvement_actions, name="actions"),
    path("actions/actions.csv", views.actions_csv, name="actions_csv"),
    path("actions/new/", views.new_action, name="new_action"),
    path("actions/<int:action_id>/", views.improvement_action, name="action"),
    path("actions/<int:action_id>/<action_step:step>/", views.take_step, name="take_step"),
    path("sheets/", views.audited_cases, name="sheets"),
    path("sheets/<int:assignment_id>/", views.sheet, name="sheet"),
    path("sheets/<int:assignment_id>/words/", views.give_feedback, name="give_feedback"),
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/<int:feedback_id>/", views.challenge, name="challenge"),
]

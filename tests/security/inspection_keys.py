"""By name the keys of what the routes of inspections speak of."""

from apps.inspections.models import Member, StandardsDraft
from rules.definitions.inspection_reports import report_rules_on
from tests.security.inspected import Inspected


class InspectionKeys:
    """A part of the world: its inspections and standards."""

    inspected: Inspected
    standards_draft: StandardsDraft

    def _inspection(self) -> int:
        return self.inspected.under_way.pk

    def _checked_inspection(self) -> int:
        return self.inspected.checked.pk

    def _checked_inspection_elsewhere(self) -> int:
        return self.inspected.checked_elsewhere.pk

    def _published_inspection(self) -> int:
        return self.inspected.published.pk

    def _published_inspection_elsewhere(self) -> int:
        return self.inspected.published_elsewhere.pk

    def _a_point(self) -> int:
        return self.inspected.point.pk

    def _a_recommendation(self) -> int:
        return self.inspected.under_way.recommendations.get().pk

    def _a_recommendation_number(self) -> int:
        return self.inspected.published.recommendations.get().number

    def _a_practice_example(self) -> int:
        return self.inspected.under_way.practice.get().pk

    def _a_report_section(self) -> str:
        return report_rules_on(self.inspected.under_way.fieldwork_first_on).sections[0].id

    def _standards_edition(self) -> int:
        return self.inspected.under_way.standards_id

    def _standards_draft(self) -> int:
        return self.standards_draft.pk

    def _panel_member(self) -> int:
        return self.inspected.under_way.members.get(job=Member.Job.PANEL).pk

    def _a_register_entry(self) -> int:
        return self.inspected.under_way.evidence.exclude(file="").get().pk

    def _compared_assessment(self) -> int:
        return self.inspected.compared.pk

    def _a_joint_case(self) -> int:
        return self.inspected.joint.pk

    def _a_talk(self) -> int:
        return self.inspected.talk.pk

    def _a_kind_of_talk(self) -> str:
        return "focus_group"

    def _a_standard_of_evidence(self) -> str:
        return "1.1"

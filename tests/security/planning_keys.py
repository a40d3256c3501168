"""By name the keys of what the routes of plans speak of, in Wales and in a region elsewhere."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.assessments.attachments import keep
from apps.caseload.models import CrsContract
from apps.organisation.models import Region
from apps.planning.models import (
    Agreement,
    AgreementDocument,
    Award,
    AwardImpact,
    Board,
    BoardDecision,
    BoardPaper,
    HandedTo,
    Milestone,
    MilestoneStep,
    PlanEdition,
    Priority,
    ProductEntry,
    Provision,
)
from rules.definitions.evidence import evidence_rules_on

HERE, THERE = "H", "A"


class PlanningKeys:
    """A part of the world: the plans that the demonstration makes."""

    def _plan_edition(self) -> int:
        return PlanEdition.objects.filter(plan__region=HERE, published_at__isnull=False).earliest("pk").pk

    def _plan_edition_elsewhere(self) -> int:
        """One that only its own region and the nation may read: it waits for approval."""
        return PlanEdition.objects.get(plan__region=THERE, decision="").pk

    def _plan_thing(self, model: type[Any], region: str) -> int:
        return model.objects.filter(region=region).earliest("pk").pk

    def _crs_contract(self) -> str:
        return CrsContract.objects.filter(region_code=HERE).earliest("pk").pk

    def _crs_contract_elsewhere(self) -> str:
        return CrsContract.objects.filter(region_code=THERE).earliest("pk").pk

    def _plan_priority(self) -> int:
        return self._plan_thing(Priority, HERE)

    def _plan_priority_elsewhere(self) -> int:
        return self._plan_thing(Priority, THERE)

    def _handed_down(self) -> int:
        return HandedTo.objects.filter(region=HERE).earliest("pk").handed_id

    def _handed_to(self) -> int:
        return self._plan_thing(HandedTo, HERE)

    def _handed_to_elsewhere(self) -> int:
        return self._plan_thing(HandedTo, THERE)

    def _milestone(self) -> int:
        return self._plan_thing(Milestone, HERE)

    def _milestone_elsewhere(self) -> int:
        return self._plan_thing(Milestone, THERE)

    def _agreement(self) -> int:
        return self._plan_thing(Agreement, HERE)

    def _agreement_elsewhere(self) -> int:
        return self._plan_thing(Agreement, THERE)

    def _award(self) -> int:
        return self._plan_thing(Award, HERE)

    def _award_elsewhere(self) -> int:
        return self._plan_thing(Award, THERE)

    def _board(self) -> int:
        return self._plan_thing(Board, HERE)

    def _board_elsewhere(self) -> int:
        return self._plan_thing(Board, THERE)

    def _provision(self) -> int:
        return Provision.objects.filter(agreement__region=HERE).earliest("pk").pk

    def _provision_elsewhere(self) -> int:
        return Provision.objects.filter(agreement__region=THERE).earliest("pk").pk

    def _board_decision(self) -> int:
        return BoardDecision.objects.filter(board__region=HERE).earliest("pk").pk

    def _board_decision_elsewhere(self) -> int:
        return BoardDecision.objects.filter(board__region=THERE).earliest("pk").pk

    def _board_paper(self) -> int:
        return BoardPaper.objects.filter(board__region=HERE).earliest("pk").pk

    def _board_paper_elsewhere(self) -> int:
        return BoardPaper.objects.filter(board__region=THERE).earliest("pk").pk

    def _step_file(self) -> int:
        return self._step_with_a_file(HERE)

    def _step_file_elsewhere(self) -> int:
        return self._step_with_a_file(THERE)

    def _step_with_a_file(self, region: str) -> int:
        step = MilestoneStep.objects.filter(milestone__region=region).earliest("pk")
        found = MilestoneStep.objects.filter(milestone=step.milestone).exclude(file="").first()
        if found is None:
            given = {
                "kind": "progress",
                "state": "on_track",
                "words": "Seen",
                "owner": step.owner,
                "by": step.by,
            }
            found = MilestoneStep.objects.create(
                milestone=step.milestone, number=99, due_on=step.due_on, **given, **_a_file()
            )
        return found.pk

    def _agreement_document(self) -> int:
        return self._document_of(self._agreement())

    def _agreement_document_elsewhere(self) -> int:
        return self._document_of(self._agreement_elsewhere())

    def _document_of(self, pk: int) -> int:
        agreement = Agreement.objects.get(pk=pk)
        given = {"by": agreement.made_by} | _a_file()
        return AgreementDocument.objects.get_or_create(agreement=agreement, title="Signed", defaults=given)[
            0
        ].pk

    def _impact_file(self) -> int:
        return self._impact_of(self._award())

    def _impact_file_elsewhere(self) -> int:
        return self._impact_of(self._award_elsewhere())

    def _impact_of(self, pk: int) -> int:
        award = Award.objects.get(pk=pk)
        given = {"by": award.entered_by, "on": date(2026, 4, 1)} | _a_file()
        return AwardImpact.objects.get_or_create(award=award, words="Seen", defaults=given)[0].pk

    def _product_file(self) -> int:
        return self._product_of(HERE)

    def _product_file_elsewhere(self) -> int:
        return self._product_of(THERE)

    def _product_of(self, region: str) -> int:
        plan = Region.objects.get(pk=region).plans.earliest("pk")
        given = {"holder": plan.opened_by, "by": plan.opened_by, "due_on": date(2026, 4, 1), "words": "Seen"}
        return ProductEntry.objects.get_or_create(
            plan=plan, product="lessons", state="in_place", defaults=given | _a_file()
        )[0].pk


def _a_file() -> dict[str, Any]:
    kept = keep(SimpleUploadedFile("note.txt", b"Seen"), evidence_rules_on(date(2026, 4, 1)))
    return {"file": kept.path, "file_name": kept.name, "file_sha256": kept.sha256}

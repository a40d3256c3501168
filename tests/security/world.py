"""The things that the routes are about: some inside everybody's scope, some outside."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.test import Client

from apps.assessments.attachments import keep
from apps.assessments.bank_publishing import take_up
from apps.assessments.models import (
    Assignment,
    BankEdition,
    Comparison,
    EvidenceEntry,
    Sample,
    SampledCase,
)
from apps.audits.finding_actions import open_action
from apps.audits.models import AuditRound, CalibrationExercise, Feedback, Finding, RoundGroup
from apps.audits.moderation_queries import compared_cases, second_marks
from apps.caseload.models import Extract, ExtractJob, SupervisionPeriod
from apps.inspections.standards_publishing import hand_in
from apps.organisation.demo_accounts import DEMO_ACCOUNTS
from apps.organisation.models import RecordedAction, Region, RoleAssignment, User
from apps.performance.models import MeasureOutcome, MeasureRun
from apps.performance.quality_actions import raise_item
from apps.performance.queries.quality_items import open_item
from apps.reports.actions import request_edition
from apps.reports.models import Batch, ReportEdition
from rules.definitions.evidence import evidence_rules_on
from rules.periods import PerformanceYear
from tests.factories.contracts import make_contract_round
from tests.factories.demo import REPORT_YEAR
from tests.factories.proposed import propose_for
from tests.factories.standards_documents import LIGHTHOUSES
from tests.security.inspected import inspect
from tests.security.inspection_keys import InspectionKeys
from tests.security.library_keys import LibraryKeys
from tests.security.planning_keys import PlanningKeys
from tests.security.report_keys import ReportKeys

# One person in each role: of Wales, of North Wales, of the caseload of H103-P01, or of the nation.
PEOPLE = {account.role: account.username for account in reversed(DEMO_ACCOUNTS)}
PRACTITIONER = "H103-P01"
FAR_REGION = "A"


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


class World(InspectionKeys, LibraryKeys, PlanningKeys, ReportKeys):
    """The demonstration, and by name the keys of what the table of routes speaks of."""

    def __init__(self, folder: Path) -> None:
        self.people = {role: User.objects.get(username=name) for role, name in PEOPLE.items()}
        self._browsers = {role: _signed_in(person) for role, person in self.people.items()}
        self._found: dict[tuple[object, ...], list[Any]] = {}
        self.somebody = User.objects.get(username="auditor2")
        self.run = MeasureRun.objects.latest("pk")
        self.draft = take_up("QM030", by=self.people["lead_auditor"])
        self._hand_in_a_broken_extract(folder)
        self.proposals = {region: propose_for(region, run=self.run, by="analyst") for region in "HA"}
        year = PerformanceYear.parse(REPORT_YEAR)
        far = Region.objects.get(code=FAR_REGION)
        self.far_edition = request_edition(region=far, year=year, on=date(2026, 4, 1), by=None).edition
        self.inspected = inspect(self.people, far)
        lead = self.people["lead_inspector"]
        self.standards_draft = hand_in(LIGHTHOUSES.encode(), file_name="lamps.txt", by=lead)

    def _hand_in_a_broken_extract(self, folder: Path) -> None:
        (folder / "broken").mkdir()
        try:
            call_command("import_extract", str(folder / "broken"), stdout=StringIO(), stderr=StringIO())
        except CommandError:
            return
        raise AssertionError("an empty folder passed for an extract")

    def browser(self, role: str | None) -> Client:
        """A browser of somebody in the role: signed in before the test, which alone would have to undo it."""
        client = Client(raise_request_exception=False)
        if role:
            client.cookies.load({name: morsel.value for name, morsel in self._browsers[role].cookies.items()})
        return client

    def get(self, name: str) -> object:
        """The key that the table calls `name`. An unknown name raises AttributeError."""
        return getattr(self, f"_{name}")()

    def _somebody(self) -> int:
        return self.somebody.pk

    def _held_role(self) -> int:
        return RoleAssignment.objects.get(user=self.somebody).pk

    def _a_role(self) -> str:
        return "auditor"

    def _recorded_action(self) -> int:
        return RecordedAction.objects.latest("pk").pk

    def _bank_edition(self) -> int:
        return BankEdition.objects.earliest("pk").pk

    def _bank_draft(self) -> int:
        return self.draft.pk

    def _run(self) -> int:
        return self.run.pk

    def _proposal(self) -> int:
        return self.proposals["H"].pk

    def _proposal_elsewhere(self) -> int:
        return self.proposals[FAR_REGION].pk

    def _path(self) -> int:
        return self.proposals["H"].paths.get().pk

    def _quality_item(self) -> int:
        return self._raised(self._judged(practitioner_code=PRACTITIONER)[-1])

    def _quality_item_of_colleague(self) -> int:
        found = self._judged(unit="H103")
        return self._raised(next(row for row in found if row.practitioner_code != PRACTITIONER))

    def _quality_item_elsewhere(self) -> int:
        return self._raised(self._judged(region=FAR_REGION)[0])

    def _raised(self, case: MeasureOutcome) -> int:
        """The item about a case, raised when it is first asked for."""
        standing = open_item(case.measure, case.occurrence_id)
        if standing is None:
            by, on = self.people["performance_analyst"], date(2026, 4, 1)
            standing = raise_item(case, fault="other", words="See the letter.", owner=by, by=by, on=on)
        return standing.pk

    def _measure(self) -> str:
        return self._judged_of_practitioner().measure

    def _judged_of_practitioner(self) -> MeasureOutcome:
        """A case of a measure that a colleague and another region have cases of as well."""
        near = {row.measure for row in self._judged(unit="H103") if row.practitioner_code != PRACTITIONER}
        far = {row.measure for row in self._judged(region=FAR_REGION)}
        return next(row for row in self._judged(practitioner_code=PRACTITIONER) if row.measure in near & far)

    def _judged(self, **wanted: str) -> list[MeasureOutcome]:
        found = self._once(MeasureOutcome.objects.filter(run=self.run, **wanted).order_by("pk"), wanted)
        assert found, f"the demonstration has no outcome with {wanted}"
        return found

    def _once(self, rows: QuerySet[Any], wanted: dict[str, str]) -> list[Any]:
        """Rows of the demonstration that no request changes, read once: they are asked for by every role."""
        key = (rows.model, *sorted(wanted.items()))
        if key not in self._found:
            self._found[key] = list(rows)
        return self._found[key]

    def _occurrence_of_practitioner(self) -> str:
        return self._judged_of_practitioner().occurrence_id

    def _occurrence_of_colleague(self) -> str:
        found = self._judged(unit="H103", measure=self._measure())
        return next(row.occurrence_id for row in found if row.practitioner_code != PRACTITIONER)

    def _occurrence_elsewhere(self) -> str:
        return self._judged(region=FAR_REGION, measure=self._measure())[0].occurrence_id

    def _person_of_practitioner(self) -> str:
        return self._supervised(practitioner_code=PRACTITIONER)[0]

    def _person_of_colleague(self) -> str:
        own = set(self._supervised(practitioner_code=PRACTITIONER))
        return next(person for person in self._supervised(unit_code="H103") if person not in own)

    def _person_elsewhere(self) -> str:
        near = set(self._supervised(region_code="H"))
        return next(person for person in self._supervised(region_code=FAR_REGION) if person not in near)

    def _supervised(self, **wanted: str) -> list[str]:
        """People whom a place or practitioner supervises now or did before, as scopes count them."""
        periods = SupervisionPeriod.objects.filter(**wanted).order_by("person_id")
        return self._once(periods.values_list("person_id", flat=True), wanted)

    def _extract(self) -> int:
        return Extract.objects.latest("pk").pk

    def _job(self) -> int:
        return ExtractJob.objects.filter(state="done").latest("pk").pk

    def _refused_job(self) -> int:
        return ExtractJob.objects.filter(state="refused").latest("pk").pk

    def _round(self) -> int:
        """The one that the demonstration is scoring: a journey may have opened others."""
        return AuditRound.objects.exclude(state=AuditRound.State.LOCKED).filter(region="H").earliest("pk").pk

    def _undrawn_round(self) -> int:
        """A round that waits for its draw, made when it is first asked for."""
        drawn = AuditRound.objects.get(pk=self._round())
        values = {"region": drawn.region, "edition": drawn.edition, "size": 2, "due_on": drawn.due_on}
        days = {"window_first_on": date(2025, 1, 1), "window_last_on": date(2025, 1, 31)}
        return AuditRound.objects.get_or_create(seed="walk", defaults=values | days, state="open")[0].pk

    def _published_round(self) -> int:
        """The demonstration's own: a journey may have published others."""
        published = AuditRound.objects.filter(state=AuditRound.State.LOCKED, contract_id="", region="H")
        return published.earliest("pk").pk

    def _group(self) -> int:
        """A group with the round that is being scored."""
        group, _ = RoundGroup.objects.get_or_create(title="Rounds of the walk")
        AuditRound.objects.filter(pk=self._round()).update(group=group)
        return group.pk

    def _contract_round(self) -> int:
        return self._of_contract("walk-own", "H", "SUP1")

    def _contract_round_of_another(self) -> int:
        return self._of_contract("walk-other", "H", "SUP2")

    def _contract_round_elsewhere(self) -> int:
        return self._of_contract("walk-far", FAR_REGION, "SUP2")

    def _of_contract(self, contract_id: str, region: str, supplier: str) -> int:
        """A published round of a contract, made when it is first asked for."""
        found = AuditRound.objects.filter(contract_id=contract_id).first()
        if found is None:
            found = make_contract_round(contract_id, region=region, supplier_code=supplier)
        return found.pk

    def _reviewed_round(self) -> int:
        """A drawn round with a second mark that is not submitted."""
        waiting = Assignment.objects.filter(mark=Assignment.SECOND_MARK, submitted_at=None)
        drawn = AuditRound.objects.filter(state=AuditRound.State.DRAWN)
        return drawn.filter(sample__cases__assignments__in=waiting).latest("pk").pk

    def _waiting_second_mark(self) -> int:
        reviewed = AuditRound.objects.get(pk=self._reviewed_round())
        return second_marks(reviewed).filter(submitted_at=None)[0].pk

    def _compared_round(self) -> int:
        published = AuditRound.objects.filter(state=AuditRound.State.LOCKED)
        return published.filter(sample__cases__comparisons__isnull=False).earliest("pk").pk

    def _compared_mark(self) -> int:
        return compared_cases(AuditRound.objects.get(pk=self._compared_round()))[0].assignment.pk

    def _exercise(self) -> int:
        """An exercise without cases: the demonstration's frame may have no reserve to take any from."""
        found = CalibrationExercise.objects.filter(title="Walked").first()
        if found is None:
            published = AuditRound.objects.get(pk=self._published_round())
            sample = Sample.objects.get(pk=published.sample_id)
            sample.pk, sample.purpose = None, Sample.Purpose.CALIBRATION
            sample.save(force_insert=True)
            by = self.people["lead_auditor"]
            found = CalibrationExercise.objects.create(
                title="Walked", edition=published.edition, sample=sample, opened_by=by
            )
        return found.pk

    def _sampled_case(self) -> int:
        return Assignment.objects.get(pk=self._assignment()).sampled_case_id

    def _case_without_auditor(self) -> int:
        """A waiting case of the open round that its auditor released and nobody else may mark."""
        waiting = AuditRound.objects.get(pk=self._round()).assignments.filter(submitted_at__isnull=True)
        freed = waiting.filter(auditor__isnull=True).first() or waiting.order_by("-pk").first()
        Assignment.objects.filter(pk=freed.pk).update(auditor=None)
        return freed.sampled_case_id

    def _assignment(self) -> int:
        return self._assignment_to("auditor1", submitted=False)

    def _submitted_assignment(self) -> int:
        return self._assignment_to("auditor1", submitted=True)

    def _assignment_of_colleague(self) -> int:
        return self._assignment_to("auditor2", submitted=True)

    def _assignment_to(self, username: str, *, submitted: bool) -> int:
        found = Assignment.objects.filter(auditor__username=username).order_by("pk")
        return next(row.pk for row in found if row.is_submitted is submitted)

    def _finding(self) -> int:
        return self._found_in("H", "H103").pk

    def _finding_elsewhere(self) -> int:
        return self._found_in(FAR_REGION, "").pk

    def _found_in(self, region: str, unit: str) -> Finding:
        """A finding of the published round, said to be of the place."""
        place = {"region_code": region, "unit_code": unit}
        of_round = {"round_id": self._published_round(), "question": "E01", "kind": "improve"}
        by = {"words": "Letters are late", "raised_by": self.people["lead_auditor"]}
        return Finding.objects.get_or_create(**place, **of_round, defaults=by)[0]

    def _improvement_action(self) -> int:
        return self._action_on(self._found_in("H", "H103"))

    def _action_elsewhere(self) -> int:
        return self._action_on(self._found_in(FAR_REGION, ""))

    def _action_on(self, found: Finding) -> int:
        opened = found.actions.first()
        if opened is None:
            lead, on = self.people["lead_auditor"], date(2026, 4, 1)
            opened = open_action([found], what="Brief", why="So", owner=lead, due_on=on, by=lead, on=on)
        return opened.pk

    def _a_step(self) -> str:
        return "evidence"

    def _audited_case_of_practitioner(self) -> int:
        return self._audited_case(PRACTITIONER, "H103", 0)

    def _audited_case_of_colleague(self) -> int:
        return self._audited_case("H103-P02", "H103", 1)

    def _audited_case_of_other_unit(self) -> int:
        return self._audited_case("H104-P01", "H104", 2)

    def _audited_case(self, practitioner: str, unit: str, at: int) -> int:
        """A marked case of the published round, handed to the practitioner."""
        compared = Comparison.objects.values("sampled_case")
        marks = Assignment.objects.filter(
            sampled_case__sample__round=self._published_round(), mark=1, sampled_case__in=compared
        )
        mark = marks.order_by("pk")[at]
        SampledCase.objects.filter(pk=mark.sampled_case_id).update(
            practitioner_code=practitioner, unit_code=unit
        )
        return mark.pk

    def _a_challenge(self) -> int:
        mark = Assignment.objects.get(pk=self._submitted_assignment())
        by = {"by": self.people["practitioner"], "words": "See the letter", "due_on": date(2026, 4, 15)}
        return Feedback.objects.get_or_create(assignment=mark, kind="challenge", defaults=by)[0].pk

    def _an_evidence_entry(self) -> int:
        return self._evidence_of(self._assignment()).pk

    def _a_kept_file(self) -> int:
        return self._evidence_of(self._submitted_assignment()).pk

    def _evidence_of(self, pk: int) -> EvidenceEntry:
        mark = Assignment.objects.get(pk=pk)
        kept = keep(SimpleUploadedFile("letter.txt", b"Dear Sir"), evidence_rules_on(date(2026, 4, 1)))
        file = {"file": kept.path, "file_name": kept.name, "file_sha256": kept.sha256}
        said = {"source": "document", "words": "A letter", "by": mark.auditor}
        return EvidenceEntry.objects.get_or_create(assignment=mark, defaults=said | file)[0]

    def _a_result_table(self) -> str:
        return "answers"

    def _a_sheet_kind(self) -> str:
        return "ods"

    def _a_fact(self) -> str:
        return "em"

    def _a_section(self) -> str:
        return "preparing"

    def _a_question(self) -> str:
        return "E01"

    def _a_batch(self) -> int:
        return Batch.objects.get_or_create(kind="annual_report", year=REPORT_YEAR)[0].pk

    def _edition(self) -> int:
        return ReportEdition.objects.filter(report__region="H", state="built").latest("pk").pk

    def _edition_elsewhere(self) -> int:
        return self.far_edition.pk

    def _a_kind(self) -> str:
        return "csv"

    def _a_table(self) -> str:
        edition = ReportEdition.objects.get(pk=self._edition())
        return edition.figures.tables.order_by("pk").values_list("key", flat=True)[0]

"""What a case page tells beside sentences and contact: release, home, work, programmes, breaches."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import F

from apps.caseload.models import (
    AccommodationRecord,
    Allocation,
    Breach,
    EmploymentRecord,
    Handover,
    HandoverMeeting,
    ParoleReport,
    ParoleReportDueDate,
    Person,
    Programme,
    ProgrammeEpisode,
    ReleaseDate,
    Sentence,
)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A parole report and the due day in force now; None where none is recorded."""

    report: ParoleReport
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class Attended:
    """A programme that the person was or is on, with its title in the directory."""

    episode: ProgrammeEpisode
    title: str


@dataclass(frozen=True, kw_only=True)
class CaseRecords:
    """All of them newest first; empty where the extract has nothing of the kind."""

    allocations: Sequence[Allocation]
    release_dates: Sequence[ReleaseDate]
    handovers: Sequence[Handover]
    meetings: Sequence[HandoverMeeting]
    reports: Sequence[Reported]
    homes: Sequence[AccommodationRecord]
    work: Sequence[EmploymentRecord]
    programmes: Sequence[Attended]
    breaches: Sequence[Breach]

    @property
    def has_release(self) -> bool:
        """Whether anything is recorded of the way from prison to the community."""
        return any((self.release_dates, self.handovers, self.meetings, self.reports))

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


def case_records(person: Person) -> CaseRecords:
    """The person's records as the live extract has them; versions that were replaced are left out."""
    mine = {"person_id": person.pk}
    sentences = Sentence.objects.filter(**mine).values("pk")
    return CaseRecords(
        allocations=list(Allocation.objects.filter(**mine).order_by("-allocated_on", "pk")),
        release_dates=list(
            ReleaseDate.objects.filter(sentence_id__in=sentences, superseded_at=None).order_by(
                "-release_on", "pk"
            )
        ),
        handovers=list(Handover.objects.filter(**mine).order_by(F("due_on").desc(nulls_last=True), "pk")),
        meetings=list(
            HandoverMeeting.objects.filter(**mine, superseded_at=None).order_by("-scheduled_on", "pk")
        ),
        reports=_reports(person),
        homes=list(AccommodationRecord.objects.filter(**mine).order_by("-start_on", "-recorded_at", "pk")),
        work=list(EmploymentRecord.objects.filter(**mine).order_by("-start_on", "-recorded_at", "pk")),
        programmes=_programmes(person),
        breaches=list(Breach.objects.filter(**mine).order_by("-relevant_failure_on", "pk")),
    )


def _reports(person: Person) -> list[Reported]:
    reports = list(ParoleReport.objects.filter(person_id=person.pk).order_by("-requested_on", "pk"))
    in_force = ParoleReportDueDate.objects.filter(
        parole_report_id__in=[report.pk for report in reports], superseded_at=None
    )
    due = dict(in_force.values_list("parole_report_id", "due_on"))
    return [Reported(report=report, due_on=due.get(report.pk)) for report in reports]


def _programmes(person: Person) -> list[Attended]:
    order = (F("started_on").desc(nulls_last=True), F("imposed_on").desc(nulls_last=True), "pk")
    episodes = list(ProgrammeEpisode.objects.filter(person_id=person.pk).order_by(*order))
    codes = {episode.programme_code for episode in episodes}
    titles = dict(Programme.objects.filter(pk__in=codes).values_list("pk", "title"))
    return [
        Attended(episode=episode, title=titles.get(episode.programme_code, episode.programme_code))
        for episode in episodes
    ]

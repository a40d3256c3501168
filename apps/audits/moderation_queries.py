"""Where the review of a round stands: second marks, differences, requests, sign-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.db.models import QuerySet

from apps.assessments.models import Assignment, Comparison, ReopeningRequest, SampledCase
from apps.assessments.scoring_answers import Settlement, answers_that_score, settlements
from apps.assessments.second_marks import missing_second_marks, wanted_for_second
from apps.audits.models import AuditRound, SignOff
from apps.audits.queries import rounds_in, unassigned
from apps.organisation.access import Scope

SIGN_OFF = "sign_off"


@dataclass(frozen=True)
class Review:
    """The review of a drawn round."""

    round: AuditRound
    wanted: int
    missing: tuple[SampledCase, ...]
    seconds: tuple[Assignment, ...]
    cases: tuple[Settlement, ...]  # those whose markers were compared, by case id
    requests: tuple[ReopeningRequest, ...]

    @property
    def submitted(self) -> int:
        return sum(mark.is_submitted for mark in self.seconds)

    @property
    def waiting(self) -> tuple[Assignment, ...]:
        return tuple(mark for mark in self.seconds if not mark.is_submitted)

    @cached_property
    def open_cases(self) -> tuple[Settlement, ...]:
        return tuple(case for case in self.cases if not case.settled.is_complete)

    @property
    def open_points(self) -> int:
        return sum(
            len(case.settled.open_facts) + len(case.settled.open_questions) for case in self.open_cases
        )


def review_of(audit_round: AuditRound) -> Review:
    """How the review stands; everything is empty before the draw."""
    if audit_round.sample_id is None:
        return Review(audit_round, 0, (), (), (), ())
    return Review(
        round=audit_round,
        wanted=len(wanted_for_second(audit_round.sample)),
        missing=tuple(missing_second_marks(audit_round.sample, edition=audit_round.edition)),
        seconds=tuple(second_marks(audit_round).select_related("sampled_case", "auditor")),
        cases=compared_cases(audit_round),
        requests=tuple(waiting_requests(audit_round)),
    )


def second_marks(audit_round: AuditRound) -> QuerySet[Assignment]:
    """The second markings of the cases that the round marks now and that somebody holds."""
    return Assignment.objects.filter(
        sampled_case__sample=audit_round.sample_id,
        sampled_case__standing=SampledCase.Standing.SAMPLED,
        mark=Assignment.SECOND_MARK,
        auditor__isnull=False,
    ).order_by("sampled_case__case_id")


def compared_cases(audit_round: AuditRound) -> tuple[Settlement, ...]:
    """The cases whose markers were compared and have both submitted, by case id."""
    compared = Comparison.objects.filter(sampled_case__sample=audit_round.sample_id)
    again = second_marks(audit_round).filter(submitted_at__isnull=True).values("sampled_case")
    firsts = audit_round.assignments.filter(
        sampled_case__in=compared.values("sampled_case"), submitted_at__isnull=False
    ).exclude(sampled_case__in=again)
    ordered = firsts.select_related("sampled_case", "edition").defer("sampled_case__snapshot")
    found = settlements(ordered.order_by("sampled_case__case_id"))
    return tuple(found.values())


def waiting_requests(audit_round: AuditRound) -> QuerySet[ReopeningRequest]:
    """Requests to open a case of the round again on which nobody has decided."""
    waiting = ReopeningRequest.objects.filter(
        assignment__sampled_case__sample=audit_round.sample_id,
        assignment__sampled_case__standing=SampledCase.Standing.SAMPLED,
        decision__isnull=True,
    )
    return waiting.select_related("assignment__sampled_case", "by").order_by("id")


def evidence_sha256(audit_round: AuditRound) -> str:
    """The hash of what every case scores: a line `case|question|answer` each, in order, for the edition."""
    marks = list(audit_round.assignments.select_related("sampled_case", "edition"))
    answers = answers_that_score(marks)
    lines = sorted(
        f"{mark.sampled_case.case_id}|{question}|{scoring.answer}"
        for mark in marks
        for question, scoring in answers[mark.pk].items()
    )
    return sha256("\n".join([audit_round.edition.sha256, *lines]).encode()).hexdigest()


def standing_sign_off(audit_round: AuditRound) -> SignOff | None:
    """The newest sign-off, while what it signed has not changed since; else None."""
    newest = audit_round.sign_offs.select_related("by").first()
    if newest is None or newest.evidence_sha256 != evidence_sha256(audit_round):
        return None
    return newest


def rounds_under_review(scope: Scope) -> QuerySet[AuditRound]:
    """The drawn rounds of the scope whose score is not published, newest first."""
    return rounds_in(scope).filter(state=AuditRound.State.DRAWN)


def cases_waiting(audit_round: AuditRound) -> list[str]:
    """Reasons not to lock: first marks that are missing."""
    if audit_round.sample_id is None:
        return ["Draw the sample and score its cases first"]
    marks = audit_round.assignments.filter(submitted_at__isnull=True, auditor__isnull=False).count()
    waiting = marks + unassigned(audit_round).count()
    return [f"Cases still waiting to be scored: {waiting}"] if waiting else []


def review_waiting(audit_round: AuditRound) -> list[str]:
    """Reasons not to lock: second marks, differences and requests that somebody has to deal with."""
    if audit_round.sample_id is None:
        return []
    review = review_of(audit_round)
    return [
        f"{text}: {_names(cases)}"
        for text, cases in (
            ("Chosen for a second mark, and nobody marks them yet", review.missing),
            ("Waiting for their second mark", [mark.sampled_case for mark in review.waiting]),
            (
                "The markers differ and nobody has decided yet",
                [case.assignment.sampled_case for case in review.open_cases],
            ),
            (
                "Asked to be opened again, and nobody has answered yet",
                [request.assignment.sampled_case for request in review.requests],
            ),
        )
        if cases
    ]


def sign_off_missing(audit_round: AuditRound) -> list[str]:
    """Reasons not to lock: nobody senior has signed what stands now."""
    if audit_round.sample_id is None or standing_sign_off(audit_round) is not None:
        return []
    if audit_round.sign_offs.exists():
        return ["Something has changed since a senior reviewer signed the round off: it needs a new sign-off"]
    return ["A senior reviewer has not signed the round off"]


def _names(cases: Sequence[SampledCase]) -> str:
    return ", ".join(case.case_id for case in cases)

"""One machine for every kind of case assessment: banks, samples, assignments, facts and answers.

An answer belongs to an assignment, which names the edition of the bank: a new edition never changes an
answer already given. What an auditor sees of a case is frozen with the sample.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.definitions.banks import Bank
from rules.definitions.files import validated

_definitions: dict[str, Bank] = {}


class BankEdition(models.Model):
    """A published edition of a question bank, kept whole. Rows are never changed (database trigger)."""

    bank = models.CharField(max_length=20)
    edition = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(
        help_text="The bank with its scales and facts, as rules.definitions.banks.Bank"
    )
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["bank", "edition"]
        constraints = [models.UniqueConstraint(fields=["bank", "edition"], name="one_row_per_bank_edition")]

    def __str__(self) -> str:
        return f"{self.bank} {self.title} ({self.edition})"

    @property
    def definition(self) -> Bank:
        """The bank as the rules read it; read once a process, since a published edition never changes."""
        if self.sha256 not in _definitions:
            _definitions[self.sha256] = validated(Bank, self.content, file=str(self))
        return _definitions[self.sha256]


class Sample(models.Model):
    """One draw: the frame as it was, and everything that is needed to repeat it."""

    title = models.CharField(max_length=160)
    region_code = models.CharField(max_length=1, db_index=True)
    frame_csv = models.TextField()
    frame_sha256 = models.CharField(max_length=64)
    strata_columns = models.JSONField(default=list)
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=80)
    algorithm = models.CharField(max_length=40)
    window_first_on = models.DateField()
    window_last_on = models.DateField()
    due_on = models.DateField()
    extract_sha256 = models.CharField(max_length=64)
    extract_as_at = models.DateField()
    demo = models.BooleanField()
    drawn_at = models.DateTimeField(auto_now_add=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_last_on__gte=F("window_first_on")), name="sample_window_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Stratum(models.Model):
    """A part of the frame and how many of its cases were taken."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="strata")
    name = models.CharField(max_length=200)
    frame_size = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()

    class Meta:
        ordering = ["sample", "name"]
        verbose_name_plural = "strata"
        constraints = [
            models.UniqueConstraint(fields=["sample", "name"], name="stratum_once_per_sample"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("frame_size"), frame_size__gte=1), name="stratum_gives_what_it_has"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SampledCase(models.Model):
    """A row of the frame after the draw. `snapshot` is the case as the auditor sees it, frozen."""

    class Standing(models.TextChoices):
        SAMPLED = "sampled", "Sampled"
        RESERVE = "reserve", "Reserve"

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="cases")
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="cases")
    case_id = models.CharField(max_length=60)
    person_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    unit_code = models.CharField(max_length=20)
    practitioner_code = models.CharField(max_length=40, blank=True)
    manager_code = models.CharField(max_length=40, blank=True)
    place = models.PositiveIntegerField()
    standing = models.CharField(max_length=10, choices=Standing)
    snapshot = models.JSONField(default=dict)

    class Meta:
        ordering = ["sample", "stratum__name", "place"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "case_id"], name="case_once_per_sample"),
            models.UniqueConstraint(fields=["stratum", "place"], name="place_once_per_stratum"),
        ]

    def __str__(self) -> str:
        return self.case_id


class Assignment(models.Model):
    """One auditor's marking of one sampled case with one edition of a bank.

    `mark` 1 is the first marking; further marks of the same case stand beside it, never over it.
    `result` is the arithmetic at submission, fractions as texts.
    """

    FIRST_MARK = 1

    sampled_case = models.ForeignKey(SampledCase, models.PROTECT, related_name="assignments")
    edition = models.ForeignKey(BankEdition, models.PROTECT, related_name="assignments")
    mark = models.PositiveSmallIntegerField(default=FIRST_MARK)
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField(auto_now_add=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    facts_checked_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["sampled_case", "mark"]
        indexes = [models.Index(fields=["auditor", "submitted_at"])]
        constraints = [
            models.UniqueConstraint(fields=["sampled_case", "edition", "mark"], name="one_marker_per_mark"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, result__isnull=True)
                | Q(submitted_at__isnull=False, result__isnull=False, facts_checked_at__isnull=False),
                name="submitted_with_facts_and_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sampled_case} marked by {self.auditor}"

    @property
    def bank(self) -> Bank:
        return self.edition.definition

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class Versioned(models.Model):
    """Something that several pages may save: `version` goes up with every change.

    `editor` and `step` name the page that saved last and its count, so that a page whose last reply got
    lost is not told that somebody else was faster.
    """

    version = models.PositiveIntegerField(default=0)
    editor = models.CharField(max_length=40, blank=True)
    step = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class CaseFact(Versioned):
    """A fact about a case, asked once per marking and shared by every bank. `value` None is unknown."""

    class Origin(models.TextChoices):
        CASELOAD = "caseload", "From the caseload"
        AUDITOR = "auditor", "Entered by the auditor"

    sampled_case = models.ForeignKey(SampledCase, models.PROTECT, related_name="facts")
    mark = models.PositiveSmallIntegerField(default=Assignment.FIRST_MARK)
    fact = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    origin = models.CharField(max_length=10, choices=Origin)

    class Meta:
        ordering = ["sampled_case", "fact"]
        constraints = [
            models.UniqueConstraint(fields=["sampled_case", "mark", "fact"], name="fact_once_per_marking"),
        ]

    def __str__(self) -> str:
        return f"{self.fact} of {self.sampled_case_id}"


class Answer(Versioned):
    """The answer to one question of one assignment. Every change leaves an EvidenceChange.

    `worked_out` is what the dates say; an answer that differs from it is an override and needs a note.
    A save that names an older version is refused.
    """

    class Standing(models.TextChoices):
        GIVEN = "given", "Given"
        WITHDRAWN = "withdrawn", "Withdrawn: the question no longer applies"
        BY_RULE = "by_rule", "Not applicable by rule"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=20, blank=True)
    worked_out = models.CharField(max_length=20, blank=True)
    dates = models.JSONField(default=dict, help_text="{limit id: {starts, ends, never_done}}")
    note = models.TextField(blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.GIVEN)

    class Meta:
        ordering = ["assignment", "question"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "question"], name="one_answer_per_question"),
            models.CheckConstraint(
                condition=~Q(standing="by_rule") | Q(answer=""), name="hidden_question_has_no_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.assignment_id}"

    def as_evidence(self) -> dict[str, Any]:
        """What of it is evidence, as a JSON value."""
        return {name: getattr(self, name) for name in ("answer", "worked_out", "dates", "note", "standing")}


class EvidenceChange(models.Model):
    """Who changed which fact or answer, when, from what, to what. Append-only (database trigger)."""

    class Kind(models.TextChoices):
        FACT = "fact", "Case fact"
        ANSWER = "answer", "Answer"

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["assignment", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.assignment_id}"

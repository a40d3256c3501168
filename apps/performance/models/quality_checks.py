"""What the checks found in each extract: counts for good, single records of the newest extract only."""

from django.db import models

from apps.performance.models.runs import Bytewise


class QualityReading(models.Model):
    """An extract was checked, at that moment; its findings and counts belong to it."""

    extract = models.OneToOneField("caseload.Extract", models.PROTECT, related_name="quality_reading")
    read_at = models.DateTimeField()
    holds_findings = models.BooleanField(default=True)
    # False for a reading of before unpaid work was counted with it.
    unpaid_work_counted = models.BooleanField(default=False)

    class Meta:
        ordering = ["-read_at", "-id"]

    def __str__(self) -> str:
        return f"checks of {self.extract}"


class QualityFinding(models.Model):
    """A record that a check found. `on_day`: the day that the record is about."""

    reading = models.ForeignKey(QualityReading, models.CASCADE, related_name="findings", db_index=False)
    rule = Bytewise(max_length=40)
    region = Bytewise(max_length=20, blank=True)
    unit = Bytewise(max_length=20)
    practitioner_code = Bytewise(max_length=64, blank=True)
    person_id = Bytewise(max_length=64)
    record_id = Bytewise(max_length=80)
    on_day = models.DateField()

    class Meta:
        ordering = ["rule", "-on_day", "record_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "rule", "record_id"], name="one_finding_per_rule_and_record"
            )
        ]
        indexes = [models.Index(fields=["reading", "region", "unit", "rule"], name="findings_in_place")]

    def __str__(self) -> str:
        return f"{self.rule} {self.record_id}"


class QualityCount(models.Model):
    """How many records a check found in one place."""

    reading = models.ForeignKey(QualityReading, models.CASCADE, related_name="counts", db_index=False)
    rule = Bytewise(max_length=40)
    region = Bytewise(max_length=20, blank=True)
    unit = Bytewise(max_length=20)
    records = models.PositiveIntegerField()

    class Meta:
        ordering = ["reading", "rule", "region", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "rule", "region", "unit"], name="one_quality_count_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.region} {self.unit}: {self.records}"


class CharacteristicCount(models.Model):
    """Of how many people who were asked about a protected characteristic the answer is recorded."""

    reading = models.ForeignKey(
        QualityReading, models.CASCADE, related_name="characteristics", db_index=False
    )
    counts_in = Bytewise(max_length=7)
    edition = Bytewise(max_length=20)
    region = Bytewise(max_length=20)
    unit = Bytewise(max_length=20)
    characteristic = Bytewise(max_length=40)
    asked = models.PositiveIntegerField()
    recorded = models.PositiveIntegerField()

    class Meta:
        ordering = ["reading", "counts_in", "region", "unit", "characteristic"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "counts_in", "edition", "region", "unit", "characteristic"],
                name="one_count_per_characteristic_and_place",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded__lte=models.F("asked")), name="recorded_of_those_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.characteristic} {self.unit}: {self.recorded} of {self.asked}"

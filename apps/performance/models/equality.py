"""The cases of a run told apart by who the people are: counts of groups, never of single people."""

from django.db import models
from django.db.models import F, Q

from apps.performance.models.runs import Bytewise, MeasureRun


class EqualityReading(models.Model):
    """A run was told apart. `rules_from`: since when the rules held by which its newest year was grouped.

    Cells of a run go when a newer one of the pages has been told apart; the reading stays.
    """

    run = models.OneToOneField(MeasureRun, models.CASCADE, related_name="equality")
    rules_from = models.DateField()
    years = models.JSONField(help_text='Performance years with cases, the newest last: ["2024-25"]')
    counted_at = models.DateTimeField()
    seconds = models.DecimalField(max_digits=7, decimal_places=2)
    holds_cells = models.BooleanField(default=True)

    class Meta:
        ordering = ["-counted_at", "-id"]

    def __str__(self) -> str:
        return f"groups of {self.run}"


class EqualityCell(models.Model):
    """One measure's cases of one group of people, in one performance year and delivery unit.

    The squares are sums over people, by which the cases of one person are known to go together; the rules say
    how (`rules.statistics.two_shares.Tally`). An empty unit: the whole region, where a person of several
    units counts once; combined groups are counted so only.
    """

    reading = models.ForeignKey(EqualityReading, models.CASCADE, related_name="cells", db_index=False)
    year = Bytewise(max_length=7)
    measure = Bytewise(max_length=20)
    edition = Bytewise(max_length=20)
    region = Bytewise(max_length=20)
    unit = Bytewise(max_length=20, blank=True)
    characteristic = Bytewise(max_length=40)
    member_of = Bytewise(max_length=80)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    not_recorded = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    squared = models.PositiveBigIntegerField()
    numerator_squared = models.PositiveBigIntegerField()
    crossed = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["reading", "year", "region", "unit", "measure", "characteristic", "member_of"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "reading",
                    "year",
                    "region",
                    "unit",
                    "measure",
                    "characteristic",
                    "member_of",
                    "edition",
                ],
                name="one_equality_cell_per_group",
            ),
            models.CheckConstraint(
                condition=Q(numerator__lte=F("denominator"), people__lte=F("denominator")),
                name="equality_numerator_of_its_denominator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year} {self.characteristic} {self.member_of}"

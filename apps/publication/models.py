"""Published figures: frozen, suppressed, the same wherever they appear. Nothing here is ever changed."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.publication.grids import Column, Kind, Row

SHORTHAND = {"c": "[c]", "x": "[x]", "z": "[z]"}
# Wherever a symbol is printed, these words explain it.
MEANINGS = {
    "c": "Suppressed: the count is small, or printing it would let a small one be worked out.",
    "x": "Not available: the figure was not produced.",
    "z": "Not applicable: a rate of no cases, or periods that must not be added or compared.",
}


class FrozenFigures(models.Model):
    """All figures of one region and performance year, as they were when they were frozen, for one document.

    `content_sha256` is the vintage: the hash of every table, its run, extract and editions. Freezing the same
    things again gives the same row. `details` holds the words that a report prints beside the tables.
    """

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="frozen_figures")
    year = models.CharField(max_length=7)
    # What prints them: the annual report, an annex of the regional plan ("annex_d"), or the plan with all.
    document = models.CharField(max_length=20, default="annual_report")
    run = models.ForeignKey("performance.MeasureRun", models.PROTECT, related_name="+")
    extract = models.ForeignKey("caseload.Extract", models.PROTECT, related_name="+")
    as_at = models.DateField()
    demo = models.BooleanField()
    disclosure_from = models.DateField()
    details = models.JSONField()
    content_sha256 = models.CharField(max_length=64, unique=True)
    frozen_at = models.DateTimeField(auto_now_add=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["-frozen_at", "-id"]
        verbose_name_plural = "frozen figures"
        indexes = [models.Index(fields=["region", "year"], name="frozen_region_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__regex=r"^[0-9]{4}-[0-9]{2}$"), name="frozen_year_is_a_performance_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year}, {self.vintage}"

    @property
    def vintage(self) -> str:
        """Enough of the hash for a person to tell two apart."""
        return self.content_sha256[:12]


class StatisticalTable(models.Model):
    """One table: what its rows and columns are, in order. `position` numbers the tables from 1."""

    figures = models.ForeignKey(FrozenFigures, models.PROTECT, related_name="tables")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20)
    measure = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    row_heading = models.CharField(max_length=60)
    rows = models.JSONField()
    columns = models.JSONField()
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["figures", "position"]
        constraints = [
            models.UniqueConstraint(fields=["figures", "key"], name="table_key_once"),
            models.UniqueConstraint(fields=["figures", "position"], name="table_position_once"),
        ]

    def __str__(self) -> str:
        return f"Table {self.position}: {self.title}"

    @property
    def row_list(self) -> list[Row]:
        return [Row(**row) for row in self.rows]

    @property
    def column_list(self) -> list[Column]:
        return [Column(column["key"], column["label"], Kind(column["kind"])) for column in self.columns]


class TableCell(models.Model):
    """One printed value: a number, words, or the symbol that stands for a number. The truth behind a
    suppressed cell is not kept here."""

    class Symbol(models.TextChoices):
        SUPPRESSED = "c", "[c] suppressed"
        NOT_AVAILABLE = "x", "[x] not available"
        NOT_APPLICABLE = "z", "[z] not applicable"

    table = models.ForeignKey(StatisticalTable, models.PROTECT, related_name="cells")
    row = models.CharField(max_length=60)
    column = models.CharField(max_length=40)
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    places = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=1000, blank=True)
    symbol = models.CharField(max_length=1, choices=Symbol, blank=True)

    class Meta:
        ordering = ["table", "id"]
        constraints = [
            models.UniqueConstraint(fields=["table", "row", "column"], name="one_value_per_cell"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, words="", symbol="")
                | (Q(number__isnull=True) & ~Q(words="") & Q(symbol=""))
                | (Q(number__isnull=True) & Q(words="") & Q(symbol__in=["c", "x", "z"])),
                name="cell_is_number_words_or_symbol",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.column}: {self.text}"

    @property
    def value(self) -> Decimal | None:
        """The number with the decimals that it is printed with."""
        return None if self.number is None else round(self.number, self.places)

    @property
    def text(self) -> str:
        """As printed in page, spreadsheet and PDF: "1,204", "83.1", "[c]", "Met"."""
        if self.number is not None:
            return f"{self.value:,.{self.places}f}"
        return self.words or SHORTHAND[self.symbol]

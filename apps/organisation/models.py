"""Who there is and where they work: regions, delivery units, users, roles and the trail they leave."""

import json
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q


class Dated(models.Model):
    """A row of reference data: it ends, it is never deleted."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        abstract = True


class Region(Dated):
    code = models.CharField(max_length=1, primary_key=True)
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ProbationDeliveryUnit(Dated):
    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CoveredAuthority(Dated):
    """A local authority, or a part of one, that a delivery unit serves."""

    class Extent(models.TextChoices):
        WHOLE = "whole", "whole"
        PART = "part", "part"

    unit = models.ForeignKey(ProbationDeliveryUnit, models.PROTECT, related_name="authorities")
    authority = models.CharField(max_length=80)
    extent = models.CharField(max_length=5, choices=Extent)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["unit", "authority"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "authority", "valid_from"], name="authority_once_per_unit_and_date"
            ),
        ]

    def __str__(self) -> str:
        return self.authority


class User(AbstractUser):
    """Someone who signs in. `staff_code` links them to the cases that they hold or manage."""

    staff_code = models.CharField(max_length=20, blank=True)
    supplier_code = models.CharField(max_length=20, blank=True)
    # Demo accounts share a printed password: they must never meet real data.
    is_demo = models.BooleanField(default=False)
    # Set by an administrator, who knows it: nothing opens until the person has chosen their own.
    password_is_temporary = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class RoleAssignment(models.Model):
    """A role that a user holds within a scope, for a time. What a role may do is data: roles.yaml."""

    class ScopeKind(models.TextChoices):
        NATION = "nation", "England and Wales"
        REGION = "region", "one region"
        UNIT = "unit", "one delivery unit"
        OWN = "own", "own cases"
        SUPPLIER = "supplier", "own supplier"

    user = models.ForeignKey(User, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=10, choices=ScopeKind)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(ProbationDeliveryUnit, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope_kind="region", region__isnull=False, unit__isnull=True)
                | Q(scope_kind="unit", unit__isnull=False, region__isnull=True)
                | Q(scope_kind__in=["nation", "own", "supplier"], region__isnull=True, unit__isnull=True),
                name="role_scope_names_its_place",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "region", "unit"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="one_open_role_per_user_and_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} ({self.get_scope_kind_display()})"


class ApiToken(models.Model):
    """Lets a program act as an account without a session. Only the hash of the secret is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_open_api_token_per_user"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="api_token_is_revoked_after_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return f"token of {self.user}"


class FormKey(models.Model):
    """A form that was sent and done, by the hash of its key, and the address to which it led.

    It outlives its use by days only (apps.organisation.form_keys); what was done is in the trail.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    led_to = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"form sent by {self.by_id}"


class OwnWords(models.Model):
    """What a region's people wrote in English, in another language; the highest number of a place holds.

    place: where the English stands ("milestone:12:title"). english: what it said when these words were
    written for it: once it says something else they are out of date. words: empty when they were taken away.
    is_unchecked: nobody who knows the language has read them. Rows are never changed or removed (trigger).
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="own_words")
    place = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    english = models.TextField()
    words = models.TextField(blank=True)
    is_unchecked = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["region", "language", "place", "number"]
        verbose_name_plural = "own words"
        constraints = [
            # Of two who write at once the second row is refused: nobody writes over what they have not seen.
            models.UniqueConstraint(
                fields=["region", "language", "place", "number"], name="own_words_numbered_once"
            ),
            models.CheckConstraint(
                condition=~Q(english="") & ~Q(place="") & ~Q(language="en") & Q(number__gte=1),
                name="own_words_are_for_english_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} in {self.language}, version {self.number}"


class RecordedAction(models.Model):
    """Who did what to what, when, and why. Rows are never changed or removed (database triggers)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=120)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"

    @property
    def label(self) -> str:
        """The verb as a person reads it."""
        return self.verb.replace("_", " ").capitalize()

    @property
    def subject(self) -> str:
        """The kind of record and its number, as in "user 12"."""
        return f"{self.subject_type.rpartition('.')[2]} {self.subject_id}"

    @property
    def before_text(self) -> str:
        return _readable(self.before)

    @property
    def after_text(self) -> str:
        return _readable(self.after)


def _readable(value: Any) -> str:
    return "" if value is None else json.dumps(value, indent=2, ensure_ascii=False)

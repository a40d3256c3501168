"""The live due list, and its history, which PostgreSQL lets nobody rewrite."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.performance.models.runs

PROTECT = """
CREATE FUNCTION performance_keep_due_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Changes of the due list are never changed or removed (% refused).', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER keep_due_changes_rows
    BEFORE UPDATE OR DELETE ON performance_duechange
    FOR EACH ROW EXECUTE FUNCTION performance_keep_due_changes();
-- Row triggers do not see TRUNCATE.
CREATE TRIGGER keep_due_changes_table
    BEFORE TRUNCATE ON performance_duechange
    FOR EACH STATEMENT EXECUTE FUNCTION performance_keep_due_changes();
"""
RELEASE = """
DROP TRIGGER keep_due_changes_table ON performance_duechange;
DROP TRIGGER keep_due_changes_rows ON performance_duechange;
DROP FUNCTION performance_keep_due_changes();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("caseload", "0003_received_events"),
        ("performance", "0003_protect_targets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted", models.BooleanField(default=False)),
                ("sent_for", models.DateField(blank=True, null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="digest_choice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user"],
            },
        ),
        migrations.CreateModel(
            name="DueItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measure", apps.performance.models.runs.Bytewise(db_collation="C", max_length=40)),
                ("edition", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("occurrence_id", apps.performance.models.runs.Bytewise(db_collation="C", max_length=80)),
                ("person_id", apps.performance.models.runs.Bytewise(db_collation="C", max_length=64)),
                ("region", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("unit", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                (
                    "practitioner_code",
                    apps.performance.models.runs.Bytewise(blank=True, db_collation="C", max_length=64),
                ),
                ("trigger_on", models.DateField()),
                ("due_on", models.DateField()),
                ("verdict", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=60)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("as_at", models.DateField()),
                ("judged_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["due_on", "measure", "occurrence_id"],
                "indexes": [
                    models.Index(fields=["unit", "due_on"], name="due_in_unit"),
                    models.Index(fields=["region", "due_on"], name="due_in_region"),
                    models.Index(fields=["practitioner_code", "due_on"], name="due_for_case_holder"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "measure", "occurrence_id"), name="one_due_item_per_occurrence"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["pending", "numerator", "denominator_only"])),
                        name="due_item_has_a_listed_verdict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueListBuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("built_at", models.DateTimeField()),
                ("items", models.PositiveIntegerField()),
                ("seconds", models.DecimalField(decimal_places=2, max_digits=9)),
                (
                    "extract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="caseload.extract"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user",),
                        name="one_open_calendar_link_per_user",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at__isnull", True),
                            ("revoked_at__gte", models.F("made_at")),
                            _connector="OR",
                        ),
                        name="calendar_link_is_revoked_after_it_is_made",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("appeared", "New on the list"),
                            ("changed", "Changed"),
                            ("gone", "No longer on the list"),
                        ],
                        max_length=10,
                    ),
                ),
                ("measure", apps.performance.models.runs.Bytewise(db_collation="C", max_length=40)),
                ("occurrence_id", apps.performance.models.runs.Bytewise(db_collation="C", max_length=80)),
                ("person_id", apps.performance.models.runs.Bytewise(db_collation="C", max_length=64)),
                ("region", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("unit", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                (
                    "practitioner_code",
                    apps.performance.models.runs.Bytewise(blank=True, db_collation="C", max_length=64),
                ),
                ("before_verdict", models.CharField(blank=True, max_length=20)),
                ("before_due_on", models.DateField(blank=True, null=True)),
                ("before_done_on", models.DateField(blank=True, null=True)),
                ("after_verdict", models.CharField(blank=True, max_length=20)),
                ("after_due_on", models.DateField(blank=True, null=True)),
                ("after_done_on", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("event_ids", models.JSONField(default=list)),
                (
                    "extract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="caseload.extract"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["person_id", "measure", "occurrence_id"], name="due_change_of_item")
                ],
            },
        ),
        migrations.RunSQL(PROTECT, RELEASE),
    ]

"""Events received between two extracts; like recorded actions, PostgreSQL lets nobody rewrite them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import apps.caseload.models.fields

PROTECT = """
CREATE FUNCTION caseload_keep_received_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Received events are never changed or removed (% refused).', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER keep_received_events_rows
    BEFORE UPDATE OR DELETE ON caseload_receivedevent
    FOR EACH ROW EXECUTE FUNCTION caseload_keep_received_events();
-- Row triggers do not see TRUNCATE.
CREATE TRIGGER keep_received_events_table
    BEFORE TRUNCATE ON caseload_receivedevent
    FOR EACH STATEMENT EXECUTE FUNCTION caseload_keep_received_events();
"""
RELEASE = """
DROP TRIGGER keep_received_events_table ON caseload_receivedevent;
DROP TRIGGER keep_received_events_rows ON caseload_receivedevent;
DROP FUNCTION caseload_keep_received_events();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("caseload", "0002_further_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", apps.caseload.models.fields.RefField(db_collation="C", unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("row", "Row"), ("correction", "Correction"), ("withdrawal", "Withdrawal")],
                        max_length=10,
                    ),
                ),
                ("table", apps.caseload.models.fields.RefField(db_collation="C")),
                ("key", apps.caseload.models.fields.RefField(db_collation="C")),
                ("person_id", apps.caseload.models.fields.RefField(db_collation="C")),
                ("row", models.JSONField(help_text="JSON values by column; of a withdrawal the key alone")),
                ("recorded_at", models.DateTimeField(help_text="When the source recorded it")),
                ("occurred_at", models.DateTimeField(blank=True, null=True)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "event_id"],
                "indexes": [
                    models.Index(fields=["person_id"], name="event_person"),
                    models.Index(fields=["recorded_at"], name="event_recorded"),
                    models.Index(fields=["received_at"], name="event_received"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["row", "correction", "withdrawal"])),
                        name="event_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event_id", ""), _negated=True),
                            models.Q(("key", ""), _negated=True),
                            models.Q(("person_id", ""), _negated=True),
                        ),
                        name="event_names_its_row",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PROTECT, RELEASE),
    ]

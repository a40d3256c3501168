"""Data-quality items and their steps. PostgreSQL itself refuses to change or remove a step, to remove an
item, and to change what was said when it was raised."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.performance.models.runs

STEPS = """
CREATE FUNCTION performance_keep_quality() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was said of a record is never changed or removed (% on % refused).', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE FUNCTION performance_keep_quality_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(OLD.measure, OLD.edition, OLD.occurrence_id, OLD.person_id, OLD.region, OLD.unit, OLD.counts_in,
           OLD.practitioner_code, OLD.team, OLD.run_id, OLD.verdict, OLD.reason, OLD.fault, OLD.words,
           OLD.raised_by_id, OLD.raised_at)
       IS DISTINCT FROM
       ROW(NEW.measure, NEW.edition, NEW.occurrence_id, NEW.person_id, NEW.region, NEW.unit, NEW.counts_in,
           NEW.practitioner_code, NEW.team, NEW.run_id, NEW.verdict, NEW.reason, NEW.fault, NEW.words,
           NEW.raised_by_id, NEW.raised_at)
       OR NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'What was said of a record is never changed; take a step (% on % refused).',
            TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keep_quality_origin BEFORE UPDATE ON performance_dataqualityitem
    FOR EACH ROW EXECUTE FUNCTION performance_keep_quality_origin();
CREATE TRIGGER keep_quality_items BEFORE DELETE ON performance_dataqualityitem
    FOR EACH ROW EXECUTE FUNCTION performance_keep_quality();
CREATE TRIGGER keep_quality_steps BEFORE UPDATE OR DELETE ON performance_dataqualitystep
    FOR EACH ROW EXECUTE FUNCTION performance_keep_quality();
-- Row triggers do not see TRUNCATE.
CREATE TRIGGER keep_quality_items_table BEFORE TRUNCATE ON performance_dataqualityitem
    FOR EACH STATEMENT EXECUTE FUNCTION performance_keep_quality();
CREATE TRIGGER keep_quality_steps_table BEFORE TRUNCATE ON performance_dataqualitystep
    FOR EACH STATEMENT EXECUTE FUNCTION performance_keep_quality();
"""
NO_STEPS = """
DROP TRIGGER keep_quality_steps_table ON performance_dataqualitystep;
DROP TRIGGER keep_quality_items_table ON performance_dataqualityitem;
DROP TRIGGER keep_quality_steps ON performance_dataqualitystep;
DROP TRIGGER keep_quality_items ON performance_dataqualityitem;
DROP TRIGGER keep_quality_origin ON performance_dataqualityitem;
DROP FUNCTION performance_keep_quality_origin();
DROP FUNCTION performance_keep_quality();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0007_trial_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataQualityItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measure", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("edition", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("occurrence_id", apps.performance.models.runs.Bytewise(db_collation="C", max_length=80)),
                (
                    "person_id",
                    apps.performance.models.runs.Bytewise(blank=True, db_collation="C", max_length=64),
                ),
                ("region", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("unit", apps.performance.models.runs.Bytewise(db_collation="C", max_length=20)),
                ("counts_in", apps.performance.models.runs.Bytewise(db_collation="C", max_length=7)),
                (
                    "practitioner_code",
                    apps.performance.models.runs.Bytewise(blank=True, db_collation="C", max_length=64),
                ),
                ("team", apps.performance.models.runs.Bytewise(blank=True, db_collation="C", max_length=64)),
                ("verdict", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=60)),
                ("fault", models.CharField(max_length=30)),
                ("words", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("answered", "Answered")], default="open", max_length=10
                    ),
                ),
                ("due_on", models.DateField()),
                ("outcome", models.CharField(blank=True, max_length=30)),
                ("version", models.PositiveIntegerField(default=1)),
                ("raised_at", models.DateTimeField(auto_now_add=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_items",
                        to="performance.measurerun",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="DataQualityStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("raised", "Raised"),
                            ("handed_over", "Handed over"),
                            ("answered", "Answered"),
                            ("reopened", "Reopened"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("outcome", models.CharField(blank=True, max_length=30)),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="performance.dataqualityitem",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["item", "number"],
            },
        ),
        migrations.AddIndex(
            model_name="dataqualityitem",
            index=models.Index(fields=["region", "unit", "state"], name="quality_items_in_place"),
        ),
        migrations.AddIndex(
            model_name="dataqualityitem",
            index=models.Index(fields=["owner", "state", "due_on"], name="quality_items_of_owner"),
        ),
        migrations.AddIndex(
            model_name="dataqualityitem",
            index=models.Index(fields=["practitioner_code", "state"], name="quality_items_of_holder"),
        ),
        migrations.AddConstraint(
            model_name="dataqualityitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("measure", "occurrence_id"),
                name="one_open_quality_item_per_case_and_measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataqualityitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("state", "open")),
                    models.Q(("state", "answered"), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="quality_item_is_answered_iff_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataqualityitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("words", ""), _negated=True), models.Q(("fault", ""), _negated=True)
                ),
                name="quality_item_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataqualityitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="quality_item_has_a_first_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="dataqualitystep",
            constraint=models.UniqueConstraint(fields=("item", "number"), name="one_quality_step_per_number"),
        ),
        migrations.AddConstraint(
            model_name="dataqualitystep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "answered"), models.Q(("outcome", ""), _negated=True)),
                    models.Q(models.Q(("kind", "answered"), _negated=True), ("outcome", "")),
                    _connector="OR",
                ),
                name="quality_step_has_an_outcome_iff_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataqualitystep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "raised"), ("number", 1)),
                    models.Q(("number__gt", 1), models.Q(("kind", "raised"), _negated=True)),
                    _connector="OR",
                ),
                name="quality_item_begins_by_being_raised",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataqualitystep",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="quality_step_says_why"
            ),
        ),
        migrations.RunSQL(STEPS, NO_STEPS),
    ]

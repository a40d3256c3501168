"""What was closed, compared, decided and opened again stays: PostgreSQL itself refuses to change it."""

from django.db import migrations

TABLES = ("submission", "comparison", "adjudication", "reopeningrequest", "reopening")
# Row triggers do not see TRUNCATE.
PROTECT = """
CREATE TRIGGER keep_{table}_rows BEFORE UPDATE OR DELETE ON assessments_{table}
    FOR EACH ROW EXECUTE FUNCTION assessments_keep_evidence();
CREATE TRIGGER keep_{table}_table BEFORE TRUNCATE ON assessments_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION assessments_keep_evidence();
"""
RELEASE = """
DROP TRIGGER keep_{table}_table ON assessments_{table};
DROP TRIGGER keep_{table}_rows ON assessments_{table};
"""
# Cases that were closed before this edition of the product keep what they were closed with.
CLOSED_EARLIER = """
INSERT INTO assessments_submission (assignment_id, at, by_id, facts, answers, result)
SELECT a.id, a.submitted_at, a.auditor_id,
    COALESCE((SELECT jsonb_object_agg(f.fact, f.value) FROM assessments_casefact f
              WHERE f.sampled_case_id = a.sampled_case_id AND f.mark = a.mark), '{}'),
    COALESCE((SELECT jsonb_object_agg(w.question, jsonb_build_object(
                  'answer', w.answer, 'worked_out', w.worked_out, 'dates', w.dates, 'note', w.note,
                  'standing', w.standing))
              FROM assessments_answer w WHERE w.assignment_id = a.id), '{}'),
    a.result
FROM assessments_assignment a WHERE a.submitted_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_moderation")]
    operations = [
        migrations.RunSQL(CLOSED_EARLIER, migrations.RunSQL.noop),
        *(migrations.RunSQL(PROTECT.format(table=table), RELEASE.format(table=table)) for table in TABLES),
    ]

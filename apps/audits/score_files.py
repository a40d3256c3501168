"""The files of a published round with which anyone works its score out again, and what to type."""

import csv
import io
import shlex

from apps.assessments.answer_rows import answer_rows, fact_rows
from apps.audits.draw_files import case_rows, command_of
from apps.audits.models import AuditRound
from rules.scoring.answer_files import answers_csv, facts_csv

SAMPLE_COLUMNS = ("case_id", "stratum", "place", "sampled_or_reserve", "weight")


def answers_of(audit_round: AuditRound) -> str:
    """answers.csv: the answers that score, with a reason where it is part of the score (not applicable)."""
    return answers_csv(answer_rows(_marks(audit_round)))


def facts_of(audit_round: AuditRound) -> str:
    """facts.csv: every case fact of the bank for every case."""
    return facts_csv(fact_rows(_marks(audit_round)))


def sample_of(audit_round: AuditRound) -> str:
    """The frame with the cases as they were marked: a substitute is sampled, the one it replaced is not."""
    out = io.StringIO()
    writer = csv.DictWriter(out, SAMPLE_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(case_rows(audit_round.sample))
    return out.getvalue()


def commands_of(audit_round: AuditRound) -> tuple[str, str, str]:
    """What to type for the draw, the score and the band, quoted for a shell."""
    key, edition = audit_round.pk, audit_round.edition
    score = ["manage.py", "score", f"{edition.bank}-{edition.edition}.yaml", f"answers-{key}.csv"]
    score += ["--facts", f"facts-{key}.csv", "--frame", f"sample-{key}.csv"]
    band = ["manage.py", "band", audit_round.score.score, "--scale", edition.definition.file.bands]
    return command_of(audit_round), shlex.join(score), shlex.join(band)


def _marks(audit_round: AuditRound):
    return audit_round.assignments.select_related("sampled_case", "edition").defer("sampled_case__snapshot")

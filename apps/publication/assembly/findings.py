"""What audits found, what was done about it, and what the next audit showed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from apps.audits.finding_presentation import ChangeRow, change_rows
from apps.audits.finding_queries import what_changed
from apps.audits.models import AuditRound, Finding, ImprovementAction
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_number
from rules.definitions.improvement import kind_words
from rules.periods import PerformanceYear

FINDINGS = (
    Column("kind", "Kind", Kind.WORDS),
    Column("raised", "Findings", Kind.COUNT),
    Column("answered", "With an action", Kind.COUNT),
)
ACTIONS = (Column("actions", "Actions", Kind.COUNT),)
RE_AUDITS = (
    Column("question", "Question", Kind.WORDS),
    Column("before", "In the audit", Kind.WORDS),
    Column("after", "In the next audit", Kind.WORDS),
    Column("verdict", "What changed", Kind.WORDS),
)
WORDS_LONGEST = 1000


def finding_grids(region_code: str, year: PerformanceYear, known_on: date) -> list[Grid]:
    """Three tables of the published audits that looked at days of the year: findings by audit and kind, the
    actions about them as they stand, and for each action's questions the next published audit.

    known_on: the day by which an open action is told late. No finding: tables without rows.
    """
    findings = list(_findings(region_code, year))
    actions = list(
        ImprovementAction.objects.filter(findings__in=findings, opened_at__date__lte=known_on)
        .distinct()
        .order_by("pk")
    )
    return [
        _findings_grid(findings, year),
        _actions_grid(actions, year, known_on),
        _re_audits_grid(actions, year),
    ]


def _findings(region_code: str, year: PerformanceYear) -> Iterable[Finding]:
    found = Finding.objects.filter(
        region_code=region_code,
        withdrawn_at=None,
        round__state=AuditRound.State.LOCKED,
        round__window_last_on__range=(year.first_on, year.last_on),
    )
    return found.select_related("round__edition").prefetch_related("actions").order_by("pk")


def _findings_grid(findings: list[Finding], year: PerformanceYear) -> Grid:
    counted = Counter((one.round.edition.bank, one.kind) for one in findings)
    answered = Counter((one.round.edition.bank, one.kind) for one in findings if one.actions.all())
    rows, cells = [], {}
    for (bank, kind), count in sorted(counted.items()):
        key = f"{bank}-{kind}"
        rows.append(Row(key, bank))
        cells |= {
            (key, "kind"): Value(words=kind_words(kind)),
            (key, "raised"): of_number(count),
            (key, "answered"): of_number(answered[bank, kind]),
        }
    return Grid(
        key="findings",
        kind="findings",
        title=f"Findings of audits, {year}",
        row_heading="Audit",
        rows=rows,
        columns=FINDINGS,
        cells=cells,
    )


def _actions_grid(actions: list[ImprovementAction], year: PerformanceYear, known_on: date) -> Grid:
    counted = Counter(_state(action, known_on) for action in actions)
    states = ("Done", "Open", "Open and late", "Dropped") if actions else ()
    return Grid(
        key="actions",
        kind="findings",
        title=f"Actions about findings of audits, {year}",
        row_heading="State",
        rows=[Row(state.lower().replace(" ", "-"), state) for state in states],
        columns=ACTIONS,
        cells={(state.lower().replace(" ", "-"), "actions"): of_number(counted[state]) for state in states},
    )


def _state(action: ImprovementAction, known_on: date) -> str:
    if action.is_open and action.due_on < known_on:
        return "Open and late"
    return action.get_state_display()


def _re_audits_grid(actions: list[ImprovementAction], year: PerformanceYear) -> Grid:
    rows, cells = [], {}
    for key, change in _changes(actions):
        rows.append(Row(key, change.question))
        texts = {
            "question": change.words,
            "before": change.before,
            "after": change.after or "None yet",
            "verdict": change.verdict,
        }
        cells |= {(key, name): Value(words=text[:WORDS_LONGEST]) for name, text in texts.items()}
    return Grid(
        key="re-audits",
        kind="findings",
        title=f"What the next audit showed, {year}",
        row_heading="Question",
        rows=rows,
        columns=RE_AUDITS,
        cells=cells,
    )


def _changes(actions: list[ImprovementAction]) -> Iterator[tuple[str, ChangeRow]]:
    for action in actions:
        for number, change in enumerate(change_rows(what_changed(action)), 1):
            yield f"action-{action.pk}-{number}", change

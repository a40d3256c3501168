"""What somebody typed into the region's own lines, held against what others entered in the meantime."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.reports.manuscripts import Entered, entered_of
from apps.reports.models import Report
from apps.reports.narrative_models import EnteredFigure


@dataclass(frozen=True, kw_only=True)
class NewValue:
    """A line of the region's own: None takes it away."""

    value: Decimal | None
    source: str


class EnteredMeanwhile(Exception):
    """Somebody entered the same lines after they were shown; nothing was saved.

    clashing: theirs, of lines in which something else was typed. theirs: those in which nothing was typed.
    newest: the last row of the report, which the next attempt has seen.
    """

    def __init__(
        self, *, clashing: Sequence[EnteredFigure], theirs: Sequence[EnteredFigure], newest: int
    ) -> None:
        super().__init__(", ".join(figure.line for figure in clashing))
        self.clashing, self.theirs, self.newest = clashing, theirs, newest


def changes(
    report: Report, values: Mapping[str, NewValue], shown: int | None
) -> list[tuple[Entered, NewValue]]:
    """The lines that were typed anew, with their values.

    shown: the last row of the report when its lines were shown; a line that was left as it stood then is not
    typed, whoever changed it since. None: as it stands now. Raises EnteredMeanwhile.
    """
    found, clashing, theirs = [], [], []
    for one in entered_of(report):
        new = values.get(one.line.id)
        if new is None or new == _held(one.figure):
            continue
        if one.figure is None or shown is None or one.figure.pk <= shown:
            found.append((one, new))
        elif new == _held(_as_shown(report, one.line.id, shown)):
            theirs.append(one.figure)
        else:
            clashing.append(one.figure)
    if clashing:
        raise EnteredMeanwhile(clashing=clashing, theirs=theirs, newest=last_row(entered_of(report)))
    return found


def last_row(entered: Sequence[Entered]) -> int:
    """The newest row behind the lines; 0 before anything was entered."""
    return max((one.figure.pk for one in entered if one.figure), default=0)


def _as_shown(report: Report, line: str, shown: int) -> EnteredFigure | None:
    return report.entered.filter(line=line, pk__lte=shown).order_by("-pk").first()


def _held(figure: EnteredFigure | None) -> NewValue:
    return NewValue(value=figure.value, source=figure.source) if figure else NewValue(value=None, source="")

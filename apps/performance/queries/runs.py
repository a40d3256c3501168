"""Which run the pages show, and how every run stands."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from apps.performance import locks
from apps.performance.models import MeasureProgress, MeasureRun

NOT_FINISHED = "The process that ran this stopped before it was finished. Nothing of it was kept."


@dataclass(frozen=True, kw_only=True)
class RunState:
    """A run and how it stands now; `is_dead`: it says running, and no process works on it."""

    run: MeasureRun
    progress: list[MeasureProgress]
    is_dead: bool

    @property
    def label(self) -> str:
        return "Failed" if self.is_dead else self.run.get_state_display()

    @property
    def is_open(self) -> bool:
        return self.run.is_open and not self.is_dead

    @property
    def has_failed(self) -> bool:
        return self.is_dead or self.run.state == MeasureRun.State.FAILED

    @property
    def error(self) -> str:
        """Why it failed; empty unless it did."""
        return NOT_FINISHED if self.is_dead else self.run.error

    @property
    def judged(self) -> int:
        """How many measures are through."""
        return sum(1 for one in self.progress if one.state == MeasureProgress.State.FINISHED)


def current_run() -> MeasureRun | None:
    """The finished run of the live extract that the pages show; None before there is one."""
    live = MeasureRun.objects.filter(is_current=True, extract__state="live")
    return live.select_related("extract").first()


def runs() -> QuerySet[MeasureRun]:
    """Every run, the newest first, with what `run_state` reads."""
    progress = Prefetch("progress", MeasureProgress.objects.order_by("measure"))
    return MeasureRun.objects.select_related("extract", "by").prefetch_related(progress)


def run_state(run: MeasureRun) -> RunState:
    """How a run from `runs` stands. A run that lost its process is told apart at once, by its lock."""
    is_dead = run.state == MeasureRun.State.RUNNING and locks.is_free(run.pk)
    return RunState(run=run, progress=list(run.progress.all()), is_dead=is_dead)

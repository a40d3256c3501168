"""Tries the mistakes of one module, each in a process of its own that is thrown away."""

import ast
import gc
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.code.loading import put_in, source_of
from tests.mutation.code.mistakes import mistaken, mistakes
from tests.mutation.code.noticing import Kept, measures_on, notice
from tests.mutation.code.testing import failing_test, tests_of

# Seconds of the processor, so that a busy machine kills no mistake; by the clock only what waits for ever.
_SECONDS, _SECONDS_BY_THE_CLOCK, _BYTES = 300, 3600, 4 << 30
# A mistake that takes so many times as long as no mistake never comes to an end.
_TIMES_AS_LONG, _SECONDS_AT_LEAST = 5, 10
_DERIVATIONS = ("rules.measures.cases", "rules.measures.candidates")


@dataclass(frozen=True)
class Tried:
    """A mistake and who noticed it; `by` is empty when nobody did."""

    module: str
    line: int
    said: str
    by: str


@dataclass
class Trial:
    """A module whose mistakes are tried, and who is asked about them. seconds: of the processor, for each."""

    module: str
    measures: list[str]
    tests: list[Path]
    kept: Kept
    seconds: int = _SECONDS

    @classmethod
    def of(cls, module: str, kept: Kept) -> "Trial":
        measures = measures_on(module)
        if kept.is_asked_in_sql(module) and not kept.is_stored:
            _in_its_own_process(kept.store)
            kept.is_stored = True
        kept.keep(measures, module)
        gc.freeze()
        return cls(module, measures, tests_of(module), kept)

    def without_mistake(self) -> str:
        """Who notices something when nothing is wrong; their word about mistakes would be worth nothing."""
        before = _seconds_of_copies()
        found = next(self._answers([None], 1))[1]
        took = _seconds_of_copies() - before
        self.seconds = min(_SECONDS, _SECONDS_AT_LEAST + int(_TIMES_AS_LONG * took))
        return found

    def tried(self, numbers: list[int], at_once: int) -> Iterator[Tried]:
        """The mistakes of these numbers, in the order in which they are through."""
        every = mistakes(source_of(self.module))
        for number, by in self._answers(list(numbers), at_once):
            line, said = every[number or 0]
            yield Tried(self.module, line, said, by)

    def _answers(self, numbers: list[int | None], at_once: int) -> Iterator[tuple[int | None, str]]:
        running: dict[int, tuple[int | None, int]] = {}
        waiting = list(reversed(numbers))
        while waiting or running:
            while waiting and len(running) < at_once:
                number = waiting.pop()
                pid, end = _copy(lambda number=number: self._noticed(number), self.seconds)
                running[pid] = number, end
            pid, _ = os.wait()
            number, end = running.pop(pid)
            with os.fdopen(end, "rb") as answer:
                said = answer.read()
            yield number, pickle.loads(said) if said else "no answer: it takes too long, or too much memory"

    def _noticed(self, number: int | None) -> str:
        source = source_of(self.module)
        try:
            put_in(self.module, ast.parse(source) if number is None else mistaken(source, number))
        except BaseException as fault:  # noqa: BLE001 (whatever breaks the rules is noticed)
            return f"import: {type(fault).__name__}"
        judged = lambda: notice(self.module, self.measures, self.kept)  # noqa: E731
        tested = lambda: failing_test(self.tests)  # noqa: E731
        first, then = (judged, tested) if self.module.startswith(_DERIVATIONS) else (tested, judged)
        return first() or then()


def _in_its_own_process(do: Callable[[], None]) -> None:
    """The threads of DuckDB must not be there when this process is copied."""
    pid, end = _copy(lambda: do() or "done", _SECONDS)
    os.waitpid(pid, 0)
    with os.fdopen(end, "rb") as answer:
        if not answer.read():
            raise RuntimeError("the random people could not be kept")


def _seconds_of_copies() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _copy(do: Callable[[], str], seconds: int) -> tuple[int, int]:
    """The id of a copy of this process, and the end of a pipe that gives what it answers."""
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    try:
        os.close(read)
        _confine(seconds)
        with os.fdopen(write, "wb") as answer:
            pickle.dump(do(), answer)
    finally:
        os._exit(0)


def _confine(seconds: int) -> None:
    gc.disable()  # it would copy every page that it looks at
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    signal.alarm(_SECONDS_BY_THE_CLOCK)
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)

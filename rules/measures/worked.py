"""Works the examples of every measure and clock: one that gets another verdict than by hand is a fault.

`python -m rules.measures.worked` prints them; the exit code is 1 if there are any.
"""

import sys
from collections.abc import Iterable, Iterator

from rules.definitions.calendar import load_calendar
from rules.definitions.examples import Example, Expected, full_rows, load_examples
from rules.definitions.files import Fault
from rules.definitions.measures import load_clocks, load_measures
from rules.events import PersonEvents
from rules.facts import Judgement
from rules.measures.judging import judge
from rules.periods import Month


def failing(measure_id: str, examples: Iterable[Example]) -> Iterator[Fault]:
    """A fault for each occurrence that is judged otherwise than the example says, or is not there.

    Raises what `judge` raises for events that cannot be read.
    """
    for example in examples:
        expected = {_as_expected(each) for each in example.expect}
        found = {_as_found(each) for each in _judged(measure_id, example)}
        place = f"{measure_id}/examples.yaml"
        yield from (
            Fault(place, example.name, f"found {said}, which is not expected")
            for said in sorted(found - expected)
        )
        yield from (
            Fault(place, example.name, f"expected {said}, not found") for said in sorted(expected - found)
        )


def _judged(measure_id: str, example: Example) -> list[Judgement]:
    events = PersonEvents.from_rows(full_rows(example))
    first, last = _months(example)
    return judge(measure_id, events, as_at=example.as_at, first=first, last=last)


def _months(example: Example) -> tuple[Month, Month]:
    """Every month that the calendar holds; of person-months only those that the example speaks of."""
    monthly = [Month.parse(each.counts_in) for each in example.expect if "|" in each.occurrence]
    if monthly:
        return min(monthly), max(monthly)
    calendar = load_calendar()
    return Month.of(calendar.first_on), Month.of(calendar.last_on)


def _as_expected(each: Expected) -> str:
    due, edition = each.due_on or "none", each.edition
    said = f"{each.occurrence} {each.verdict} {each.reason}"
    return f"{said} (due {due}, counts in {each.counts_in}, {each.place}, edition {edition})"


def _as_found(each: Judgement) -> str:
    due, place = each.due_on or "none", f"{each.region} {each.unit}"
    said = f"{each.occurrence_id} {each.verdict} {each.reason}"
    return f"{said} (due {due}, counts in {each.counts_in}, {place}, edition {each.edition})"


def main() -> int:
    """Print what differs; the exit code is 1 if anything does."""
    found = [
        str(fault)
        for measure_id in [*load_measures(), *load_clocks()]
        for fault in failing(measure_id, load_examples(measure_id))
    ]
    sys.stdout.write("".join(f"{line}\n" for line in found) or "Every example comes out as worked by hand.\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Mistakes of policy: a definition with one number, one condition, one list or one verdict changed.

What must notice: the hand-worked examples (another verdict, reason, due date, month, place or edition than
the one worked out by hand kills the mutant), then the second judge, on random people (another verdict, due
date, month or place). The order of two verdicts is no mutant: the schema refuses another order of verdicts,
and among reasons of one verdict the order changes words only. `python -m tests.mutation.definitions [ID ...]`
prints the survivors.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock

from rules.definitions.conditions import AllOf, AnyOf, Comparison, Condition
from rules.definitions.examples import Example, load_examples
from rules.definitions.measures import Edition, MeasureDefinition, load_measures
from rules.events import PersonEvents
from rules.measures import judging
from rules.measures.worked import failing
from tests.differential.persons import AS_AT, people
from tests.differential.second_judge import MEASURES, Person, judge_person
from tests.differential.second_judge.compare import OUTSIDE
from tests.differential.test_second_judge import FIRST, LAST, complete, happens_after_the_extract

SEEDS = range(25)
PEOPLE = 100


@dataclass(frozen=True)
class Mutant:
    """A definition with one mistake in it, and the mistake in words."""

    mistake: str
    definition: MeasureDefinition


def mutants(definition: MeasureDefinition) -> Iterator[Mutant]:
    """Every mistake that this file knows, one at a time."""
    for place, edition in enumerate(definition.editions):
        for mistake, changed in [*_verdict_mistakes(edition), *_parameter_mistakes(edition)]:
            editions = (*definition.editions[:place], changed, *definition.editions[place + 1 :])
            # A copy is not validated: a mistake that the schema refuses would never reach the examples.
            yield Mutant(f"{edition.name}: {mistake}", definition.model_copy(update={"editions": editions}))


def _verdict_mistakes(edition: Edition) -> Iterator[tuple[str, Edition]]:
    rules = edition.verdicts
    for number, rule in enumerate(rules[:-1]):
        yield f"without {rule.reason}", _with_verdicts(edition, (*rules[:number], *rules[number + 1 :]))
        for said, condition in _condition_mistakes(rule.when):
            changed = rule.model_copy(update={"when": condition})
            verdicts = (*rules[:number], changed, *rules[number + 1 :])
            yield f"{rule.reason}: {said}", _with_verdicts(edition, verdicts)


def _with_verdicts(edition: Edition, verdicts: tuple[Any, ...]) -> Edition:
    return edition.model_copy(update={"verdicts": verdicts})


def _condition_mistakes(condition: Condition) -> Iterator[tuple[str, Condition]]:
    match condition:
        case Comparison(value=value):
            for other in (value - 1, value + 1):
                said = f"{condition.fact} {condition.operator} {other} for {value}"
                yield said, condition.model_copy(update={"value": other})
        case AllOf(parts=parts) | AnyOf(parts=parts):
            yield from _part_mistakes(condition, parts)


def _part_mistakes(condition: Condition, parts: tuple[Condition, ...]) -> Iterator[tuple[str, Condition]]:
    for number, part in enumerate(parts):
        rest = (*parts[:number], *parts[number + 1 :])
        left = rest[0] if len(rest) == 1 else condition.model_copy(update={"parts": rest})
        yield f"without its part {number + 1}", left
        for said, changed in _condition_mistakes(part):
            whole = (*parts[:number], changed, *parts[number + 1 :])
            yield said, condition.model_copy(update={"parts": whole})


def _parameter_mistakes(edition: Edition) -> Iterator[tuple[str, Edition]]:
    for name in edition.parameters.model_fields_set:
        for said, other in _other_values(getattr(edition.parameters, name)):
            parameters = edition.parameters.model_copy(update={name: other})
            yield f"{name} {said}", edition.model_copy(update={"parameters": parameters})


def _other_values(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield f"{not value}", not value
    elif isinstance(value, int):
        yield from ((f"{other} for {value}", other) for other in (value - 1, value + 1))
    elif isinstance(value, tuple):
        for number, dropped in enumerate(value):
            yield f"without {dropped}", (*value[:number], *value[number + 1 :])


def killed_by_examples(mutant: Mutant, examples: tuple[Example, ...]) -> bool:
    """Whether some example gets something else than what was worked out for it by hand."""
    with mock.patch.object(judging, "measure", return_value=mutant.definition):
        try:
            return any(failing(mutant.definition.id, examples))
        except Exception:  # noqa: BLE001 (whatever breaks the rules is noticed)
            return True


def killed_by_second_judge(mutant: Mutant) -> bool:
    """Whether the second judge says something else of some random person."""
    if mutant.definition.id not in MEASURES:
        return False
    with mock.patch.object(judging, "measure", return_value=mutant.definition):
        return any(
            _verdicts_of_the_rules(mutant.definition.id, events) != said
            for events, said in _second_opinions(mutant.definition.id)
        )


@cache
def _second_opinions(measure_id: str) -> list[tuple[PersonEvents, set[tuple[str, ...]]]]:
    """Random people and what the second judge says of their cases inside the population."""
    opinions = []
    for seed in SEEDS:
        for person_id, rows in people(seed, PEOPLE).items():
            if happens_after_the_extract(rows):
                continue
            found = judge_person(
                Person(person_id, complete(rows)), AS_AT, FIRST.first_on, LAST.last_on, [measure_id]
            )
            said = {
                (
                    each.occurrence_id,
                    each.verdict,
                    each.region,
                    each.unit,
                    f"{each.point:%Y-%m}",
                    str(each.due_on),
                )
                for each in found
                if each.verdict != OUTSIDE
            }
            if said:
                opinions.append((PersonEvents.from_rows(rows), said))
    return opinions


def _verdicts_of_the_rules(measure_id: str, events: PersonEvents) -> set[tuple[str, ...]]:
    try:
        found = judging.judge(measure_id, events, as_at=AS_AT, first=FIRST, last=LAST)
    except Exception:  # noqa: BLE001 (whatever breaks the rules is noticed)
        return {("broken",)}
    return {
        (j.occurrence_id, str(j.verdict), j.region, j.unit, j.counts_in, str(j.due_on))
        for j in found
        if j.verdict != OUTSIDE
    }


def survivors(measure_id: str) -> tuple[int, list[str]]:
    """How many mutants the measure has, and the mistakes that its examples do not notice."""
    definition, examples = load_measures()[measure_id], load_examples(measure_id)
    unchanged = Mutant("none", definition)
    if killed_by_examples(unchanged, examples) or killed_by_second_judge(unchanged):
        raise AssertionError(f"{measure_id}: something fails without any mistake")
    made = list(mutants(definition))
    alive = [mutant for mutant in made if not killed_by_examples(mutant, examples)]
    return len(made), [mutant.mistake for mutant in alive if not killed_by_second_judge(mutant)]


def main() -> int:
    """Print every measure's survivors and the share killed."""
    total = alive = 0
    for measure_id in sys.argv[1:] or load_measures():
        made, found = survivors(measure_id)
        total, alive = total + made, alive + len(found)
        sys.stdout.write(f"{measure_id}: {made - len(found)} of {made} killed\n")
        sys.stdout.writelines(f"    survived: {mistake}\n" for mistake in found)
    sys.stdout.write(f"{total - alive} of {total} killed ({100 * (total - alive) / total:.1f}%)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

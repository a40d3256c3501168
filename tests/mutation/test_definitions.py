"""Nearly every small mistake in a definition is noticed by an example or by the second judge."""

import pytest

from rules.definitions.measures import load_measures
from tests.mutation.definitions import survivors

LEAST_KILLED = 95


@pytest.mark.proof
def test_nearly_every_mistake_in_a_definition_is_noticed() -> None:
    made, alive = 0, []
    for measure_id in load_measures():
        mutants, found = survivors(measure_id)
        made += mutants
        alive += [f"{measure_id} {mistake}" for mistake in found]
    assert 100 * len(alive) <= (100 - LEAST_KILLED) * made, "\n".join(alive)


def test_a_wrong_clock_does_not_go_unnoticed() -> None:
    _, alive = survivors("SL004")
    assert not alive

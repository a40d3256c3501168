"""What must be done before an inspection goes on. Each part of an inspection registers its own conditions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apps.inspections.models import Inspection
from apps.organisation.models import User

Reasons = Callable[[Inspection], Sequence[str]]
State = Inspection.State

# From each state where an inspection can go; dropping is always possible until it is published.
NEXT = {
    State.PLANNED: (State.ANNOUNCED,),
    State.ANNOUNCED: (State.FIELDWORK,),
    State.FIELDWORK: (State.RATING,),
    State.RATING: (State.ACCURACY, State.FIELDWORK),
    State.ACCURACY: (State.FINISHING,),
    State.FINISHING: (State.PUBLISHED,),
    State.PUBLISHED: (),
    State.DROPPED: (),
}

# What the lead inspector does to take it there.
STEPS = {
    State.ANNOUNCED: "Announce the inspection",
    State.FIELDWORK: "Begin fieldwork",
    State.RATING: "Hand over to the ratings panel",
    State.ACCURACY: "Send the draft to the inspected body",
    State.FINISHING: "End the check and finish the report",
    State.PUBLISHED: "Publish the report",
}


@dataclass(frozen=True, kw_only=True)
class _Gate:
    into: str
    order: int
    reasons: Reasons


_gates: dict[str, _Gate] = {}
Arrival = Callable[[Inspection, User | None], None]
_arrivals: dict[str, tuple[str, Arrival]] = {}


def on_arrival(name: str, *, into: str, do: Arrival) -> None:
    """Let `do` happen in the same transaction as the step into the state, as freezing the report does."""
    _arrivals[name] = (into, do)


def arrive(inspection: Inspection, by: User | None) -> None:
    """Do what belongs to the state that the inspection has just reached."""
    for into, do in _arrivals.values():
        if into == inspection.state:
            do(inspection, by)


def register(name: str, *, into: str, order: int, reasons: Reasons) -> None:
    """Let `reasons` say what stands in the way of a step into the state `into`, in words that tell the lead
    what to do. A second call under one name replaces the first."""
    _gates[name] = _Gate(into=into, order=order, reasons=reasons)


def reasons_not_to_go(inspection: Inspection, into: str) -> list[str]:
    """Everything that stands in the way of the step, in order; empty when it can be taken."""
    if into not in NEXT[State(inspection.state)]:
        return [f"An inspection does not go from “{inspection.get_state_display()}” to “{State(into).label}”"]
    gates = sorted((gate for gate in _gates.values() if gate.into == into), key=lambda gate: gate.order)
    return [reason for gate in gates for reason in gate.reasons(inspection)]

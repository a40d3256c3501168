"""Set SQL of the operational clocks: one builder, and for each clock what starts it and what it waits for."""

from collections.abc import Callable, Mapping
from functools import partial

from rules.measures.candidates.clocks import custody, enforcement, orders, programmes, unpaid_work
from rules.measures.candidates.clocks.builder import Shape, clock_candidates
from rules.measures.candidates.request import Request

_SHAPES: Mapping[str, Shape] = {
    "CLOCK_ALLOCATION": orders.ALLOCATION,
    "CLOCK_BREACH_HEARING": enforcement.BREACH_HEARING,
    "CLOCK_BREACH_RESULT": enforcement.BREACH_RESULT,
    "CLOCK_EM_OUTCOME": enforcement.EM_OUTCOME,
    "CLOCK_HANDOVER": custody.HANDOVER,
    "CLOCK_INFORMATION_REQUEST": enforcement.INFORMATION_REQUEST,
    "CLOCK_POSTRELEASE_CONTACTS": custody.POSTRELEASE_CONTACTS,
    "CLOCK_PRERELEASE_CONTACTS": custody.PRERELEASE_CONTACTS,
    "CLOCK_PROGRAMME_REVIEW_3": programmes.REVIEW,
    "CLOCK_PROGRAMME_REVIEW_6": programmes.REVIEW,
    "CLOCK_UPW_ABSENCE": unpaid_work.ABSENCE,
    "CLOCK_UPW_ASSESSMENT": unpaid_work.ASSESSMENT,
    "CLOCK_UPW_INDUCTION": unpaid_work.INDUCTION,
    "CLOCK_UPW_REVIEW_6": unpaid_work.REVIEW,
    "CLOCK_UPW_REVIEW_9": unpaid_work.REVIEW,
}
CANDIDATES: Mapping[str, Callable[[Request], str]] = {
    name: partial(clock_candidates, shape) for name, shape in _SHAPES.items()
}

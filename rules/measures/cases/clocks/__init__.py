"""The operational clocks in plain Python: for each what starts it and what it waits for."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from rules.measures.cases.case import Asked, Case
from rules.measures.cases.clocks import custody, enforcement, orders, programmes, unpaid_work
from rules.measures.cases.clocks.start import Start, clock_cases

_STARTS: Mapping[str, Callable[[Asked], Iterator[Start]]] = {
    "CLOCK_ALLOCATION": orders.allocations,
    "CLOCK_BREACH_HEARING": enforcement.breach_hearings,
    "CLOCK_BREACH_RESULT": enforcement.breach_results,
    "CLOCK_EM_OUTCOME": enforcement.monitoring_outcomes,
    "CLOCK_HANDOVER": custody.handovers,
    "CLOCK_INFORMATION_REQUEST": enforcement.information_requests,
    "CLOCK_POSTRELEASE_CONTACTS": custody.contacts_after_release,
    "CLOCK_PRERELEASE_CONTACTS": custody.contacts_before_release,
    "CLOCK_PROGRAMME_REVIEW_3": programmes.reviews,
    "CLOCK_PROGRAMME_REVIEW_6": programmes.reviews,
    "CLOCK_UPW_ABSENCE": unpaid_work.absences,
    "CLOCK_UPW_ASSESSMENT": unpaid_work.assessments,
    "CLOCK_UPW_INDUCTION": unpaid_work.inductions,
    "CLOCK_UPW_REVIEW_6": unpaid_work.reviews,
    "CLOCK_UPW_REVIEW_9": unpaid_work.reviews,
}
CASES: Mapping[str, Callable[[Asked], Iterator[Case]]] = {
    name: partial(clock_cases, starts) for name, starts in _STARTS.items()
}

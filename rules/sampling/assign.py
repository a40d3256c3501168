"""Who marks which case: an even load, and nobody their own cases."""

from collections.abc import Mapping, Sequence


def share_out(
    barred: Mapping[str, frozenset[str]], auditors: Sequence[str], load: Mapping[str, int] | None = None
) -> dict[str, str | None]:
    """case id -> the auditor who takes it, or None when every auditor is barred from it.

    barred: case id -> the auditors who may not mark it, in the order of the draw; load: cases that an
    auditor has already. Cases with the fewest possible auditors are placed first, so that an even share
    is not spoilt by the few that hardly anybody may take; ties by the auditor's place in the list.
    """
    loads = {name: (load or {}).get(name, 0) for name in auditors}
    rank = {name: at for at, name in enumerate(auditors)}
    shared: dict[str, str | None] = {}
    for case_id in sorted(barred, key=lambda each: -len(barred[each] & loads.keys())):  # stable
        free = [name for name in auditors if name not in barred[case_id]]
        taker = min(free, key=lambda name: (loads[name], rank[name]), default=None)
        shared[case_id] = taker
        if taker is not None:
            loads[taker] += 1
    return {case_id: shared[case_id] for case_id in barred}

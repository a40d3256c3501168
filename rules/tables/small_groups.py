"""Which groups can be told apart without telling anybody in a small one apart."""

from collections.abc import Mapping, Sequence


def told_apart(sizes: Mapping[str, int], groups: Sequence[str], *, fewest: int) -> set[str]:
    """The groups of at least `fewest`, less those that would let a small remainder be worked out.

    sizes: group -> people, those of no listed group under any other key. While what is not shown holds
    somebody but fewer than `fewest` together, the smallest group shown is withheld too.
    """
    shown = {group for group in groups if sizes.get(group, 0) >= fewest}
    rest = sum(size for group, size in sizes.items() if group not in shown)
    while shown and 0 < rest < fewest:
        smallest = min(shown, key=lambda group: (sizes[group], group))
        shown.remove(smallest)
        rest += sizes[smallest]
    return shown

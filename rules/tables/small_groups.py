"""Which groups of a table about people are hidden, so that a small one cannot be told, nor worked out."""

from collections.abc import Mapping


def hidden_groups(sizes: Mapping[str, int], *, fewest: int) -> frozenset[str]:
    """The groups to hide, count and all, out of groups that make up a whole whose size is known.

    Those of fewer than `fewest`, and then the smallest of the others, first by size and then by name, until
    what the whole less the shown groups tells of is at least two groups and `fewest` together. Nothing is
    hidden where no group is small; a group of nobody is never hidden.
    """
    hidden = {name for name, size in sizes.items() if 0 < size < fewest}
    others = sorted((size, name) for name, size in sizes.items() if name not in hidden and size)
    for _, name in others:
        if not hidden or (len(hidden) > 1 and sum(sizes[one] for one in hidden) >= fewest):
            break
        hidden.add(name)
    return frozenset(hidden)

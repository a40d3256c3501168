"""Mistakes of the code: each module of rules/ with one comparison, number, word or line of SQL changed.

`python -m tests.mutation.code [--most N] [--seed N] [MODULE ...]` prints the survivors.
"""

"""Rows that may not begin before the row they belong to: what no key of one column can say."""

from apps.caseload.contract import load_contract

# Table, column, its parent's id, parent, the parent's column: the contract's `probity:not_before_parent`.
FOLLOWS = tuple(
    (
        table.name,
        column.name,
        column.follows.by,
        table.parent_of(column.follows.by).table,
        column.follows.column,
    )
    for table in load_contract().tables.values()
    for column in table.columns
    if column.follows
)

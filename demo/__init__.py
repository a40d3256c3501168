"""A made-up caseload in the extract contract, for demonstrations, tests and benchmarks.

It imports nothing of `rules/` or `apps/`: the contract, the units and the bank holidays are read as data
files, so a fault of the product cannot hide behind the same fault here.
"""

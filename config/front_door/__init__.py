"""The front door: what `make run`, `make test` and their like do on a machine that has only Python.

Standard library only: everything but `serve` runs before the virtual environment exists.
"""

"""Checks an extract before anything is stored. Runs alone, in a process with limits: no Django here.

`receiving` copies the files in and looks at their bytes, `package` reads the description, `reading`
gives DuckDB every column as text, `values` checks each column, `crossing` checks rows against each
other, and `faults` keeps all that was found. `__main__` is the program.
"""

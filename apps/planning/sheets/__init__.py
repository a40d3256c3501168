"""A table that an office keeps, read without trusting it: CSV, XLSX or ODS to rows of plain text.

`reading` takes the file apart; `__main__` does so alone in a process with limits: no Django in these two.
`milestones` says what the rows of a sheet of milestones mean, and everything that is wrong with them.
"""

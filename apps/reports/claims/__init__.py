"""What people write about figures, read sentence by sentence and held against the frozen figures.

Pure: no database, no clock. A number in the words of a report either is a frozen figure (named by a cite mark
or found by measure, year and number) or is its author's own, with a source.
"""

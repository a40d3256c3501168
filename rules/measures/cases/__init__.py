"""One person's occurrences of a measure, derived in plain Python from raw events: slow, and obvious to read.

Nothing here is shared with the set SQL of `candidates`, so that the two can check each other.
"""

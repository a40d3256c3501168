"""Decisions in pure Python: no web framework, no clock, no network; randomness only from a seed."""

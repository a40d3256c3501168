"""Evaluation of ordered verdicts over a candidate's facts, three ways; no measure is named here."""

"""Annexes A to G of the Regional Reducing Reoffending Plan, each alone or bound with the plan."""

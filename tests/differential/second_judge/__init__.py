"""A second judge of the measures, written from their description and from nothing in `rules/`.

It starts from raw events, reads no definition file and uses a calendar of its own, so that a mistake in the
definitions, in the compiled SQL or in the plain Python of `rules/` shows as a disagreement about a case.
It is slow and obvious on purpose: one person at a time, lists and loops, each number stands where it is used.
"""

from tests.differential.second_judge.judge import MEASURES, Found, judge_person
from tests.differential.second_judge.person import Person, people_of_folder

__all__ = ["MEASURES", "Found", "Person", "judge_person", "people_of_folder"]

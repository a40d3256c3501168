"""Years that no figure is of: a calendar year stands for parts of two performance years."""

import re
from collections.abc import Iterator

from apps.reports.claims.claim import Claim
from apps.reports.claims.facts import PEOPLE
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.judged import verdicts_in
from apps.reports.claims.reading import periods_in, plain_years_in
from apps.reports.claims.saying import directions_in, is_plan


def year_faults(claim: Claim) -> Iterator[Fault]:
    """A bare year beside a figure, direction or verdict of a measure; a year of which nothing is frozen."""
    subjects = [one.id for one in claim.subjects if one.id != PEOPLE]
    if not subjects:
        return
    _, text = periods_in(claim.text, claim.facts)
    expected = f"{claim.facts.year} or {claim.facts.before}: a calendar year is no performance year"
    for year, at in plain_years_in(text):
        if _claims_something(claim, text, at):
            yield Fault(wrong=Wrong.YEAR, found=year, expected=expected, subject=subjects[0])


def _claims_something(claim: Claim, text: str, at: int) -> bool:
    if is_plan(claim.clauses.leading(at), claim.facts.words):
        return False
    rest = text[:at] + text[at + 4 :]
    has_number = bool(re.search(r"\d\s?%|\bper cent\b", rest))
    return has_number or any(directions_in(claim)) or bool(verdicts_in(claim))

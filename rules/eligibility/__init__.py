"""Eligibility: which programmes a person is eligible, suitable and ready for, and why not.

`assess` decides for one person, `offers` says what runs in a place, `first_services` what comes before what.
"""

from rules.eligibility.assess import Assessment, assess
from rules.eligibility.decisions import Answer, Decision, Reason
from rules.eligibility.directory import Offer, offers
from rules.eligibility.ordering import FirstService, first_services

__all__ = [
    "Answer",
    "Assessment",
    "Decision",
    "FirstService",
    "Offer",
    "Reason",
    "assess",
    "first_services",
    "offers",
]

"""The kinds of cases that can be audited: how each is read from the rows of its person.

The frames of the caseload name the kinds. A kind says what the case page shows, what its chronology holds
beside the person's sentences and supervision, and which case facts its rows settle.
"""

from collections.abc import Mapping

from apps.assessments.kinds import court_reports, orders, programmes, referrals, releases, unpaid_work
from apps.assessments.kinds.reader import Reader, Root

REFERRAL = "referral"  # the kind of a case that belongs to a contract

_READERS: Mapping[str, Reader] = {
    "order": orders.ORDER,
    "licence": orders.LICENCE,
    REFERRAL: referrals.REFERRED,
    "unpaid_work": unpaid_work.UNPAID_WORK,
    "unpaid_work_only": unpaid_work.UNPAID_WORK,
    "programme": programmes.PROGRAMME,
    "intervention": programmes.INTERVENTION,
    "release": releases.RELEASE,
    "release_after_recall": releases.RELEASE,
    "court_report": court_reports.COURT_REPORT,
}
KINDS = frozenset(_READERS)


def reader_of(kind: str) -> Reader:
    """How cases of this kind are read. Raises KeyError for a kind that no frame gives."""
    return _READERS[kind]


__all__ = ["KINDS", "REFERRAL", "Reader", "Root", "reader_of"]

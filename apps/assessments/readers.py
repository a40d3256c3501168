"""Who reads submitted markings that are not their own: what a sample was drawn for decides.

Audits are read by those who assign cases in the region. Whoever draws samples for another purpose registers
here who reads them; until then nobody does.
"""

from collections.abc import Callable

from apps.assessments.models import Sample
from apps.organisation.access import can, scope_for
from apps.organisation.models import User

Reads = Callable[[User, Sample], bool]


def _leads_audits(user: User, sample: Sample) -> bool:
    return can(user, "assign_cases") and scope_for(user, "assign_cases").sees_region(sample.region_code)


_readers: dict[str, Reads] = {
    Sample.Purpose.AUDIT: _leads_audits,
    Sample.Purpose.CALIBRATION: _leads_audits,
}


def register(purpose: str, reads: Reads) -> None:
    """Let `reads` say who reads the markings of samples drawn for a purpose. A second call replaces."""
    _readers[purpose] = reads


def reads_marks_of(user: User, sample: Sample) -> bool:
    """Whether the user reads what others submitted on the sample's cases; blindness comes on top."""
    reads = _readers.get(sample.purpose)
    return reads is not None and reads(user, sample)

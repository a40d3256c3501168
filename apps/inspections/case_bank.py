"""The bank by which the cases of an inspection are assessed, made of its edition of the standards."""

from django.db import transaction
from django.utils import timezone

from apps.assessments.models import BankEdition
from apps.inspections.models import StandardsEdition
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.banks import Bank
from rules.definitions.case_assessment import BANK, case_bank, load_case_assessment
from rules.definitions.files import validated
from rules.definitions.standards import newest_standards
from rules.definitions.standards_document import StandardsDocument


def bank_of(standards: StandardsEdition) -> Bank:
    """The bank for an edition of the standards, by the newest rules of case assessment.

    Its edition is `<pk of the standards>.<number of the rules>`. Raises DefinitionError for a document
    without a level for cases.
    """
    rules = load_case_assessment()
    document = validated(StandardsDocument, standards.content, file=str(standards))
    edition = f"{standards.pk}.{len(rules)}"
    return case_bank(document, newest_standards(), edition=edition, rules=rules[-1])


@transaction.atomic
def edition_of(standards: StandardsEdition, *, by: User | None) -> BankEdition:
    """The stored edition of that bank, made the first time it is asked for; it never changes afterwards."""
    bank = bank_of(standards)
    found, is_new = BankEdition.objects.get_or_create(
        bank=BANK,
        edition=bank.edition,
        defaults={
            "title": f"{bank.file.title}, {standards.edition}",
            "valid_from": timezone.localdate(),
            "source": str(standards)[:200],
            "sha256": bank.sha256,
            "content": bank.model_dump(mode="json"),
            "published_by": by,
        },
    )
    if is_new:
        record("publish_bank", by=by, subject=found, after={"standards": standards.edition})
    return found

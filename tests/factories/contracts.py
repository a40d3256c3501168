"""Published rounds of contracts, stored as they are once every step was taken."""

from datetime import date
from typing import Any

from apps.assessments.actions import publish_edition
from apps.assessments.models import BankEdition
from apps.audits.models import AuditRound, AuditScore
from apps.organisation.models import Region
from rules.definitions.banks import load_bank
from tests.factories.audits import DUE_ON, FIRST_ON, LAST_ON, make_case, make_sample

LARGE = {"supplier_code": "SUP1", "supplier_name": "Northgate Futures", "service": "accommodation"}


def make_crs_edition(bank: str = "CRS_QM1") -> BankEdition:
    return publish_edition(load_bank(bank, "1.0"), by=None)[0]


def make_contract_round(
    contract_id: str, *, region: str = "H", published: bool = True, **changed: Any
) -> AuditRound:
    """A round of a contract with a score of 80, or one that is still being scored; `changed`: its columns."""
    values = LARGE | {"window_first_on": FIRST_ON, "window_last_on": LAST_ON} | changed
    values.setdefault("edition", make_crs_edition())
    made = AuditRound.objects.create(
        contract_id=contract_id,
        region=Region.objects.get(code=region),
        size=2,
        seed="s",
        due_on=DUE_ON,
        sample=make_sample([make_case(1), make_case(2)]),
        state=AuditRound.State.LOCKED if published else AuditRound.State.DRAWN,
        **values,
    )
    if published:
        _publish(made)
    return made


def _publish(made: AuditRound, *, score: str = "80") -> None:
    AuditScore.objects.create(
        round=made,
        measure=made.edition.bank,
        edition=made.edition.edition,
        region_code=made.region_id,
        score=score,
        shown=score,
        rounded=int(score),
        band="amber_green",
        band_name="AMBER/GREEN",
        scored=2,
        too_thin=0,
        sampled=2,
        frame_size=2,
        detail={"strata": [{"name": "all"}], "variance": "4", "bands_touched": [], "capped": None},
        demo=True,
        drawn_on=date(2026, 7, 1),
    )

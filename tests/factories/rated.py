"""An inspection whose cases are assessed, and what its people then do with its ratings."""

from datetime import date
from typing import Any

from apps.inspections.models import Inspection, Member, PanelSitting
from apps.inspections.panel import Decided, rate_standard, record_sitting
from apps.inspections.ratings import rating_of
from apps.inspections.register import Item
from apps.inspections.talks import Held, Note
from apps.organisation.models import User
from rules.definitions.standards import PromptKey
from tests.factories.inspections import assess_everything, draw_made_up_cases, join, make_inspection

SAT_ON, TODAY = date(2026, 9, 22), date(2026, 9, 25)
DOMAIN_ONE = ("1.1", "1.2", "1.3", "1.4")
# Two cases are a small subsample: discretion is open on every standard that is rated from cases.
OPEN = ("2.1", "2.2", "2.3", "2.4", "2.5")

# Evidence that bears on one prompt of a unit's inspection.
AN_ITEM = Item(
    kind="meeting",
    title="Meeting with the heads",
    source="Four heads of unit",
    on=date(2026, 9, 8),
    words="They know their strategy.",
    weight="some",
    weight_why="Staff say less",
    bearings={PromptKey("domain_one", "1.1.1", 1): "supports"},
)

# Six people who spoke of two things.
A_TALK = Held(
    guide="focus_group",
    on=date(2026, 9, 8),
    people=6,
    way="in_person",
    language="cy",
    weight="some",
    weight_why="",
    notes={
        "place": Note(words="There is no room to talk", bearing="shortfall"),
        "help": Note(words="The courses came in time", bearing="supports"),
    },
)


def make_judged() -> Inspection:
    """Two cases, sufficient in all but 2.2.3; with the panel, which has one member."""
    inspection = make_inspection()
    join(inspection, Member.Job.INSPECTOR)
    join(inspection, Member.Job.PANEL)
    draw_made_up_cases(inspection, size=2)
    assess_everything(inspection, no=("2.2.3",))
    inspection.state = Inspection.State.RATING
    inspection.save(update_fields=["state"])
    return inspection


def of_job(inspection: Inspection, job: str) -> User:
    return inspection.members.filter(job=job).select_related("user")[0].user


def rate_domain_one(inspection: Inspection, *standards: str, band: str = "good") -> None:
    """The first direct rating of these standards, or of the whole of domain one."""
    inspector = of_job(inspection, Member.Job.INSPECTOR)
    for standard in standards or DOMAIN_ONE:
        rate_standard(inspection, standard, band=band, argument="Seen and heard", shown=0, by=inspector)


def sit(inspection: Inspection, **changed: Any) -> PanelSitting:
    """The panel sits and lets every rating stand, unless something is changed."""
    panellist = of_job(inspection, Member.Job.PANEL)
    found = rating_of(inspection)
    standing = {
        number: Decided(band=band.id, reason="It stands")
        for number in OPEN
        if (band := found.by_rules.standard(number).band)
    }
    values: dict[str, Any] = {
        "sat_on": SAT_ON,
        "present": [panellist],
        "decisions": standing | changed.pop("decisions", {}),
        "version": Inspection.objects.get(pk=inspection.pk).version,
        "judgements_sha256": found.sha256,
        "today": TODAY,
        "by": panellist,
    }
    return record_sitting(inspection, **{**values, **changed})

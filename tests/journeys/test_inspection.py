"""One unit inspected from plan to publication, page by page, by lead, inspector, panel and inspected body."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.inspections.actions import locked
from apps.inspections.models import AccuracyPoint, EvidencePack, Inspection, Member
from apps.inspections.ratings import rating_of
from apps.organisation.models import ProbationDeliveryUnit, User
from tests.factories.inspections import assess_everything, draw_made_up_cases, join, make_inspection
from tests.factories.people import form_key, make_person_with
from tests.factories.quality import assure_everything
from tests.factories.rated import OPEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SECTIONS = ("summary", "organisation", "cases", "outcomes", "views", "diversity")


class Hand:
    """Somebody at the pages of one inspection; each step must be taken, or refused as told."""

    def __init__(self, user: User, inspection: Inspection) -> None:
        self.user, self.inspection, self.client = user, inspection, Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def reads(self, part: str = "") -> str:
        answer = self.client.get(f"/inspections/{self.inspection.pk}/{part}")
        assert answer.status_code == 200, part
        return str(answer.content.decode())

    def sends(self, part: str, **given: Any) -> None:
        answer = self.client.post(f"/inspections/{self.inspection.pk}/{part}", form_key() | given)
        assert answer.status_code == 302, (part, answer.status_code, answer.content.decode()[-3000:])

    def goes_on(self, into: str) -> None:
        version = Inspection.objects.get(pk=self.inspection.pk).version
        self.sends("stage/", into=into, version=version)


def sits(panel: Hand) -> None:
    """The panel lets every rating stand but one, with its reasons."""
    found, today = rating_of(panel.inspection), timezone.localdate()
    given: dict[str, Any] = {
        "version": Inspection.objects.get(pk=panel.inspection.pk).version,
        "figures": found.sha256,
        "sat_on_day": today.day,
        "sat_on_month": today.month,
        "sat_on_year": today.year,
        "present": [panel.user.pk],
    }
    for number in OPEN:
        band = found.by_rules.standard(number).band
        assert band is not None
        name = number.replace(".", "_")
        given |= {f"band_{name}": "good" if number == "2.2" else band.id, f"reason_{name}": "We weighed it"}
    panel.sends("panel/", **given)


def test_an_inspection_is_played_from_plan_to_publication() -> None:
    # H103 is the unit of the other inspections of these tests.
    planned = make_inspection(unit=ProbationDeliveryUnit.objects.get(code="H104"))
    lead = Hand(planned.members.get(job=Member.Job.LEAD).user, planned)
    inspector = Hand(join(planned, Member.Job.INSPECTOR), planned)
    panel = Hand(join(planned, Member.Job.PANEL), planned)
    head = Hand(make_person_with("head_of_delivery_unit", unit="H104"), planned)
    outsider = Hand(make_person_with("performance_analyst"), planned)

    lead.goes_on("announced")
    EvidencePack.objects.create(
        inspection=planned, content={"sections": []}, sha256="0" * 64, extract_sha256="0" * 64,
        extract_as_at="2026-08-31",
    )  # fmt: skip
    draw_made_up_cases(planned, size=2)
    lead.goes_on("fieldwork")

    assess_everything(planned, no=("2.2.3",))
    assure_everything(planned)
    inspector.sends(
        "evidence/enter/", kind="meeting", title="Heads", source="Four heads", words="A clear strategy",
        weight="some", bearing_1_1_1_1="supports",
    )  # fmt: skip
    assert "A clear strategy" in inspector.reads("ratings/1.1/")
    for standard in ("1.1", "1.2", "1.3", "1.4"):
        inspector.sends(f"ratings/{standard}/", band="good", argument="The evidence agrees", shown=0)
    lead.goes_on("rating")

    assert "has not sat yet" in panel.reads("ratings/")
    sits(panel)
    assert "Good, Inadequate by the rules" in inspector.reads("ratings/")
    for section in SECTIONS:
        inspector.sends(f"report/{section}/", words=f"What there is to say of {section}", shown=0)
    inspector.sends("report/recommend/", to_whom="The unit", words="Assess risk of harm better")
    assert head.client.get(f"/inspections/{planned.pk}/accuracy/").status_code == 404
    lead.goes_on("accuracy")

    assert "What there is to say of summary" in head.reads("accuracy/")
    head.sends("accuracy/", place="Summary", words="There are five heads")
    head.sends("accuracy/close/")
    point = AccuracyPoint.objects.get(draft__inspection=planned)
    inspector.sends(f"report/points/{point.pk}/", changed="no", words="The minutes name four")
    lead.goes_on("finishing")
    for hand in (head, outsider):
        assert hand.client.get(f"/inspections/published/{planned.pk}/").status_code in (403, 404)
        assert hand.client.get(f"/inspections/{planned.pk}/ratings/").status_code in (403, 404)
    lead.goes_on("published")

    report = outsider.client.get(f"/inspections/published/{planned.pk}/").content.decode()
    assert "What there is to say of summary" in report
    assert "Assess risk of harm better" in report
    response = form_key() | {"kind": "accepted", "words": "From June every assessment is read twice"}
    answered = head.client.post(f"/inspections/published/{planned.pk}/respond/1/", response)
    assert answered.status_code == 302
    published = outsider.client.get(f"/inspections/published/{planned.pk}/").content.decode()
    assert "From June every assessment is read twice" in published
    with pytest.raises(Refused, match="nothing of it changes any more"):
        locked(planned)

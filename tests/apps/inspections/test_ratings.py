"""The rating of an inspection: from cases, from evidence, by the panel; kept, and worked out again."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from apps.assessments.actions import Refused
from apps.inspections.models import Inspection, Member, PanelDecision, PanelSitting, StandardRating
from apps.inspections.panel import CHANGED, Decided, rate_standard, record_sitting
from apps.inspections.rated import as_json
from apps.inspections.ratings import not_rated_yet, panel_file, rating_of
from apps.organisation.errors import Conflict
from apps.organisation.models import RecordedAction
from rules.definitions.rating_rules import load_rating_rules
from tests.factories.inspections import make_inspection
from tests.factories.rated import SAT_ON, TODAY, make_judged, of_job, rate_domain_one, sit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

State = Inspection.State


@pytest.fixture
def judged() -> Inspection:
    return make_judged()


def test_the_rating_comes_from_the_cases_and_the_direct_ratings(judged: Inspection) -> None:
    rate_domain_one(judged)
    found = rating_of(judged)
    assert found.rating.standard("2.2").lowest == ("2.2.3",)
    assert found.rating.standard("2.2").score == 0
    # domain one 4 x 2, four standards Outstanding, Assessment nothing
    assert (found.rating.total, found.rating.overall and found.rating.overall.id) == (20, "good")
    assert found.outcomes["2.6.1"]["met"] == 2


def test_a_standard_without_a_rating_is_missing_and_keeps_the_draft_back(judged: Inspection) -> None:
    rate_domain_one(judged, "1.1", "1.2", "1.3")
    assert rating_of(judged).rating.overall is None
    assert not_rated_yet(judged) == [
        "Standard 1.4 has no rating yet",
        "The ratings panel has not sat yet",
    ]


def test_a_later_rating_takes_the_place_of_an_earlier_one_and_both_are_kept(judged: Inspection) -> None:
    rate_domain_one(judged, "1.1")
    first = judged.standard_ratings.get()
    inspector = of_job(judged, Member.Job.INSPECTOR)
    rate_standard(judged, "1.1", band="inadequate", argument="New evidence", shown=first.pk, by=inspector)
    assert judged.standard_ratings.count() == 2
    band = rating_of(judged).rating.standard("1.1").band
    assert band is not None
    assert band.id == "inadequate"


def test_two_people_cannot_rate_a_standard_over_each_other(judged: Inspection) -> None:
    rate_domain_one(judged, "1.1")
    with pytest.raises(Conflict):
        rate_domain_one(judged, "1.1")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"standard": "2.2"}, "2.2 is not a standard that is rated from evidence"),
        ({"standard": "9.9"}, "9.9 is not a standard"),
        ({"band": "splendid"}, "Choose one of the ratings"),
        ({"argument": " \n"}, "Say which evidence"),
    ],
)
def test_a_direct_rating_that_cannot_be_is_refused(
    judged: Inspection, changed: dict[str, str], why: str
) -> None:
    given = {"standard": "1.1", "band": "good", "argument": "Seen"} | changed
    with pytest.raises(Refused, match=why):
        rate_standard(judged, shown=0, by=of_job(judged, Member.Job.INSPECTOR), **given)


def test_standards_are_rated_during_fieldwork_and_with_the_panel_only(judged: Inspection) -> None:
    for state in (State.ANNOUNCED, State.ACCURACY, State.FINISHING):
        Inspection.objects.filter(pk=judged.pk).update(state=state)
        with pytest.raises(Refused, match="during fieldwork"):
            rate_domain_one(judged, "1.1")


def test_the_standards_of_a_region_are_not_rated() -> None:
    region = make_inspection(unit=None)
    with pytest.raises(Refused, match="standards of a region are not rated"):
        rate_standard(
            region, "1.1", band="good", argument="Seen", shown=0, by=of_job(region, Member.Job.LEAD)
        )
    assert not_rated_yet(region) == []


def test_the_trail_says_that_a_standard_was_rated_and_not_how(judged: Inspection) -> None:
    rate_domain_one(judged, "1.1", band="inadequate")
    assert RecordedAction.objects.get(verb="rate_standard").after == {"standard": "1.1"}


def test_the_panel_changes_a_band_where_discretion_is_open(judged: Inspection) -> None:
    rate_domain_one(judged)
    sitting = sit(
        judged, decisions={"2.2": Decided(band="requires_improvement", reason="Two cases say little")}
    )
    found = rating_of(judged)
    assert found.rating.total == 21
    assert found.by_rules.total == 20
    assert [seat.user for seat in sitting.seats.all()] == [of_job(judged, Member.Job.PANEL)]
    decided = sitting.decisions.get(standard="2.2")
    assert (decided.before, decided.band, decided.changes) == ("inadequate", "requires_improvement", True)
    assert decided.open_because == [
        "one case judged otherwise on 2.2.3 would make the standard Requires improvement",
        "2.2.3 was judged in 2 cases; 5 or fewer is a small subsample",
    ]
    assert sitting.figures["standards"]["2.2"]["rating"] == "Inadequate"
    assert not_rated_yet(judged) == []


def test_a_change_after_the_panel_takes_its_decisions_out_of_force(judged: Inspection) -> None:
    rate_domain_one(judged)
    sit(judged, decisions={"2.2": Decided(band="good", reason="Two cases say little")})
    newest = judged.standard_ratings.filter(standard="1.1").first()
    assert newest is not None
    rate_standard(
        judged,
        "1.1",
        band="outstanding",
        argument="More",
        shown=newest.pk,
        by=of_job(judged, Member.Job.INSPECTOR),
    )
    found = rating_of(judged)
    assert found.outdated
    assert found.rating == found.by_rules
    assert not_rated_yet(judged) == [
        "Judgements or ratings changed since the ratings panel sat: it must sit again"
    ]
    sit(judged)
    assert not_rated_yet(judged) == []


def test_figures_that_changed_under_the_panels_eyes_are_a_conflict(judged: Inspection) -> None:
    rate_domain_one(judged)
    with pytest.raises(Conflict, match=CHANGED):
        sit(judged, judgements_sha256="0" * 64)


def test_two_panels_cannot_record_over_each_other(judged: Inspection) -> None:
    rate_domain_one(judged)
    version = Inspection.objects.get(pk=judged.pk).version
    sit(judged, version=version)
    with pytest.raises(Conflict):
        sit(judged, version=version)
    assert PanelSitting.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"present": []}, "Say who sat on the panel"),
        ({"sat_on": date(2026, 9, 26)}, "from the beginning of fieldwork to today"),
        ({"sat_on": date(2026, 9, 6)}, "from the beginning of fieldwork to today"),
        ({"decisions": {"1.1": Decided(band="good", reason="So")}}, "1.1: the rules open no discretion"),
        ({"decisions": {"2.2": Decided(band="grand", reason="So")}}, "2.2: choose one of the ratings"),
        ({"decisions": {"2.2": Decided(band="good", reason=" ")}}, "2.2: say why the panel decided so"),
    ],
)
def test_a_sitting_that_cannot_be_is_refused(judged: Inspection, changed: dict[str, Any], why: str) -> None:
    rate_domain_one(judged)
    with pytest.raises(Refused, match=why):
        sit(judged, **changed)
    assert not PanelSitting.objects.exists()


def test_only_the_panel_of_the_inspection_sits_and_records(judged: Inspection) -> None:
    rate_domain_one(judged)
    inspector = of_job(judged, Member.Job.INSPECTOR)
    with pytest.raises(Refused, match="Only somebody of this inspection's ratings panel"):
        sit(judged, by=inspector)
    with pytest.raises(Refused, match="is not on this inspection's ratings panel"):
        sit(judged, present=[inspector])


def test_every_open_standard_needs_a_decision(judged: Inspection) -> None:
    rate_domain_one(judged)
    panellist = of_job(judged, Member.Job.PANEL)
    with pytest.raises(Refused, match=r"Decide on 2\.\d, also when its rating stands"):
        record_sitting(
            judged,
            sat_on=SAT_ON,
            present=[panellist],
            decisions={},
            version=judged.version,
            judgements_sha256=rating_of(judged).sha256,
            today=TODAY,
            by=panellist,
        )


def test_the_panel_waits_for_every_standard_and_for_its_stage(judged: Inspection) -> None:
    with pytest.raises(Refused, match="Not rated yet: 1.1, 1.2, 1.3, 1.4"):
        sit(judged)
    rate_domain_one(judged)
    Inspection.objects.filter(pk=judged.pk).update(state=State.FIELDWORK)
    with pytest.raises(Refused, match="once the inspection is with it"):
        sit(judged)


@pytest.mark.parametrize("model", [StandardRating, PanelSitting, PanelDecision])
def test_the_database_itself_keeps_ratings_and_decisions(judged: Inspection, model: Any) -> None:
    rate_domain_one(judged)
    sit(judged)
    for verb in (f"DELETE FROM {model._meta.db_table}", f"UPDATE {model._meta.db_table} SET id = id"):
        refused = pytest.raises(IntegrityError, match="never changed or removed")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)


def test_a_change_without_an_opening_is_refused_by_the_database(judged: Inspection) -> None:
    rate_domain_one(judged)
    sitting = sit(judged)
    with pytest.raises(IntegrityError, match="panel_changes_only_what_is_open"), transaction.atomic():
        PanelDecision.objects.create(
            sitting=sitting, standard="1.1", before="good", band="outstanding", open_because=[], reason="So"
        )


def test_the_files_handed_out_give_the_same_rating_by_command(judged: Inspection, tmp_path: Any) -> None:
    rate_domain_one(judged, band="requires_improvement")
    sitting = sit(judged, decisions={"2.2": Decided(band="good", reason="Two cases say little")})
    found = rating_of(judged)
    (tmp_path / "judgements.csv").write_text(found.judgements_file, encoding="utf-8")
    rules = load_rating_rules(judged.rating_rules)
    (tmp_path / "panel.csv").write_text(panel_file(sitting, rules), encoding="utf-8")
    out = StringIO()
    call_command(
        "rate",
        str(tmp_path / "judgements.csv"),
        "--panel",
        str(tmp_path / "panel.csv"),
        "--rules",
        judged.rating_rules,
        "--json",
        stdout=out,
    )
    assert json.loads(out.getvalue()) == as_json(found.rating, found.outcomes)

"""The pages of rounds: what leads do, what directors see, what nobody else opens."""

import re
import shlex
from datetime import date
from hashlib import sha256
from html import unescape
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.assessments.actions import publish_edition
from apps.assessments.models import Assignment
from apps.audits.actions import draw_round, lock_score, open_round
from apps.audits.models import AuditRound
from rules.definitions.banks import load_bank
from tests.factories.audits import finish_round, make_edition, make_plan
from tests.factories.contracts import make_crs_edition
from tests.factories.failures import contract, make_live_extract, person, put_people, referred
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db
WINDOW = {
    "regions": ["H"],
    "first_on_day": "1",
    "first_on_month": "1",
    "first_on_year": "2026",
    "last_on_day": "30",
    "last_on_month": "6",
    "last_on_year": "2026",
}


@pytest.fixture
def published(drawn, lead):
    finish_round(drawn)
    lock_score(drawn, by=lead)
    drawn.refresh_from_db()
    return drawn


def _text(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def _address(window):
    return "/audits/new/?" + urlencode(window, doseq=True)


def _sample(auditors, *keys, **changed):
    """What the second step sends: these lines included, four cases each."""
    due = timezone.localdate()
    sent = {
        "title": "Spring",
        "strata": ["kind"],
        "seed": "spring",
        "due_on_day": due.day,
        "due_on_month": due.month,
        "due_on_year": due.year,
        "auditors": [user.pk for user in auditors],
    }
    for key in keys:
        sent |= {f"{key}-include": "on", f"{key}-size": "4"}
    return sent | changed


def test_a_lead_opens_a_round_with_the_frame_in_sight(browse, caseload, auditors):
    client = browse("lead_auditor")
    window = WINDOW | {"editions": [make_edition().pk]}
    page = client.get("/audits/new/", window).content.decode()
    assert "10 cases" in page
    assert "10 for 80% confidence within 5 points, 10 for 95%" in page  # a frame of ten needs all ten
    response = client.post(_address(window), _sample(auditors, "QM102-H"))
    opened = AuditRound.objects.get()
    assert response.url == f"/audits/{opened.pk}/"
    assert (opened.size, opened.seed, opened.state) == (4, "spring-QM102-H", "open")
    assert opened.group.title == "Spring"
    assert "The frame by stratum" in _text(client, response.url)
    assert client.post(f"/audits/{opened.pk}/draw/").status_code == 302
    assert "0 of 4 cases submitted" in _text(client, response.url)
    assert client.post(f"/audits/{opened.pk}/draw/").status_code == 409
    assert "There is a round of this bank" in _text(client, _address(window))


def test_several_banks_and_regions_are_opened_drawn_and_followed_together(browse, reference, auditors):
    put_people(
        *(person(n, failed_on=date(2026, 3, 2)) for n in range(5)),
        *(person(n, region="A", failed_on=date(2026, 3, 2)) for n in range(10, 15)),
    )
    make_live_extract()
    far = make_person_with("auditor", region="A")
    editions = [make_edition().pk, publish_edition(load_bank("QM103", "1.0"), by=None)[0].pk]
    window = WINDOW | {"regions": ["H", "A"], "editions": editions}
    client = browse("lead_auditor")
    keys = ("QM102-H", "QM102-A", "QM103-H", "QM103-A")
    sent = _sample([*auditors, far], *keys, **{"QM103-A-include": ""})
    response = client.post(_address(window), sent)
    rounds = {f"{each.edition.bank}-{each.region_id}": each for each in AuditRound.objects.all()}
    assert sorted(rounds) == ["QM102-A", "QM102-H", "QM103-H"]
    assert len({each.seed for each in rounds.values()}) == 3
    assert list(rounds["QM102-A"].auditors.all()) == [far]
    assert far not in rounds["QM102-H"].auditors.all()
    group = rounds["QM102-H"].group
    assert response.url == f"/audits/board/?group={group.pk}"
    assert "Draw all samples" in _text(client, response.url)
    client.post(f"/audits/groups/{group.pk}/draw/")
    page = _text(client, response.url)
    assert "3 rounds: 0 of 12 cases submitted" in page
    assert "Draw all samples" not in page
    loads = [Assignment.objects.filter(auditor=each, mark=1).count() for each in auditors]
    assert loads == [4, 4]


def test_where_one_round_cannot_be_opened_none_is(browse, caseload, auditors):
    client = browse("lead_auditor")
    editions = [make_edition().pk, publish_edition(load_bank("QM103", "1.0"), by=None)[0].pk]
    window = WINDOW | {"editions": editions}
    response = client.post(_address(window), _sample(auditors, "QM102-H", "QM103-H", **{"QM103-H-size": "x"}))
    assert response.status_code == 422
    assert "QM103, Wales: Enter a whole number" in response.content.decode()
    assert not AuditRound.objects.exists()
    nothing = client.post(_address(window), _sample(auditors))
    assert "Choose at least one round to open" in nothing.content.decode()


def test_each_bank_has_its_own_window_where_none_is_entered(browse, caseload, auditors):
    editions = [make_edition().pk, publish_edition(load_bank("QM103", "1.0"), by=None)[0].pk]
    page = _text(browse("lead_auditor"), _address({"regions": ["H"], "editions": editions}))
    assert "1 January 2026 to 30 June 2026" in page
    assert "1 October 2025 to 31 December 2025" in page
    assert "No case of Wales fits" in page  # everybody's order began in January


def test_large_contracts_make_a_round_each_and_thin_ones_are_listed(browse, reference, auditors):
    put_people(
        contract("K001"),
        contract("K002", service="finance"),
        contract("K003", size="small"),
        *(referred(n, date(2026, 3, 2)) for n in range(6)),
        referred(7, date(2026, 3, 2), contract_id="K002"),
    )
    make_live_extract()
    window = WINDOW | {"editions": [make_crs_edition().pk, make_crs_edition("CRS_QM2").pk]}
    client = browse("lead_auditor")
    page = _text(client, _address(window))
    assert ("K001" in page, "K002" in page, "K003" in page) == (True, True, False)
    assert "Contracts with too few referrals" in page
    assert "K002, finance, Northgate Futures: 1 referral" in page
    client.post(_address(window), _sample(auditors, "CRS_QM1-K001", "CRS_QM2-K001"))
    assert [each.contract_id for each in AuditRound.objects.all()] == ["K001", "K001"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"last_on_year": "2025"}, "must not end before"),
        ({"first_on_day": "31", "first_on_month": "2"}, "real date"),
        ({"last_on_day": "", "last_on_month": "", "last_on_year": ""}, "Enter both days"),
        ({"regions": []}, "at least one region"),
    ],
)
def test_a_window_that_cannot_be_is_explained(browse, caseload, changed, problem):
    page = browse("lead_auditor").get("/audits/new/", WINDOW | {"editions": [make_edition().pk]} | changed)
    assert problem in page.content.decode()


def test_without_an_extract_there_is_nothing_to_open(browse):
    assert "No extract" in _text(browse("lead_auditor"), "/audits/new/")


def test_a_region_without_auditors_is_told_so(browse, reference):
    make_live_extract()
    window = WINDOW | {"regions": ["A"], "editions": [make_edition().pk]}
    assert "Nobody holds the role of auditor" in _text(browse("lead_auditor"), _address(window))


def test_directors_see_only_their_own_region_and_only_what_is_published(browse, drawn, lead):
    own = browse("regional_director", region="H")
    assert "No score has been published yet" in _text(own, "/audits/")
    assert own.get(f"/audits/{drawn.pk}/results/").status_code == 404
    finish_round(drawn)
    lock_score(drawn, by=lead)
    assert "GREEN" in _text(own, "/audits/")
    page = _text(own, f"/audits/{drawn.pk}/results/")
    assert "100%" in page
    assert "This is the best band" in page
    assert own.get(f"/audits/{drawn.pk}/frame.csv").status_code == 200
    other = browse("regional_director", region="A")
    for rest in ("results/", "frame.csv", "draw.csv"):
        assert other.get(f"/audits/{drawn.pk}/{rest}").status_code == 404
    assert "No score has been published yet" in _text(other, "/audits/")


@pytest.mark.parametrize("role", ["regional_director", "auditor"])
def test_only_a_lead_opens_the_board(browse, drawn, role):
    client = browse(role, region="H")
    for rest in ("", "publish/", "cases/", f"cases/{drawn.assignments.first().pk}/reassign/"):
        assert client.get(f"/audits/{drawn.pk}/{rest}").status_code == 403
    assert client.post(f"/audits/{drawn.pk}/draw/").status_code == 403
    assert client.get("/audits/new/").status_code == 403


def test_an_auditor_sees_no_results(browse, published):
    client = browse("auditor", region="H")
    assert client.get("/audits/").status_code == 403
    assert client.get(f"/audits/{published.pk}/results/").status_code == 403


def test_the_files_are_what_was_hashed_and_drawn(browse, drawn):
    client = browse("lead_auditor")
    frame = client.get(f"/audits/{drawn.pk}/frame.csv").content.decode()
    assert frame == drawn.sample.frame_csv
    rows = client.get(f"/audits/{drawn.pk}/draw.csv").content.decode().splitlines()
    assert rows[0] == "case_id,stratum,place,sampled_or_reserve,weight"
    assert [row.split(",")[3] for row in rows[1:]] == ["sampled"] * 4 + ["reserve"] * 6


def test_the_score_is_published_after_a_last_question(browse, drawn):
    client = browse("lead_auditor")
    address = f"/audits/{drawn.pk}/publish/"
    assert "Cases still waiting to be scored: 4" in _text(client, address)
    assert client.post(address).status_code == 409
    finish_round(drawn)
    assert "Publish the score?" in _text(client, address)
    assert client.post(address).url == f"/audits/{drawn.pk}/results/"
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302


def test_a_lead_re_assigns_a_case_with_a_reason(browse, drawn, auditors):
    client = browse("lead_auditor")
    mark = drawn.assignments.filter(auditor=auditors[0]).first()
    newcomer = make_person_with("auditor", region="H")
    address = f"/audits/{drawn.pk}/cases/{mark.pk}/reassign/"
    assert client.post(address, {"auditor": newcomer.pk, "reason": ""}).status_code == 422
    for marking in auditors:  # the first marks it now, the second marks it a second time
        assert client.post(address, {"auditor": marking.pk, "reason": "Same"}).status_code == 422
    response = client.post(address, {"auditor": newcomer.pk, "reason": "Leave"}, follow=True)
    assert "is now with" in response.content.decode()
    mark.refresh_from_db()
    assert mark.auditor == newcomer


def test_several_cases_are_re_assigned_on_one_page(browse, drawn, auditors):
    client = browse("lead_auditor")
    newcomer = make_person_with("auditor", region="H")
    address = f"/audits/{drawn.pk}/cases/reassign/"
    marks = list(drawn.assignments.filter(auditor=auditors[0]))
    page = _text(client, f"{address}?of={auditors[0].pk}")
    assert page.count(" checked") == len(marks)
    assert client.post(address, {"reason": "Leave"}).status_code == 422
    client.post(address, {"marks": [mark.pk for mark in marks], "auditor": newcomer.pk, "reason": "Leave"})
    assert drawn.assignments.filter(auditor=newcomer).count() == len(marks)


def test_a_lead_replaces_a_case_and_the_round_says_so(browse, drawn):
    client = browse("lead_auditor")
    case = drawn.sample.cases.filter(standing="sampled").order_by("place").first()
    reserve = drawn.sample.cases.get(place=5)
    address = f"/audits/{drawn.pk}/sampled/{case.pk}/substitute/"
    assert reserve.case_id in _text(client, address)
    assert client.post(address, {}).status_code == 422
    page = client.post(address, {"reason": "no_file", "note": "Asked twice"}, follow=True).content.decode()
    assert f"{case.case_id} is replaced by {reserve.case_id}" in page
    assert "Asked twice" in _text(client, f"/audits/{drawn.pk}/")
    rows = b"".join(client.get(f"/audits/{drawn.pk}/cases.csv").streaming_content).decode()
    assert f"{case.case_id},order,1,replaced,,sampled,{reserve.case_id},," in rows
    assert client.get(address).status_code == 404


def test_an_auditor_releases_a_known_person_s_case_and_the_lead_reads_why(browse, drawn, auditors, client):
    client.force_login(auditors[0], backend="django.contrib.auth.backends.ModelBackend")
    mark = drawn.assignments.filter(auditor=auditors[0]).first()
    address = f"/audits/cases/{mark.pk}/release/"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "We were at school together"}).status_code == 302
    assert client.get(address).status_code == 404
    page = _text(browse("lead_auditor"), f"/audits/{drawn.pk}/cases/")
    assert "Nobody may mark" in page
    assert "We were at school together" in page
    newcomer = make_person_with("auditor", region="H")
    give = f"/audits/{drawn.pk}/sampled/{mark.sampled_case_id}/give/"
    response = browse("lead_auditor").post(give, {"auditor": newcomer.pk, "reason": "Short"}, follow=True)
    assert "Nobody may mark" not in response.content.decode()


def test_a_deadline_is_put_off_with_a_reason(browse, drawn):
    client = browse("lead_auditor")
    address = f"/audits/{drawn.pk}/deadline/"
    day = {"due_on_day": "1", "due_on_month": "1", "due_on_year": "2100"}
    assert client.post(address, day).status_code == 422
    past = client.post(address, day | {"due_on_year": "2020", "reason": "x"})
    assert "must be today or later" in past.content.decode()
    client.post(address, day | {"reason": "Two auditors ill"})
    drawn.refresh_from_db()
    assert drawn.sample.due_on == drawn.due_on == date(2100, 1, 1)


def test_the_page_s_command_repeats_the_draw_byte_for_byte(browse, caseload, auditors, lead, tmp_path):
    opened = open_round(
        make_plan(auditors, seed="spring; it's 2026", strata_columns=("kind", "unit")), by=lead
    )
    draw_round(opened, by=lead)
    client = browse("lead_auditor")
    page = _text(client, f"/audits/{opened.pk}/")
    command = unescape(re.search("<code>(.*?)</code>", page).group(1))
    frame = client.get(f"/audits/{opened.pk}/frame.csv").content
    (tmp_path / f"frame-{opened.pk}.csv").write_bytes(frame)
    opened.refresh_from_db()
    assert sha256(frame).hexdigest() == opened.sample.frame_sha256
    assert opened.sample.frame_sha256 in page
    program, name, file, *rest = shlex.split(command)
    out = StringIO()
    call_command(name, str(tmp_path / file), *rest, stdout=out)
    assert program == "manage.py"
    assert out.getvalue() == client.get(f"/audits/{opened.pk}/draw.csv").content.decode()


def test_the_lead_s_home_page_shows_how_far_the_rounds_are(browse, drawn):
    assert "0 of 4 scored" in _text(browse("lead_auditor"), "/")


def test_a_late_round_says_so(browse, drawn, time_machine):
    time_machine.move_to(date(2027, 1, 1))
    assert "Late" in _text(browse("lead_auditor"), f"/audits/{drawn.pk}/")

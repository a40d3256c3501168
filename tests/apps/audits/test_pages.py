"""The pages of rounds: what leads do, what directors see, what nobody else opens."""

from datetime import date

import pytest
from django.utils import timezone

from apps.audits.actions import lock_score
from apps.audits.models import AuditRound
from tests.factories.audits import make_edition, mark_case
from tests.factories.failures import make_live_extract

pytestmark = pytest.mark.django_db
WINDOW = {
    "region": "H",
    "first_on_day": "1",
    "first_on_month": "1",
    "first_on_year": "2026",
    "last_on_day": "30",
    "last_on_month": "6",
    "last_on_year": "2026",
}


@pytest.fixture
def published(drawn, lead):
    for mark in drawn.assignments.all():
        mark_case(mark)
    lock_score(drawn, by=lead)
    drawn.refresh_from_db()
    return drawn


def _text(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_lead_opens_a_round_with_the_frame_in_sight(browse, caseload, auditors):
    client = browse("lead_auditor")
    window = WINDOW | {"edition": make_edition().pk}
    page = client.get("/audits/new/", window).content.decode()
    assert "10 cases" in page
    assert ">10</td>" in page  # of the helper: a frame of ten needs all ten
    due = timezone.localdate()
    sample = {
        "size": "4",
        "strata": ["kind"],
        "seed": "spring",
        "due_on_day": due.day,
        "due_on_month": due.month,
        "due_on_year": due.year,
        "auditors": [user.pk for user in auditors],
    }
    address = "/audits/new/?" + "&".join(f"{key}={value}" for key, value in window.items())
    response = client.post(address, sample)
    opened = AuditRound.objects.get()
    assert response.url == f"/audits/{opened.pk}/"
    assert (opened.size, opened.seed, opened.state) == (4, "spring", "open")
    assert "The frame by stratum" in _text(client, response.url)
    assert client.post(f"/audits/{opened.pk}/draw/").status_code == 302
    assert "0 of 4 cases submitted" in _text(client, response.url)
    assert client.post(f"/audits/{opened.pk}/draw/").status_code == 409
    again = client.post(address, sample)
    assert again.status_code == 422
    assert "already" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"last_on_year": "2025"}, "must not end before"),
        ({"first_on_day": "31", "first_on_month": "2"}, "real date"),
    ],
)
def test_a_window_that_cannot_be_is_explained(browse, caseload, changed, problem):
    page = browse("lead_auditor").get("/audits/new/", WINDOW | {"edition": make_edition().pk} | changed)
    assert problem in page.content.decode()


def test_without_an_extract_there_is_nothing_to_open(browse):
    assert "No extract" in _text(browse("lead_auditor"), "/audits/new/")


def test_a_region_without_auditors_is_told_so(browse, reference):
    make_live_extract()
    page = browse("lead_auditor").get("/audits/new/", WINDOW | {"region": "A", "edition": make_edition().pk})
    assert "Nobody holds the role of auditor" in page.content.decode()


def test_directors_see_only_their_own_region_and_only_what_is_published(browse, drawn, lead):
    own = browse("regional_director", region="H")
    assert "No score has been published yet" in _text(own, "/audits/")
    assert own.get(f"/audits/{drawn.pk}/results/").status_code == 404
    for mark in drawn.assignments.all():
        mark_case(mark)
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
    assert "4 cases still wait" in _text(client, address)
    assert client.post(address).status_code == 409
    for mark in drawn.assignments.all():
        mark_case(mark)
    assert "Publish the score?" in _text(client, address)
    assert client.post(address).url == f"/audits/{drawn.pk}/results/"
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302


def test_a_lead_re_assigns_a_case_with_a_reason(browse, drawn, auditors):
    client = browse("lead_auditor")
    mark = drawn.assignments.filter(auditor=auditors[0]).first()
    address = f"/audits/{drawn.pk}/cases/{mark.pk}/reassign/"
    assert client.post(address, {"auditor": auditors[1].pk, "reason": ""}).status_code == 422
    assert client.post(address, {"auditor": auditors[0].pk, "reason": "Same"}).status_code == 422
    response = client.post(address, {"auditor": auditors[1].pk, "reason": "Leave"}, follow=True)
    assert "is now with" in response.content.decode()
    mark.refresh_from_db()
    assert mark.auditor == auditors[1]


def test_the_lead_s_home_page_shows_how_far_the_rounds_are(browse, drawn):
    assert "0 of 4 scored" in _text(browse("lead_auditor"), "/")


def test_a_late_round_says_so(browse, drawn, time_machine):
    time_machine.move_to(date(2027, 1, 1))
    assert "Late" in _text(browse("lead_auditor"), f"/audits/{drawn.pk}/")

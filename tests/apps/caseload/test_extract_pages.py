"""The analysts' pages of extracts, from the upload to the live extract and back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.caseload import actions, jobs
from apps.caseload.models import Extract, ExtractJob, Person
from apps.caseload.queries import live_extract
from apps.organisation import panels
from apps.organisation.models import RecordedAction
from tests.apps.caseload.extracts import Draft
from tests.factories.people import make_person_with

pytestmark = pytest.mark.usefixtures("checked_here")
Browse = Callable[..., Client]
Kept = Callable[..., Extract]


@pytest.fixture
def analyst(browse: Browse) -> Client:
    return browse("performance_analyst")


@pytest.fixture
def hand_in(
    analyst: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> Callable[[Draft], ExtractJob]:
    """Upload a draft as a zip, and let the worker have done its work."""

    def upload(draft: Draft) -> ExtractJob:
        content = draft.write_zip(tmp_path / "extract.zip").read_bytes()
        file = SimpleUploadedFile("extract.zip", content, content_type="application/zip")
        with django_capture_on_commit_callbacks(execute=True):
            response = analyst.post("/caseload/extracts/upload/", {"file": file})
        assert response.status_code == 302
        job = ExtractJob.objects.first()
        assert job is not None
        assert response["Location"] == f"/caseload/extracts/work/{job.pk}/"
        return job

    return upload


def _text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_an_uploaded_extract_is_checked_and_waits(
    analyst: Client, hand_in: Callable[[Draft], ExtractJob]
) -> None:
    job = hand_in(Draft())

    assert job.state == ExtractJob.State.DONE
    assert "Every check passed" in _text(analyst, f"/caseload/extracts/work/{job.pk}/")
    page = _text(analyst, f"/caseload/extracts/{job.extract_id}/")
    assert "No extract is live yet" in page
    assert "3 people are new" in page
    assert live_extract() is None
    assert job.extract.imported_by.roles.get().role == "performance_analyst"


def test_a_refused_upload_shows_its_faults_by_file_and_gives_them_all(
    analyst: Client, hand_in: Callable[[Draft], ExtractJob]
) -> None:
    draft = Draft()
    draft.row("people", 0)["sex"] = "<b>M</b>"
    draft.row("sentences", 0)["offence_group"] = "=1+1"
    job = hand_in(draft)

    assert "Refused: 2 faults. Nothing was stored" in _text(analyst, f"/caseload/extracts/work/{job.pk}/")
    everything = _text(analyst, f"/caseload/extracts/work/{job.pk}/faults/")
    assert "&lt;b&gt;M&lt;/b&gt;" in everything
    assert ">=1+1<" in everything
    one_file = _text(analyst, f"/caseload/extracts/work/{job.pk}/faults/?file=sentences.csv")
    assert "=1+1" in one_file
    assert "&lt;b&gt;" not in one_file
    assert analyst.get(f"/caseload/extracts/work/{job.pk}/faults/?file=nothing.csv").status_code == 404
    download = analyst.get(f"/caseload/extracts/work/{job.pk}/faults.csv")
    assert b"".join(download.streaming_content).count(b"\n") == 3
    assert "attachment" in download["Content-Disposition"]


def test_the_name_of_a_file_is_no_formula_in_the_list_of_faults(
    analyst: Client, hand_in: Callable[[Draft], ExtractJob]
) -> None:
    draft = Draft()
    draft.more_files['=HYPERLINK("x").csv'] = b"plan_id\n"
    job = hand_in(draft)

    download = analyst.get(f"/caseload/extracts/work/{job.pk}/faults.csv")
    lines = b"".join(download.streaming_content).decode().splitlines()
    assert lines[1].startswith("\"'=HYPERLINK")
    page = _text(analyst, f"/caseload/extracts/work/{job.pk}/faults/", 200)
    assert ">=HYPERLINK(" in page
    file = "%3DHYPERLINK(%22x%22).csv"
    assert ">=HYPERLINK(" in _text(analyst, f"/caseload/extracts/work/{job.pk}/faults/?file={file}")


def test_a_file_that_is_no_zip_is_told_at_once(analyst: Client) -> None:
    file = SimpleUploadedFile("extract.zip", b"person_id,died_on\n")
    response = analyst.post("/caseload/extracts/upload/", {"file": file})

    assert response.status_code == 422
    assert b"The file must be a zip file" in response.content
    assert not ExtractJob.objects.exists()


def _post_live(client: Client, extract: Extract, capture: Any, **form: str) -> int:
    with capture(execute=True):
        return client.post(f"/caseload/extracts/{extract.pk}/put-live/", form).status_code


def test_an_extract_goes_live_and_an_earlier_one_is_put_back(
    analyst: Client, kept: Kept, django_capture_on_commit_callbacks: Any
) -> None:
    first = kept(live=True)
    draft = Draft(package={"as_at": "2024-07-01", "name": "later"})
    second = kept(draft)

    page = _text(analyst, f"/caseload/extracts/{second.pk}/")
    assert "Compared with the live extract, as at 30 June 2024" in page
    assert "3 people are in both" in page
    assert _post_live(analyst, second, django_capture_on_commit_callbacks, seen_live=first.sha256) == 302
    assert live_extract() == second

    assert "Put it back" in _text(analyst, f"/caseload/extracts/{first.pk}/")
    assert _post_live(analyst, first, django_capture_on_commit_callbacks, seen_live=second.sha256) == 302
    assert live_extract() == first
    trail = RecordedAction.objects.filter(verb="put_extract_live").first()
    assert trail is not None
    assert trail.by is not None


def test_a_comparison_with_what_is_no_longer_live_is_not_acted_upon(
    analyst: Client, kept: Kept, django_capture_on_commit_callbacks: Any
) -> None:
    first = kept(live=True)
    second = kept(Draft(package={"as_at": "2024-07-01"}))

    assert _post_live(analyst, second, django_capture_on_commit_callbacks, seen_live="") == 409
    assert live_extract() == first


def test_demo_over_real_needs_the_box(
    analyst: Client, kept: Kept, django_capture_on_commit_callbacks: Any
) -> None:
    real, demo = kept(Draft(package={"demo": False}), live=True), kept()
    seen = {"seen_live": real.sha256}

    assert _post_live(analyst, demo, django_capture_on_commit_callbacks, **seen) == 422
    assert live_extract() == real
    assert _post_live(analyst, demo, django_capture_on_commit_callbacks, **seen, demo_over_real="on") == 302
    assert live_extract() == demo


def test_every_page_says_when_the_live_data_is_made_up(analyst: Client, kept: Kept) -> None:
    assert "Every person, case and figure here is made up" not in _text(analyst, "/caseload/extracts/")
    kept(live=True)
    assert "Every person, case and figure here is made up" in _text(analyst, "/caseload/extracts/")


def test_work_whose_process_is_gone_shows_as_failed(analyst: Client) -> None:
    job = ExtractJob.objects.create(kind="import", source="x.zip", state="running")

    assert jobs.LOST in _text(analyst, f"/caseload/extracts/work/{job.pk}/")


def test_work_under_way_asks_for_itself_again(analyst: Client) -> None:
    job = ExtractJob.objects.create(kind="import", source="x.zip", percent=40, step="Reading contacts.csv")

    page = _text(analyst, f"/caseload/extracts/work/{job.pk}/progress/")
    assert "40%: Reading contacts.csv" in page
    assert 'hx-trigger="every 2s"' in page


def test_an_extract_whose_files_are_gone_says_so_and_cannot_go_live(
    analyst: Client, kept: Kept, media: Path
) -> None:
    extract = kept()
    (media / "extracts" / extract.sha256 / "people.csv").unlink()

    page = _text(analyst, f"/caseload/extracts/{extract.pk}/")
    assert "is missing" in page
    assert "Put it live" not in page


def test_the_home_page_of_an_analyst_names_the_live_extract_and_what_waits(
    kept: Kept, reference: None
) -> None:
    kept(live=True)
    kept(Draft(package={"as_at": "2024-07-01"}))

    found = {panel.title: panel for panel in panels.panels_for(make_person_with("performance_analyst"))}
    rows = [(row.label, row.value) for row in found["Extracts"].rows]
    assert rows[:2] == [
        ("Live extract", "as at 30 June 2024, demo data"),
        ("Waits to go live", "as at 1 July 2024"),
    ]


@pytest.mark.parametrize(
    "role", ["auditor", "lead_auditor", "regional_director", "practitioner", "administrator"]
)
def test_nobody_but_an_analyst_sees_or_changes_extracts(role: str, browse: Browse, kept: Kept) -> None:
    extract = kept()
    place = {"region": "H"} if role in ("auditor", "regional_director") else {}
    client = browse(role, **place)

    assert client.get("/caseload/extracts/").status_code == 403
    assert client.get(f"/caseload/extracts/{extract.pk}/").status_code == 403
    assert client.post(f"/caseload/extracts/{extract.pk}/put-live/").status_code == 403
    assert client.get("/api/v1/extracts/").status_code == 403


def test_programs_read_extracts_and_faults(
    analyst: Client, kept: Kept, hand_in: Callable[[Draft], ExtractJob]
) -> None:
    extract = kept(live=True)
    draft = Draft()
    draft.row("people", 0)["sex"] = "M"
    job = hand_in(draft)

    listed = analyst.get("/api/v1/extracts/").json()["results"]
    assert [(one["sha256"], one["state"], one["rows"]["people"]) for one in listed] == [
        (extract.sha256, "live", 3)
    ]
    assert analyst.get(f"/api/v1/extract-jobs/{job.pk}/").json()["fault_count"] == 1
    faults = analyst.get(f"/api/v1/extract-jobs/{job.pk}/faults/").json()
    assert faults["count"] == 1
    assert faults["results"][0]["code"] == "unknown_code"
    assert analyst.get(f"/api/v1/extract-jobs/{job.pk}/faults/?page=2").json()["results"] == []
    assert analyst.get(f"/api/v1/extract-jobs/{job.pk}/faults/?page=-1").status_code == 400
    assert analyst.post("/api/v1/extracts/").status_code == 405


def test_going_live_with_no_broker_fails_visibly(
    analyst: Client, kept: Kept, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kombu.exceptions import OperationalError

    from apps.caseload import tasks

    extract = kept()

    def refuse(*_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.put_live, "delay", refuse)
    _post_live(analyst, extract, django_capture_on_commit_callbacks, seen_live="")
    job = ExtractJob.objects.get(kind="put_live")
    assert (job.state, Person.objects.count()) == (ExtractJob.State.FAILED, 0)
    assert "could not be handed to a worker" in job.message


def test_an_action_refuses_demo_over_real_whoever_calls_it(kept: Kept) -> None:
    kept(Draft(package={"demo": False}), live=True)
    with pytest.raises(actions.DemoOverReal):
        actions.ask_to_put_live(extract=kept(), by=None)

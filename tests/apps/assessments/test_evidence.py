"""Evidence beside the answers: kept, struck out, and files that are what they say they are."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.assessments.actions import Refused, submit
from apps.assessments.attachments import BadFile, keep, plain_name
from apps.assessments.evidence_actions import add_evidence, strike_evidence
from apps.assessments.models import EvidenceEntry
from apps.organisation.models import RecordedAction
from rules.definitions.evidence import evidence_rules_on
from tests.factories.audits import ORDER_ONLY, answer_everything, make_assignment
from tests.factories.people import make_person_with

TODAY = date(2026, 7, 1)
RULES = evidence_rules_on(TODAY)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("virus.exe", b"MZ\x90", "a exe file"),
        ("noname", b"x", "a nameless file"),
        ("empty.pdf", b"", "empty"),
        ("page.pdf", b"<html><script>alert(1)</script>", "something else inside"),
        ("photo.png", b"\xff\xd8\xff\xe0", "something else inside"),
        ("notes.txt", b"a\x00b", "something else inside"),
        ("notes.txt", b"caf\xe9", "not UTF-8"),
        ("letter.docx", b"PK\x03\x04garbage", "damaged"),
        ("letter.docx", zipped(word__vbaProject_dot_bin=b"x"), "macros"),
        ("letter.docx", zipped(run_dot_js=b"x"), "macros"),
        ("letter.docx", zipped(bomb=b"\x00" * (101 * 1024 * 1024)), "unpacks to more"),
        ("big.txt", b"x" * (RULES.most_bytes + 1), "attach at most"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_and_not_kept(store, name, content, why):
    with pytest.raises(BadFile, match=why):
        keep(upload(name, content), RULES)
    assert list(store.rglob("*")) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.docx", zipped(word__document_dot_xml=b"<w/>")), ("a.TXT", "Caffè".encode())],
)
def test_a_file_that_fits_is_kept_by_its_hash(store, name, content):
    kept = keep(upload(name, content), RULES)
    assert (Path(store) / kept.path).read_bytes() == content
    assert kept.path.endswith(kept.sha256)
    assert keep(upload("other" + name, content), RULES).path == kept.path


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\letter.pdf", "letter.pdf"),
        ('a"; filename="b.exe.pdf', "a_ filename_b.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a_Set-Cookie_ x.pdf"),
        ("....", "file"),
    ],
)
def test_a_files_name_cannot_mean_anything_to_a_program(name, plain):
    assert plain_name(name) == plain


@pytest.mark.django_db
def test_evidence_is_kept_with_its_file_and_struck_out_with_a_reason(reference, client):
    auditor = make_person_with("auditor", region="H")
    mark = make_assignment(auditor, facts=ORDER_ONLY)
    client.force_login(auditor)
    page = f"/assessments/{mark.pk}/evidence/"
    given = {"source": "staff_interview", "question": "E01", "words": "She showed the letter"}
    answer = client.post(page, given | {"file": upload("letter.pdf", PDF)})
    assert answer.status_code == 302, answer.text
    entry = EvidenceEntry.objects.get()
    download = client.get(f"{page}{entry.pk}/file/")
    assert download.content == PDF
    assert download["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert "sandbox" in download["Content-Security-Policy"]
    assert client.post(f"{page}{entry.pk}/strike/", {"reason": "Wrong case"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.is_struck, entry.words) == (True, "She showed the letter")
    assert set(
        RecordedAction.objects.filter(subject_type="assessments.evidenceentry").values_list("verb")
    ) == {
        ("add_evidence",),
        ("strike_evidence",),
    }
    client.force_login(make_person_with("auditor", region="H"))
    assert client.get(page).status_code == 404
    assert client.get(f"{page}{entry.pk}/file/").status_code == 404


@pytest.mark.django_db
def test_a_bad_file_is_told_with_what_was_typed_still_there(reference, client):
    auditor = make_person_with("auditor", region="H")
    mark = make_assignment(auditor, facts=ORDER_ONLY)
    client.force_login(auditor)
    given = {"source": "document", "words": "The contract", "file": upload("a.exe", b"MZ")}
    answer = client.post(f"/assessments/{mark.pk}/evidence/", given)
    assert answer.status_code == 422
    assert "The contract" in answer.text
    assert "attach one of pdf" in answer.text
    assert not EvidenceEntry.objects.exists()


@pytest.mark.django_db
def test_after_submission_evidence_stays_as_it_is(reference):
    auditor = make_person_with("auditor", region="H")
    mark = make_assignment(auditor, facts=ORDER_ONLY)
    entry = add_evidence(mark, source="document", words="A letter", by=auditor, today=TODAY)
    answer_everything(mark)
    submit(mark, by=auditor)
    with pytest.raises(Refused, match="no longer be changed"):
        add_evidence(mark, source="document", words="Late", by=auditor, today=TODAY)
    with pytest.raises(Refused, match="no longer be changed"):
        strike_evidence(entry, reason="x", by=auditor)

"""A lead hands a bank in, sees its faults or its form, and publishes it as an edition that never changes."""

import json
from dataclasses import asdict
from io import BytesIO

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.assessments import bank_checker, bank_publishing
from apps.assessments.actions import Refused
from apps.assessments.bank_files.checking import check
from apps.assessments.bank_files.writing import bank_workbook, bank_yaml
from apps.assessments.bank_publishing import discard, hand_in, publish, take_up
from apps.assessments.bank_queries import newest_edition, proposal_of
from apps.assessments.models import BankDraft, BankEdition
from apps.organisation.models import RecordedAction
from rules.definitions.bank_changes import Size
from rules.definitions.banks import build_bank, load_bank
from tests.factories.audits import make_edition

pytestmark = pytest.mark.django_db
QM102 = load_bank("QM102", "1.0")


@pytest.fixture
def lead(person_with):
    return person_with("lead_auditor")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, request):
    """The check without a process of its own: what it finds is the same, two seconds earlier."""
    if "in_a_process" in request.node.name:
        return
    monkeypatch.setattr(
        bank_publishing,
        "check_file",
        lambda content, name: json.loads(json.dumps(asdict(check(content, name)))),
    )


def _raw(change=None):
    raw = QM102.file.model_dump(mode="json")
    if change:
        change(raw)
    return raw


def _file(change=None):
    return yaml.safe_dump(_raw(change), sort_keys=False).encode()


def _reword(raw):
    raw["sections"][0]["questions"][0]["text"] = "The person knew what the sentence asks"


def _weigh(raw):
    raw["sections"][0]["questions"][0]["weight"] = 3


def _drop(raw):
    raw["sections"][1]["questions"].pop(0)


def _hand_in(change, by):
    return hand_in(_file(change), file_name="bank.yaml", by=by)


def test_a_file_is_kept_byte_for_byte_with_who_and_when(lead):
    content = _file(_reword)
    draft = hand_in(content, file_name="bank.yaml", by=lead)
    draft.refresh_from_db()
    assert (bytes(draft.kept), draft.state, draft.bank, draft.uploaded_by) == (
        content,
        "ready",
        "QM102",
        lead,
    )
    assert RecordedAction.objects.get(verb="hand_in_bank").after["faults"] == 0


def test_a_file_with_faults_is_kept_and_never_published(lead):
    draft = hand_in(_file(lambda raw: raw.update(bands="stars", colour="red")), file_name="b.yaml", by=lead)
    assert (draft.state, draft.content) == ("refused", None)
    assert draft.faults[0]["place"] == "colour"
    with pytest.raises(Refused, match="has faults"):
        publish(draft, by=lead)


@pytest.mark.parametrize(
    ("change", "size", "edition"),
    [(_reword, Size.MINOR, "1.1"), (_weigh, Size.MAJOR, "2.0"), (_drop, Size.MAJOR, "2.0")],
)
def test_what_changes_decides_the_number_of_the_edition(lead, change, size, edition):
    make_edition()
    draft = _hand_in(change, lead)
    proposal = proposal_of(draft)
    assert (proposal.difference.size, proposal.edition) == (size, edition)
    published = publish(draft, by=lead)
    assert (published.edition, published.published_by) == (edition, lead)
    assert published.definition.file.status == "published"
    assert newest_edition("QM102") == published


def test_the_first_edition_of_a_bank_is_1_0(lead):
    draft = _hand_in(lambda raw: raw.update(id="MINE", edition="7.7"), lead)
    assert publish(draft, by=lead).edition == "1.0"


def test_editions_are_numbered_on_by_number_and_not_by_text(lead):
    for number in range(11):

        def change(raw, number=number):
            raw["title"] = f"Enforcement {number}"

        publish(_hand_in(change, lead), by=lead)
    assert newest_edition("QM102").edition == "1.10"


def test_a_bank_without_a_change_is_not_published_again(lead):
    make_edition()
    draft = _hand_in(None, lead)
    assert proposal_of(draft).edition == ""
    with pytest.raises(Refused, match="Nothing differs from QM102 Enforcement quality"):
        publish(draft, by=lead)


def test_the_earlier_edition_stays_as_it_was(lead):
    before = make_edition()
    content = before.content
    publish(_hand_in(_weigh, lead), by=lead)
    before.refresh_from_db()
    assert before.content == content
    assert before.definition.questions["E01"].weight == 2


def test_a_draft_is_decided_once(lead):
    draft = _hand_in(_reword, lead)
    discard(draft, by=lead)
    for again in (publish, discard):
        with pytest.raises(Refused, match="discarded already"):
            again(draft, by=lead)
    assert not BankEdition.objects.exists()
    verbs = RecordedAction.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["hand_in_bank", "decide_bank_draft"]


def test_a_draft_of_the_product_is_taken_up_and_published(lead):
    published = publish(take_up("QM030", by=lead), by=lead)
    assert (published.bank, published.edition) == ("QM030", "1.0")
    assert len(published.definition.questions) == 17
    with pytest.raises(Refused, match="no draft of a bank QM030"):
        take_up("QM030", by=lead)


@pytest.mark.parametrize(
    "change",
    [{"kept": b"x"}, {"content": {"a": 1}}, {"faults": [{"place": "x"}]}, {"file_name": "other"}],
)
def test_the_database_keeps_what_was_handed_in(lead, change):
    draft = _hand_in(_reword, lead)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        BankDraft.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        BankDraft.objects.filter(pk=draft.pk).delete()


def test_the_database_refuses_a_published_draft_with_faults(lead):
    draft = hand_in(b"a: 1", file_name="b.yaml", by=lead)
    with pytest.raises(IntegrityError, match="draft_with_faults_is_never_published"), transaction.atomic():
        BankDraft.objects.filter(pk=draft.pk).update(state="ready")


def test_a_file_is_checked_in_a_process_with_limits(lead):
    draft = hand_in(bank_workbook(QM102), file_name="bank.xlsx", by=lead)
    assert build_bank(draft.content, file="x") == QM102


def test_a_file_that_breaks_its_check_in_a_process_is_refused_and_no_error(lead, monkeypatch):
    monkeypatch.setattr(bank_checker, "SECONDS", 0.01)
    draft = hand_in(_file(), file_name="bank.yaml", by=lead)
    assert "more memory or time" in draft.faults[0]["found"]


# The pages.


@pytest.fixture
def browser(client, lead):
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _upload(browser, content, name):
    file = SimpleUploadedFile(name, content)
    return browser.post(reverse("banks:hand_in"), {"file": file}, follow=True)


def test_a_lead_hands_in_a_bank_reads_what_changes_and_publishes_it(browser):
    make_edition()
    page = _upload(browser, _file(_weigh), "bank.yaml").content.decode()
    assert "Publish as edition 2.0" in page
    assert "Scores before and after it are not one series" in page
    draft = BankDraft.objects.get()
    answer = browser.post(reverse("banks:publish_draft", args=[draft.pk]), follow=True)
    assert "QM102 Enforcement quality (2.0) is published" in answer.content.decode()
    again = browser.post(reverse("banks:publish_draft", args=[draft.pk]))
    assert again.status_code == 409
    listed = browser.get(reverse("banks:banks")).content.decode()
    assert "2.0" in listed
    assert "by the product" not in listed.split("Earlier editions")[1].split("2.0")[0]


def test_every_fault_is_shown_with_its_place(browser):
    content = _file(lambda raw: raw["sections"][0]["questions"][0].update(weight=-1, scale=5))
    page = _upload(browser, content, "bank.yaml").content.decode()
    assert "2 faults: nothing can be published" in page
    assert "E01, weight" in page
    assert "Publish as edition" not in page


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [("bank.txt", b"x", "Choose a YAML or XLSX file"), ("bank.yaml", b"", "This file is empty")],
)
def test_a_file_that_cannot_be_a_bank_is_refused_at_once(browser, name, content, problem):
    answer = _upload(browser, content, name)
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not BankDraft.objects.exists()


def test_the_preview_shows_the_form_of_a_case_with_the_facts_of_the_address(browser, lead):
    draft = _hand_in(_reword, lead)
    address = reverse("banks:preview_draft", args=[draft.pk])
    unknown = browser.get(address).content.decode()
    assert "is asked 20 of 20 questions, weight 40" in unknown
    assert "The person knew what the sentence asks" in unknown
    page = browser.get(address, {"failure-value": "no", "breach_filed-value": "no"}).content.decode()
    # Without a failure E03, E05 to E09 and E16 go, without a breach E12 to E14.
    assert "is asked 10 of 20 questions" in page
    assert "Was a breach sent to court? No." in page
    assert 'id="q-E12"' not in page


def test_a_fact_that_cannot_be_is_explained_in_the_preview(browser):
    edition = make_edition()
    page = browser.get(reverse("banks:preview", args=[edition.pk]), {"failure-value": "perhaps"})
    assert page.status_code == 200
    assert "is not an answer to" in page.content.decode()


def test_an_edition_is_downloaded_and_handed_in_again_as_the_same_bank(browser):
    edition = make_edition()
    for kind, name in (("edition_yaml", "QM102-1.0.yaml"), ("edition_xlsx", "QM102-1.0.xlsx")):
        answer = browser.get(reverse(f"banks:{kind}", args=[edition.pk]))
        assert name in answer["Content-Disposition"]
        assert build_bank(check(answer.content, name).content, file="x") == edition.definition


def test_the_file_handed_in_is_downloaded_as_it_was(browser, lead):
    draft = _hand_in(_reword, lead)
    answer = browser.get(reverse("banks:draft_file", args=[draft.pk]))
    assert BytesIO(b"".join(answer.streaming_content)).read() == bytes(draft.kept)


def test_a_refused_file_has_no_preview(browser, lead):
    draft = hand_in(b"a: 1", file_name="b.yaml", by=lead)
    assert browser.get(reverse("banks:preview_draft", args=[draft.pk])).status_code == 404


def test_an_auditor_reads_banks_and_sees_no_draft(browse, lead):
    make_edition()
    _hand_in(_reword, lead)
    auditor = browse("auditor", region="H")
    page = auditor.get(reverse("banks:banks")).content.decode()
    assert "Enforcement quality" in page
    assert "Handed in" not in page


def test_the_pages_of_a_bank_keep_the_navigation_of_the_service(browser, lead):
    edition, draft = make_edition(), _hand_in(_reword, lead)
    for address in (f"/banks/{edition.pk}/", f"/banks/drafts/{draft.pk}/"):
        page = browser.get(address).content.decode()
        assert ">Question banks</a>" in page.replace("\n", "").replace("  ", "")
        assert 'class="govuk-service-navigation__link" href=""' not in page


def test_without_a_published_bank_the_page_says_so(browser):
    assert "No bank is published yet" in browser.get(reverse("banks:banks")).content.decode()


def test_a_text_of_a_bank_is_never_markup(browser, lead):
    def change(raw):
        raw["sections"][0]["questions"][0]["text"] = "<script>alert(1)</script>"

    draft = _hand_in(change, lead)
    for name in ("draft", "preview_draft"):
        page = browser.get(reverse(f"banks:{name}", args=[draft.pk])).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_yaml_of_the_product_reads_as_written():
    assert bank_yaml(QM102).startswith("id: QM102\nedition: '1.0'\ntitle: Enforcement quality\n")

"""Editions of the standards: loaded by command and page, read beside short words, compared, never changed."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.assessments.actions import Refused
from apps.inspections.models import StandardsDraft, StandardsEdition
from apps.inspections.standards_publishing import Naming, discard, hand_in, load_own_words, publish
from apps.inspections.standards_queries import PROMPT_COLUMNS, newest_published, prompt_rows
from apps.organisation.models import RecordedAction
from rules.definitions.standards import newest_standards
from rules.definitions.standards_document import MOST_WORDING
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person_with
from tests.factories.standards_documents import LIGHTHOUSES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
EDITED = LIGHTHOUSES.replace("Is it lit at dusk?", "Is it always lit at dusk?").replace(
    "March 2031", "May 2032"
)
NAMING = Naming(edition="2031-03", title="Lamps", valid_from=date(2031, 3, 1))


@pytest.fixture
def file(tmp_path):
    def written(text, name="lamps.txt"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return written


@pytest.fixture
def lead():
    return make_person_with("lead_inspector")


def _load(*args):
    out = io.StringIO()
    call_command("load_standards", *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def _json(*args):
    return json.loads(_load(*args, "--json"))


def test_a_document_is_loaded_under_the_month_that_it_prints(file):
    said = _load(file(LIGHTHOUSES))
    assert "All: 4 standards, 5 key questions, 11 prompts" in said
    assert "the letter b a second time" in said
    assert "Loaded as edition 2031-03" in said
    edition = StandardsEdition.objects.get()
    assert (edition.edition, edition.valid_from) == ("2031-03", date(2031, 3, 1))
    assert (edition.title, edition.source_name) == ("Inspection standards of March 2031", "lamps.txt")
    assert bytes(edition.kept) == LIGHTHOUSES.encode()
    assert len(edition.document.prompts) == 11
    assert len(edition.findings) == 1


def test_the_same_file_twice_is_no_second_edition(file):
    _load(file(LIGHTHOUSES))
    assert "Already loaded as edition 2031-03: no second edition is made" in _load(
        file(LIGHTHOUSES, "again.txt")
    )
    assert "no second edition" in _load(file(LIGHTHOUSES), "--edition", "other")
    assert StandardsEdition.objects.count() == 1


def test_the_same_words_printed_otherwise_are_a_second_edition_only_when_named(file):
    _load(file(LIGHTHOUSES))
    wrapped = file(LIGHTHOUSES.replace("\n", "\r\n"), "wrapped.txt")
    assert "no second edition" in _load(wrapped)
    assert "Loaded as edition other" in _load(wrapped, "--edition", "other")


def test_an_edited_copy_becomes_an_edition_of_its_own_with_its_changes(file):
    _load(file(LIGHTHOUSES))
    told = _json(file(EDITED), "--valid-from", "2032-06-01", "--title", "Lamps")
    assert (told["edition"], told["stored"]) == ("2032-05", True)
    assert (told["compared_with"], told["changes"]) == ("2031-03", ["1 prompt reworded"])
    assert told["total"] == {"standards": 4, "key_questions": 5, "prompts": 11}
    assert [each["id"] for each in told["levels"]] == ["regional", "domain_one", "domain_two"]
    assert StandardsEdition.objects.get(edition="2032-05").valid_from == date(2032, 6, 1)


def test_a_name_that_is_taken_is_given_a_number_and_refused_when_asked_for(file):
    _load(file(LIGHTHOUSES))
    shorter = file(LIGHTHOUSES[: LIGHTHOUSES.index("2.1.2 Are")])
    with pytest.raises(CommandError, match="There is an edition 2031-03 already"):
        _load(shorter, "--edition", "2031-03")
    assert "Loaded as edition 2031-03-2" in _load(shorter)


@pytest.mark.parametrize("name", ["a b", "x" * 21, "é"])
def test_a_name_that_no_address_could_hold_is_refused(file, name):
    with pytest.raises(CommandError, match="Name the edition"):
        _load(file(LIGHTHOUSES), "--edition", name)


def test_a_check_keeps_nothing(file):
    told = _json(file(LIGHTHOUSES), "--check")
    assert (told["stored"], told["edition"], told["total"]["prompts"]) == (False, "", 11)
    assert not StandardsEdition.objects.exists()


def test_a_bad_file_is_refused_whole_with_every_fault(file):
    bad = LIGHTHOUSES.encode().replace(b"rock marked?*\n", b"rock \x00 and") + b"\xff"
    with pytest.raises(CommandError) as refused:
        _load(file(bad))
    assert all(part in str(refused.value) for part in ("NUL", "0xff", "the file stops here"))
    assert not StandardsEdition.objects.exists()
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("load_standards", file(bad), "--json", stdout=out)
    assert len(json.loads(out.getvalue())["faults"]) == 3


def test_a_file_that_is_not_there_and_no_file_at_all_are_told(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        _load(str(tmp_path / "none.txt"))
    with pytest.raises(CommandError, match="Name one file, or say --own-words"):
        _load()


def test_the_short_words_are_an_edition_until_a_document_is_loaded(file):
    assert "loaded" in _load("--own-words")
    assert "already there" in _load("--own-words")
    edition = StandardsEdition.objects.get()
    assert list(edition.document.prompts) == list(newest_standards().prompts)
    assert newest_published() is None
    _load(file(LIGHTHOUSES))
    assert newest_published().edition == "2031-03"
    assert not load_own_words(by=None).is_new


def test_an_inspection_keeps_its_edition_when_another_is_loaded(file):
    _load(file(LIGHTHOUSES))
    inspection = make_inspection(standards=StandardsEdition.objects.get())
    _load(file(EDITED))
    inspection.refresh_from_db()
    assert inspection.standards.edition == "2031-03"


def test_an_edition_is_never_changed_and_a_draft_only_decided(lead):
    edition = publish(hand_in(LIGHTHOUSES.encode(), file_name="l.txt", by=lead), NAMING, by=lead)
    for rows, change in (
        (StandardsEdition.objects.filter(pk=edition.pk), {"title": "other"}),
        (StandardsDraft.objects.all(), {"file_name": "other"}),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            rows.update(**change)


def test_handing_in_publishing_and_discarding_leave_a_trace(lead):
    publish(hand_in(LIGHTHOUSES.encode(), file_name="l.txt", by=lead), NAMING, by=lead)
    discard(hand_in(b"", file_name="empty.txt", by=lead), by=lead)
    verbs = list(RecordedAction.objects.order_by("pk").values_list("verb", flat=True))[-5:]
    assert verbs == [
        "hand_in_standards",
        "load_standards",
        "decide_standards_draft",
        "hand_in_standards",
        "decide_standards_draft",
    ]


def test_a_draft_is_decided_once_and_never_published_with_faults(lead):
    draft = hand_in(LIGHTHOUSES.encode(), file_name="l.txt", by=lead)
    publish(draft, NAMING, by=lead)
    with pytest.raises(Refused, match="published already"):
        discard(draft, by=lead)
    again = hand_in(LIGHTHOUSES.encode(), file_name="l.txt", by=lead)
    with pytest.raises(Refused, match="word for word"):
        publish(again, Naming(edition="x", title="x", valid_from=NAMING.valid_from), by=lead)
    faulty = hand_in(b"nothing \x00", file_name="n.txt", by=lead)
    with pytest.raises(Refused, match="has faults"):
        publish(faulty, NAMING, by=lead)


def test_every_prompt_is_a_row_of_the_download(file):
    _load("--own-words")
    rows = list(prompt_rows(StandardsEdition.objects.get().document))
    assert len(rows) == len(newest_standards().prompts)
    assert set(rows[0]) == set(PROMPT_COLUMNS)
    starred = next(row for row in rows if row["key"] == "domain_two.2.3.2.1")
    assert (starred["sign"], starred["written_for_this_wording"]) == ("*", True)
    assert starred["applies"].startswith("Not for cases with unpaid work only")


# Pages


def test_a_document_is_handed_in_previewed_published_and_read(client, lead):
    client.force_login(lead)
    upload = io.BytesIO(LIGHTHOUSES.encode())
    upload.name = "lamps.txt"
    answer = client.post(reverse("inspections:hand_in_standards"), {"file": upload})
    page = client.get(answer["Location"]).content.decode()
    assert "the letter b a second time" in page
    assert "it would be the first" in page
    draft = StandardsDraft.objects.get()
    given = {
        "edition": "2031-03",
        "title": "Lamps",
        "valid_from_day": "1",
        "valid_from_month": "3",
        "valid_from_year": "2031",
    }
    answer = client.post(reverse("inspections:publish_standards", args=[draft.pk]), given)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert "Are ships kept safe?" in page
    assert "Prompts marked * are not asked of towers" in page
    table = client.get(reverse("inspections:standards_table-csv", args=[draft_edition().pk]))
    rows = list(csv.DictReader(io.StringIO(b"".join(table.streaming_content).decode())))
    assert [row["letter"] for row in rows if row["key_question"] == "1.2.1"] == ["a", "b", "b"]
    kept = client.get(reverse("inspections:standards_file", args=[draft_edition().pk]))
    assert b"".join(kept.streaming_content) == LIGHTHOUSES.encode()


def draft_edition():
    return StandardsEdition.objects.get()


def test_a_faulty_document_shows_its_faults_and_offers_no_publication(client, lead):
    client.force_login(lead)
    upload = io.BytesIO(LIGHTHOUSES.replace("Is it lit", "Is it " + "very " * MOST_WORDING).encode())
    upload.name = "long.txt"
    page = client.post(
        reverse("inspections:hand_in_standards"), {"file": upload}, follow=True
    ).content.decode()
    assert "Faults: nothing can be published" in page
    assert "Publish as an edition" not in page


def test_a_file_that_is_missing_or_too_large_is_told_beside_the_field(client, lead):
    client.force_login(lead)
    answer = client.post(reverse("inspections:hand_in_standards"), {})
    assert (answer.status_code, "Choose a file" in answer.content.decode()) == (422, True)
    large = io.BytesIO(b"x" * 2_000_001)
    large.name = "large.txt"
    answer = client.post(reverse("inspections:hand_in_standards"), {"file": large})
    assert "Choose a file of 2 MB or less" in answer.content.decode()
    assert not StandardsDraft.objects.exists()


def test_a_taken_name_and_a_missing_day_are_told_beside_their_fields(client, lead, file):
    _load(file(LIGHTHOUSES))
    client.force_login(lead)
    draft = hand_in(EDITED.encode(), file_name="l.txt", by=lead)
    answer = client.post(
        reverse("inspections:publish_standards", args=[draft.pk]), {"edition": "2031-03", "title": "Lamps"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is an edition 2031-03 already" in page
    assert "Enter the day from which it is in force" in page


def test_two_editions_are_compared_word_by_word(client, lead, file):
    _load(file(LIGHTHOUSES))
    _load(file(EDITED))
    new, old = StandardsEdition.objects.all()
    client.force_login(lead)
    page = client.get(
        reverse("inspections:standards_changes"), {"old": old.pk, "new": new.pk}
    ).content.decode()
    assert "1 prompt reworded" in page
    assert "<ins>" in page
    table = client.get(reverse("inspections:standards_changes_table-csv"), {"old": old.pk, "new": new.pk})
    (row,) = csv.DictReader(io.StringIO(b"".join(table.streaming_content).decode()))
    assert (row["part"], row["change"], row["key_after"]) == ("prompt", "reworded", "domain_two.2.1.1.1")
    same = client.get(
        reverse("inspections:standards_changes"), {"old": old.pk, "new": old.pk}
    ).content.decode()
    assert "Nothing differs" in same
    assert client.get(reverse("inspections:standards_changes"), {"old": "x", "new": "y"}).status_code == 422


def test_who_only_reads_standards_is_offered_no_hand_in(client):
    client.force_login(make_person_with("ratings_panel"))
    page = client.get(reverse("inspections:standards")).content.decode()
    assert "No edition is loaded yet" in page
    assert "Hand in a document" not in page
    assert client.get(reverse("inspections:hand_in_standards")).status_code in (403, 404)

"""Importing: what is kept, what is not, and that nothing is ever half done."""

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from apps.caseload import actions, checker, jobs, loading, storage
from apps.caseload.kept import KeptFileChanged
from apps.caseload.models import Contact, Extract, ExtractJob, Person, Recall
from apps.caseload.queries import event_tables, live_extract
from apps.organisation.models import RecordedAction
from tests.apps.caseload.conftest import TODAY
from tests.apps.caseload.extracts import Draft

Import = Callable[[Path], ExtractJob]
Kept = Callable[..., Extract]


def _other() -> Draft:
    """A later extract: one person more, another gone with all that was theirs."""
    draft = Draft()
    draft.rows["people"][2] = {"person_id": "X4", "date_of_birth": "1999-09-09"}
    draft.rows["sentences"][2] = {**draft.row("sentences", 2), "sentence_id": "S4", "person_id": "X4"}
    draft.rows["deaths"] = []
    draft.package["name"] = "later"
    return draft


def test_a_valid_extract_is_kept_with_who_when_and_its_files(import_path: Import, tmp_path: Path) -> None:
    job = import_path(Draft().write(tmp_path / "extract"))

    extract = job.extract
    assert job.state == ExtractJob.State.DONE
    assert (extract.as_at, extract.demo, extract.state) == (date(2024, 6, 30), True, Extract.State.HELD)
    assert extract.rows["contacts"] == 4
    assert (storage.kept_files(extract) / "contacts.csv").read_bytes() == Draft().csv("contacts")
    assert RecordedAction.objects.filter(verb="import_extract", subject_id=str(extract.pk)).exists()
    assert not Person.objects.exists()


def test_the_same_content_is_kept_once_as_folder_or_zip(import_path: Import, tmp_path: Path) -> None:
    first = import_path(Draft().write(tmp_path / "extract"))
    again = import_path(Draft().write(tmp_path / "again"))
    zipped = import_path(Draft().write_zip(tmp_path / "x.zip"))
    in_folder = import_path(Draft().write_zip(tmp_path / "y.zip", within="extract/"))

    assert not first.already_held
    assert [job.already_held for job in (again, zipped, in_folder)] == [True, True, True]
    assert {job.extract_id for job in (again, zipped, in_folder)} == {first.extract_id}
    assert Extract.objects.count() == 1
    assert RecordedAction.objects.filter(verb="import_extract").count() == 1


def test_one_other_byte_is_another_extract(import_path: Import, tmp_path: Path) -> None:
    other = Draft()
    other.row("people", 0)["sex"] = "female"
    import_path(Draft().write(tmp_path / "extract"))
    import_path(other.write(tmp_path / "other"))

    assert Extract.objects.count() == 2


def _values() -> list[tuple[Any, ...]]:
    people = Person.objects.order_by("pk").values_list("person_id", "date_of_birth", "sex", "pregnancy")
    contacts = Contact.objects.order_by("pk").values_list("pk", "scheduled_on", "recorded_at", "outcome")
    return [*people, *contacts, *Recall.objects.values_list("decided_at", "part_b_due_on")]


def test_live_rows_are_what_the_files_say(kept: Kept) -> None:
    extract = kept(live=True)

    assert extract.state == Extract.State.LIVE
    assert Person.objects.get(pk="X1").pregnancy is None
    contact = Contact.objects.get(pk="V1")
    assert contact.recorded_at == datetime(2024, 1, 15, 16, 30)
    assert (contact.cancelled_at, contact.outcome) == (None, None)
    assert Recall.objects.get().decided_at.isoformat() == "2024-03-04T15:00:00+00:00"


def test_csv_with_quotes_or_crlf_and_parquet_go_live_alike(
    kept: Kept, import_path: Import, tmp_path: Path
) -> None:
    kept(live=True)
    expected = _values()
    quoted, crlf = Draft(), Draft()
    quoted.bytes_of["people.csv"] = Draft().csv("people").replace(b"X1", b'"X1"')
    crlf.bytes_of["contacts.csv"] = Draft().csv("contacts", line_end="\r\n")
    sources = [
        quoted.write(tmp_path / "q"),
        crlf.write(tmp_path / "c"),
        Draft().write_parquet(tmp_path / "p"),
    ]
    for source in sources:
        job = import_path(source)
        assert job.state == ExtractJob.State.DONE, job.fault_counts
        actions.put_live(job=actions.ask_to_put_live(extract=job.extract, by=None))
        assert _values() == expected


def test_a_blank_line_in_a_file_is_passed_over(kept: Kept) -> None:
    draft = Draft()
    draft.bytes_of["people.csv"] = Draft().csv("people") + b"\n"
    kept(draft, live=True)

    assert Person.objects.count() == 3


def test_an_earlier_extract_can_be_put_back(kept: Kept) -> None:
    first, second = kept(live=True), kept(_other(), live=True)
    assert set(Person.objects.values_list("pk", flat=True)) == {"X1", "X2", "X4"}

    actions.put_live(job=actions.ask_to_put_live(extract=first, by=None))

    first.refresh_from_db()
    second.refresh_from_db()
    assert set(Person.objects.values_list("pk", flat=True)) == {"X1", "X2", "X3"}
    assert (first.state, second.state) == (Extract.State.LIVE, Extract.State.SUPERSEDED)
    assert live_extract() == first
    trail = RecordedAction.objects.filter(verb="put_extract_live").first()
    assert trail is not None
    assert (trail.before["sha256"], trail.after["sha256"]) == (second.sha256, first.sha256)


def test_going_live_keeps_keys_indexes_and_constraints(kept: Kept) -> None:
    sql = (
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)"
        " UNION ALL SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid::regclass::text = ANY(%s) ORDER BY 1"
    )

    def shape() -> list[tuple[str]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(event_tables()), list(event_tables())])
            return cursor.fetchall()

    before = shape()
    kept(live=True)
    kept(_other(), live=True)
    assert shape() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'caseload_next'")
        assert cursor.fetchone() == (0,)


def test_demo_data_does_not_take_the_place_of_real_data_unasked(kept: Kept) -> None:
    real = Draft(package={"demo": False})
    real_extract, demo_extract = kept(real, live=True), kept()

    with pytest.raises(actions.DemoOverReal):
        actions.ask_to_put_live(extract=demo_extract, by=None)
    assert live_extract() == real_extract

    actions.put_live(job=actions.ask_to_put_live(extract=demo_extract, by=None, demo_over_real=True))
    assert live_extract() == demo_extract


def test_a_kept_file_that_changed_does_not_go_live(kept: Kept) -> None:
    first, second = kept(live=True), kept(_other())
    path = storage.kept_files(second) / "people.csv"
    path.write_bytes(path.read_bytes().replace(b"1999", b"1998"))

    job = actions.ask_to_put_live(extract=second, by=None)
    with pytest.raises(KeptFileChanged):
        actions.put_live(job=job)
    job.refresh_from_db()
    assert (job.state, live_extract()) == (ExtractJob.State.FAILED, first)
    assert "not the one that was checked" in job.message
    assert set(Person.objects.values_list("pk", flat=True)) == {"X1", "X2", "X3"}


def test_asking_twice_is_one_change(kept: Kept) -> None:
    extract = kept()

    assert actions.ask_to_put_live(extract=extract, by=None) == actions.ask_to_put_live(
        extract=extract, by=None
    )


def test_a_job_whose_process_is_gone_fails_visibly(db: None) -> None:
    job = ExtractJob.objects.create(kind="import", source="x", state="running")

    assert jobs.fail_lost() == 1
    job.refresh_from_db()
    assert (job.state, job.message) == (ExtractJob.State.FAILED, jobs.LOST)


def test_a_job_that_keeps_dying_is_given_up(db: None) -> None:
    job = ExtractJob.objects.create(kind="import", source="x", state="running", attempts=3)

    with pytest.raises(jobs.NotMine), jobs.running(job):
        pytest.fail("a fourth attempt began")
    job.refresh_from_db()
    assert job.state == ExtractJob.State.FAILED


def test_a_job_that_is_over_is_not_done_again(import_path: Import, tmp_path: Path) -> None:
    source = Draft().write(tmp_path / "extract")
    job = import_path(source)

    with pytest.raises(jobs.NotMine):
        actions.import_extract(job=job, path=source, today=TODAY)


def test_a_check_that_breaks_off_stores_nothing(
    import_path: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker, "PROCESS_MEMORY_MB", 60)

    with pytest.raises(checker.CheckBroke, match="Nothing was stored"):
        import_path(Draft().write(tmp_path / "extract"))
    assert ExtractJob.objects.get().state == ExtractJob.State.FAILED
    assert not Extract.objects.exists()


def test_a_check_that_takes_too_long_is_stopped(
    import_path: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker, "SECONDS", 0.05)

    with pytest.raises(checker.CheckBroke, match="signal 9"):
        import_path(Draft().write(tmp_path / "extract"))


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_content_at_once_keep_it_once(tmp_path: Path) -> None:
    source = Draft().write(tmp_path / "extract")
    made = [actions.hand_in(by=None, source="one"), actions.hand_in(by=None, source="two")]

    def work(job: ExtractJob) -> None:
        try:
            actions.import_extract(job=job, path=source, today=TODAY)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[job]) for job in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Extract.objects.count() == 1
    assert sorted(ExtractJob.objects.values_list("state", "already_held")) == [
        ("done", False),
        ("done", True),
    ]


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_old_rows_whole_until_the_new_ones_are_there(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(live=True)
    later, seen = kept(_other()), []
    staged = loading.stage

    def stage_and_look(*args: Any) -> None:
        staged(*args)
        seen.append(set(Person.objects.values_list("pk", flat=True)))

    monkeypatch.setattr(loading, "stage", stage_and_look)
    actions.put_live(job=actions.ask_to_put_live(extract=later, by=None))

    assert seen == [{"X1", "X2", "X3"}]
    assert set(Person.objects.values_list("pk", flat=True)) == {"X1", "X2", "X4"}


@pytest.mark.django_db(transaction=True)
def test_killed_before_the_tables_change_places_everything_is_as_before(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, later = kept(live=True), kept(_other())

    def die() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(loading, "swap", die)
        job = actions.ask_to_put_live(extract=later, by=None)
        with pytest.raises(KeyboardInterrupt):
            actions.put_live(job=job)

    assert live_extract() == first
    assert set(Person.objects.values_list("pk", flat=True)) == {"X1", "X2", "X3"}
    assert jobs.fail_lost() == 1
    actions.put_live(job=actions.ask_to_put_live(extract=later, by=None))
    assert live_extract() == later


def test_the_checking_process_knows_nothing_of_the_database() -> None:
    code = (
        "import sys, apps.caseload.checking.check;"
        "sys.exit(any(name.split('.')[0] in ('django', 'psycopg') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_command_imports_and_goes_live_where_nobody_can_answer(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_extract", str(Draft().write(tmp_path / "extract")))

    said = capsys.readouterr().out
    assert "People: 3 new, 0 gone" in said
    assert "Live: small as at 30 June 2024" in said
    assert live_extract() is not None
    call_command("import_extract", str(tmp_path / "extract"))
    said = capsys.readouterr().out
    assert "held already" in said
    assert "nothing changed" in said


def test_an_extract_of_entirely_other_people_goes_live(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(live=True)
    content = {f"{table}.csv": Draft().csv(table).replace(b"X", b"Y") for table in Draft().rows}
    others = Draft(package={"demo": False, "name": "others"}, bytes_of=content)

    call_command("import_extract", str(others.write(tmp_path / "others")))

    said = capsys.readouterr().out
    assert "People: 3 new, 3 gone, 0 in both, 0 of them changed." in said
    assert "Live: others" in said


def test_the_command_can_hold_and_put_live_later(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_extract", str(Draft().write(tmp_path / "extract")), "--hold")
    assert live_extract() is None

    call_command("put_extract_live", Extract.objects.get().sha256[:8])
    assert live_extract() is not None
    assert Person.objects.count() == 3


def test_the_command_lists_the_faults_and_fails(db: None, tmp_path: Path) -> None:
    draft = Draft()
    draft.row("people", 0)["sex"] = "M"

    with pytest.raises(CommandError) as refused:
        call_command("import_extract", str(draft.write(tmp_path / "extract")))
    assert "people.csv, line 2, sex: found 'M', expected one of female, male, unknown" in str(refused.value)
    assert live_extract() is None

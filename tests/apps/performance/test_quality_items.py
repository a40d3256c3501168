""" "Our record is wrong": raised about a case, answered by its owner in time, and never forgotten."""

import csv
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.organisation.models import RecordedAction, User
from apps.performance.models import DataQualityItem, MeasureOutcome, MeasureRun
from apps.performance.quality_actions import (
    ItemChanged,
    ItemRefused,
    answer,
    hand_over,
    raise_item,
    reopen,
)
from apps.performance.queries.quality_items import answerers, item_row
from tests.factories.judged import Order, put_orders, run_over

Browse = Callable[..., Client]
People = Callable[..., User]
FRIDAY = date(2024, 4, 5)


@pytest.fixture
def head(person_with: People) -> User:
    """Of the delivery unit that the case counts for."""
    return person_with("head_of_delivery_unit", unit="H103")


@pytest.fixture
def practitioner(person_with: People) -> User:
    return person_with("practitioner", staff_code="H103-P01")


@pytest.fixture
def case(run: MeasureRun) -> MeasureOutcome:
    """P2 was seen a day late; held by H103-P01."""
    return MeasureOutcome.objects.get(run=run, occurrence_id="S-P2")


@pytest.fixture
def item(case: MeasureOutcome, head: User, practitioner: User) -> DataQualityItem:
    return raise_item(
        case, fault="date_wrong", words="It was the 12th.", owner=head, by=practitioner, on=FRIDAY
    )


def address(name: str, *args: object) -> str:
    return reverse(f"performance:{name}", args=args)


class TestRaising:
    def test_it_keeps_what_the_case_counted_as_and_is_due_in_ten_business_days(
        self, item: DataQualityItem, run: MeasureRun
    ) -> None:
        assert (item.measure, item.occurrence_id, item.unit, item.practitioner_code) == (
            "SL004",
            "S-P2",
            "H103",
            "H103-P01",
        )
        assert (item.verdict, item.run, item.state, item.version) == ("denominator_only", run, "open", 1)
        assert item.due_on == date(2024, 4, 19)

    def test_a_second_open_item_about_the_case_is_refused(
        self, item: DataQualityItem, case: MeasureOutcome, head: User
    ) -> None:
        with pytest.raises(ItemRefused, match="already said"):
            raise_item(case, fault="other", words="Again.", owner=head, by=head, on=FRIDAY)

    def test_an_answered_case_may_be_said_to_be_wrong_again(
        self, item: DataQualityItem, case: MeasureOutcome, head: User
    ) -> None:
        answer(item, seen=1, outcome="was_right", words="It was the 13th.", by=head)
        assert raise_item(case, fault="other", words="Again.", owner=head, by=head, on=FRIDAY).is_open

    def test_an_owner_from_another_place_is_refused(
        self, case: MeasureOutcome, practitioner: User, person_with: People
    ) -> None:
        far = person_with("head_of_delivery_unit", unit="A25")
        with pytest.raises(ItemRefused, match="may not answer"):
            raise_item(case, fault="other", words="Wrong.", owner=far, by=practitioner, on=FRIDAY)

    def test_the_head_of_the_unit_is_proposed_first_and_nobody_of_another_place(
        self, head: User, person_with: People
    ) -> None:
        director = person_with("regional_director", region="H")
        person_with("regional_director", region="A")
        analyst = person_with("performance_analyst")
        assert answerers(region="H", unit="H103", on=FRIDAY) == [head, director, analyst]
        assert answerers(region="H", unit="unallocated", on=FRIDAY) == [director, analyst]


class TestSteps:
    def test_an_answer_closes_it_and_every_step_stays(self, item: DataQualityItem, head: User) -> None:
        done = answer(item, seen=1, outcome="corrected", words="Put right.", by=head)
        again = reopen(done, seen=2, words="Still wrong.", by=head, on=FRIDAY + timedelta(days=30))
        assert (again.state, again.outcome, again.version) == ("open", "", 3)
        assert again.due_on == date(2024, 5, 20)  # a bank holiday on 6 May
        assert [(step.kind, step.outcome) for step in item.steps.all()] == [
            ("raised", ""),
            ("answered", "corrected"),
            ("reopened", ""),
        ]

    def test_of_two_people_at_once_the_second_is_told(self, item: DataQualityItem, head: User) -> None:
        answer(item, seen=1, outcome="corrected", words="Put right.", by=head)
        with pytest.raises(ItemChanged):
            answer(item, seen=1, outcome="was_right", words="It was right.", by=head)
        assert item.steps.count() == 2

    def test_an_answered_item_is_not_answered_again_nor_an_open_one_reopened(
        self, item: DataQualityItem, head: User
    ) -> None:
        with pytest.raises(ItemRefused, match="open already"):
            reopen(item, seen=1, words="Why not.", by=head, on=FRIDAY)
        answer(item, seen=1, outcome="unknowable", words="Nobody remembers.", by=head)
        with pytest.raises(ItemRefused, match="answered already"):
            answer(item, seen=2, outcome="corrected", words="But yes.", by=head)

    def test_it_is_handed_over_only_to_somebody_of_the_place(
        self, item: DataQualityItem, head: User, person_with: People
    ) -> None:
        director = person_with("regional_director", region="H")
        far = person_with("regional_director", region="A")
        assert (
            hand_over(item, seen=1, owner=director, words="On leave.", by=head, on=FRIDAY).owner == director
        )
        with pytest.raises(ItemRefused, match="may not answer"):
            hand_over(item, seen=2, owner=far, words="On leave.", by=head, on=FRIDAY)

    def test_every_step_leaves_its_trail(self, item: DataQualityItem, head: User) -> None:
        answer(item, seen=1, outcome="corrected", words="Put right.", by=head)
        trail = RecordedAction.objects.filter(verb__endswith="quality_item").order_by("pk")
        assert [(one.verb, one.reason) for one in trail] == [
            ("raise_quality_item", "It was the 12th."),
            ("answer_quality_item", "Put right."),
        ]
        assert trail[1].before["state"] == "open"
        assert trail[1].after["outcome"] == "corrected"

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM performance_dataqualitystep",
            "UPDATE performance_dataqualitystep SET words = 'x'",
            "TRUNCATE performance_dataqualitystep",
            "DELETE FROM performance_dataqualityitem",
            "UPDATE performance_dataqualityitem SET words = 'x', version = version + 1",
            "UPDATE performance_dataqualityitem SET due_on = due_on + 1",
        ],
    )
    def test_the_database_keeps_what_was_said(self, item: DataQualityItem, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for no pending check
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


class TestJudgedAgain:
    def test_until_a_newer_run_nothing_is_said(self, item: DataQualityItem, run: MeasureRun) -> None:
        assert item_row(item, run, on=FRIDAY).now is None

    def test_it_says_that_the_verdict_is_as_before(self, item: DataQualityItem) -> None:
        now = item_row(item, run_over("2024-01", "2024-04"), on=FRIDAY).now
        assert now is not None
        assert not now.is_changed

    def test_it_says_that_a_corrected_record_is_met_now(self, item: DataQualityItem) -> None:
        put_orders([Order(person="P2", sentenced_on=date(2024, 2, 5), appointment_on=date(2024, 2, 12))])
        now = item_row(item, run_over("2024-01", "2024-04"), on=FRIDAY).now
        assert now is not None
        assert now.is_changed
        assert now.verdict == "numerator"


class TestPages:
    def test_a_practitioner_says_it_and_the_head_answers(
        self, case: MeasureOutcome, practitioner: User, head: User
    ) -> None:
        theirs, heads = Client(), Client()
        theirs.force_login(practitioner, backend="django.contrib.auth.backends.ModelBackend")
        heads.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
        explained = theirs.get(address("explain", "SL004", "S-P2")).content.decode()
        assert address("quality-raise", "SL004", "S-P2") in explained
        said = {"fault": "date_wrong", "words": "It was <b>the 12th</b>.", "owner": head.pk}
        assert theirs.post(address("quality-raise", "SL004", "S-P2"), said).status_code == 302
        item = DataQualityItem.objects.get()
        assert item.due_on > timezone.localdate()
        assert "Wait for you" in heads.get("/").content.decode()
        shown = heads.get(address("quality-item", item.pk)).content.decode()
        assert "&lt;b&gt;the 12th" in shown
        done = heads.post(
            address("quality-answer", item.pk), {"outcome": "corrected", "words": "Put right.", "seen": 1}
        )
        assert done.status_code == 302
        assert "Corrected in the source" in theirs.get(address("quality-item", item.pk)).content.decode()
        assert f"item {item.pk}" not in theirs.get(address("explain", "SL004", "S-P2")).content.decode()

    def test_an_empty_form_says_what_is_missing(
        self, case: MeasureOutcome, browse: Browse, head: User
    ) -> None:
        answered = browse("performance_analyst").post(address("quality-raise", "SL004", "S-P2"), {})
        assert answered.status_code == 422
        text = answered.content.decode()
        for words in ("Choose what is wrong", "Say what the record says", "Choose who answers it"):
            assert words in text

    def test_a_case_that_is_said_to_be_wrong_already_leads_to_its_item(
        self, item: DataQualityItem, browse: Browse
    ) -> None:
        answered = browse("performance_analyst").get(address("quality-raise", "SL004", "S-P2"))
        assert answered["Location"] == address("quality-item", item.pk)

    def test_two_people_at_once_both_words_are_shown(
        self, item: DataQualityItem, browse: Browse, head: User
    ) -> None:
        answer(item, seen=1, outcome="corrected", words="Put right.", by=head)
        late = {"outcome": "was_right", "words": "It was the 13th.", "seen": 1}
        answered = browse("performance_analyst").post(address("quality-answer", item.pk), late)
        assert answered.status_code == 409
        text = answered.content.decode()
        assert "Put right." in text
        assert "It was the 13th." in text

    def test_a_practitioner_cannot_answer(self, item: DataQualityItem, browse: Browse) -> None:
        theirs = browse("practitioner", staff_code="H103-P01")
        assert theirs.post(address("quality-answer", item.pk), {}).status_code == 403
        assert "Your answer" not in theirs.get(address("quality-item", item.pk)).content.decode()

    @pytest.mark.parametrize(
        ("role", "place"),
        [
            ("practitioner", {"staff_code": "H103-P02"}),
            ("head_of_delivery_unit", {"unit": "H104"}),
            ("regional_director", {"region": "A"}),
        ],
    )
    def test_beyond_the_scope_there_is_no_item(
        self, item: DataQualityItem, browse: Browse, role: str, place: dict[str, str]
    ) -> None:
        client = browse(role, **place)
        assert client.get(address("quality-item", item.pk)).status_code == 404
        assert client.get(address("quality-raise", "SL004", "S-P2")).status_code == 404
        assert "0 items" in client.get(address("quality-items")).content.decode()

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("", 1),
            ("?state=overdue", 1),
            ("?state=answered", 0),
            ("?state=nonsense", 1),
            ("?measure=SL004", 1),
            ("?place=unit-H103", 1),
            ("?place=unit-H104", 0),
            ("?team=M1", 0),
            ("?owner=me", 0),
            ("?practitioner=H103-P01", 1),
        ],
    )
    def test_the_list_is_narrowed_in_its_address(
        self, item: DataQualityItem, browse: Browse, query: str, count: int
    ) -> None:
        client = browse("performance_analyst")
        assert f"{count} item" in client.get(address("quality-items") + query).content.decode()
        lines = client.get(address("quality-items-csv") + query).getvalue().decode().splitlines()
        assert len(list(csv.DictReader(lines))) == count

    def test_before_any_run_the_pages_are_empty_and_not_broken(self, orders: None, browse: Browse) -> None:
        assert "0 items" in browse("performance_analyst").get(address("quality-items")).content.decode()

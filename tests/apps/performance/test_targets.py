"""Ramp-up targets: proposed by one person, decided by another, in force for a region and its months only."""

import csv
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from apps.organisation.access import Scope
from apps.organisation.models import RecordedAction, User
from apps.performance.models import MeasureRun, ProposedPath, ProposedStep, TargetDecision, TargetProposal
from apps.performance.queries.benchmarks import benchmark
from apps.performance.queries.cells import MONTHLY, figure, series
from apps.performance.queries.places import place_for
from apps.performance.queries.target_steps import target_steps
from apps.performance.target_actions import TargetRefused, decide, propose_return
from rules.periods import Month
from tests.factories.proposed import goal, propose_for

Browse = Callable[..., Client]
People = Callable[..., User]
NATION = Scope(all_regions=True)
FEBRUARY, MARCH, APRIL = Month(2024, 2), Month(2024, 3), Month(2024, 4)


@pytest.fixture
def analyst(person_with: People) -> User:
    return person_with("performance_analyst")


@pytest.fixture
def head(person_with: People) -> User:
    return person_with("head_of_performance")


@pytest.fixture
def path(run: MeasureRun, analyst: User) -> ProposedPath:
    """For Wales (1 of 2 in February): 65% in March, 80% in April, 95% from May."""
    made = propose_for(
        "H",
        run=run,
        by=analyst.username,
        first="2024-02",
        last="2024-02",
        end=goal(from_month="2024-09"),
    )
    return made.paths.get()


def target_of(run: MeasureRun, kind: str, code: str, month: Month) -> tuple[str, str]:
    place = place_for(NATION, kind, code)
    assert place is not None
    found = figure(run, place, measure="SL004", first=month, last=month).target
    return (f"{found.percent.normalize():f}", found.kind) if found else ("", "")


def early(run: MeasureRun, analyst: User, *, percent: str = "95") -> ProposedPath:
    """A path whose first step falls into the months that were judged."""
    made = propose_for(
        "H",
        run=run,
        by=analyst.username,
        first="2024-02",
        last="2024-02",
        end=goal(percent=percent, from_month="2024-09"),
    )
    return made.paths.get()


class TestFourEyes:
    def test_a_proposal_changes_nothing(self, path: ProposedPath, run: MeasureRun) -> None:
        assert target_of(run, "region", "H", MARCH) == ("90", "demo")

    def test_an_approved_step_changes_its_region_and_months_only(
        self, path: ProposedPath, run: MeasureRun, head: User
    ) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        assert target_of(run, "region", "H", FEBRUARY) == ("90", "demo")
        assert target_of(run, "region", "H", MARCH) == ("65", "interim")
        assert target_of(run, "unit", "H103", MARCH) == ("65", "interim")
        assert target_of(run, "region", "A", MARCH) == ("90", "demo")
        assert target_of(run, "nation", "all", MARCH) == ("90", "demo")

    def test_approved_steps_are_drawn_with_a_table_of_their_months(
        self, path: ProposedPath, run: MeasureRun, head: User, browse: Callable[..., Client]
    ) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        place = place_for(NATION, "region", "H")
        assert place is not None
        (found,) = series(run, place, first=FEBRUARY, last=MARCH, period=MONTHLY, measure="SL004")
        steps = [(str(one.first_month), str(one.last_month), one.value) for one in target_steps(found)]
        assert [(first, last, value and value.percent) for first, last, value in steps] == [
            ("2024-02", "2024-02", 90),
            ("2024-03", "2024-03", 65),
        ]
        address = f"{place.url}?measure=SL004&from=2024-02&to=2024-03"
        text = browse("performance_analyst").get(address).content.decode()
        assert "Target 90%, then 65%" in text
        assert "Target of Wales in steps" in text
        assert f"Proposal {path.proposal_id}, approved by" in text

    def test_a_refused_path_changes_nothing(self, path: ProposedPath, run: MeasureRun, head: User) -> None:
        decide(path, approved=False, why="Too soft.", by=head)
        assert target_of(run, "region", "H", MARCH) == ("90", "demo")

    def test_whoever_proposed_cannot_decide(self, path: ProposedPath, analyst: User) -> None:
        with pytest.raises(TargetRefused, match="Another person"):
            decide(path, approved=True, why="Mine.", by=analyst)

    def test_the_database_refuses_a_decision_of_ones_own_too(self, path: ProposedPath, analyst: User) -> None:
        with pytest.raises(DatabaseError, match="another person"), transaction.atomic():
            TargetDecision.objects.create(path=path, approved=True, reason="Mine.", by=analyst)

    def test_a_second_decision_is_refused(self, path: ProposedPath, head: User) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        with pytest.raises(TargetRefused, match="decided on already"):
            decide(path, approved=False, why="On second thoughts.", by=head)

    def test_every_step_leaves_its_trail(self, path: ProposedPath, head: User) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        found = RecordedAction.objects.filter(verb__in=["propose_targets", "decide_targets"])
        assert {(one.verb, one.reason) for one in found} == {
            ("propose_targets", "The regions start far apart."),
            ("decide_targets", "Fair."),
        }

    @pytest.mark.parametrize("model", [TargetProposal, ProposedPath, ProposedStep, TargetDecision])
    def test_nothing_that_was_decided_is_changed_or_removed(
        self, path: ProposedPath, head: User, model: type
    ) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for no pending check
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id", f"TRUNCATE {table} CASCADE"):
            with (
                pytest.raises(DatabaseError, match="never changed or removed"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


class TestHistory:
    def test_a_later_approval_supersedes_an_earlier_one(
        self, path: ProposedPath, run: MeasureRun, analyst: User, head: User
    ) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        decide(early(run, analyst, percent="80"), approved=True, why="Fairer.", by=head)
        assert target_of(run, "region", "H", MARCH) == ("60", "interim")

    def test_a_return_brings_the_published_target_back_from_its_month(
        self, path: ProposedPath, run: MeasureRun, analyst: User, head: User
    ) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        back = propose_return(run=run, measure="SL004", region="H", from_month=APRIL, why="Undo.", by=analyst)
        assert target_of(run, "region", "H", APRIL) == ("65", "interim")
        decide(back.paths.get(), approved=True, why="Yes.", by=head)
        assert target_of(run, "region", "H", MARCH) == ("65", "interim")
        assert target_of(run, "region", "H", APRIL) == ("90", "demo")

    def test_met_is_decided_in_whole_numbers_against_the_approved_step(
        self, path: ProposedPath, run: MeasureRun, head: User
    ) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        place = place_for(NATION, "region", "H")
        assert place is not None
        found = figure(run, place, measure="SL004", first=MARCH, last=MARCH)
        assert found.target is not None
        assert found.target.met is False  # 1 of 3 against 65%


class TestBenchmark:
    def test_quartiles_are_those_of_the_regions_with_a_rate(self, run: MeasureRun) -> None:
        found = benchmark(run, measure="SL004", first=MARCH, last=MARCH, goal=goal())
        assert found.quartiles is not None
        # Wales 1 of 3 and the North East 0 of 1: a half of the way between them.
        assert found.quartiles.median * 6 == 100
        assert [one.place.code for one in found.regions if one.percent is not None] == ["A", "H"]

    def test_a_baseline_that_the_first_step_would_overlap_is_refused(self, run: MeasureRun) -> None:
        found = benchmark(run, measure="SL004", first=MARCH, last=APRIL, goal=goal(from_month="2024-09"))
        assert "within the baseline period" in found.refusal

    def test_months_that_were_not_judged_are_no_baseline(self, run: MeasureRun) -> None:
        found = benchmark(run, measure="SL004", first=MARCH, last=Month(2024, 5), goal=goal())
        assert "not over" in found.refusal

    def test_nothing_is_proposed_for_a_region_that_counted_nothing(
        self, run: MeasureRun, analyst: User
    ) -> None:
        with pytest.raises(TargetRefused, match="Choose one region"):
            propose_for("B", run=run, by=analyst.username)


def get(client: Client, name: str, *args: object, query: str = "", status: int = 200) -> str:
    response = client.get(reverse(f"performance:{name}", args=args) + query)
    assert response.status_code == status
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


class TestPages:
    QUERY = "?measure=SL004&from=2024-02&to=2024-02&end_percent=95&end_month=2024-09&steps=2&step_months=3"

    def test_an_analyst_proposes_and_a_head_of_performance_approves(
        self, run: MeasureRun, browse: Browse
    ) -> None:
        analyst, head = browse("performance_analyst"), browse("head_of_performance")
        assert "65.0%" in get(analyst, "propose-targets", query=self.QUERY).replace("65%", "65.0%")
        address = reverse("performance:propose-targets") + self.QUERY
        answer = analyst.post(address, {"places": ["region-H"], "why": "Far apart."})
        made = TargetProposal.objects.get()
        assert answer["Location"] == reverse("performance:proposal", args=[made.pk])
        path = made.paths.get()
        assert "Decide" in get(head, "proposal", made.pk)
        answer = head.post(
            reverse("performance:decide-target", args=[path.pk]), {"decision": "approve", "why": "Fair."}
        )
        assert answer.status_code == 302
        assert target_of(run, "region", "H", MARCH) == ("65", "interim")
        assert "Approved by" in get(analyst, "proposal", made.pk)
        rows = list(csv.DictReader(get(head, "targets-csv", query="?place=region-H").splitlines()))
        assert [row["target_percent"] for row in rows] == ["90", "65", "80", "95"]

    def test_a_button_pressed_twice_makes_one_proposal_until_it_is_decided(
        self, run: MeasureRun, browse: Browse, head: User
    ) -> None:
        client = browse("performance_analyst")
        address = reverse("performance:propose-targets") + self.QUERY
        for _ in range(2):
            client.post(address, {"places": ["region-H"], "why": "Far apart."})
        made = TargetProposal.objects.get()
        client.post(address, {"places": ["region-H", "nation-all"], "why": "Far apart."})
        assert TargetProposal.objects.count() == 2
        decide(made.paths.get(), approved=False, why="No.", by=head)
        client.post(address, {"places": ["region-H"], "why": "Far apart."})
        assert TargetProposal.objects.count() == 3

    @pytest.mark.parametrize("month", ["2024-02", "9999-12", "0001-01", "soon"])
    def test_a_return_to_a_month_out_of_reach_is_told(
        self, path: ProposedPath, head: User, browse: Browse, month: str
    ) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        address = reverse("performance:return-target", args=[path.pk])
        answer = browse("performance_analyst").post(address, {"month": month, "why": "Undo."})
        assert answer.status_code == 422

    def test_from_a_path_that_nobody_approved_there_is_no_return(
        self, path: ProposedPath, browse: Browse
    ) -> None:
        client = browse("performance_analyst")
        client.post(reverse("performance:return-target", args=[path.pk]), {"month": "2024-04", "why": "No."})
        assert TargetProposal.objects.count() == 1
        assert "nothing to return from" in get(client, "proposal", path.proposal_id)

    def test_a_proposal_without_a_reason_is_told_what_is_missing(
        self, run: MeasureRun, browse: Browse
    ) -> None:
        address = reverse("performance:propose-targets") + self.QUERY
        answer = browse("performance_analyst").post(address, {"places": ["region-H"]})
        assert answer.status_code == 422
        assert "Say why these targets are proposed." in answer.content.decode()
        assert not TargetProposal.objects.exists()

    @pytest.mark.parametrize(
        "odd",
        [
            "end_percent=101",
            "end_month=soon",
            "steps=0",
            "step_months=13",
            "rounded_to=7",
            "end_month=2099-01",
        ],
    )
    def test_an_odd_goal_is_told_and_nothing_is_worked_out(
        self, run: MeasureRun, browse: Browse, odd: str
    ) -> None:
        text = get(browse("performance_analyst"), "propose-targets", query=f"?{odd}")
        assert "There is a problem" in text
        assert "Save as a proposal" not in text

    def test_a_director_sees_the_targets_and_proposals_of_the_own_region_only(
        self, path: ProposedPath, run: MeasureRun, browse: Browse
    ) -> None:
        wales, east = browse("regional_director", region="H"), browse("regional_director", region="A")
        assert f"Proposal {path.proposal_id}" in get(wales, "targets")
        assert "Nothing has been proposed" in get(east, "targets")
        get(east, "proposal", path.proposal_id, status=404)
        assert "Decide" not in get(wales, "proposal", path.proposal_id)

    def test_one_who_proposed_is_told_that_another_decides(self, run: MeasureRun, browse: Browse) -> None:
        client = browse("performance_analyst")
        address = reverse("performance:propose-targets") + self.QUERY
        client.post(address, {"places": ["region-H"], "why": "Far apart."})
        assert "Another person decides on it." in get(client, "proposal", TargetProposal.objects.get().pk)

    def test_before_the_first_run_there_is_nothing_to_propose_from(
        self, reference: None, browse: Browse
    ) -> None:
        assert "There are no figures yet" in get(browse("performance_analyst"), "propose-targets")
        assert "There are no figures yet" in get(browse("performance_analyst"), "targets")


class TestApi:
    ADDRESS = "/api/v1/performance/targets/"

    def test_a_region_is_told_its_targets_by_stretch_of_months(
        self, path: ProposedPath, run: MeasureRun, head: User, browse: Browse
    ) -> None:
        decide(path, approved=True, why="Fair.", by=head)
        told = browse("regional_director", region="H").get(f"{self.ADDRESS}?region=H").json()
        assert [(one["first_month"], one["kind"]) for one in told["targets"]] == [
            ("2024-01", "Demo"),
            ("2024-03", "Interim"),
            ("2024-06", "Interim"),
            ("2024-09", "End state"),
        ]

    def test_another_region_is_a_bad_request(self, run: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")
        assert client.get(f"{self.ADDRESS}?region=A").status_code == 400
        assert client.get(self.ADDRESS).status_code == 400
        assert browse("performance_analyst").get(self.ADDRESS).status_code == 200


class TestAbout:
    def test_a_figure_states_its_day_extract_run_edition_and_source(
        self, run: MeasureRun, browse: Browse
    ) -> None:
        client = browse("regional_director", region="H")
        text = get(client, "about-figure", "region", "H", "SL004", query="?from=2024-01")
        for said in ("30 June 2024", "a" * 64, f"Run {run.pk}", "1 Oct 2021", "appendix, SL004", "40.0%"):
            assert said in text

    def test_what_the_run_did_not_judge_has_no_page(self, run: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")
        get(client, "about-figure", "region", "H", "SL005", status=404)
        get(client, "about-figure", "region", "A", "SL004", status=404)

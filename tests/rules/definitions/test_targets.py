"""Targets: which one is in force, and when it is met."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.targets import ApprovedTarget, TargetKind, Targets, TargetValue, load_targets, met
from rules.periods import Month

HEADER = "measure,region,valid_from,valid_to,percent,kind,source\n"
MAY = Month(2025, 5)


def target(percent: str) -> TargetValue:
    return TargetValue(
        "SL004", None, date(2021, 10, 1), None, Decimal(percent), TargetKind.END_STATE, "Tests"
    )


def test_the_sources_give_no_target_for_the_first_appointment() -> None:
    assert load_targets().on("SL004", "H", MAY) is None


def test_a_made_up_target_comes_only_with_demo_data() -> None:
    found = load_targets().on("SL004", "H", MAY, demo=True)
    assert found is not None
    assert found.kind is TargetKind.DEMO


def test_the_operating_model_gives_the_target_of_housing_on_release() -> None:
    found = load_targets().on("SL014", "H", MAY)
    assert found is not None
    assert (found.percent, found.kind) == (Decimal(90), TargetKind.END_STATE)


def test_a_regions_own_step_comes_before_the_nations_target() -> None:
    targets = load_targets()
    own, nation = targets.on("SL027", "A", MAY, demo=True), targets.on("SL027", None, MAY, demo=True)
    assert own is not None
    assert nation is not None
    assert own.percent < nation.percent


def test_no_target_is_in_force_before_its_first_day() -> None:
    assert load_targets().on("SL004", "H", Month(2021, 9), demo=True) is None


@pytest.mark.parametrize(
    ("numerator", "denominator", "direction", "expected"),
    [
        (69, 80, "higher", True),  # 86.25 exactly
        (68, 80, "higher", False),
        (69, 80, "lower", True),
        (70, 80, "lower", False),
        (0, 0, "higher", None),
    ],
)
def test_a_target_is_met_exactly_or_not_at_all(
    numerator: int, denominator: int, direction: str, expected: bool | None
) -> None:
    assert met(numerator, denominator, target("86.25"), direction) is expected


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("SL004,,2021-10-01,,101,end_state,S\n", "expected 0 to 100"),
        ("SL004,,2021-10-01,2021-09-30,90,end_state,S\n", "expected a day not before"),
        ("SL004,,soon,,90,end_state,S\n", "soon"),
        ("SL004,,2021-10-01,,many,end_state,S\n", "many"),
        ("SL004,,2021-10-01,,90,hoped,S\n", "hoped"),
        ("SL004,,2021-10-01,,90,end_state,\n", "each must be given"),
        ("SL004,A,2021-10-01,,90,interim,S\nSL004,A,2022-01-01,,95,interim,S\n", "two targets in force"),
    ],
)
def test_a_faulty_target_is_refused(row: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        load_targets(tmp_path)


def approved(
    percent: str | None, first: str, last: str | None = None, *, region: str | None = "A"
) -> ApprovedTarget:
    return ApprovedTarget(
        measure="SL014",
        region=region,
        first_month=Month.parse(first),
        last_month=Month.parse(last) if last else None,
        percent=Decimal(percent) if percent else None,
        source="Tests",
    )


def percents(targets: Targets, region: str | None, *months: str) -> list[str]:
    found = [targets.on("SL014", region, Month.parse(month)) for month in months]
    return [str(one.percent) if one else "" for one in found]


class TestApproved:
    def test_a_step_changes_the_target_of_its_region_and_months_only(self) -> None:
        targets = load_targets().with_approved([approved("70", "2025-04", "2025-06")])
        assert percents(targets, "A", "2025-03", "2025-04", "2025-06", "2025-07") == ["90", "70", "70", "90"]
        assert percents(targets, "B", "2025-04") == ["90"]
        assert percents(targets, None, "2025-04") == ["90"]
        own = targets.on("SL014", "A", Month(2025, 4))
        assert own is not None
        assert own.kind is TargetKind.INTERIM

    def test_a_later_decision_supersedes_an_earlier_one_where_it_holds(self) -> None:
        steps = [approved("70", "2025-04", "2025-09"), approved("75", "2025-07", "2025-09")]
        assert percents(load_targets().with_approved(steps), "A", "2025-06", "2025-07") == ["70", "75"]

    def test_a_return_brings_the_published_target_back(self) -> None:
        steps = [approved("70", "2025-04"), approved(None, "2025-10")]
        assert percents(load_targets().with_approved(steps), "A", "2025-09", "2025-10") == ["70", "90"]

    def test_an_open_step_is_an_end_state(self) -> None:
        found = load_targets().with_approved([approved("95", "2025-04")]).on("SL014", "A", Month(2030, 1))
        assert found is not None
        assert (found.kind, found.valid_to) == (TargetKind.END_STATE, None)

    def test_the_nations_step_holds_for_regions_without_their_own(self) -> None:
        steps = [approved("80", "2025-04", region=None), approved("70", "2025-04")]
        targets = load_targets().with_approved(steps)
        assert [percents(targets, region, "2025-05") for region in ("A", "B", None)] == [
            ["70"],
            ["80"],
            ["80"],
        ]


def loaded(folder: Path, rows: str) -> tuple[TargetValue, ...]:
    (folder / "targets.csv").write_text(HEADER + rows, encoding="utf-8")
    return load_targets(folder).values


def refused(folder: Path, rows: str) -> list[str]:
    with pytest.raises(DefinitionError) as refusal:
        loaded(folder, rows)
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize("percent", ["0", "100", "86.25"])
def test_a_target_may_be_nothing_and_everything_and_hold_for_one_day(percent: str, tmp_path: Path) -> None:
    (value,) = loaded(tmp_path, f"SL004,,2021-10-01,2021-10-01,{percent},end_state,S\n")
    assert value == TargetValue(
        "SL004", None, date(2021, 10, 1), date(2021, 10, 1), Decimal(percent), TargetKind.END_STATE, "S"
    )
    assert [value.covers(date(2021, *day)) for day in ((9, 30), (10, 1), (10, 2))] == [False, True, False]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("SL004,,2021-10-01,,-1,end_state,S", "percent: found -1, expected 0 to 100"),
        ("SL004,,2021-10-01,,100.5,end_state,S", "percent: found 100.5, expected 0 to 100"),
        (
            "SL004,,2021-10-01,2021-09-30,9,end_state,S",
            "valid_to: found 2021-09-30, expected a day not before 2021-10-01",
        ),
        ("SL004,,2021-10-01,,9,end_state,", "measure and source: each must be given"),
        ("SL004,,2021-10-01,,many,end_state,S", "percent: found 'many', expected a number"),
        (",,2021-10-01,,9,end_state,S", "measure and source: each must be given"),
    ],
)
def test_a_faulty_target_is_told_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    good = "SL004,H,2021-10-01,,9,end_state,S\n"
    assert refused(tmp_path, good + row + "\n") == [f"targets.csv: line 3: {said}"]


def test_no_two_targets_of_a_kind_are_in_force_at_once(tmp_path: Path) -> None:
    same = "SL004,,2022-04-01,,9,interim,S\nSL004,,2021-10-01,2022-04-01,9,interim,S\n"
    said = "targets: SL004 every region interim: two targets in force on 2022-04-01"
    assert refused(tmp_path, same) == [said]
    apart = "SL004,,2022-04-01,,9,interim,S\nSL004,,2021-10-01,2022-03-31,9,interim,S\n"
    others = (
        "SL004,H,2022-04-01,,9,interim,S\nSL004,,2022-04-01,,9,end_state,S\nSL005,,2022-04-01,,9,interim,S\n"
    )
    (tmp_path / "sound").mkdir()
    assert len(loaded(tmp_path / "sound", apart + others)) == 5


def test_files_of_targets_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in "gbecafhd":
        (tmp_path / f"{name}.csv").write_text(HEADER + f"{name},,2021-10-01,,9,demo,S\n", encoding="utf-8")
    assert [value.measure for value in load_targets(tmp_path).values] == list("abcdefgh")


def test_of_the_published_targets_an_interim_one_comes_first_and_a_made_up_one_last(tmp_path: Path) -> None:
    rows = {"demo": 1, "end_state": 2, "interim": 3}
    text = "".join(f"SL004,,2021-10-01,,{percent},{kind},S\n" for kind, percent in rows.items())
    values = loaded(tmp_path, text)
    found = [Targets(values[: count + 1]).on("SL004", "H", MAY, demo=True) for count in range(3)]
    assert [each.kind if each else None for each in found] == [
        TargetKind.DEMO,
        TargetKind.END_STATE,
        TargetKind.INTERIM,
    ]


def test_what_was_approved_of_the_nation_comes_after_what_is_published_of_the_region() -> None:
    own = TargetValue("SL014", "A", date(2021, 10, 1), None, Decimal(60), TargetKind.END_STATE, "Tests")
    targets = Targets((own,)).with_approved([approved("80", "2025-04", region=None)])
    assert percents(targets, "A", "2025-05") == ["60"]
    assert percents(targets, "B", "2025-03", "2025-04") == ["", "80"]


def test_an_approved_step_holds_in_its_months_and_is_told_in_days() -> None:
    step = approved("70", "2025-04", "2025-06")
    months = [Month(2025, number) for number in (3, 4, 6, 7)]
    assert [step.covers(month) for month in months] == [False, True, True, False]
    assert step.value == TargetValue(
        "SL014", "A", date(2025, 4, 1), date(2025, 6, 30), Decimal(70), TargetKind.INTERIM, "Tests"
    )
    assert approved(None, "2025-04").value is None
    assert approved("70", "2025-04").covers(Month(2099, 1))


def test_the_words_of_a_kind_are_those_of_the_files() -> None:
    assert [each.value for each in TargetKind] == ["end_state", "interim", "demo"]

"""How a file of policy is read: what is refused, and in which words."""

from datetime import date
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from rules.definitions.files import (
    Definition,
    DefinitionError,
    Fault,
    frozen,
    parse_yaml,
    read_csv,
    read_yaml,
    validated,
)

COLUMNS = ["name", "day"]


class Leaf(Definition):
    day: date
    size: int


class Tree(Definition):
    name: str
    leaves: tuple[Leaf, ...]


class Wood(Definition):
    trees: Annotated[tuple[Tree, ...], Field(min_length=2)]
    bushes: Annotated[tuple[Tree, ...], Field(min_length=1)]


GOOD = {"name": "oak", "leaves": [{"day": date(2024, 5, 1), "size": 3}]}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "rows.csv"
    path.write_bytes(content)
    return path


def faults_of_csv(folder: Path, text: str) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        read_csv(written(folder, text.encode()), COLUMNS)
    return [str(fault) for fault in refused.value.faults]


def faults_of(raw: object, schema: type[Definition] = Tree) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        validated(schema, raw, file="tree.yaml")
    return [str(fault) for fault in refused.value.faults]


def test_a_fault_is_told_with_its_file_and_key_where_it_has_one() -> None:
    assert str(Fault("a.yaml", "key", "is wrong")) == "a.yaml: key: is wrong"
    assert str(Fault("a.yaml", "", "is wrong")) == "a.yaml: is wrong"


def test_a_refusal_says_every_fault_on_a_line_of_its_own() -> None:
    refusal = DefinitionError(Fault("a.yaml", key, "is wrong") for key in ("one", "two"))
    assert str(refusal) == "a.yaml: one: is wrong\na.yaml: two: is wrong"


class TestCsv:
    def test_a_row_has_its_line_and_its_cells_by_column_in_any_order(self, tmp_path: Path) -> None:
        path = written(tmp_path, 'day,name\r\n1 May,"Ruth, café"\r\n\r\n2 May,Tom\n'.encode())
        assert read_csv(path, COLUMNS) == [
            (2, {"day": "1 May", "name": "Ruth, café"}),
            (4, {"day": "2 May", "name": "Tom"}),
        ]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_may_end_as_on_any_machine(self, tmp_path: Path, end: str) -> None:
        path = written(tmp_path, f"name,day{end}Ruth,1 May{end}".encode())
        assert read_csv(path, COLUMNS) == [(2, {"name": "Ruth", "day": "1 May"})]

    def test_a_header_alone_is_a_file_without_rows(self, tmp_path: Path) -> None:
        assert read_csv(written(tmp_path, b"name,day\n"), COLUMNS) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("", "[]"),
            ("name\nRuth\n", "['name']"),
            ("name,day,day\n", "['name', 'day', 'day']"),
            ("name,Day\n", "['name', 'Day']"),
        ],
    )
    def test_other_columns_are_refused(self, tmp_path: Path, text: str, found: str) -> None:
        said = f"rows.csv: header: found {found}, expected ['name', 'day']"
        assert faults_of_csv(tmp_path, text) == [said]

    def test_every_line_that_is_too_short_or_too_long_is_told(self, tmp_path: Path) -> None:
        assert faults_of_csv(tmp_path, "name,day\nRuth\nTom,1 May\nAnn,1 May,x\n") == [
            "rows.csv: line 2: found 1 cells, expected 2",
            "rows.csv: line 4: found 3 cells, expected 2",
        ]

    @pytest.mark.parametrize("cell", ['"Ruth', '"Ruth"x'])
    def test_a_quote_that_does_not_close_its_cell_is_refused(self, tmp_path: Path, cell: str) -> None:
        (said,) = faults_of_csv(tmp_path, f"name,day\n{cell},1 May\n")
        assert said.startswith("rows.csv: line 2: ")

    def test_a_file_in_another_encoding_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(DefinitionError, match=r"rows\.csv: is not UTF-8 text: .* byte 0xe9"):
            read_csv(written(tmp_path, "name,day\ncafé,x\n".encode("latin-1")), COLUMNS)


class TestYaml:
    def test_it_is_read_as_utf_8(self, tmp_path: Path) -> None:
        assert read_yaml(written(tmp_path, "name: café\n".encode())) == {"name": "café"}

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("a: [1", "x.yaml: not readable as YAML: did not find expected ',' or ']'"),
            ("a: 1\nb: 2\na: 3\n", "x.yaml: not readable as YAML: duplicate key 'a' on line 3"),
            ("a:\n  ? [1]\n  : 2\n", "x.yaml: not readable as YAML: line 2 has a list as a key"),
            ("a: 2021-06-31", "x.yaml: found a day that is none: day is out of range for month"),
            ("a: !!python/name:os.system x", "x.yaml: not readable as YAML: could not determine"),
            ("\x07", "x.yaml: not readable as YAML: "),
            (
                "a: {b: [1, &here {c: *here}]}",
                "x.yaml: a.b.1.c: found an alias to what it stands in; expected no cycle",
            ),
            ("&here [*here]", "x.yaml: 0: found an alias to what it stands in; expected no cycle"),
        ],
    )
    def test_a_text_that_says_nothing_certain_is_refused(self, text: str, said: str) -> None:
        with pytest.raises(DefinitionError) as refused:
            parse_yaml(text, file="x.yaml")
        assert str(refused.value).startswith(said)

    def test_one_value_may_stand_in_two_places(self) -> None:
        assert parse_yaml("a: &same [1]\nb: *same\n", file="x.yaml") == {"a": [1], "b": [1]}


class TestSchema:
    def test_lists_become_tuples_all_the_way_down(self) -> None:
        assert frozen({"a": [1, [2, {"b": [3]}]]}) == {"a": (1, (2, {"b": (3,)}))}

    def test_what_is_read_is_what_the_file_says(self) -> None:
        tree = validated(Tree, GOOD, file="tree.yaml")
        assert tree == Tree(name="oak", leaves=(Leaf(day=date(2024, 5, 1), size=3),))

    def test_what_was_read_cannot_be_changed(self) -> None:
        tree = validated(Tree, GOOD, file="tree.yaml")
        with pytest.raises(ValueError, match="frozen"):
            tree.name = "elm"  # type: ignore[misc]

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"colour": "green"}, "tree.yaml: colour: Extra inputs are not permitted"),
            ({"name": 7}, "tree.yaml: name: Input should be a valid string"),
            ({"leaves": 7}, "tree.yaml: leaves: Input should be a valid tuple"),
            (
                {"leaves": [{"day": "2024-05-01", "size": 3}]},
                "tree.yaml: leaves.0.day: Input should be a valid date",
            ),
            (
                {"leaves": [{"day": date(2024, 5, 1), "size": "3"}]},
                "tree.yaml: leaves.0.size: Input should be a valid integer",
            ),
        ],
    )
    def test_an_unknown_key_and_a_value_of_another_kind_are_refused(
        self, change: dict[str, object], said: str
    ) -> None:
        assert faults_of(GOOD | change) == [said]

    def test_every_fault_is_told_with_its_place(self) -> None:
        raw = {"leaves": [{"size": 3}, {"day": date(2024, 5, 1), "size": 3, "x": 1}]}
        assert faults_of(raw) == [
            "tree.yaml: name: Field required",
            "tree.yaml: leaves.0.day: Field required",
            "tree.yaml: leaves.1.x: Extra inputs are not permitted",
        ]

    def test_a_list_is_not_called_short_because_its_entries_are_faulty(self) -> None:
        assert faults_of({"trees": [GOOD, GOOD | {"name": 7}], "bushes": [GOOD]}, Wood) == [
            "tree.yaml: trees.1.name: Input should be a valid string",
        ]

    def test_nor_because_another_list_has_faulty_entries_too(self) -> None:
        faulty = GOOD | {"name": 7}
        said = faults_of({"trees": [GOOD, faulty], "bushes": [faulty]}, Wood)
        assert [fault.partition(": ")[2] for fault in said] == [
            "trees.1.name: Input should be a valid string",
            "bushes.0.name: Input should be a valid string",
        ]

    def test_a_list_that_is_short_is_called_so_beside_the_fault_of_another(self) -> None:
        first, second = faults_of({"trees": [GOOD], "bushes": [GOOD | {"name": 7}]}, Wood)
        assert first.startswith("tree.yaml: trees: Tuple should have at least 2 items")
        assert second == "tree.yaml: bushes.0.name: Input should be a valid string"

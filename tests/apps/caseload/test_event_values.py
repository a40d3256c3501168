"""A value of an event is good exactly when the check of an extract would let the same text pass."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.caseload.checking.values import is_good
from apps.caseload.contract import Column, Kind, load_contract
from apps.caseload.events.values import BadValue, read

COLUMNS = [column for table in load_contract().tables.values() for column in table.columns]
OF_KIND = {kind: next(column for column in COLUMNS if column.kind is kind) for kind in Kind}
TEXTS = {kind: column for kind, column in OF_KIND.items() if kind not in (Kind.INTEGER, Kind.BOOLEAN)}
DIGITS = st.text("0123456789-:TZ+ ", max_size=26)
NEAR = st.sampled_from(
    (
        "2024-02-29",
        "2023-02-29",
        "1899-12-31",
        "2199-12-31",
        "2200-01-01",
        "2024-1-5",
        "2024-03-31T01:30:00",
        "2024-03-24T01:30:00",
        "2024-03-31T02:00:00",
        "2024-03-31T24:00:00",
        "2024-03-31T10:00:00Z",
        "2024-03-31T10:00:00+14:30",
        "2024-03-31T10:00:00+15:00",
        "2024-03-31T10:00:00-00:00",
        "2024-03-31T10:00:60Z",
        "infinity",
        " office",
        "office",
        "a b",
        "a/b.c_d:e-f",
        "é",
        "x" * 64,
        "x" * 65,
        "line\nline",
        "\u00a0",
        "\u3000a",
        "２０２４-01-01",
    )
)


@pytest.fixture(scope="module")
def extract_says() -> Iterator[object]:
    db = duckdb.connect()
    db.execute("SET TimeZone = 'UTC'")

    def good(column: Column, text: str) -> bool:
        statement = f"SELECT coalesce({is_good(column)}, false) FROM (SELECT ? AS {column.name})"
        return db.execute(statement, [text]).fetchall()[0][0]

    yield good
    db.close()


def event_says(column: Column, value: object) -> bool:
    try:
        read(column, value)
    except BadValue:
        return False
    return True


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_a_text_is_good_in_an_event_when_it_is_good_in_an_extract(kind: Kind, extract_says: object) -> None:
    column = TEXTS[kind]

    @given(st.one_of(NEAR, DIGITS, st.text(min_size=1, max_size=8), st.sampled_from(column.values or ("x",))))
    def same(text: str) -> None:
        if text and "\x00" not in text:
            assert event_says(column, text) == extract_says(column, text), (column.name, text)

    same()


def test_numbers_and_booleans_are_those_of_json() -> None:
    number, boolean = OF_KIND[Kind.INTEGER], OF_KIND[Kind.BOOLEAN]
    assert event_says(number, number.minimum)
    assert not any(event_says(number, value) for value in (True, "5", 5.0, number.minimum - 1, 2**31))
    assert event_says(boolean, False)
    assert not any(event_says(boolean, value) for value in ("true", 0, 1, None))


def test_half_a_surrogate_pair_and_a_nul_are_no_text() -> None:
    assert not any(event_says(OF_KIND[Kind.TEXT], value) for value in ("\ud800", "a\x00b", "", 5, None, []))

"""Sentences about audits, findings and equality as people would write them: in memory, no database."""

from collections.abc import Sequence

import pytest

from apps.publication.assembly.equality import FOUND
from apps.publication.grids import Column, Grid, Kind, Row, in_order
from apps.reports import quality_sentences, sentences
from apps.reports.sentences import checked
from tests.apps.reports.claims_world import Line, table

FINDINGS = (
    Column("kind", "Kind", Kind.WORDS),
    Column("raised", "", Kind.COUNT),
    Column("answered", "", Kind.COUNT),
)
ACTIONS = (Column("actions", "Actions", Kind.COUNT),)
SEX = (Row("sex", "Sex"), ["41", "1", "0", "3", "23", "14", "0.0"])
ALL = (Row("all", "All characteristics", emphasis=True), ["741", "1", "0", "37", "165", "538", "[z]"])


def found(lines: Sequence[Line]):
    return {"equality": table("equality", "equality", FOUND, lines)}


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ("1", "QM102, questions: 1 finding, 1 with an action."),
        ("4", "QM102, questions: 4 findings, 1 with an action."),
    ],
)
def test_one_finding_is_not_called_findings(raised, said):
    shown = table("findings", "findings", FINDINGS, [(Row("q", "QM102"), ["Questions", raised, "1"])])
    told = quality_sentences.findings({"findings": shown})
    assert [str(one) for one in checked(told, {"findings": shown})] == [said]


def test_how_little_could_be_compared_is_said_before_who_fared_worse():
    tables = found([SEX, ALL])
    first, second = [str(one) for one in checked(quality_sentences.equality(tables), tables)]
    assert first.startswith(
        "Of 741 comparisons of a group with everybody else, the group fared worse in 1 and"
    )
    assert first.endswith("in 37 and too few people to say in 165; 538 are suppressed.")
    assert second == "Sex: in 1 of 41 comparisons a group fared worse than all others."


def test_a_table_that_was_frozen_without_a_line_for_all_still_has_its_sentence():
    tables = found([SEX])
    assert [str(one) for one in quality_sentences.equality(tables)] == [
        "Sex: in 1 of 41 comparisons a group fared worse than all others."
    ]


def test_an_audit_is_called_by_its_number_and_its_name():
    columns = [Column(key, key, Kind.COUNT) for key in ("score", "scored", "low", "high")]
    shown = table(
        "audits",
        "audits",
        [*columns, Column("band", "Band", Kind.WORDS)],
        [(Row("QM102", "QM102 Enforcement quality"), ["85", "32", "[z]", "[z]", "GREEN"])],
    )
    told = checked(sentences.audits({"audits": shown}), {"audits": shown})
    assert str(told[0]).startswith("QM102 Enforcement quality scored 85%, band GREEN, from 32 scored cases")


def test_what_is_printed_is_numbered_first():
    def grid(key: str, kind: str, *, rows: int, measure: str = "") -> Grid:
        named = [Row(str(one), "") for one in range(rows)]
        return Grid(key=key, kind=kind, title="", rows=named, columns=(), cells={}, measure=measure)

    listed = [
        grid("findings", "findings", rows=0),
        grid("equality-sl004", "equality", rows=2, measure="SL004"),
        grid("sl004-quarters", "quarters", rows=2, measure="SL004"),
        grid("equality", "equality", rows=2),
    ]
    assert [one.key for one in in_order(listed)] == [
        "sl004-quarters",
        "equality",
        "equality-sl004",
        "findings",
    ]

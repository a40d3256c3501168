import pytest

from apps.publication.queries import tables_of
from apps.reports import sentences
from apps.reports.sentences import Cell, HowMany, Sentence, SentenceWrong, checked

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tables(built_once, django_db_blocker):
    with django_db_blocker.unblock():
        return {shown.table.key: shown for shown in tables_of(built_once.figures)}


RATE = Cell("measures", "SL004", "rate")


def test_a_sentence_says_the_frozen_rate_counts_and_interval(tables):
    said = [str(one) for one in sentences.measure(tables, "SL004", "2025-26", "2024-25")]
    assert said == [
        "In 2025-26, 66.3% of cases met this measure (69 of 104); the 95% interval runs from 56.8% to 74.7%.",
        "The target of 90.0% was not met.",
        "The rate is 8.7 percentage points lower than in 2024-25.",
    ]


def test_nobody_says_that_a_measure_was_met_which_counts_what_should_seldom_be(tables):
    first, *_ = sentences.measure(tables, "SL004", "2025-26", "2024-25", lower_is_better=True)
    assert str(first).startswith("In 2025-26, the rate was 66.3% (69 of 104), and lower is better; ")
    assert checked([first], tables)


def test_the_lead_counts_the_targets_met(tables):
    said = [str(one) for one in sentences.lead(tables, "2025-26")]
    assert said == [
        "In 2025-26 the region met its target on 0 of the 1 measure that has a target and a printed rate."
    ]


def test_a_number_that_the_figures_do_not_hold_is_refused(tables):
    with pytest.raises(SentenceWrong, match=r"prints \['66.4'\], its figures say \['66.3'\]"):
        checked([Sentence(text="The rate was 66.4%.", cites=[RATE])], tables)


def test_a_number_without_a_cited_cell_is_refused(tables):
    with pytest.raises(SentenceWrong):
        checked([Sentence(text="Some 12 people told us.")], tables)


def test_the_wrong_year_is_refused(tables):
    # The slip of an official release: the right rate, the year before.
    wrong = Sentence(text="In 2024-25 the rate was 66.3%.", cites=[RATE], labels=["2025-26"])
    with pytest.raises(SentenceWrong):
        checked([wrong], tables)


def test_a_cited_number_that_is_left_out_is_refused(tables):
    with pytest.raises(SentenceWrong):
        checked([Sentence(text="The rate was high.", cites=[RATE])], tables)


def test_a_suppressed_cell_cannot_be_cited_as_a_number(tables):
    hidden = Cell("sl004-quarters", "2025-Q3", "met")
    with pytest.raises(SentenceWrong, match=r"reads \[c\]"):
        checked([Sentence(text="It was 3.", cites=[hidden])], tables)


def test_a_count_of_rows_is_counted_again(tables):
    with pytest.raises(SentenceWrong):
        checked([Sentence(text="All 5 were met.", cites=[HowMany("measures", "verdict", ("Yes",))])], tables)


def test_without_an_audit_the_report_says_so(tables):
    assert [str(one) for one in sentences.audits(tables)] == [
        "No quality audit of this year has a published score."
    ]

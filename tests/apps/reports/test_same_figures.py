"""A translation names the figures of its original, no more and no fewer."""

from apps.reports.same_figures import figures_apart


def test_the_same_figures_are_the_same_wherever_they_stand() -> None:
    assert figures_apart("In 2025-26, 1,712 of 2,111.", "O 2,111, 1,712 yn 2025-26") == []


def test_a_figure_of_one_text_only_is_named_those_of_the_original_first() -> None:
    assert figures_apart("66.3% of 104", "66.4% o 104, o 12") == ["66.3", "66.4", "12"]


def test_a_mark_is_no_part_of_the_words() -> None:
    assert figures_apart("We trained 7 [own figure: Record 2026].", "Hyfforddwyd 7.") == []

from apps.organisation.differences import Kind, Part, count_words, word_differences


def test_words_that_come_and_go_are_told_apart_from_those_that_stay() -> None:
    assert word_differences("The year was hard.", "The last year was hard indeed.") == [
        Part(Kind.SAME, "The "),
        Part(Kind.ADDED, "last "),
        Part(Kind.SAME, "year was "),
        Part(Kind.REMOVED, "hard."),
        Part(Kind.ADDED, "hard indeed."),
    ]


def test_what_stays_and_comes_is_the_new_text_and_what_stays_and_goes_the_old_one() -> None:
    old, new = "One two\n\nthree  four", "One\n\nthree four five"
    parts = word_differences(old, new)
    assert "".join(part.text for part in parts if part.kind != Kind.REMOVED) == new
    assert "".join(part.text for part in parts if part.kind != Kind.ADDED).split() == old.split()


def test_equal_texts_do_not_differ() -> None:
    assert [part.kind for part in word_differences("Same words.", "Same words.")] == [Kind.SAME]
    assert word_differences("", "") == []


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert count_words("## A heading\n\n- one, *two* – 3%") == 5

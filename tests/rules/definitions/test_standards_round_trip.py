"""Any tree of standards, printed in any of the layouts, is read back as it is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.definitions.standards import newest_standards
from rules.definitions.standards_document import (
    DocumentLevel,
    DocumentPrompt,
    DocumentQuestion,
    DocumentStandard,
    Footnote,
    StandardsDocument,
)
from rules.definitions.standards_reading import read_standards
from tests.factories.standards_documents import Layout, printed, without_lines

LEVELS = newest_standards().levels
TALK = (
    "lamp|keeper|harbour|tide|well-kept|mirror|storm|pre- and post-war|rock|signal, winter|keepers' fog-horn"
    "|(where needed)|lens|24|e.g.|watch|brass chart"
)
WORDS = TALK.split("|")
ROMAN = ["i", "ii", "iii", "iv", "v", "vi"]
ALPHABETS = {"letters": list("abcdef"), "numbers": list("123456"), "roman": ROMAN}
# (heading, id that its words or else its slug give)
HEADINGS = [
    ("Regional questions", "regional"),
    ("Tower standards - Domain one", "domain_one"),
    ("Standards of towers: domain 2", "domain_two"),
    ("Harbours", "harbours"),
]


@st.composite
def sentences(draw, *, end, least=2, most=24):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=least, max_size=most))
    # A last word with a comma or a hyphen would be no end of a sentence.
    return " ".join(["Is", *words, draw(st.sampled_from(["lit", "kept safe", "seen"]))]) + end


@st.composite
def prompts(draw, alphabet):
    count = draw(st.integers(0, 4))
    letters = list(alphabet[:count])
    if count > 2 and draw(st.booleans()):  # a letter twice, or one left out
        letters[2:] = draw(st.sampled_from([[letters[1], *letters[2 : count - 1]], alphabet[3 : count + 1]]))
    return tuple(_prompt(draw, place, letter) for place, letter in enumerate(letters, start=1))


def _prompt(draw, ordinal, letter):
    only = draw(st.sampled_from(["", "", "", "Harbour towers"]))
    text = draw(sentences(end="?"))
    return DocumentPrompt(
        ordinal=ordinal,
        letter=letter,
        text=f"{only} only: {text}" if only else text,
        mark=draw(st.sampled_from(["", "", "*"])),
        only_for=only,
        line=0,
    )


@st.composite
def standards(draw, number, alphabet):
    numbers = draw(st.permutations([f"{number}.{place}" for place in range(1, draw(st.integers(1, 2)) + 1)]))
    questions = tuple(
        DocumentQuestion(
            key=each,
            number=each,
            text=draw(sentences(end="?")),
            line=0,
            prompts=draw(prompts(alphabet)),
        )
        for each in numbers
    )
    return DocumentStandard(
        key=number,
        number=number,
        title=draw(st.sampled_from(["Direction", "Crew", "Lamp work", "Oil and brass", "Statutory duties"])),
        # No two alike: a line that stands on two pages is taken for their running head.
        statement=draw(st.one_of(st.just(""), sentences(end=".").map(f"In {_letters(number)} {{}}".format))),
        line=0,
        questions=questions,
    )


def _letters(number):
    """The number in letters: in running heads a number counts for any other."""
    return "".join(chr(ord("a") + int(digits)) for digits in number.split("."))


@st.composite
def documents(draw, alphabet):
    chosen = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=3, unique=True))
    levels = []
    for place, (title, name) in enumerate(chosen, start=1):
        numbers = draw(st.lists(st.integers(1, 12), min_size=1, max_size=2, unique=True))
        inside = tuple(draw(standards(f"{place}.{each}", alphabet)) for each in numbers)
        levels.append(DocumentLevel(id=name, number=str(place), title=title, line=0, standards=inside))
    whole = _with_an_end(levels)
    notes = (Footnote(mark="*", text="Prompts marked * are not asked of towers without a lens.", line=0),)
    return StandardsDocument(first_line=0, last_line=0, levels=tuple(whole), footnotes=notes)


def _with_an_end(levels):
    """The last key question with a prompt: a document that ends without one was cut."""
    last = levels[-1]
    standard = last.standards[-1]
    question = standard.questions[-1]
    if question.prompts:
        return levels
    end = DocumentPrompt(ordinal=1, letter="a", text="Is this the end?", line=0)
    question = question.model_copy(update={"prompts": (end,)})
    standard = standard.model_copy(update={"questions": (*standard.questions[:-1], question)})
    return [*levels[:-1], last.model_copy(update={"standards": (*last.standards[:-1], standard)})]


layouts = st.builds(
    Layout,
    bullet=st.sampled_from(["- ", "• ", "* ", "o ", "– ", ""]),
    letter=st.sampled_from(["{})", "({})", "{}."]),
    width=st.one_of(st.just(0), st.integers(45, 120)),
    gaps=st.booleans(),
    page=st.one_of(st.just(0), st.integers(20, 60)),
    annexe=st.booleans(),
    ending=st.sampled_from(["\n", "\r\n"]),
    indent=st.sampled_from(["", "    "]),
)


@st.composite
def printings(draw):
    alphabet = ALPHABETS[draw(st.sampled_from(sorted(ALPHABETS)))]
    return draw(documents(alphabet)), draw(layouts)


@settings(max_examples=60, deadline=None)
@given(printings())
def test_what_is_printed_is_read_back(printing):
    document, layout = printing
    text = printed(document, layout)
    read = read_standards(text.encode(), levels=LEVELS).document
    assert without_lines(read) == without_lines(document), text
    assert read.printed == "2032-05"


@settings(max_examples=60, deadline=None)
@given(printings())
def test_every_part_is_told_with_the_line_where_it_stands(printing):
    document, layout = printing
    lines = printed(document, layout).split(layout.ending)
    read = read_standards(layout.ending.join(lines).encode(), levels=LEVELS).document
    for (_, key), question in read.questions.items():
        assert lines[question.line - 1].strip().startswith(f"{key} Is")
    for prompt in read.prompts.values():
        assert layout.letter.format(prompt.letter) in lines[prompt.line - 1]

"""How many people spoke in talks, and of what, so that nobody can be told apart."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rules.definitions.talks import Guide, TalkEdition, TalkQuestion
from rules.tables.small_groups import told_apart


@dataclass(frozen=True, kw_only=True)
class Talked:
    """A talk that was held: how many took part, and the questions that they spoke of."""

    guide: str
    people: int
    questions: Collection[str]


@dataclass(frozen=True, kw_only=True)
class OfGuide:
    """Talks of one kind. Both numbers are None where they are withheld."""

    guide: Guide
    talks: int | None
    people: int | None


@dataclass(frozen=True, kw_only=True)
class OfQuestion:
    """How many people were in the talks that touched a question; None where they were few."""

    question: TalkQuestion
    talks: int | None
    people: int | None


@dataclass(frozen=True, kw_only=True)
class Talks:
    """What may be published. `shown` is False, and everything empty, while too few people spoke."""

    shown: bool
    talks: int
    people: int
    guides: tuple[OfGuide, ...]
    questions: tuple[OfQuestion, ...]


def counted(edition: TalkEdition, talks: Sequence[Talked]) -> Talks:
    """The talks of an inspection by kind and by question.

    A number of people below `fewest_shown` is withheld, with another one where it could be worked out; the
    number of talks goes with it, for an interview is a person. A question is withheld as well when so few
    people did not speak of it that they could be told apart.
    """
    people = sum(each.people for each in talks)
    if people < edition.fewest_shown:
        return Talks(shown=False, talks=0, people=0, guides=(), questions=())
    return Talks(
        shown=True,
        talks=len(talks),
        people=people,
        guides=tuple(_guides(edition, talks)),
        questions=tuple(_question(each, edition, talks, people) for each in edition.questions),
    )


def _guides(edition: TalkEdition, talks: Sequence[Talked]) -> Sequence[OfGuide]:
    sizes: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for each in talks:
        sizes[each.guide] += each.people
        held[each.guide] += 1
    shown = told_apart(sizes, [guide.id for guide in edition.guides], fewest=edition.fewest_shown)
    return [
        OfGuide(
            guide=guide,
            talks=held[guide.id] if guide.id in shown else None,
            people=sizes[guide.id] if guide.id in shown else None,
        )
        for guide in edition.guides
    ]


def _question(
    question: TalkQuestion, edition: TalkEdition, talks: Sequence[Talked], everybody: int
) -> OfQuestion:
    touched = [each.people for each in talks if question.id in each.questions]
    people = sum(touched)
    is_small = people < edition.fewest_shown or 0 < everybody - people < edition.fewest_shown
    return OfQuestion(
        question=question,
        talks=None if is_small else len(touched),
        people=None if is_small else people,
    )

"""What a page of a worklist sends back: of every line that it showed, the words that stand in its field."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from apps.organisation.markup import clean
from apps.reports.translating import digest

FIELDS = ("key", "words", "was", "seen", "of")
DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A line as it was sent. was: digest of the words that the page showed; confirmed: they still hold."""

    key: str
    words: str
    was: str
    seen: int
    of: str
    confirmed: bool

    @property
    def is_changed(self) -> bool:
        return self.confirmed or digest(self.words) != self.was


def typed_in(posted: QueryDict) -> Iterator[Typed]:
    """Every line that was sent whole, in order; what nobody's page sends is left out."""
    columns = [posted.getlist(name) for name in FIELDS]
    confirmed = set(posted.getlist("confirm"))
    for key, words, was, seen, of in zip(*columns, strict=False):
        if seen.isdecimal() and len(seen) <= DIGITS:
            yield Typed(
                key=key,
                words=clean(words).strip(),
                was=was,
                seen=int(seen),
                of=of,
                confirmed=key in confirmed,
            )

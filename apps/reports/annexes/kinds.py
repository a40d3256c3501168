"""Annexes A to G and the plan bound with them, as kinds of document of the factory."""

from collections.abc import Callable
from datetime import date
from functools import partial

from apps.publication.models import FrozenFigures
from apps.reports.annexes.content import TITLES
from apps.reports.annexes.document import document
from apps.reports.annexes.inputs import frozen, inputs_of, letters_of, plan_in, published_plan
from apps.reports.kinds import DocumentKind, Inputs, Key, never_published, of_regions
from apps.reports.languages import Own
from apps.reports.models import Report, ReportEdition
from apps.reports.own_words import own_of_plan

ANNEXES: dict[str, Key] = {
    "A": Key.ANNEX_A,
    "B": Key.ANNEX_B,
    "C": Key.ANNEX_C,
    "D": Key.ANNEX_D,
    "E": Key.ANNEX_E,
    "F": Key.ANNEX_F,
    "G": Key.ANNEX_G,
}
FOLDERS = ("annex/v1", "look")
VIEW, BUILD = "view_report", "build_annexes"


def _inputs(letters: str) -> Callable[[Report, date], Inputs]:
    return partial(inputs_of, letters=letters)


def _freeze(letters: str) -> Callable[[ReportEdition], FrozenFigures]:
    return partial(frozen, letters=letters)


def _own(edition: ReportEdition) -> Own:
    return own_of_plan(edition, plan_in(edition.content))


def _kind(key: Key, title: str) -> DocumentKind:
    letters = letters_of(key)
    return DocumentKind(
        key=key,
        title=title,
        folders=FOLDERS,
        inputs=_inputs(letters),
        freeze=_freeze(letters),
        document=document,
        own=_own,
        languages=("en", "cy"),
        published=published_plan if key == Key.PLAN else never_published,
        readable=of_regions(VIEW),
        buildable=of_regions(BUILD),
    )


KINDS = (
    _kind(Key.PLAN, "Regional Reducing Reoffending Plan"),
    _kind(Key.PLAN_WITH_ANNEXES, "Plan with its annexes"),
    *(_kind(key, f"Annex {letter}: {TITLES[letter]}") for letter, key in ANNEXES.items()),
)

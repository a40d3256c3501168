"""The words of a section as HTML, the same on the page and in the PDF."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.organisation.markup import clean, html_of
from apps.reports.claims.marks import CITE, OWN

# Brackets that the small markup leaves alone; those that people type become plain ones.
_OPEN, _CLOSE = "⟦", "⟧"
_TYPED = str.maketrans({_OPEN: "[", _CLOSE: "]"})
_SOURCE = re.compile(f"{_OPEN}(.*?){_CLOSE}", re.S)


def narrative_html(words: str, *, level: int = 3) -> SafeString:
    """Cite marks go; the source of a figure of the author's own follows its sentence in brackets."""
    text = CITE.sub("", clean(words).translate(_TYPED))
    text = OWN.sub(lambda found: f" {_OPEN}{found[1].strip()}{_CLOSE}", text)
    html = str(html_of(text, level=level))
    label = escape(_("Source"))
    # html_of escapes what people write; only the brackets become an element.
    return mark_safe(_SOURCE.sub(rf'<span class="own-source">({label}: \1)</span>', html))  # noqa: S308

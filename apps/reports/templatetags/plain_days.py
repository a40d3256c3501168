"""Days and months that come as data ("2026-03-31", "2026-03") in the words of the document's other days."""

import re
from datetime import date

from django import template
from django.utils.safestring import SafeString

from apps.reports.languages import spoken_html

register = template.Library()
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@register.filter
def in_words(iso: object) -> SafeString:
    """ "2026-03-31" -> "31 March 2026", "2026-03" -> "March 2026"; anything else stays as it is."""
    found = _DAY.fullmatch(str(iso))
    if found is None:
        return spoken_html(iso)
    year, month, day = found.groups()
    named = date(int(year), int(month), int(day or 1))
    return spoken_html(f"{named.day} {named:%B %Y}" if day else f"{named:%B %Y}")

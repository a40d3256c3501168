"""The plan's own words in print: its sections by part of the common template, and their markup as HTML."""

from itertools import groupby

from django import template
from django.utils.safestring import SafeString

from apps.organisation.markup import html_of
from apps.planning.shapes import PlanContent, SectionShown
from apps.reports import languages
from apps.reports.templatetags import look

register = template.Library()


@register.filter
def by_part(plan: PlanContent) -> list[tuple[str, list[SectionShown]]]:
    """(part's title, its sections), in the order of the template."""
    return [(title, list(sections)) for title, sections in groupby(plan.sections, lambda one: one.part_title)]


@register.filter
def written_words(section: SectionShown) -> SafeString:
    """What the region wrote, as harmless HTML below its heading; in English where it gave no other words."""
    own = languages.own_words_for(section.words)
    if own or not languages.is_welsh():
        return html_of(own or section.words, level=4)
    languages.miss(section.title)
    return look.english_block(html_of(section.words, level=4))

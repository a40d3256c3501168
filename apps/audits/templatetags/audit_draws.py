"""`{% draw_command round %}`: what to type to repeat a round's draw."""

from django import template

from apps.audits.draw_files import command_of
from apps.audits.models import AuditRound

register = template.Library()


@register.simple_tag
def draw_command(audit_round: AuditRound) -> str:
    return command_of(audit_round)

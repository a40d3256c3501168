"""Words for the codes of the extract contract."""

from django import template

register = template.Library()

# Codes whose words are not simply the code with spaces.
WORDS = {
    "same_as_birth": "Same as registered at birth",
    "prefers_not_to_say": "Prefers not to say",
    "not_in_population": "Not counted",
    "denominator_only": "Missed",
    "numerator": "Met",
    "post_sentence_supervision": "Post-sentence supervision",
    "breach_resentence": "Re-sentence after breach",
    "left_or_excluded": "Left or was excluded",
    "letter_or_message": "Letter or message",
    "mental_health_treatment": "Mental health treatment",
}


@register.filter
def in_words(code: str | None) -> str:
    """`community_order` as "Community order"; nothing for nothing."""
    if not code:
        return ""
    return WORDS.get(code) or code.replace("_", " ").capitalize()

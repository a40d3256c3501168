"""Words for the codes of the extract contract."""

from collections.abc import Mapping

from django import template

register = template.Library()

# Codes whose words are not simply the code with spaces.
WORDS = {
    "attitudes_thinking_behaviour": "Attitudes, thinking and behaviour",
    "not_known": "Not known yet",
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


# What follows from the three decisions (rules.eligibility.assess.Advice), as a practitioner reads it.
ADVICE = {
    "not_offered": "No team offers this programme any more.",
    "under_way": "The person is on this programme.",
    "back_to_court": "The court ordered it and it does not fit: take the case back to court for re-sentence.",
    "other_intervention": "It does not fit: look at the other interventions.",
    "find_out": "Something is not known yet: find it out before you decide.",
    "prepare": "It fits. Prepare the person, then refer.",
    "refer": "It fits and the person is ready: refer.",
}
_TAG_COLOURS = {"yes": "green", "no": "red"}


@register.filter
def advice_in_words(advice: str) -> str:
    return ADVICE[advice]


@register.filter
def tag_colour(answer: str) -> str:
    """The colour beside the word of an answer; grey for what is not known."""
    return _TAG_COLOURS.get(answer, "grey")


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    """The name of a code; the code itself where there is none."""
    return names.get(code, code)

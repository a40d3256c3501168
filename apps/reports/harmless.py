"""What people write, made harmless where escaping does not reach: characters that act, strings in styles."""

import re

# They turn the direction of what follows (a date reads backwards), are not seen, or end a line of a style:
# documents are in English and Welsh, which need none of them. Tab and line breaks stay.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls of old terminals
    "\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # marks, overrides, joiners
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
    "\U000e0000-\U000e007f]"  # letters that are never shown
)
PLAIN = re.compile(r"[^\w ,.:;–-]", re.ASCII)


def without_controls(text: str) -> str:
    """The text without characters that change how its neighbours are read."""
    return CONTROLS.sub("", text)


def css_string(text: str) -> str:
    """The text for the inside of a quoted CSS string: nothing in it can end the string or the rule."""
    plain = without_controls(text)
    return PLAIN.sub(lambda found: f"\\{ord(found[0]):x} ", plain)

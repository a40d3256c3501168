"""What a view raises where Django has no exception of its own."""


class Conflict(Exception):
    """The record changed since the page was shown, or the step was already taken: answered with 409.

    The message tells the person what happened and what to do now.
    """

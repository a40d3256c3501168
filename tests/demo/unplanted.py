"""Reasons that no recipe can plant: the importer refuses what would show them, or they are of nobody."""

_ENDED_LATER = "a sentence cannot have ended after the as-at day: the importer refuses it"
_ANSWERED_LATER = "an answer cannot be dated after the as-at day: the importer refuses it"
_OF_NOBODY = "belongs to no person, whom a recipe could make; the drawn rows show it"

UNPLANTED: dict[tuple[str, str], str] = {
    ("SL010", "due_date_before_return"): "the importer refuses a due date before the return",
    ("SL012", "not_yet_ended"): _ENDED_LATER,
    ("SL013", "not_yet_ended"): _ENDED_LATER,
    ("SL031", "not_yet_ended"): _ENDED_LATER,
    ("SL033", "not_yet_ended"): _ENDED_LATER,
    ("SL014", "not_yet_due"): "a release cannot be dated after the as-at day: the importer refuses it",
    ("SL020", "not_yet_due"): _ANSWERED_LATER,
    ("OM029", "not_yet_due"): _ANSWERED_LATER,
    **{
        ("SL001", reason): _OF_NOBODY
        for reason in ("not_yet_due", "blank", "satisfied", "neither", "dissatisfied")
    },
    **{("OM032", reason): _OF_NOBODY for reason in ("no_answer", "satisfied", "not_satisfied")},
    **{("OM041A", reason): _OF_NOBODY for reason in ("not_known", "attended", "not_attended")},
}

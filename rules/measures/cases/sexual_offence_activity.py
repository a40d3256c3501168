"""SL012 in plain Python: sentences for a sexual offence that ended, and the activity completed in them."""

from collections.abc import Iterator
from datetime import date

from rules.events import Sentence
from rules.measures.cases.case import Asked, Case, days_after, earliest
from rules.measures.cases.termination import case_at_end, ended

_CUSTODIAL = ("custodial_determinate", "custodial_indeterminate")


def cases(asked: Asked) -> Iterator[Case]:
    """Every sentence of the person for a sexual offence that ended."""
    sexual = [(sentence, on) for sentence, on in ended(asked) if sentence.offence_group == "sexual"]
    for sentence, on in sexual:
        never_released = _never_released(asked, sentence, on)
        same_day = [
            other.sentence_id
            for other, day in sexual
            if day == on and _never_released(asked, other, day) == never_released
        ]
        completed_on = _completed_on(asked, sentence.sentenced_on)
        yield case_at_end(
            asked,
            sentence,
            on,
            occurrence_id=sentence.sentence_id,
            facts={
                "never_released": int(never_released),
                "same_day_rank": sorted(same_day).index(sentence.sentence_id) + 1,
                "activity_days_after_due": days_after(completed_on, on),
            },
            moments=((completed_on, "Rehabilitative activity completed", "met"),),
        )


def _never_released(asked: Asked, sentence: Sentence, on: date) -> bool:
    """A custodial sentence that ended without a licence or post-sentence supervision."""
    return sentence.sentence_type in _CUSTODIAL and not any(
        release.released_on <= on and release.release_type != "temporary"
        for release in asked.events.releases
        if release.sentence_id == sentence.sentence_id
    )


def _completed_on(asked: Asked, since: date) -> date | None:
    kinds = {programme.programme_code: programme.kind for programme in asked.events.programmes}
    return earliest(
        episode.ended_on
        for episode in asked.events.programme_episodes
        if episode.outcome == "completed_successfully"
        and episode.ended_on is not None
        and episode.ended_on >= since
        and kinds[episode.programme_code] in asked.parameters.programme_kinds
    )

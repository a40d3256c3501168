"""SL031 and SL033 in plain Python: accredited programmes required, at the end of the sentence."""

from collections.abc import Iterator
from datetime import date

from rules.events import ProgrammeEpisode, Sentence
from rules.measures.cases.case import Asked, Case, days_after
from rules.measures.cases.termination import case_at_end, ended


def starts(asked: Asked) -> Iterator[Case]:
    """SL031: every accredited programme of a sentence of the person that ended."""
    for sentence, on, episode in _programmes(asked):
        started_on = _started_on(episode, sentence)
        yield case_at_end(
            asked,
            sentence,
            on,
            occurrence_id=episode.episode_id,
            facts={
                "voluntary": _voluntary(asked, episode),
                "not_eligible": int(episode.eligible_when_imposed == "no"),
                "eligibility_found": int(episode.eligible_when_imposed is not None),
                "start_days_after_due": days_after(started_on, on),
                "start_found": int(started_on is not None),
                "completed": int(episode.outcome == "completed_successfully"),
            },
            moments=(
                (episode.imposed_on, "Programme imposed", "event"),
                (started_on, "Programme started", "met"),
            ),
        )


def completions(asked: Asked) -> Iterator[Case]:
    """SL033: the same programmes, with the facts about the end of each."""
    for sentence, on, episode in _programmes(asked):
        started_on, completed_on = _started_on(episode, sentence), _completed_on(episode)
        yield case_at_end(
            asked,
            sentence,
            on,
            occurrence_id=episode.episode_id,
            facts={
                "voluntary": _voluntary(asked, episode),
                "wholly_in_custody": int(episode.delivered_in == "custody"),
                "started_in_time": int(started_on is not None and started_on <= on),
                "eligibility_found": int(episode.eligible_when_imposed is not None),
                "completed_days_after_due": days_after(completed_on, on),
                "completed_found": int(completed_on is not None),
            },
            moments=(
                (episode.imposed_on, "Programme imposed", "event"),
                (started_on, "Programme started", "event"),
                (completed_on, "Programme completed", "met"),
            ),
        )


def _programmes(asked: Asked) -> Iterator[tuple[Sentence, date, ProgrammeEpisode]]:
    kinds = {programme.programme_code: programme.kind for programme in asked.events.programmes}
    for sentence, on in ended(asked):
        for episode in asked.events.programme_episodes:
            counted = kinds[episode.programme_code] in asked.parameters.programme_kinds
            if counted and episode.sentence_id == sentence.sentence_id:
                yield sentence, on, episode


def _voluntary(asked: Asked, episode: ProgrammeEpisode) -> int:
    return int(episode.basis not in asked.parameters.programme_bases)


def _started_on(episode: ProgrammeEpisode, sentence: Sentence) -> date | None:
    """The start, where it does not lie before the programme was imposed (else, before the sentence)."""
    since = episode.imposed_on or sentence.sentenced_on
    return episode.started_on if episode.started_on is not None and episode.started_on >= since else None


def _completed_on(episode: ProgrammeEpisode) -> date | None:
    return episode.ended_on if episode.outcome == "completed_successfully" else None

"""Clocks that run backwards from the end of an order: reviews of people on programmes."""

from collections.abc import Iterator
from datetime import date

from rules.events import ProgrammeEpisode, Sentence
from rules.measures.cases.case import Asked, earliest
from rules.measures.cases.clocks.start import Start, first_done
from rules.periods import add_months

_AFTER_RELEASE = ("licence", "post_sentence_supervision")


def reviews(asked: Asked) -> Iterator[Start]:
    """Every episode of a programme outside custody, and its review at the stage in question."""
    sentences = {s.sentence_id: s for s in asked.events.sentences}
    for episode in _episodes(asked):
        sentence = sentences[episode.sentence_id]
        trigger_on = episode.imposed_on or episode.started_on or sentence.sentenced_on
        yield Start(
            occurrence_id=episode.episode_id,
            person_id=episode.person_id,
            trigger_on=trigger_on,
            trigger="Programme imposed",
            due_on=_due_on(asked, episode, sentence),
            home=sentence.court_region_code,
            sentence_id=sentence.sentence_id,
            ended_on=earliest((episode.ended_on, sentence.ended_on)),
            done_on=first_done(_reviewed(asked, episode), asked, trigger_on),
            done="Review completed",
        )


def _episodes(asked: Asked) -> Iterator[ProgrammeEpisode]:
    parameters = asked.parameters
    kinds = {p.programme_code: p.kind for p in asked.events.programmes}
    for episode in asked.events.programme_episodes:
        wanted = kinds.get(episode.programme_code) in parameters.programme_kinds
        if wanted and episode.basis in parameters.programme_bases and episode.delivered_in != "custody":
            yield episode


def _due_on(asked: Asked, episode: ProgrammeEpisode, sentence: Sentence) -> date | None:
    """The review's day before the end of the licence for a person released, else of the order."""
    released = [
        each
        for each in asked.events.releases
        if each.sentence_id == sentence.sentence_id and each.release_type != "temporary"
    ]
    ends_on = None
    if released and episode.basis in _AFTER_RELEASE:
        newest = max(each.released_on for each in released)
        latest = min(
            (each for each in released if each.released_on == newest), key=lambda each: each.release_id
        )
        ends_on = latest.supervision_ends_on
    ends_on = ends_on or sentence.expected_end_on
    return None if ends_on is None else add_months(ends_on, -asked.number("months_before_end"))


def _reviewed(asked: Asked, episode: ProgrammeEpisode) -> Iterator[date | None]:
    """A review that names no requirement is one of the whole sentence."""
    for review in asked.events.progress_reviews:
        same = review.sentence_id == episode.sentence_id
        if same and review.review_type == asked.parameters.review_type:
            pair = (review.requirement_id, episode.requirement_id)
            if None in pair or pair[0] == pair[1]:
                yield review.completed_on

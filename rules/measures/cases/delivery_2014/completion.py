"""INT001, INT002, INT003 and INT005 in plain Python: programmes and unpaid work that ended."""

from collections.abc import Iterator
from datetime import date

from rules.events import ProgrammeEpisode, Requirement, Sentence
from rules.measures.cases.case import Asked, Case
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_on


def programmes(asked: Asked) -> Iterator[Case]:
    """Every programme of the edition's kinds and areas that the person ended."""
    p = asked.parameters
    wanted = {
        each.programme_code
        for each in asked.events.programmes
        if each.kind in p.programme_kinds and each.area in p.programme_areas
    }
    for episode in asked.events.programme_episodes:
        if episode.programme_code in wanted and episode.ended_on is not None:
            yield from _of_episode(asked, episode, episode.ended_on)


def unpaid_work(asked: Asked) -> Iterator[Case]:
    """Every unpaid work requirement of the person that ended."""
    types = asked.parameters.requirement_types
    for requirement in asked.events.requirements:
        if requirement.requirement_type in types and requirement.ended_on is not None:
            yield from _of_requirement(asked, requirement, requirement.ended_on)


def _of_episode(asked: Asked, episode: ProgrammeEpisode, ended_on: date) -> Iterator[Case]:
    sentence = _sentence(asked, episode.sentence_id)
    found = Occurrence(
        id=episode.episode_id,
        person_id=episode.person_id,
        since_on=sentence.sentenced_on,
        trigger_on=ended_on,
        due_on=ended_on,
        what="End of the programme",
        home_region=sentence.court_region_code,
        quashed_on=quashed_on(sentence),
    )
    facts = {"wholly_in_custody": int(episode.delivered_in == "custody")}
    return case_of(asked, found, facts | _ends(asked, episode.outcome))


def _of_requirement(asked: Asked, requirement: Requirement, ended_on: date) -> Iterator[Case]:
    sentence = _sentence(asked, requirement.sentence_id)
    found = Occurrence(
        id=requirement.requirement_id,
        person_id=sentence.person_id,
        since_on=sentence.sentenced_on,
        trigger_on=ended_on,
        due_on=ended_on,
        what="End of the requirement",
        home_region=sentence.court_region_code,
        quashed_on=quashed_on(sentence),
    )
    facts = {"removed": int(requirement.end_reason == "removed_by_court")}
    return case_of(asked, found, facts | _ends(asked, requirement.end_reason))


def _ends(asked: Asked, reason: str | None) -> dict[str, int]:
    return {
        "end_recorded": int(reason is not None),
        "completed": int(reason in asked.parameters.met_end_reasons),
    }


def _sentence(asked: Asked, sentence_id: str) -> Sentence:
    """Always in the extract: the import refuses a requirement or programme without its sentence."""
    return next(each for each in asked.events.sentences if each.sentence_id == sentence_id)

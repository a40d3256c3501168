"""What a person is eligible, suitable and ready for on a day, and what follows from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.definitions.eligibility import (
    CriteriaEdition,
    ProgrammeCriteria,
    Reference,
    ReferenceProgramme,
    load_criteria,
    load_reference,
)
from rules.definitions.measures import Source
from rules.eligibility.decisions import Answer, Decision, decide
from rules.eligibility.facts import Question, facts_of, is_running, requirements_running, running_sentence
from rules.events import PersonEvents


class Advice(StrEnum):
    """What follows, the first that fits."""

    NOT_OFFERED = "not_offered"
    UNDER_WAY = "under_way"
    BACK_TO_COURT = "back_to_court"
    OTHER_INTERVENTION = "other_intervention"
    FIND_OUT = "find_out"
    PREPARE = "prepare"
    REFER = "refer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """A person and a programme: three decisions and what follows. edition, source: of the criteria."""

    programme: ReferenceProgramme
    edition: date
    source: Source
    decisions: tuple[Decision, Decision, Decision]
    advice: Advice

    @property
    def fits(self) -> Answer:
        """Eligible and suitable taken together."""
        answers = {decision.answer for decision in self.decisions[:2]}
        return next((a for a in (Answer.NO, Answer.NOT_KNOWN) if a in answers), Answer.YES)


def assess(
    events: PersonEvents,
    *,
    as_at: date,
    lengths_weeks: Mapping[str, int],
    criteria: Mapping[str, ProgrammeCriteria] | None = None,
    reference: Reference | None = None,
) -> tuple[Assessment, ...]:
    """Every programme with criteria in force, accredited ones first; empty when no sentence runs.

    lengths_weeks: by programme code, from the directory of the extract; the reference fills gaps.
    """
    reference = reference or load_reference()
    sentence = running_sentence(events, as_at)
    if sentence is None:
        return ()
    found: list[Assessment] = []
    for programme, edition in _in_force(criteria or load_criteria(), reference, as_at):
        question = Question(
            events=events,
            sentence=sentence,
            programme=programme,
            length_weeks=lengths_weeks.get(programme.code, programme.length_weeks),
            as_at=as_at,
            absence_weeks=edition.absence_weeks,
        )
        found.append(_assessed(question, edition, reference, found))
    return tuple(found)


def _in_force(
    criteria: Mapping[str, ProgrammeCriteria], reference: Reference, as_at: date
) -> Iterator[tuple[ReferenceProgramme, CriteriaEdition]]:
    """Accredited programmes go first, because an intervention asks whether one of them fits."""
    ordered = sorted(reference.programmes, key=lambda each: (each.kind != "accredited_programme", each.code))
    for programme in ordered:
        edition = criteria[programme.code].on(as_at) if programme.code in criteria else None
        if edition is not None:
            yield programme, edition


def _assessed(
    question: Question, edition: CriteriaEdition, reference: Reference, before: Sequence[Assessment]
) -> Assessment:
    facts = facts_of(question, programme_first=_comes_first(question.programme, reference, before))
    decisions = (
        decide("eligible", edition.eligible, facts, reference),
        decide("suitable", edition.suitable, facts, reference),
        decide("ready", edition.ready, facts, reference),
    )
    return Assessment(
        programme=question.programme,
        edition=edition.valid_from,
        source=edition.source,
        decisions=decisions,
        advice=_advice(question, decisions),
    )


def _comes_first(programme: ReferenceProgramme, reference: Reference, before: Sequence[Assessment]) -> Answer:
    """Whether a programme for the same need is offered and fits, so that it goes before an intervention."""
    areas = {
        area
        for each in reference.intervention_areas
        if each.area == programme.area and programme.kind == "structured_intervention"
        for area in each.programme_areas
    }
    rivals = [
        each for each in before if each.programme.area in areas and each.advice is not Advice.NOT_OFFERED
    ]
    answers = {each.fits for each in rivals}
    return next((a for a in (Answer.YES, Answer.NOT_KNOWN) if a in answers), Answer.NO)


def _advice(question: Question, decisions: tuple[Decision, Decision, Decision]) -> Advice:
    eligible, suitable, ready = (decision.answer for decision in decisions)
    if not question.programme.is_offered(question.as_at):
        return Advice.NOT_OFFERED
    if _is_under_way(question):
        return Advice.UNDER_WAY
    if Answer.NO in (eligible, suitable):
        return Advice.BACK_TO_COURT if _is_ordered(question) else Advice.OTHER_INTERVENTION
    if Answer.NOT_KNOWN in (eligible, suitable):
        return Advice.FIND_OUT
    return Advice.REFER if ready is Answer.YES else Advice.PREPARE


def _is_under_way(question: Question) -> bool:
    """Whether the person is on this very programme on the day."""
    return any(
        each.programme_code == question.programme.code and is_running(each, question.as_at)
        for each in question.events.programme_episodes
    )


def _is_ordered(question: Question) -> bool:
    """Whether the court ordered this very programme, or a programme without naming one."""
    events, sentence = question.events, question.sentence
    ordered = "accredited_programme" in requirements_running(events, sentence, question.as_at)
    named = {
        each.programme_code
        for each in events.programme_episodes
        if each.sentence_id == sentence.sentence_id and each.basis == "order"
    }
    is_programme = question.programme.kind == "accredited_programme"
    return is_programme and ordered and (not named or question.programme.code in named)

"""What the record says of a person, as the criteria ask it; None where it says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.definitions.eligibility import ReferenceProgramme
from rules.eligibility.decisions import Answer, Fact
from rules.events import PersonEvents, ProgrammeDecision, ProgrammeEpisode, Release, Sentence

_COMMUNITY = ("community_order", "suspended_sentence_order")
_PLANNED = ("automatic", "conditional")
_WITHOUT_A_HOME = ("homeless", "rough_sleeping")


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One person and one programme on a day. sentence: the one that runs. absence_weeks: how far back."""

    events: PersonEvents
    sentence: Sentence
    programme: ReferenceProgramme
    length_weeks: int | None
    as_at: date
    absence_weeks: int


def running_sentence(events: PersonEvents, as_at: date) -> Sentence | None:
    """The sentence that runs on a day, the latest if there are several; None when none does."""
    running = [
        s for s in events.sentences if s.sentenced_on <= as_at and (s.ended_on is None or s.ended_on > as_at)
    ]
    running.sort(key=lambda s: s.sentence_id)
    return max(running, key=lambda s: s.sentenced_on, default=None)


def facts_of(question: Question, *, programme_first: Answer) -> Mapping[str, Fact]:
    """Every fact of rules.definitions.eligibility.FACTS. programme_first: whether another comes first."""
    sentence = question.sentence
    return {
        "offence_group": sentence.offence_group,
        "reoffending_band": sentence.reoffending_band,
        "risk_of_serious_harm": sentence.risk_of_serious_harm,
        "basis": _basis(question),
        "sex": _sex(question),
        "age_years": _age_years(question),
        "weeks_left_after_programme": _weeks_left(question),
        "unacceptable_absences": _absences(question),
        "offence_confirmed": _confirmed(question, "eligible", "offence_group"),
        "responsivity_confirmed": _confirmed(question, "suitable", "responsivity"),
        "barriers_settled": _confirmed(question, "suitable", "barriers"),
        "motivation_confirmed": _confirmed(question, "ready", "motivation"),
        "attendance_confirmed": _confirmed(question, "ready", "attendance"),
        "homeless": _homeless(question),
        "plan_completed": _said(_has_plan(question)),
        "completed_before": _said(_completed_before(question)),
        "on_another_programme": _said(_on_another(question)),
        "programme_comes_first": None if programme_first is Answer.NOT_KNOWN else str(programme_first),
    }


def _said(answer: bool) -> str:  # noqa: FBT001 (a yes or no made a word)
    return "yes" if answer else "no"


def _released(question: Question) -> Release | None:
    """The latest release from the sentence, temporary ones aside."""
    mine = [
        each
        for each in question.events.releases
        if each.sentence_id == question.sentence.sentence_id
        and each.release_type != "temporary"
        and each.released_on <= question.as_at
    ]
    mine.sort(key=lambda each: each.release_id)
    return max(mine, key=lambda each: each.released_on, default=None)


def _basis(question: Question) -> str:
    """What a programme could rest on: an order for it, activity days, or the time after a release."""
    if question.sentence.sentence_type in _COMMUNITY:
        running = requirements_running(question.events, question.sentence, question.as_at)
        if "accredited_programme" in running:
            return "order"
        return "rehabilitation_activity" if "rehabilitation_activity" in running else "none"
    if not question.sentence.sentence_type.startswith("custodial"):
        return "none"
    release = _released(question)
    return "custody" if release is None else release.release_type


def requirements_running(events: PersonEvents, sentence: Sentence, as_at: date) -> set[str]:
    """The types of the sentence's requirements that run on a day."""
    return {
        each.requirement_type
        for each in events.requirements
        if each.sentence_id == sentence.sentence_id
        and each.imposed_on <= as_at
        and (each.ended_on is None or each.ended_on > as_at)
    }


def _sex(question: Question) -> str | None:
    sex = next((person.sex for person in question.events.people), None)
    return sex if sex in ("female", "male") else None


def _age_years(question: Question) -> int | None:
    born = next((person.date_of_birth for person in question.events.people), None)
    if born is None:
        return None
    on = question.as_at
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _weeks_left(question: Question) -> int | None:
    """Whole weeks from the first day on which it can run in the community to the end, less its length."""
    ends_on, starts_on = question.sentence.expected_end_on, question.as_at
    if not question.sentence.sentence_type.startswith("custodial"):
        return _weeks(starts_on, ends_on, question.length_weeks)
    release = _released(question)
    if release is None:
        planned = _planned_release_on(question)
        return None if planned is None else _weeks(planned, ends_on, question.length_weeks)
    return _weeks(starts_on, release.supervision_ends_on or ends_on, question.length_weeks)


def _weeks(starts_on: date, ends_on: date | None, length_weeks: int | None) -> int | None:
    if ends_on is None or length_weeks is None:
        return None
    return (ends_on - starts_on).days // 7 - length_weeks


def _planned_release_on(question: Question) -> date | None:
    """The earliest release date that stands at the end of the day."""
    day_is_over_at = datetime.combine(question.as_at + timedelta(days=1), time.min)
    planned = [
        version.release_on
        for version in question.events.release_dates
        if version.sentence_id == question.sentence.sentence_id
        and version.kind in _PLANNED
        and version.recorded_at < day_is_over_at
        and (version.superseded_at is None or version.superseded_at >= day_is_over_at)
    ]
    return min(planned, default=None)


def _absences(question: Question) -> int:
    since = question.as_at - timedelta(weeks=question.absence_weeks)
    return sum(
        contact.outcome == "unacceptable_absence"
        and since < contact.scheduled_on <= question.as_at
        and contact.superseded_at is None
        and contact.cancelled_at is None
        for contact in question.events.contacts
    )


def latest_decision(events: PersonEvents, code: str, kind: str, as_at: date) -> ProgrammeDecision | None:
    """What was last recorded of one decision on one programme."""
    mine = [
        each
        for each in events.programme_decisions
        if each.programme_code == code and each.decision == kind and each.decided_on <= as_at
    ]
    mine.sort(key=lambda each: each.decision_id)
    return max(mine, key=lambda each: each.decided_on, default=None)


def _confirmed(question: Question, kind: str, reason: str) -> str | None:
    """Yes with a recorded yes, no with a no for the reason; a no for another reason says nothing."""
    decision = latest_decision(question.events, question.programme.code, kind, question.as_at)
    # What was decided under an earlier sentence says nothing of this one.
    if decision is None or decision.decided_on < question.sentence.sentenced_on:
        return None
    if decision.result == "yes":
        return "yes"
    return "no" if decision.reason == reason else None


def _homeless(question: Question) -> str | None:
    """By the record in force on the day, the one recorded last."""
    day_is_over_at = datetime.combine(question.as_at + timedelta(days=1), time.min)
    held = [
        each
        for each in question.events.accommodation
        if each.start_on <= question.as_at
        and (each.end_on is None or each.end_on >= question.as_at)
        and each.recorded_at < day_is_over_at
    ]
    held.sort(key=lambda each: (each.start_on, each.recorded_at, each.accommodation_id))
    if not held or held[-1].status == "unknown":
        return None
    return _said(held[-1].status in _WITHOUT_A_HOME)


def _has_plan(question: Question) -> bool:
    return any(
        plan.completed_on is not None
        and question.sentence.sentenced_on <= plan.completed_on <= question.as_at
        for plan in question.events.plans
        if plan.plan_type in ("initial", "review")
    )


def _completed_before(question: Question) -> bool:
    return any(
        episode.programme_code == question.programme.code
        and episode.sentence_id == question.sentence.sentence_id
        and episode.outcome == "completed_successfully"
        for episode in question.events.programme_episodes
    )


def _on_another(question: Question) -> bool:
    return any(
        episode.programme_code != question.programme.code and is_running(episode, question.as_at)
        for episode in question.events.programme_episodes
    )


def is_running(episode: ProgrammeEpisode, as_at: date) -> bool:
    """Whether somebody is on the programme on a day: started, and not ended by then."""
    started = episode.started_on is not None and episode.started_on <= as_at
    return started and (episode.ended_on is None or episode.ended_on > as_at)

"""Probation Reset in plain Python: in the final third of everything on a day, not exempt (common rule 13)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rules.events import Release, Sentence
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked

# A stretch of supervision: when it started and when it is to end; None where that is not known.
Span = tuple[date | None, date | None]


def contact_is_suspended(asked: Asked, day: date) -> bool:
    """Whether every stretch of supervision running on the day is in its final third, without exemption."""
    return in_final_third_since(asked, day) is not None and not _exempt(asked, day)


def in_final_third_since(asked: Asked, day: date) -> date | None:
    """Since when everything that runs on the day has been in its final third; None where something is not."""
    starts = [final_third_from(span) for span in (*_releases(asked, day), *_orders(asked, day))]
    known = [start_on for start_on in starts if start_on is not None and start_on <= day]
    return max(known) if known and len(known) == len(starts) else None


def final_third_from(span: Span) -> date | None:
    """The start plus two thirds of the days to the end, rounded up; None where a date is not known."""
    start_on, end_on = span
    if start_on is None or end_on is None:
        return None
    two_thirds = -(-2 * (end_on - start_on).days // 3)
    return start_on + timedelta(days=two_thirds)


def _releases(asked: Asked, day: date) -> Iterator[Span]:
    """The newest release of each sentence: a release after a recall takes the place of the one before."""
    newest: dict[str, Release] = {}
    for release in asked.events.releases:
        if release.release_type != "temporary" and release.released_on <= day:
            earlier = newest.get(release.sentence_id)
            if earlier is None or _order(release) > _order(earlier):
                newest[release.sentence_id] = release
    ended = {s.sentence_id for s in asked.events.sentences if s.ended_on is not None and s.ended_on < day}
    for release in newest.values():
        end_on = release.supervision_ends_on
        if release.sentence_id not in ended and (end_on is None or end_on >= day):
            yield release.released_on, end_on


def _order(release: Release) -> tuple[date, str]:
    return release.released_on, release.release_id


def _orders(asked: Asked, day: date) -> Iterator[Span]:
    """The rehabilitation activities of each order; an order without one keeps contact, so it has no dates."""
    for sentence in asked.events.sentences:
        planned_on = sentence.expected_end_on
        if sentence.sentence_type not in r.COMMUNITY_SENTENCES or not _runs(sentence, day):
            continue
        if planned_on is not None and planned_on < day:
            continue
        activities = [
            requirement.imposed_on
            for requirement in asked.events.requirements
            if requirement.sentence_id == sentence.sentence_id
            and requirement.requirement_type == "rehabilitation_activity"
            and requirement.imposed_on <= day
            and (requirement.ended_on is None or requirement.ended_on >= day)
        ]
        if not activities:
            yield None, None
        for imposed_on in activities:
            yield imposed_on, planned_on


def _runs(sentence: Sentence, day: date) -> bool:
    return sentence.sentenced_on <= day and (sentence.ended_on is None or sentence.ended_on >= day)


def _exempt(asked: Asked, day: date) -> bool:
    p = asked.parameters
    flagged = any(
        flag.start_on <= day and (flag.end_on is None or flag.end_on >= day)
        for flag in asked.events.case_flags
        if flag.flag in p.exempt_flags
    )
    return flagged or any(
        sentence.mappa_level in p.exempt_mappa_levels or sentence.risk_of_serious_harm in p.exempt_harm_levels
        for sentence in asked.events.sentences
        if _runs(sentence, day)
    )

"""One person's case as a page shows it: who they are, what runs, what happened, what was judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from apps.caseload.models import (
    CaseFlag,
    Contact,
    ContactSuspension,
    CrsReferral,
    CustodyPeriod,
    Death,
    DetentionPeriod,
    Extract,
    Person,
    Plan,
    Recall,
    Release,
    Requirement,
    Sentence,
    SupervisionPeriod,
    TransferOut,
)
from apps.caseload.queries import person_events
from apps.organisation.access import Scope
from apps.organisation.models import ProbationDeliveryUnit, Region
from rules.definitions.measures import MeasureDefinition, load_measures
from rules.events import PersonEvents
from rules.facts import Judgement, Verdict
from rules.measures.judging import judge
from rules.periods import Month

# Planned dates may lie ahead of the as-at day: an occurrence that is pending counts in a later month.
MONTHS_AHEAD = 12


@dataclass(frozen=True, kw_only=True)
class Responsible:
    """A supervision period with its unit's name."""

    period: SupervisionPeriod
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """Everything but the contacts, newest first. `now` is who is responsible on the as-at day."""

    person: Person
    age_years: int
    now: Responsible | None
    died: Death | None
    sentences: Sequence[tuple[Sentence, list[Requirement]]]
    releases: Sequence[Release]
    responsible: Sequence[Responsible]
    away: Sequence[CustodyPeriod | DetentionPeriod]
    recalls: Sequence[Recall]
    plans: Sequence[Plan]
    referrals: Sequence[CrsReferral]
    suspensions: Sequence[ContactSuspension]
    transfers: Sequence[TransferOut]
    flags: Sequence[CaseFlag]

    @property
    def latest_sentence(self) -> Sentence | None:
        return self.sentences[0][0] if self.sentences else None


def case_file(person: Person, *, as_at: date) -> CaseFile:
    """The person's case as the live extract has it."""
    mine = {"person_id": person.pk}
    responsible = _responsible(person)
    away: list[CustodyPeriod | DetentionPeriod] = [
        *CustodyPeriod.objects.filter(**mine),
        *DetentionPeriod.objects.filter(**mine),
    ]
    return CaseFile(
        person=person,
        age_years=_age_years(person.date_of_birth, as_at),
        now=next((one for one in responsible if _is_open(one.period, as_at)), None),
        died=Death.objects.filter(**mine).first(),
        sentences=_sentences(person),
        releases=Release.objects.filter(**mine).order_by("-released_on", "release_id"),
        responsible=responsible,
        away=sorted(away, key=lambda period: period.start_on, reverse=True),
        recalls=Recall.objects.filter(**mine).order_by("-decided_at"),
        plans=Plan.objects.filter(**mine).order_by("-recorded_at"),
        referrals=CrsReferral.objects.filter(**mine).order_by("-referred_on"),
        suspensions=ContactSuspension.objects.filter(**mine).order_by("-start_on"),
        transfers=TransferOut.objects.filter(**mine).order_by("-transferred_on"),
        flags=CaseFlag.objects.filter(**mine).order_by("-start_on"),
    )


def _age_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _is_open(period: SupervisionPeriod, on: date) -> bool:
    return period.start_on <= on and (period.end_on is None or period.end_on >= on)


def _responsible(person: Person) -> list[Responsible]:
    periods = list(SupervisionPeriod.objects.filter(person_id=person.pk).order_by("-start_on", "unit_code"))
    codes = {period.unit_code for period in periods}
    names = dict(ProbationDeliveryUnit.objects.filter(pk__in=codes).values_list("code", "name"))
    return [
        Responsible(period=period, unit_name=names.get(period.unit_code, period.unit_code))
        for period in periods
    ]


def _sentences(person: Person) -> list[tuple[Sentence, list[Requirement]]]:
    sentences = list(Sentence.objects.filter(person_id=person.pk).order_by("-sentenced_on", "sentence_id"))
    ids = [sentence.pk for sentence in sentences]
    requirements = list(Requirement.objects.filter(sentence_id__in=ids).order_by("imposed_on"))
    return [
        (sentence, [one for one in requirements if one.sentence_id == sentence.pk]) for sentence in sentences
    ]


def contacts_of(person: Person) -> QuerySet[Contact]:
    """Every version of every contact, the newest day first."""
    return Contact.objects.filter(person_id=person.pk).order_by("-scheduled_on", "-recorded_at", "-pk")


class When(StrEnum):
    """Seen from the as-at day, in the order in which somebody who holds the case asks."""

    NOW = "This month and the next"
    BEFORE = "Earlier months"
    LATER = "Later months"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A judgement with the words of its measure and reason, and where it counts.

    `outcome`: the verdict as its readers mean it: where lower is better, the numerator holds what missed.
    """

    judgement: Judgement
    outcome: str
    measure_title: str
    reason_label: str
    place_name: str
    when: When


def judged(person: Person, *, extract: Extract, scope: Scope) -> list[Judged]:
    """What the measures say of the person, only what counts within the scope: the as-at day's month and the
    next by due date, then the months before, newest first, then those after, soonest first.

    A case holder sees what concerns the time from which they held the case on.
    """
    rows = person_events(person.pk)
    events = PersonEvents.from_rows(rows)
    names, this_month = _place_names(), Month.of(extract.as_at)
    last = Month.of(extract.as_at).plus(MONTHS_AHEAD)
    found = [
        Judged(
            judgement=one,
            outcome=_outcome(definition, one.verdict),
            measure_title=definition.title,
            reason_label=next(rule.label for rule in definition.verdicts if rule.reason == one.reason),
            place_name=names.get(one.unit) or names.get(one.region, one.region),
            when=when(Month.parse(one.counts_in), this_month),
        )
        for definition in load_measures().values()
        for one in judge(
            definition.id, events, as_at=extract.as_at, first=Month.of(definition.valid_from), last=last
        )
        if _is_within(one, scope, rows["supervision_periods"])
    ]
    return sorted(found, key=_reading_order)


def when(month: Month, this_month: Month) -> When:
    """Where a month lies, seen from this one."""
    if month < this_month:
        return When.BEFORE
    return When.NOW if month <= this_month.plus(1) else When.LATER


def _reading_order(one: Judged) -> tuple[object, ...]:
    judgement, month = one.judgement, Month.parse(one.judgement.counts_in)
    rank = list(When).index(one.when)
    number = 12 * month.year + month.number
    order = (judgement.due_on or month.last_on, judgement.measure, judgement.occurrence_id)
    return (rank, -number if one.when is When.BEFORE else number, *order)


def _outcome(definition: MeasureDefinition, verdict: Verdict) -> str:
    met_or_missed = {definition.met: Verdict.NUMERATOR, definition.missed: Verdict.DENOMINATOR_ONLY}
    return str(met_or_missed.get(verdict, verdict))


def _place_names() -> dict[str, str]:
    units = ProbationDeliveryUnit.objects.values_list("code", "name")
    return dict(units) | dict(Region.objects.values_list("code", "name"))


def _is_within(judgement: Judgement, scope: Scope, periods: Sequence[dict[str, object]]) -> bool:
    if scope.sees_region(judgement.region) or scope.sees_unit(judgement.unit):
        return True
    return any(
        period["practitioner_code"] == scope.staff_code
        and (period["end_on"] is None or period["end_on"] >= judgement.trigger_on)
        for period in periods
        if scope.staff_code
    )

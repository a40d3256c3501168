"""Sharing out the markings after the first: second marks of a round, every auditor's of a calibration."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from apps.assessments.draws import is_barred
from apps.assessments.models import Assignment, BankEdition, CaseFact, Sample, SampledCase
from apps.organisation.access import can, scope_for
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.roles import load_roles
from rules.definitions.second_marks import SecondMarksEdition, load_second_marks
from rules.sampling.assign import share_out
from rules.sampling.second import chosen_for_second

# Whoever may do one of these in a region sees what was marked there, judges it, or answers for it: they
# never mark second.
OVERSEEING = (
    "open_round",
    "assign_cases",
    "adjudicate_marks",
    "sign_off_round",
    "view_contract_results",
)


@transaction.atomic
def assign_second_marks(
    sample: Sample,
    *,
    edition: BankEdition,
    auditors: Sequence[User],
    by: User | None,
    only_these: bool = False,
) -> tuple[list[Assignment], list[SampledCase]]:
    """Give the chosen cases a second marker; gives the new assignments and the cases that nobody may take.

    A second call adds what is missing, as after a substitution, and changes nothing that is there. Nobody
    marks a case twice, or one that they hold, supervise or know; auditors of other regions come first
    where the rule prefers them. `only_these`: nobody but `auditors`, as in a team that keeps to itself.
    """
    Sample.objects.select_for_update().get(pk=sample.pk)  # two calls at once would both find it missing
    missing = missing_second_marks(sample, edition=edition)
    if not missing:
        return [], []
    barred = _barred(missing, edition=edition)
    visitors, own = ([], list(auditors)) if only_these else pool(sample.region_code, auditors=auditors)
    takers = _takers(missing, barred, visitors, own)
    made = [
        make_marking(case, edition=edition, mark=Assignment.SECOND_MARK, auditor=taker, by=by)
        for case in missing
        if (taker := takers[case.pk]) is not None
    ]
    record("assign_second_marks", by=by, subject=sample, after=_loads(made))
    return made, [case for case in missing if takers[case.pk] is None]


def second_marks_rule(sample: Sample) -> SecondMarksEdition:
    """The rule in force on the day of the draw."""
    return load_second_marks().on(timezone.localdate(sample.drawn_at))


def wanted_for_second(sample: Sample) -> list[SampledCase]:
    """The cases to be marked twice, in the order of their draw."""
    cases = {each.case_id: each for each in sample.cases.filter(standing=SampledCase.Standing.SAMPLED)}
    chosen = chosen_for_second(second_marks_rule(sample), seed=sample.seed, sampled=cases)
    return [cases[case_id] for case_id in chosen]


def missing_second_marks(sample: Sample, *, edition: BankEdition) -> list[SampledCase]:
    """Chosen cases that nobody marks a second time yet."""
    wanted = wanted_for_second(sample)
    held = Assignment.objects.filter(
        sampled_case__in=wanted,
        edition__bank=edition.bank,
        mark=Assignment.SECOND_MARK,
        auditor__isnull=False,
    )
    taken = set(held.values_list("sampled_case", flat=True))
    return [case for case in wanted if case.pk not in taken]


def pool(region_code: str, *, auditors: Iterable[User]) -> tuple[list[User], list[User]]:
    """Who may mark second in a region: those from outside it, and the given auditors of its own."""
    own = [user for user in auditors if not _oversees(user, region_code)]
    scoring = [role.id for role in load_roles().roles_with("mark_audits")]
    people = User.objects.filter(is_active=True, roles__role__in=scoring).distinct().order_by("username")
    outside = [user for user in people if user not in own and _visits(user, region_code)]
    return outside, own


def _visits(user: User, region_code: str) -> bool:
    """Whether the user may score cases of the region without being one of its own auditors."""
    if not scope_for(user, "mark_audits").sees_region(region_code) or _oversees(user, region_code):
        return False
    return region_code not in scope_for(user, "mark_audits").region_codes


def _oversees(user: User, region_code: str) -> bool:
    return any(can(user, verb) and scope_for(user, verb).sees_region(region_code) for verb in OVERSEEING)


def _barred(cases: Sequence[SampledCase], *, edition: BankEdition) -> dict[int, set[int]]:
    """Sampled case -> users who mark it already."""
    found: dict[int, set[int]] = {case.pk: set() for case in cases}
    marking = Assignment.objects.filter(sampled_case__in=cases, edition__bank=edition.bank)
    for case, user in marking.exclude(auditor=None).values_list("sampled_case", "auditor"):
        found[case].add(user)
    return found


def _takers(
    cases: Sequence[SampledCase], barred: dict[int, set[int]], visitors: list[User], own: list[User]
) -> dict[int, User | None]:
    """Sampled case -> who takes it: an even load, the people from outside first."""
    load = _open_load([*visitors, *own])
    takers = _shared(cases, barred, visitors, load)
    left = [case for case in cases if takers[case.pk] is None]
    return takers | _shared(left, barred, own, load)


def _shared(
    cases: Sequence[SampledCase], barred: dict[int, set[int]], people: list[User], load: Counter[str]
) -> dict[int, User | None]:
    by_name = {user.username: user for user in people}
    by_case = {str(case.pk): case for case in cases}
    may_not = {
        key: frozenset(
            name for name, user in by_name.items() if user.pk in barred[case.pk] or is_barred(user, case)
        )
        for key, case in by_case.items()
    }
    shared = share_out(may_not, sorted(by_name), load)
    return {by_case[key].pk: by_name.get(name or "") for key, name in shared.items()}


def _open_load(people: Sequence[User]) -> Counter[str]:
    """username -> markings that wait for them, whatever the round."""
    waiting = Assignment.objects.filter(auditor__in=people, submitted_at__isnull=True)
    return Counter(waiting.values_list("auditor__username", flat=True))


def make_marking(
    case: SampledCase, *, edition: BankEdition, mark: int, auditor: User, by: User | None
) -> Assignment:
    """A further marking of a case, with what the caseload knew of it when it was drawn.

    One of this number that lost its marker is given to the new one, with nothing of what was entered
    before lost.
    """
    held = Assignment.objects.filter(sampled_case=case, edition__bank=edition.bank, mark=mark).first()
    if held is not None:
        held.auditor = auditor
        held.save(update_fields=["auditor"])
        return held
    made = Assignment.objects.create(
        sampled_case=case, edition=edition, mark=mark, auditor=auditor, assigned_by=by
    )
    if mark != Assignment.FIRST_MARK:  # the draw itself filled in the first marker's facts
        _fill_in_facts(case, mark)
    return made


def _fill_in_facts(case: SampledCase, mark: int) -> None:
    known = case.snapshot.get("facts", {})
    origin = CaseFact.Origin.CASELOAD
    CaseFact.objects.bulk_create(
        CaseFact(sampled_case=case, mark=mark, fact=fact, value=value, origin=origin, version=1)
        for fact, value in known.items()
    )


def _loads(made: Sequence[Assignment]) -> dict[str, int]:
    return dict(sorted(Counter(mark.auditor.username for mark in made).items()))

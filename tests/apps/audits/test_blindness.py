"""Two markers of a case see nothing of each other until both have submitted, wherever they look."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from apps.assessments.models import Assignment
from apps.audits.moderation_queries import second_marks
from apps.organisation.models import RecordedAction, User
from rules.definitions.roles import load_roles
from tests.factories.audits import mark_case, put_answer
from tests.factories.people import give_role
from tests.security.test_every_route import routes_of

pytestmark = pytest.mark.django_db

FIRST_SAID, SECOND_SAID = "Only the first marker wrote this", "Only the second marker wrote this"
# The first marker's case: E01 (2 of 17 points) not met, as pages print it and as the trail keeps it.
FIRST_SCORES = ("88.2%", "1500/17")
EXAMPLES = {"code": "H", "kind": "region", "year": "2025-26", "measure": "SL004", "region": "H"}
EXAMPLES |= {"fact_id": "em", "question_id": "E01", "section_id": "preparing", "role": "auditor"}


@pytest.fixture
def case(drawn):
    """One case: its first marking submitted, its second begun."""
    second = second_marks(drawn).select_related("sampled_case__sample", "edition", "auditor").first()
    first = drawn.assignments.get(sampled_case=second.sampled_case_id)
    first = Assignment.objects.select_related("sampled_case__sample", "edition", "auditor").get(pk=first.pk)
    mark_case(first, note=FIRST_SAID, E01="not_met")
    put_answer(second, "E02", answer="not_met", note=SECOND_SAID)
    return drawn, first, second


def with_every_role(user: User) -> Client:
    """The marker, holding every role of the product besides: nobody could look further."""
    for role in load_roles().roles.values():
        if user.roles.filter(role=role.id).exists() or role.scope in ("supplier",):
            continue
        give_role(
            user,
            role.id,
            region="H" if role.scope == "region" else "",
            unit="H103" if role.scope == "unit" else "",
        )
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(drawn, other: Assignment) -> Iterator[str]:
    """Every address of the site, each with the keys of the other's marking wherever it takes one."""
    trail = RecordedAction.objects.filter(subject_type=Assignment._meta.label_lower, subject_id=str(other.pk))
    keys = {
        "assignment_id": [other.pk],
        "round_id": [drawn.pk],
        "case_id": [other.sampled_case_id],
        "pk": [other.pk, drawn.pk, *trail.values_list("pk", flat=True)],
    }
    resolver = get_resolver()
    for route in routes_of(resolver):
        space, _, name = route.name.rpartition(":")
        for converters in _parameters(resolver, space, name):
            names = list(converters)
            pools = [keys.get(each) or [EXAMPLES.get(each, 1)] for each in names]
            for values in product(*pools):
                yield _address(route.name, dict(zip(names, values, strict=True)))


def _parameters(resolver: URLResolver, space: str, name: str) -> list[dict[str, object]]:
    """For each pattern of a name, what its address takes."""
    for part in filter(None, space.split(":")):
        resolver = resolver.namespace_dict[part][1]
    return [entry[3] for entry in resolver.reverse_dict.getlist(name)]


def _address(name: str, arguments: dict[str, object]) -> str:
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""


def read(client: Client, address: str) -> str:
    answer: HttpResponseBase = client.get(address)
    # A page that breaks would show nothing either; whether servers run is the one that may say 500.
    assert answer.status_code < 500 or address.startswith("/health/"), address
    parts = getattr(answer, "streaming_content", None)
    content = b"".join(parts) if parts is not None else answer.content
    return content.decode(errors="replace")


def showing(client: Client, drawn, other: Assignment, secrets: tuple[str, ...]) -> set[str]:
    """The addresses that show any of the secrets."""
    every = {address for address in addresses(drawn, other) if address and "sign-out" not in address}
    assert len(every) > 60
    return {address for address in every if any(secret in read(client, address) for secret in secrets)}


def test_the_second_marker_finds_nothing_of_the_first(case):
    drawn, first, second = case
    client = with_every_role(second.auditor)
    assert showing(client, drawn, first, (FIRST_SAID, *FIRST_SCORES)) == set()
    mark_case(second, note=SECOND_SAID, E02="not_met")
    # Compared, the same look finds it: where they differ, at the case's score, and in the trail.
    submitted = RecordedAction.objects.get(verb="submit_case", subject_id=str(first.pk))
    assert FIRST_SAID in read(client, f"/audits/{drawn.pk}/moderation/{first.pk}/")
    assert FIRST_SAID in read(client, f"/assessments/{first.pk}/score/")
    assert FIRST_SCORES[1] in read(client, f"/system-log/{submitted.pk}/")


def test_the_first_marker_finds_nothing_of_the_second(case):
    drawn, first, second = case
    client = with_every_role(first.auditor)
    assert showing(client, drawn, second, (SECOND_SAID,)) == set()
    mark_case(second, note=SECOND_SAID, E02="not_met")
    assert SECOND_SAID in read(client, f"/audits/{drawn.pk}/moderation/{first.pk}/")


def test_a_blind_lead_is_not_told_the_score_so_far(case):
    drawn, _, second = case
    give_role(second.auditor, "lead_auditor")
    client = Client()
    client.force_login(second.auditor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/audits/{drawn.pk}/").content.decode()
    assert "the score so far stays hidden from you" in page
    assert "Score so far" not in page


def test_whoever_marks_no_second_time_reads_the_first_mark_as_a_lead_does(case, lead):
    _, first, _ = case
    client = Client()
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    assert FIRST_SAID in client.get(f"/assessments/{first.pk}/score/").content.decode()

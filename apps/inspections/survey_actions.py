"""Asking people on probation for their views, and taking in what they say without knowing who said it."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256

from django.db import connection, transaction
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.caseload.queries import live_extract
from apps.caseload.supervised import supervised_people
from apps.inspections.actions import locked
from apps.inspections.models import Inspection, Survey, SurveyLink, SurveyReply
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.survey import SurveyEdition, survey_edition, survey_on

SECRET_BYTES = 12  # 96 bits: not to be guessed, and short enough for a text message
BATCH = 5000
LINK_COLUMNS = ("person_id", "link")


class NoSuchLink(Exception):
    """The link was used, or its survey is over, or there never was one: nobody is told which."""


@transaction.atomic
def open_survey(inspection: Inspection, *, opens_on: date, closes_on: date, by: User | None) -> Survey:
    """Open the survey of an inspection. Raises Refused for a second one, and for days in the wrong order."""
    inspection = locked(inspection)
    if Survey.objects.filter(inspection=inspection).exists():
        raise Refused("This inspection has its survey already")
    if closes_on < opens_on:
        raise Refused("The survey ends before it begins")
    edition = survey_on(opens_on).edition
    made = Survey.objects.create(
        inspection=inspection, edition=edition, opens_on=opens_on, closes_on=closes_on, opened_by=by
    )
    after = {"opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat(), "edition": edition}
    record("open_survey", by=by, subject=inspection, after=after)
    return made


@transaction.atomic
def issue_links(
    survey: Survey, *, address: str, by: User | None, seed: str | None = None
) -> list[dict[str, str]]:
    """A one-use link for everybody whom the body supervises today; gives (person_id, link).

    The secrets come of `seed`, which nobody can guess and only the page of the lead inspector holds: sent
    twice, as by a double click, it gives the same file twice. They are kept as hashes only. Other links for
    a survey that has some are refused, since somebody could then answer twice; so are the same ones after
    somebody replied. `address`: the site's, without a slash.
    """
    survey = Survey.objects.select_for_update().select_related("inspection").get(pk=survey.pk)
    if survey.is_closed:
        raise Refused("The survey is closed")
    extract = live_extract()
    if extract is None:
        raise Refused("Put an extract live first: it says whom the body supervises")
    inspection = survey.inspection
    people = supervised_people(extract.as_at, inspection.region_id, inspection.unit_id)
    source = (seed or secrets.token_urlsafe(32)).encode()
    links = [(person, _secret(source, survey, person)) for person in people]
    # In the order of the hashes, which tells nothing of the order of the people.
    hashes = sorted(hashed(secret) for _, secret in links)
    if not survey.issued:
        _keep_links(survey, hashes, by=by)
    elif set(hashes) != set(survey.links.values_list("secret_sha256", flat=True)):
        raise Refused("The links were handed out already: a second set would let people answer twice")
    return [{"person_id": person, "link": f"{address}/say/{secret}/"} for person, secret in links]


def _secret(seed: bytes, survey: Survey, person: str) -> str:
    digest = hmac.digest(seed, f"{survey.pk}:{person}".encode(), "sha256")
    return urlsafe_b64encode(digest[:SECRET_BYTES]).decode()


def _keep_links(survey: Survey, hashes: list[str], *, by: User | None) -> None:
    SurveyLink.objects.bulk_create(
        (SurveyLink(secret_sha256=each, survey=survey) for each in hashes), batch_size=BATCH
    )
    survey.issued = survey.people = len(hashes)
    survey.save(update_fields=["issued", "people"])
    record("issue_survey_links", by=by, subject=survey.inspection, after={"links": len(hashes)})


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def survey_behind(secret: str, *, on: date) -> tuple[Survey, SurveyEdition]:
    """The survey that an unused link opens today. Raises NoSuchLink."""
    found = SurveyLink.objects.filter(secret_sha256=hashed(secret)).select_related("survey").first()
    if found is None or not _takes_replies(found.survey, on):
        raise NoSuchLink
    return found.survey, survey_edition(found.survey.edition)


def _takes_replies(survey: Survey, on: date) -> bool:
    return not survey.is_closed and survey.opens_on <= on <= survey.closes_on


@transaction.atomic
def take_reply(secret: str, *, answers: Mapping[str, str], words: str, on: date) -> None:
    """Take a reply in and remove its link, both or neither. Raises NoSuchLink: one link, one reply.

    `answers` holds only ids that the survey knows, as its form checked them. Nothing is recorded of it.
    """
    survey, _ = survey_behind(secret, on=on)
    used, _ = SurveyLink.objects.filter(secret_sha256=hashed(secret)).delete()
    if not used:  # another tab was faster
        raise NoSuchLink
    SurveyReply.objects.create(survey=survey, answers=dict(answers), words=words)


@transaction.atomic
def close_survey(survey: Survey, *, by: User | None) -> Survey:
    """End the survey: unused links go, and the replies are written anew in the order of their random keys.

    So nothing that the database keeps of a row, not even its place on the disk, tells when it came.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.is_closed:
        return survey
    survey.closed_at = timezone.now()
    survey.save(update_fields=["closed_at"])
    survey.links.all().delete()
    _write_anew(survey)
    record("close_survey", by=by, subject=survey.inspection, after={"replies": survey.replies.count()})
    return survey


def _write_anew(survey: Survey) -> None:
    replies = sorted(survey.replies.all(), key=lambda reply: reply.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inspections_surveyreply WHERE survey_id = %s", [survey.pk])
    SurveyReply.objects.bulk_create(replies, batch_size=BATCH)


def replies_of(survey: Survey) -> Iterator[dict[str, str]]:
    """The answers of every reply, in the order of random keys."""
    return iter(survey.replies.order_by("id").values_list("answers", flat=True))


def survey_open(inspection: Inspection) -> list[str]:
    """Why the panel cannot rate yet: a gate. Views stand equal with other evidence, so they must be in."""
    found = Survey.objects.filter(inspection=inspection, closed_at=None).first()
    return ["Close the survey: what people said belongs to the evidence"] if found else []

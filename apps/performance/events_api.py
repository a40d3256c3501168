"""Events over HTTP: a case management system tells what happened, and hears what that changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import exceptions, parsers, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.caseload.events.message import EventKind, event_tables
from apps.caseload.events.receiving import MOST_AT_ONCE, EventIdTaken, EventsRefused, NoLiveExtract
from apps.organisation.access import NeedsVerb
from apps.organisation.problems import CONTENT_TYPE, TOKEN_OR_SESSION, problem, problem_of
from apps.performance.due.posting import PersonJudged, Posted, post_events
from apps.performance.due.rejudging import Rejudged

MOST_BYTES = 2_000_000


class EventSerializer(serializers.Serializer):
    event_id = serializers.CharField(max_length=64, help_text="The sender's own id of the event, unique")
    kind = serializers.ChoiceField(
        choices=[str(kind) for kind in EventKind],
        help_text="`row`: a row, or a new version; `correction`: of a row received before, in the extract or"
        " as an event; `withdrawal`: that row should never have been there",
    )
    table = serializers.ChoiceField(
        choices=sorted(event_tables()), help_text="A table of the extract contract"
    )
    person_id = serializers.CharField(max_length=64, help_text="A person in the live extract")
    recorded_at = serializers.DateTimeField(
        help_text="When the source recorded it: decides which event is later"
    )
    occurred_at = serializers.DateTimeField(required=False, allow_null=True, help_text="When it happened")
    row = serializers.DictField(
        help_text="Columns of the table, the whole row; of a withdrawal its key alone"
    )


class DueItemSerializer(serializers.Serializer):
    measure = serializers.CharField()
    occurrence_id = serializers.CharField()
    edition = serializers.CharField()
    region = serializers.CharField()
    unit = serializers.CharField()
    practitioner_code = serializers.CharField()
    trigger_on = serializers.DateField()
    due_on = serializers.DateField()
    verdict = serializers.CharField()
    reason = serializers.CharField()
    done_on = serializers.DateField(allow_null=True)
    change = serializers.CharField(
        help_text="appeared, changed, gone, or empty: the event changed nothing of it"
    )


class PersonJudgedSerializer(serializers.Serializer):
    person_id = serializers.CharField()
    as_at = serializers.DateField(help_text="The day on which the person was judged")
    items = DueItemSerializer(many=True)


class ReceivedSerializer(serializers.Serializer):
    event_id = serializers.CharField()
    status = serializers.ChoiceField(choices=["stored", "repeated"])
    covered = serializers.BooleanField(help_text="The live extract holds what it says already")


class AnswerSerializer(serializers.Serializer):
    events = ReceivedSerializer(many=True)
    people = PersonJudgedSerializer(many=True)


class FaultSerializer(serializers.Serializer):
    place = serializers.CharField(help_text="A JSON pointer into the list that was sent")
    found = serializers.CharField()
    expected = serializers.CharField()
    code = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = FaultSerializer(many=True, required=False)


_EXAMPLE = OpenApiExample(
    "A first appointment is arranged",
    value={
        "event_id": "CMS-2026-000187",
        "kind": "row",
        "table": "contacts",
        "person_id": "P0000042",
        "recorded_at": "2026-04-02T10:15:00+01:00",
        "row": {
            "contact_version_id": "C000187-1",
            "contact_id": "C000187",
            "person_id": "P0000042",
            "mode": "office",
            "provider": "practitioner",
            "scheduled_on": "2026-04-07",
            "recorded_at": "2026-04-02T10:15:00",
        },
    },
    request_only=True,
)
_PROBLEMS = {(code, CONTENT_TYPE): ProblemSerializer for code in (400, 401, 403, 409, 413, 415, 422)}


class EventPost(APIView):
    """Send one event, or a list of at most 500 that is taken in whole or not at all.

    Each person concerned is judged again at once; the answer lists every due item of theirs and what changed.
    The same event sent again changes nothing and is answered with 200. Events may come late and in any order:
    of two about one row the one recorded later holds.
    """

    knows_its_callers = True
    authentication_classes: ClassVar = list(TOKEN_OR_SESSION)
    permission_classes: ClassVar = [NeedsVerb("post_events")]
    parser_classes: ClassVar = [parsers.JSONParser]

    @extend_schema(
        operation_id="events_create",
        request=EventSerializer(many=True),
        responses={201: AnswerSerializer, 200: AnswerSerializer, **_PROBLEMS},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> HttpResponse:
        messages = _messages(request)
        if isinstance(messages, HttpResponse):
            return messages
        try:
            posted = post_events(messages, by=request.user, now=timezone.now())
        except EventIdTaken as refused:
            return _refused(409, "An event id was used before with other content", refused)
        except EventsRefused as refused:
            return _refused(422, "The events were refused; nothing was stored", refused)
        except NoLiveExtract:
            return problem(409, "No extract is live", detail="Put an extract live before sending events.")
        return Response(answer(posted), status=201 if posted.taken.new else 200)

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, exceptions.NotAuthenticated) and not self.request.headers.get("Authorization"):
            exc = exceptions.NotAuthenticated("Sign in, or send a token: Authorization: Bearer ...")
        if isinstance(exc, RecursionError):  # of the JSON parser: brackets within brackets
            exc = exceptions.ParseError("The JSON is nested too deeply.")
        if isinstance(exc, exceptions.APIException):
            return problem_of(exc)
        return super().handle_exception(exc)


def _messages(request: Request) -> list[Any] | HttpResponse:
    """The events as a list; or what keeps the body from being one."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if not length:
        # What comes in chunks has no length, and would be read as an empty object.
        return problem(400, "There is no body", detail="Send JSON, and its length as Content-Length.")
    if length > MOST_BYTES:
        return problem(413, "Too much at once", detail=f"Send at most {MOST_BYTES:,} bytes at a time.")
    messages = request.data if isinstance(request.data, list) else [request.data]
    if not messages:
        return problem(422, "There is no event in the list")
    if len(messages) > MOST_AT_ONCE:
        return problem(413, "Too many at once", detail=f"Send at most {MOST_AT_ONCE} events at a time.")
    return messages


def _refused(status: int, title: str, refused: EventsRefused) -> HttpResponse:
    count = len(refused.faults)
    detail = f"{count} fault{'' if count == 1 else 's'}; nothing of the message was stored."
    return problem(status, title, detail=detail, errors=[fault.as_data() for fault in refused.faults])


def answer(posted: Posted) -> dict[str, Any]:
    """What came of the message, as JSON values."""
    bearing = frozenset[str]().union(*(person.bearing for person in posted.people))
    events = [(event, "stored") for event in posted.taken.new]
    events += [(event, "repeated") for event in posted.taken.repeated]
    return {
        "events": [
            {"event_id": event.event_id, "status": status, "covered": event.event_id not in bearing}
            for event, status in events
        ],
        "people": [_person(person) for person in posted.people],
    }


def _person(person: PersonJudged) -> Mapping[str, Any]:
    items = sorted(person.items, key=lambda one: (one.item.due_on, one.item.measure, one.item.occurrence_id))
    return {
        "person_id": person.person_id,
        "as_at": person.as_at.isoformat(),
        "items": [_item(one) for one in items],
    }


# Read once: making a serializer for each item would take longer than judging it.
_SHOWN = tuple(name for name in DueItemSerializer().fields if name != "change")


def _item(one: Rejudged) -> dict[str, Any]:
    shown = {name: _json(getattr(one.item, name)) for name in _SHOWN}
    return shown | {"change": str(one.change)}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

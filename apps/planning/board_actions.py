"""Quarterly boards: called, attended, papers, decisions, minutes written and agreed."""

from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from apps.organisation.actions import Refused, record
from apps.organisation.errors import Conflict
from apps.organisation.models import Region, User
from apps.planning.attaching import kept
from apps.planning.milestone_actions import quarter_of
from apps.planning.models import Board, BoardAttendee, BoardDecision, BoardPaper, Milestone
from apps.planning.owners import check_owner
from apps.planning.plan_actions import ELSEWHERE
from rules.definitions.planning import governance_on, template_on
from rules.periods import performance_year

TAKEN = "The region has a board on that day already"


@transaction.atomic
def call_board(region: Region, *, held_on: date, place: str, by: User, on: date) -> Board:
    """Call a board. Raises Refused for a day that has one, and for one farther away than a plan runs."""
    _check_day(held_on, on)
    try:
        with transaction.atomic():
            made = Board.objects.create(
                region=region,
                held_on=held_on,
                place=place.strip(),
                year=str(performance_year(held_on)),
                quarter=quarter_of(held_on),
                called_by=by,
            )
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    record("call_board", by=by, subject=made, after={"region": region.code, "held_on": held_on.isoformat()})
    return made


def _check_day(held_on: date, on: date) -> None:
    """A mistyped year is caught; boards of some years ago are written down, and of years to come called."""
    most = template_on(on).rolling_years
    if abs(performance_year(held_on).starts_in - performance_year(on).starts_in) > most:
        raise Refused(f"{held_on:%-d %B %Y} is more than {most} years from now: check the year")


@transaction.atomic
def move_board(board: Board, *, held_on: date, place: str, reason: str, by: User, on: date) -> Board:
    """Hold a board on another day or elsewhere, with the reason. Raises Refused as `call_board` does, and for
    a board whose minutes are agreed or with a decision that would then be due before it."""
    current = _open(board)
    _check_day(held_on, on)
    if not reason.strip():
        raise Refused("Say why")
    if current.decisions.filter(due_on__lt=held_on).exists():
        raise Refused("A decision of this board is due before that day")
    before = {"held_on": current.held_on.isoformat(), "place": current.place}
    current.held_on, current.place = held_on, place.strip()
    current.year, current.quarter = str(performance_year(held_on)), quarter_of(held_on)
    try:
        with transaction.atomic():
            current.save(update_fields=["held_on", "place", "year", "quarter"])
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    after = {"held_on": held_on.isoformat(), "place": current.place}
    record("move_board", by=by, subject=current, before=before, after=after, reason=reason)
    return current


@transaction.atomic
def cancel_board(board: Board, *, reason: str, by: User) -> Board:
    """Say that a board is not held; it stays on the list with the reason. Raises Refused once it decided."""
    current = _open(board)
    if not reason.strip():
        raise Refused("Say why the board is cancelled")
    if current.decisions.exists():
        raise Refused("This board has decided something: it was held")
    current.cancelled_at, current.cancelled_by = timezone.now(), by
    current.cancelled_reason = reason.strip()
    current.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason"])
    record("cancel_board", by=by, subject=current, reason=reason)
    return current


@transaction.atomic
def add_attendee(
    board: Board, *, role: str, name: str, sent_apologies: bool, by: User, on: date
) -> BoardAttendee:
    """Write down who was there, by role, or sent apologies. Raises Refused for an unknown role, and twice."""
    _open(board)
    if role not in {one.id for one in governance_on(on).board_roles}:
        raise Refused("Choose the role")
    made, is_new = BoardAttendee.objects.get_or_create(
        board=board, role=role, name=name.strip(), defaults={"sent_apologies": sent_apologies, "by": by}
    )
    if not is_new:
        raise Refused(f"{name} is on the list already")
    record("add_board_attendee", by=by, subject=board, after={"role": role, "apologies": sent_apologies})
    return made


@transaction.atomic
def add_paper(board: Board, *, title: str, upload: UploadedFile, by: User, on: date) -> BoardPaper:
    """Keep a paper of the board. Raises Refused for a file that is not kept."""
    _open(board)
    made = BoardPaper.objects.create(board=board, title=title.strip(), by=by, **kept(upload, today=on))
    record("add_board_paper", by=by, subject=board, after={"title": title, "sha256": made.file_sha256})
    return made


@transaction.atomic
def add_decision(
    board: Board,
    *,
    words: str,
    owner: User,
    due_on: date,
    milestones: Sequence[Milestone],
    by: User,
    on: date,
) -> BoardDecision:
    """Write down what was decided, numbered in that order. Raises Refused for what is of elsewhere."""
    board = _open(board)
    check_owner(owner, board.region, on)
    if any(one.region_id != board.region_id for one in milestones):
        raise Refused("Choose milestones of this region")
    if due_on < board.held_on:
        raise Refused("The decision is due before the board")
    last = board.decisions.aggregate(last=Max("number"))["last"] or 0
    made = BoardDecision.objects.create(
        board=board, number=last + 1, words=words.strip(), owner=owner, due_on=due_on, by=by
    )
    made.milestones.set(milestones)
    record("add_board_decision", by=by, subject=board, after={"number": made.number})
    return made


@transaction.atomic
def finish_decision(decision: BoardDecision, *, words: str, by: User, on: date) -> BoardDecision:
    """Say that a decision is carried out, and how; a second click changes nothing. Raises Refused."""
    current = BoardDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if current.done_on:
        return current
    if not words.strip():
        raise Refused("Say what was done")
    current.done_on, current.done_words = on, words.strip()
    current.save(update_fields=["done_on", "done_words"])
    record("finish_board_decision", by=by, subject=current, reason=words)
    return current


@transaction.atomic
def write_minutes(board: Board, *, words: str, seen: int, by: User) -> Board:
    """Save the minutes while they are not agreed; the trail keeps every version. Raises Conflict, Refused."""
    current = _open(board)
    if current.version != seen:
        raise Conflict(ELSEWHERE)
    before = {"minutes": current.minutes}
    current.minutes = words.strip()
    current.version += 1
    current.save(update_fields=["minutes", "version"])
    record("write_minutes", by=by, subject=current, before=before, after={"minutes": current.minutes})
    return current


@transaction.atomic
def agree_minutes(board: Board, *, by: User, on: date) -> Board:
    """Agree the minutes: from then on the record of the board stands still, but for decisions carried out.

    Raises Refused before the board was held, without minutes, and without those roles that must be there.
    """
    current = _open(board)
    if current.held_on > on:
        raise Refused("The board has not been held")
    if not current.minutes:
        raise Refused("Write the minutes first")
    there = set(current.attendees.values_list("role", flat=True))
    absent = [one.words for one in governance_on(on).board_roles if one.required and one.id not in there]
    if absent:
        raise Refused(f"Say who was there, or sent apologies, as {' and '.join(absent)}")
    current.agreed_at, current.agreed_by = timezone.now(), by
    current.version += 1
    current.save(update_fields=["agreed_at", "agreed_by", "version"])
    record("agree_minutes", by=by, subject=current)
    return current


def _open(board: Board) -> Board:
    current = Board.objects.select_for_update(of=("self",)).select_related("region").get(pk=board.pk)
    if current.agreed_at:
        raise Refused("The minutes are agreed: the record of this board stands")
    if current.is_cancelled:
        raise Refused("This board was cancelled")
    return current

"""SL010 and OM004: recalls; SL011 and OM027: parole reports; SL022: handover meetings."""

from datetime import date, timedelta

from demo.life import Life, at
from demo.recipes import further_rows as rows
from demo.recipes.lives import DAY, inside, leaves, returned
from demo.recipes.planted import before_a_holiday, edges_of, lately, quiet_day

HOUR = timedelta(hours=1)


def due_on_a_friday(life: Life) -> date:
    """A business day whose tenth business day after it is a Friday, no bank holiday near."""
    while True:
        day = quiet_day(life)
        if day.weekday() == 4 and life.days.add(day, 10) == day + 14 * DAY:
            return day


# --- SL010: part B of the recall report, by the recorded due date, else 10 business days after the return


def _part_b(
    life: Life,
    on: date,
    *,
    accepted: int | None = None,
    due: int | None = None,
    saturday: bool = False,
    rescinded: int | None = None,
    how: str = "",
    twice: bool = False,
) -> str:
    """A return on `on`; the numbers are business days after it."""
    last = life.days.add(on, 10)
    release = returned(life, on, quashed_on=last if how == "quashed" else None)
    leaves(life, how, last)
    done = None if accepted is None else life.days.add(on, accepted)
    row = {
        "part_b_due_on": None if due is None else life.days.add(on, due),
        "part_b_accepted_on": last + DAY if saturday else done,
    }
    undone = None if rescinded is None else life.days.add(on, rescinded)
    recall = life.recalled(release, on, returned=on, rescinded=undone, **row)
    return life.recalled(release, on, returned=on, **row) if twice else recall


part_b = edges_of("SL010", "recalls", _part_b)
part_b("on_the_day", "met_in_time", accepted=10)
part_b("before_the_return", "met_in_time", accepted=-3)
part_b("the_recorded_due_date_rules", "met_in_time", due=14, accepted=14)
part_b("a_day_late", "accepted_late", accepted=11)
part_b("saturday_after_friday_due", "accepted_late", anchor=due_on_a_friday, saturday=True)
part_b("across_a_bank_holiday", "met_in_time", anchor=before_a_holiday, accepted=10)
part_b("missing_date", "not_accepted")
part_b("rescinded_on_the_due_day", "rescinded", accepted=3, rescinded=10)
part_b("rescinded_the_day_after", "not_accepted", rescinded=11)
part_b("died", "died", how="died")
part_b("transferred_out", "transferred_out", how="transferred_out")
part_b("quashed", "quashed", how="quashed")
part_b("same_day", "same_day", accepted=5, twice=True)
part_b("pending", "not_yet_due", anchor=lately, accepted=0)


# --- OM004: the request reaches the recall section within 24 hours of the decision


def _request(
    life: Life,
    on: date,
    *,
    seconds: int | None = None,
    how: str = "",
    rescinded: bool = False,
    twice: bool = False,
) -> str:
    decided = at(on, 11)
    release = returned(life, on, quashed_on=on + DAY if how == "quashed" else None)
    leaves(life, how, on + DAY)
    received = None if seconds is None else decided + timedelta(seconds=seconds)
    undone = on + DAY if rescinded else None
    for _ in range(2 if twice else 1):
        recall = life.recalled(release, on, returned=on, rescinded=undone, request_received_at=received)
    return recall


request = edges_of("OM004", "recalls", _request)
request("to_the_second", "received_in_time", seconds=24 * 3600)
request("a_second_late", "received_late", seconds=24 * 3600 + 1)
request("missing_date", "not_received")
request("rescinded", "rescinded", seconds=3600, rescinded=True)
request("died", "died", how="died")
request("transferred_out", "transferred_out", how="transferred_out")
request("quashed", "quashed", how="quashed")
request("same_day", "same_day", seconds=3600, twice=True)


def the_last_day(life: Life) -> date:
    return life.days.as_at


request("pending", "not_yet_due", anchor=the_last_day, seconds=3600)


# --- SL011 and OM027: the report is sent by the due date in force at the end of that day


def _parole(
    life: Life,
    on: date,
    *,
    sent: int | None = None,
    due: bool = True,
    moved_on: int | None = None,
    withdrawn: int | None = None,
    kind: str = "parom1",
    how: str = "",
    twice: bool = False,
    sentence_type: str = "custodial_determinate",
) -> str:
    """Asked for on `on`, due 40 days later; the other numbers are days from the due day.

    `moved_on`: the due day was moved to ten days later on that day.
    """
    last = on + 40 * DAY
    sentence = inside(life, on, sentence_type=sentence_type, how=how, leaves_on=last)
    done, undone = (None if days is None else last + days * DAY for days in (sent, withdrawn))
    for _ in range(2 if twice else 1):
        report = rows.parole_report(life, sentence, on, sent=done, withdrawn=undone, kind=kind)
        moved = None if moved_on is None else last + moved_on * DAY
        if due:
            rows.report_due(life, report, last, on, superseded=moved)
        if moved:
            rows.report_due(life, report, last + 10 * DAY, moved)
    return report


INDETERMINATE = {"sentence_type": "custodial_indeterminate"}
for measure, more, met, missing in (
    ("SL011", {}, "met_in_time", "due_date_not_recorded"),
    ("OM027", INDETERMINATE, "sent_in_time", "no_due_date"),
):
    parole = edges_of(measure, "parole_reports", _parole)
    parole("on_the_day", met, sent=0, **more)
    parole("a_day_late", "sent_late", sent=1, **more)
    parole("moved_the_day_before", met, sent=10, moved_on=-1, **more)
    parole("moved_the_day_after", "sent_late", sent=10, moved_on=1, **more)
    parole("never_sent", "not_sent", **more)
    parole("missing_date", missing, sent=0, due=False, **more)
    parole("withdrawn_on_the_due_day", "withdrawn", withdrawn=0, **more)
    parole("withdrawn_the_day_after", "not_sent", withdrawn=1, **more)
    parole("not_eligible", "", sent=0, kind="addendum", **more)
    parole("died", "died", how="died", **more)
    parole("transferred_out", "transferred_out", how="transferred_out", **more)
    parole("quashed", "quashed", how="quashed", **more)
    parole("same_day", "same_day", sent=-3, twice=True, **more)
    parole("pending", "not_yet_due", anchor=lately, **more)
edges_of("OM027", "parole_reports", _parole)("a_determinate_sentence", "", sent=0)


# --- SL022: one meeting of three within 28 days of the allocation


def _handed_over(
    life: Life,
    on: date,
    *,
    meets: int | None = None,
    there: tuple[bool, bool, bool] = (True, True, True),
    refused: bool = False,
    held: bool = True,
    separate: bool = False,
    months: int = 24,
    known: bool = True,
    how: str = "",
    released: bool = False,
    twice: bool = False,
    sentence_type: str = "custodial_determinate",
) -> str:
    """Allocated on `on` in the middle of the time in prison; `meets` is days after it."""
    last = on + 28 * DAY
    sentence = inside(life, on, sentence_type=sentence_type, how=how, leaves_on=last)
    sentenced = life.begun or on
    if known:
        rows.release_date(life, sentence, sentenced + months * 30 * DAY, sentenced)
    allocation = rows.allocation(life, sentence, on, kind="community_offender_manager")
    if twice:
        allocation = rows.allocation(life, sentence, on, kind="community_offender_manager")
    if separate:
        rows.meeting(life, allocation, on + 5 * DAY, there=(True, True, False))
        rows.meeting(life, allocation, on + 9 * DAY, there=(False, True, True))
    if meets is not None:
        rows.meeting(life, allocation, on + meets * DAY, there=there, refused=refused, held=held)
    if released:
        life.released(last, sentence=sentence)
    return allocation


handed = edges_of("SL022", "allocations", _handed_over)
handed("on_the_day", "met_in_time", meets=28)
handed("a_day_late", "held_late", meets=29)
handed("two_of_three", "not_held", meets=10, there=(True, True, False))
handed("separate_meetings", "not_held", separate=True)
handed("refused", "refused", meets=10, there=(True, True, False), refused=True)
handed("arranged_and_not_held", "not_held", meets=10, held=False, there=(False, False, False))
handed("missing_date", "release_date_not_recorded", meets=10, known=False)
handed("exactly_ten_months_is_out", "short_time_to_serve", meets=10, months=10)
handed("indeterminate", "indeterminate", meets=10, sentence_type="custodial_indeterminate")
handed("released_on_the_due_day", "released", released=True)
handed("died", "died", how="died")
handed("transferred_out", "transferred_out", how="transferred_out")
handed("quashed", "quashed", how="quashed")
handed("same_day", "same_day", meets=5, twice=True)
handed("pending", "not_yet_due", anchor=lately)

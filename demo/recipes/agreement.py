"""OM005, OM026, OM040, OM041B and OM046: enforcement, court reports and public protection of 2014."""

from datetime import date

from demo.life import Life
from demo.recipes import further_rows as rows
from demo.recipes.lives import DAY, ordered
from demo.recipes.planted import before_a_holiday, edges_of, lately

EXITS = ("died", "transferred_out")


def _running(life: Life, on: date, how: str = "", leaves_on: date | None = None) -> str:
    """An order made 60 days before `on`."""
    return ordered(life, life.days.open_on_or_after(on - 60 * DAY), how=how, leaves_on=leaves_on)


# --- OM005: breach proceedings within 10 business days of the failure


def _breached(
    life: Life,
    on: date,
    *,
    begun: int | None = None,
    saturday: bool = False,
    how: str = "",
    twice: bool = False,
) -> str:
    last = life.days.add(on, 10)
    sentence = _running(life, on, how, last)
    day = None if begun is None else life.days.add(on, begun)
    for _ in range(2 if twice else 1):
        made = rows.breach(life, sentence, on, begun_on=last + DAY if saturday else day)
    return made


breached = edges_of("OM005", "breaches", _breached)
breached("on_the_day", "begun_in_time", begun=10)
breached("a_day_late", "begun_late", begun=11)
breached("across_a_bank_holiday", "begun_in_time", anchor=before_a_holiday, begun=10)
breached("the_day_after_in_the_calendar", "begun_late", saturday=True)
breached("missing_date", "not_begun")
breached("same_day", "same_day", begun=3, twice=True)
breached("pending", "not_yet_due", anchor=lately)
for how in (*EXITS, "quashed"):
    breached(how, how, how=how)


# --- OM026: checks of assessments


def _checked(life: Life, on: date, *, result: str, how: str = "", twice: bool = False) -> str:
    sentence = _running(life, on, how, on)
    done = on - 20 * DAY
    made = rows.assessment(life, sentence, due=done, done=done, recorded=done, stage="initial")
    for _ in range(2 if twice else 1):
        check = rows.quality_check(life, made, on, result)
    return check


checked = edges_of("OM026", "assessment_quality_checks", _checked)
checked("good", "good_enough", result="good")
checked("satisfactory", "good_enough", result="satisfactory")
checked("requires_improvement", "below", result="requires_improvement")
checked("same_day", "same_day", result="good", twice=True)
for how in (*EXITS, "quashed"):
    checked(how, how, result="good", how=how)


# --- OM040: the court has the report by the day that it set


def _reported(
    life: Life, on: date, *, done: int | None = None, due: bool = True, how: str = "", twice: bool = False
) -> str:
    """Asked for on `on` and due 7 days later; `done` is days from the due day. Sentenced the day after."""
    last = on + 7 * DAY
    if life.days.open_on_or_after(last + DAY) <= life.days.as_at and not how:
        ordered(life, life.days.open_on_or_after(last + DAY))
    else:
        _running(life, on, how, last)
    day = None if done is None else last + done * DAY
    for _ in range(2 if twice else 1):
        made = rows.court_report(life, on, due=last if due else None, done=day)
    return made


reported = edges_of("OM040", "court_reports", _reported)
reported("on_the_day", "completed_in_time", done=0)
reported("a_day_late", "completed_late", done=1)
reported("never", "not_completed")
reported("missing_date", "no_due_date", done=0, due=False)
reported("same_day", "same_day", done=-1, twice=True)
reported("pending", "not_yet_due", anchor=lately)
for how in (*EXITS, "quashed"):
    reported(how, how, how=how)


# --- OM041B: level 2 and 3 meetings; OM046: ViSOR records


def _met(life: Life, on: date, *, attended: str | None, how: str = "", twice: bool = False) -> str:
    _running(life, on, how, on)
    for _ in range(2 if twice else 1):
        made = rows.mappa_meeting(life, on, attended)
    return made


met = edges_of("OM041B", "mappa_meetings", _met)
met("attended", "attended", attended="yes")
met("not_attended", "not_attended", attended="no")
met("missing", "not_known", attended=None)
met("same_day", "same_day", attended="yes", twice=True)
for how in (*EXITS, "quashed"):
    met(how, how, attended="yes", how=how)


def _visor(
    life: Life,
    on: date,
    *,
    made: int | None = None,
    fine: str | None = None,
    how: str = "",
    twice: bool = False,
) -> str:
    sentence_on = life.days.open_on_or_after(on - 60 * DAY)
    ordered(life, sentence_on, how=how, leaves_on=on)
    created = None if made is None else on + made * DAY
    checked_on = created + 40 * DAY if created and fine else None
    for _ in range(2 if twice else 1):
        record = rows.visor(life, on, created=created, fine=fine, checked=checked_on)
    return record


visor = edges_of("OM046", "visor_records", _visor)
visor("in_order", "in_order", made=3, fine="yes")
visor("not_in_order", "not_in_order", made=3, fine="no")
visor("not_checked", "not_checked", made=3)
visor("missing", "missing")
visor("same_day", "same_day", made=3, fine="yes", twice=True)
for how in (*EXITS, "quashed"):
    visor(how, how, how=how)

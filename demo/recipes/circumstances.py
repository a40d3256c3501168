"""SL014 to SL017, OM017, INT008 and INT009: where people live and what they do, on the day that counts."""

from datetime import date

from demo.life import Life, months_later
from demo.recipes import further_rows as rows
from demo.recipes.lives import DAY, freed, leaves, ordered, sentence_of
from demo.recipes.planted import Adding, early_day, edges_of, lately


def _release_extras(life: Life, on: date, release: str, *, twice: bool, recalled: bool) -> str:
    """A second release on the same day, or the recall of that very day."""
    if recalled:
        life.recalled(release, on, returned=on)
        life.custody("recall", on, on + 27 * DAY)
    return life.released(on, supervised=False, sentence=sentence_of(life)) if twice else release


def _after_release(
    life: Life,
    on: date,
    *,
    due: str,
    status: str = "",
    write=rows.home,
    starts: int = 0,
    ends: int | None = None,
    recorded_late: bool = False,
    how: str = "",
    left: str = "",
    ended: bool = False,
    jailed: bool = False,
    release_type: str = "licence",
    supervision_days: int = 700,
    supervised: bool = True,
    twice: bool = False,
    recalled: bool = False,
) -> str:
    """A release on `on`; `starts` and `ends` of the record are days from the day that counts."""
    counts = _counts_on(on, due)
    release = freed(
        life,
        on,
        how=how,
        leaves_on=counts,
        ended=_stops_on(counts, ended=ended, left=left),
        seen_until=counts if left else None,
        release_type=release_type,
        supervision_days=supervision_days,
        supervised=supervised,
    )
    leaves(life, left, counts)
    if jailed:
        life.custody("remand", counts - 3 * DAY, counts + 20 * DAY)
    _record(life, counts, status, write, starts, ends, recorded_late=recorded_late)
    return _release_extras(life, on, release, twice=twice, recalled=recalled)


def _after_sentence(
    life: Life,
    on: date,
    *,
    due: str,
    status: str = "",
    write=rows.home,
    starts: int = 0,
    ends: int | None = None,
    recorded_late: bool = False,
    how: str = "",
    left: str = "",
    ended: bool = False,
    jailed: bool = False,
    months: int = 24,
    activity: bool = False,
    supervised: bool = True,
    twice: bool = False,
) -> str:
    counts = _counts_on(on, due)
    stop = _stops_on(counts, ended=ended, left=left)
    more = {"months": months, "supervised": supervised, "seen_until": counts if left else None}
    sentence = ordered(life, on, how=how, leaves_on=counts, ended=stop, **more)
    if activity:
        life.activity_days(sentence, on)
    leaves(life, left, counts)
    if jailed:
        life.custody("remand", counts - 3 * DAY, counts + 20 * DAY)
    _record(life, counts, status, write, starts, ends, recorded_late=recorded_late)
    if twice:
        return life.order(on, months=months, sentence_type="suspended_sentence_order", supervised=False)
    return sentence


def _counts_on(on: date, due: str) -> date:
    """The day that counts: the first night, day 42, or so many calendar months later."""
    days = {"night": 0, "day_42": 42}
    return on + days[due] * DAY if due in days else months_later(on, int(due))


def _stops_on(counts: date, *, ended: bool, left: str) -> date | None:
    if left:
        return counts + DAY
    return counts if ended else None


def _record(life, counts, status, write, starts, ends, *, recorded_late) -> None:
    if status:
        start = min(counts + starts * DAY, life.days.as_at)
        end = None if ends is None else counts + ends * DAY
        write(life, status, start, end, recorded=start + 60 * DAY if recorded_late else None)


def _leavings(edge: Adding, **more: object) -> None:
    for how in ("died", "transferred_out"):
        edge(how, how, how=how, **more)


def _leavings_closed_late(edge: Adding, **more: object) -> None:
    """The death is known before the sentence is closed: an ended sentence would be out before it."""
    for how in ("died", "transferred_out"):
        edge(how, how, left=how, **more)


def _of_releases(edge: Adding, **more: object) -> None:
    """What takes any release out of the count."""
    edge("not_eligible", "temporary_release", release_type="temporary", **more)
    edge("same_day", "same_day", twice=True, **more)
    edge("recalled_on_the_day", "same_day_recall", recalled=True, **more)


def _no_longer_there(edge: Adding, **more: object) -> None:
    edge("ended_on_the_day", "ended", ended=True, **more)
    edge("in_custody_on_the_day", "in_custody", jailed=True, **more)
    _leavings_closed_late(edge, **more)


# --- SL014: the first night

night = edges_of("SL014", "releases", _after_release)
NIGHT = {"due": "night"}
night("on_the_day", "housed", status="settled", **NIGHT)
night("in_probation_accommodation", "housed", status="bail_or_probation", **NIGHT)
night("housed_a_day_late", "not_recorded", status="settled", starts=1, **NIGHT)
night("a_hostel_that_ended_before", "homeless", status="rough_sleeping", **NIGHT)
night("homeless", "homeless", status="homeless", **NIGHT)
night("written_up_twomonths_later", "housed", status="other_housed", recorded_late=True, **NIGHT)
night("awaiting_assessment", "awaiting_assessment", status="awaiting_assessment", **NIGHT)
night("immigration", "immigration_accommodation", status="immigration", **NIGHT)
night("unknown", "not_recorded", status="unknown", **NIGHT)
night("missing_date", "not_recorded", **NIGHT)
night("quashed", "quashed", how="quashed", **NIGHT)
_of_releases(night, status="settled", **NIGHT)
_leavings(night, status="settled", **NIGHT)

# --- SL015: three months later

for measure, make, table in (
    ("SL015A", _after_release, "releases"),
    ("SL015B", _after_sentence, "sentences"),
):
    home = edges_of(measure, table, make)
    THREE = {"due": "3"}
    home("on_the_day", "settled", status="settled", **THREE)
    home("moved_in_a_day_late", "not_recorded", status="settled", starts=1, **THREE)
    home("until_the_very_day", "settled", status="settled", starts=-40, ends=0, **THREE)
    home("until_the_day_before", "not_recorded", status="settled", starts=-40, ends=-1, **THREE)
    home("housed_otherwise", "not_settled", status="other_housed", starts=-30, **THREE)
    home("homeless", "homeless", status="homeless", starts=-9, **THREE)
    home("awaiting_assessment", "awaiting_assessment", status="awaiting_assessment", starts=-9, **THREE)
    home("unknown", "not_recorded", status="unknown", starts=-9, **THREE)
    home("missing_date", "not_recorded", **THREE)
    home("nobody_supervises", "not_supervised", supervised=False, status="settled", **THREE)
    home("pending", "not_yet_due", anchor=lately, **THREE)
    _no_longer_there(home, status="settled", starts=-9, **THREE)
_of_releases(edges_of("SL015A", "releases", _after_release), status="settled", due="3")
edges_of("SL015B", "sentences", _after_sentence)("same_day", "same_day", due="3", twice=True)

# --- SL016 and SL017: employed six weeks and six months later

WORK = {"write": rows.work, "anchor": early_day}
for measure, make, table, due in (
    ("SL016", _after_release, "releases", "day_42"),
    ("SL017A", _after_release, "releases", "6"),
    ("SL017B", _after_sentence, "sentences", "6"),
):
    job = edges_of(measure, table, make)
    of = WORK | {"due": due}
    job("on_the_day", "employed", status="full_time", **of)
    job("an_apprentice", "employed", status="apprentice", starts=-20, **of)
    job("a_day_late", "not_recorded", status="full_time", starts=1, **of)
    job("left_the_day_before", "not_recorded", status="full_time", starts=-20, ends=-1, **of)
    job("in_training", "training_or_volunteering", status="training", starts=-9, **of)
    job("volunteering", "training_or_volunteering", status="volunteering", starts=-9, **of)
    job("unemployed", "not_employed", status="unemployed", starts=-9, **of)
    job("unavailable", "unavailable_for_work", status="unavailable", starts=-9, **of)
    job("unknown", "not_recorded", status="unknown", starts=-9, **of)
    job("missing_date", "not_recorded", **of)
    job("pending", "not_yet_due", **of | {"anchor": lately})
edges_of("SL016", "releases", _after_release)(
    "in_the_final_third", "final_third", due="day_42", status="full_time", supervision_days=60, **WORK
)
edges_of("SL016", "releases", _after_release)("quashed", "quashed", how="quashed", due="day_42", **WORK)
edges_of("SL016", "releases", _after_release)(
    "back_in_custody_stays_in", "employed", due="day_42", jailed=True, status="full_time", starts=-9, **WORK
)
_of_releases(edges_of("SL016", "releases", _after_release), due="day_42", **WORK)
_leavings(edges_of("SL016", "releases", _after_release), due="day_42", **WORK)
edges_of("SL017A", "releases", _after_release)(
    "in_the_final_third", "final_third", due="6", status="full_time", supervision_days=240, **WORK
)
_of_releases(edges_of("SL017A", "releases", _after_release), due="6", **WORK)
_no_longer_there(edges_of("SL017A", "releases", _after_release), due="6", **WORK)
edges_of("SL017B", "sentences", _after_sentence)(
    "in_the_final_third", "final_third", due="6", status="full_time", months=8, activity=True, **WORK
)
edges_of("SL017B", "sentences", _after_sentence)("same_day", "same_day", due="6", twice=True, **WORK)
_no_longer_there(edges_of("SL017B", "sentences", _after_sentence), due="6", **WORK)


# --- OM017 and INT009: on the last day of the order or licence


def _at_the_end(
    life: Life,
    on: date,
    *,
    status: str = "",
    write=rows.home,
    starts: int = -30,
    how: str = "",
    end_reason: str = "completed",
    recalled: bool = False,
    jailed: bool = False,
    twice: bool = False,
    running: bool = False,
) -> str:
    """An order of the year before that ended on `on`, or a licence that a recall ended or that goes on."""
    start = life.days.open_on_or_after(on - 365 * DAY)
    if running:
        return freed(life, start, supervision_days=(on - start).days + 20)
    if recalled:
        release = freed(life, start, supervision_days=700, ended=on)
        life.recalled(release, on, returned=on)
        life.custody("recall", on, None)
        return release
    sentence = ordered(life, start, how=how, leaves_on=on, ended=on, end_reason=end_reason)
    if jailed:
        life.custody("remand", on - 3 * DAY, on + 20 * DAY)
    if status:
        write(life, status, on + starts * DAY)
    return life.order(start, months=24, ended=on, supervised=False) if twice else sentence


for measure, write, met in (("OM017", rows.home, "settled"), ("INT009", rows.work, "employed")):
    end = edges_of(measure, "sentences", _at_the_end)
    end("on_the_day", met, write=write, starts=0, status="settled" if measure == "OM017" else "part_time")
    end("missing_date", "not_known")
    end("unknown", "not_known", write=write, status="unknown")
    end("in_custody", "in_custody", jailed=True)
    end("same_day", "same_day", twice=True)
    for how in ("died", "transferred_out", "quashed"):
        end(how, how, how=how)
    edges_of(measure, "releases", _at_the_end)("recalled", "recalled", recalled=True)
    edges_of(measure, "releases", _at_the_end)("pending", "not_yet_due", running=True, anchor=lately)
edges_of("OM017", "sentences", _at_the_end)("homeless", "homeless", status="homeless")
edges_of("OM017", "sentences", _at_the_end)("awaiting_assessment", "awaiting", status="awaiting_assessment")
edges_of("OM017", "sentences", _at_the_end)("housed_otherwise", "not_settled", status="other_housed")
edges_of("OM017", "sentences", _at_the_end)("immigration", "immigration", status="immigration")
edges_of("INT009", "sentences", _at_the_end)(
    "unemployed", "not_employed", write=rows.work, status="unemployed"
)
edges_of("INT009", "sentences", _at_the_end)(
    "unavailable", "unavailable", write=rows.work, status="unavailable"
)


# --- INT008: a job found on an order and kept for four weeks


def _found_work(
    life: Life,
    on: date,
    *,
    lasts: int | None = None,
    before_order: bool = False,
    again: bool = False,
    how: str = "",
) -> str:
    """A job from `on`, 60 days into an order (or before it), that lasts so many days after its first."""
    start = life.days.open_on_or_after(on + 5 * DAY if before_order else on - 60 * DAY)
    ordered(life, start, how=how, leaves_on=on + 28 * DAY)
    if again:
        rows.work(life, "full_time", on - 50 * DAY, on - 10 * DAY)
    end = None if lasts is None else on + lasts * DAY
    return rows.work(life, "full_time", on, end, recorded=max(on, start))


def in_summer(life: Life) -> date:
    """A day between June and September, so that two jobs fall in one year from April."""
    return date(2024 + int(life.rng.integers(0, 2)), 6, 20) + int(life.rng.integers(0, 90)) * DAY


found = edges_of("INT008", "employment", _found_work)
found("on_the_day", "sustained", lasts=28)
found("a_day_short", "not_sustained", lasts=27)
found("not_eligible", "not_on_order", before_order=True)
found("a_second_job_in_the_year", "counted_already", anchor=in_summer, again=True)
found("pending", "not_yet_due", anchor=lately)
found("died", "died", how="died")
found("transferred_out", "transferred_out", how="transferred_out")
found("quashed", "quashed", how="quashed")

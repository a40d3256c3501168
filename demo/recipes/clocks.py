"""The operational clocks: what is to be done, by when, and what takes a task off the list."""

from collections.abc import Callable
from datetime import date

import numpy as np

from demo.calendar import add_months
from demo.columns import DAY as DAYS
from demo.life import Life, months_later
from demo.recipes import further_rows as rows
from demo.recipes.lives import DAY, freed, inside, ordered, sentence_of
from demo.recipes.planted import Adding, early_day, edges_of, lately

EXITS = ("died", "transferred_out", "quashed")


def the_last_day(life: Life) -> date:
    """The as-at day: nothing that takes a business day is due yet."""
    return life.days.as_at


def a_later_day(life: Life) -> date:
    """A business day between December 2024 and July 2025, long after the sentences of 2024 began."""
    return life.days.open_on_or_after(date(2024, 12, 2) + int(life.rng.integers(0, 230)) * DAY)


def _on_time_late_or_not(edge: Adding, **more: object) -> None:
    """What every clock has: on the day, a day late, overdue, still to come and already done, and exits."""
    edge("on_the_day", "done_in_time", done=0, **more)
    edge("a_day_late", "done_late", done=1, **more)
    edge("missing_date", "overdue", **more)
    for how in EXITS:
        edge(how, how, how=how, **more)
    more = more | {"anchor": the_last_day}
    edge("pending", "not_yet_due", **more)
    edge("done_before_due", "done_before_due", early=True, **more)


def _day(life: Life, on: date, due: date, done: int | None, *, early: bool) -> date | None:
    """`done` business days after the due day; `early`: on the day of the trigger."""
    if early:
        return on
    if done is None:
        return None
    return due if done == 0 else max(life.days.add(due, done), due + DAY)


# --- allocation, 5 business days after an order


def _allocated(
    life: Life,
    on: date,
    *,
    done: int | None = None,
    early: bool = False,
    how: str = "",
    ended: bool = False,
    twice: bool = False,
) -> str:
    due = life.days.add(on, 5)
    sentence = ordered(life, on, how=how, leaves_on=due, ended=due if ended else None)
    if twice:
        sentence = life.order(on, sentence_type="suspended_sentence_order", supervised=False)
    day = _day(life, on, due, done, early=early)
    if day:
        rows.allocation(life, sentence, day)
    return sentence


allocated = edges_of("CLOCK_ALLOCATION", "sentences", _allocated)
_on_time_late_or_not(allocated)
allocated("ended", "ended", ended=True)
allocated("same_day", "same_day", twice=True)


# --- breaches, requests for information, tags: one or two business days


def _enforced(write: Callable[..., str], business_days: int) -> Callable[..., str]:
    def make(life: Life, on: date, *, done: int | None = None, early: bool = False, how: str = "") -> str:
        due = life.days.add(on, business_days)
        sentence = ordered(life, life.days.open_on_or_after(on - 60 * DAY), how=how, leaves_on=due)
        return write(life, sentence, on, _day(life, on, due, done, early=early))

    return make


def _hearing(life: Life, sentence: str, on: date, told: date | None) -> str:
    return rows.breach(
        life, sentence, on - 20 * DAY, begun_on=on - 9 * DAY, hearing_fixed_on=on, hearing_told_on=told
    )


def _result(life: Life, sentence: str, on: date, told: date | None) -> str:
    known = {"result_on": on, "result_told_on": told, "result": "proved_order_continues"}
    return rows.breach(life, sentence, on - 40 * DAY, begun_on=on - 30 * DAY, **known)


def _asked(life: Life, _sentence: str, on: date, told: date | None) -> str:
    return rows.information_request(life, on, asked=told)


def _violation(life: Life, _sentence: str, on: date, told: date | None) -> str:
    return rows.tag_event(life, on, told=told)


for measure, table, write, business_days in (
    ("CLOCK_BREACH_HEARING", "breaches", _hearing, 1),
    ("CLOCK_BREACH_RESULT", "breaches", _result, 1),
    ("CLOCK_INFORMATION_REQUEST", "information_requests", _asked, 2),
    ("CLOCK_EM_OUTCOME", "electronic_monitoring_events", _violation, 2),
):
    _on_time_late_or_not(edges_of(measure, table, _enforced(write, business_days)))


# --- unpaid work: assessment, induction, reviews, absences


def _assessed(
    life: Life, on: date, *, done: int | None = None, early: bool = False, how: str = "", ended: bool = False
) -> str:
    due = life.days.add(on, 10)
    sentence = ordered(life, on, how=how, leaves_on=due, ended=due if ended else None)
    requirement = rows.requirement(
        life, sentence, "unpaid_work", on, ended=due if ended else None, reason="revoked" if ended else None
    )
    day = _day(life, on, due, done, early=early)
    if day:
        rows.unpaid_work_assessment(life, requirement, day, day)
    return requirement


assessed = edges_of("CLOCK_UPW_ASSESSMENT", "requirements", _assessed)
_on_time_late_or_not(assessed)
assessed("ended", "ended", ended=True)


def _inducted(
    life: Life,
    on: date,
    *,
    done: int | None = None,
    early: bool = False,
    how: str = "",
    ended: bool = False,
    worked_first: bool = False,
) -> str:
    due = life.days.add(on, 15)
    sentence = ordered(life, on, how=how, leaves_on=due, ended=due if ended else None)
    requirement = rows.requirement(
        life, sentence, "unpaid_work", on, ended=due if ended else None, reason="revoked" if ended else None
    )
    if worked_first:
        life.session(life.days.add(on, 5), requirement)
    day = _day(life, on, due, done, early=early)
    if day:
        life.session(day, requirement, session_type="induction")
    return requirement


inducted = edges_of("CLOCK_UPW_INDUCTION", "requirements", _inducted)
_on_time_late_or_not(inducted)
inducted("ended", "ended", ended=True)
inducted("worked_first", "work_came_first", done=0, worked_first=True)


def _reviewed(kind: str, months: int) -> Callable[..., str]:
    def make(
        life: Life,
        on: date,
        *,
        done: int | None = None,
        early: bool = False,
        how: str = "",
        ended: bool = False,
    ) -> str:
        due = months_later(on, months)
        sentence = ordered(life, on, how=how, leaves_on=due, ended=due if ended else None)
        over = {"ended": due, "reason": "completed"} if ended else {}
        requirement = rows.requirement(life, sentence, "unpaid_work", on, **over)
        day = _day(life, on, due, done, early=early)
        rows.review(life, sentence, kind, day, requirement_id=requirement)
        return requirement

    return make


for measure, kind, months in (
    ("CLOCK_UPW_REVIEW_6", "unpaid_work_6_months", 6),
    ("CLOCK_UPW_REVIEW_9", "unpaid_work_9_months", 9),
):
    reviewed = edges_of(measure, "requirements", _reviewed(kind, months))
    _on_time_late_or_not(reviewed, anchor=early_day)
    reviewed("ended", "ended", ended=True, anchor=early_day)


def _absent(life: Life, on: date, *, done: int | None = None, early: bool = False, how: str = "") -> str:
    due = life.days.add(on, 1)
    start = life.days.open_on_or_after(on - 42 * DAY)
    sentence = ordered(life, start, how=how, leaves_on=due)
    life.session(on, life.unpaid_work(sentence, start), outcome="unacceptable_absence")
    version = str(life.rows["unpaid_work_sessions"][-1]["session_version_id"])
    day = _day(life, on, due, done, early=early)
    if day:
        rows.absence_told(life, version, day)
    return version


_on_time_late_or_not(edges_of("CLOCK_UPW_ABSENCE", "unpaid_work_sessions", _absent))


# --- programme reviews, 6 and 3 months before the order ends


def _programme_review(kind: str, before: int) -> Callable[..., str]:
    def make(
        life: Life,
        on: date,
        *,
        done: int | None = None,
        early: bool = False,
        how: str = "",
        ended: bool = False,
        months: int = 12,
        endless: bool = False,
    ) -> str:
        end = months_later(on, months) - DAY
        due = add_months(np.array(end, dtype=DAYS), -before).astype(date)
        sentence = ordered(life, on, how=how, leaves_on=due, months=months, expected=not endless)
        over = {"ended": due, "outcome": "completed_successfully"} if ended else {}
        episode = rows.episode(life, sentence, imposed=on, started=on, **over)
        rows.review(life, sentence, kind, _day(life, on, due, done, early=early))
        return episode

    return make


for measure, kind, before in (
    ("CLOCK_PROGRAMME_REVIEW_6", "programme_6_months_before_end", 6),
    ("CLOCK_PROGRAMME_REVIEW_3", "programme_3_months_before_end", 3),
):
    progress = edges_of(measure, "programme_episodes", _programme_review(kind, before))
    _on_time_late_or_not(progress, anchor=early_day)
    progress("ended", "ended", ended=True, anchor=early_day)
    progress("not_eligible", "too_short", months=before, anchor=early_day)
    progress("no_end_known", "no_due_date", endless=True, anchor=early_day)


# --- handover from prison, and contacts around release


def _passed_on(
    life: Life,
    on: date,
    *,
    done: int | None = None,
    early: bool = False,
    how: str = "",
    ended: bool = False,
    soon: bool = False,
    known: bool = True,
    sooner: bool = False,
) -> str:
    """Due on `on` (`early`: 40 days later) or soon after, 7 months and 15 days before the release date."""
    due = on + (40 if early or sooner else 0) * DAY
    while (due + 15 * DAY).day > 28:  # a month without that day would move the due date
        due += DAY
    how = how or ("left" if ended else "")
    sentence = inside(life, on, served=200, how=how, leaves_on=due)
    sentenced = life.begun or on
    release = months_later(due + 15 * DAY, 7)
    if soon:
        release = sentenced + 200 * DAY
    if known:
        rows.release_date(life, sentence, release, sentenced)
    rows.allocation(life, sentence, on - 20 * DAY, kind="community_offender_manager")
    return rows.handover(
        life, sentence, due=due if known else None, done=_day(life, on, due, done, early=early)
    )


passed_on = edges_of("CLOCK_HANDOVER", "handovers", _passed_on)
passed_on("on_the_day", "done_in_time", done=0)
passed_on("a_day_late", "done_late", done=1)
passed_on("missing_date", "overdue")
passed_on("no_release_date", "no_due_date", known=False, anchor=a_later_day)
passed_on("not_eligible", "too_short", soon=True, anchor=a_later_day)
passed_on("ended", "ended", ended=True)
passed_on("pending", "not_yet_due", sooner=True, anchor=lately)
passed_on("done_before_due", "done_before_due", early=True, anchor=lately)
for how in EXITS:
    passed_on(how, how, how=how)


def _before_release(
    life: Life,
    on: date,
    *,
    contacts: tuple[int, ...] = (),
    how: str = "",
    ended: bool = False,
    ahead: int = 0,
    known: bool = True,
    same_day_release: bool = False,
    twice: bool = False,
) -> str:
    """Released on `on` (or to be released `ahead` days later); contacts so many days before `on`."""
    if same_day_release:
        freed(life, on, inside=0)
        return sentence_of(life)
    out = not (how or ended or ahead) and known
    how = how or ("left" if ended else "")
    sentence = inside(life, on, served=150, how=how, leaves_on=on)
    if known:
        rows.release_date(life, sentence, on + ahead * DAY, life.begun or on)
    if twice:
        row = dict(life.rows["sentences"][-1])
        sentence = life.sentenced(
            life.begun or on, "custodial_determinate", expected_end_on=row["expected_end_on"]
        )
    for day in contacts:
        rows.around_release(life, sentence, on - day * DAY, phase="before_release")
    if out:
        life.released(on, sentence=sentence)
        life.rows["custody_periods"][-1]["end_on"] = on
    return sentence


before_release = edges_of("CLOCK_PRERELEASE_CONTACTS", "sentences", _before_release)
before_release("on_the_day", "done_in_time", contacts=(30, 10, 0))
before_release("two_on_one_day", "overdue", contacts=(30, 10, 10))
before_release("missing_date", "overdue")
before_release("a_day_late", "done_late", contacts=(30, 10, -1))
before_release("no_release_date", "no_due_date", known=False, anchor=a_later_day)
before_release("not_eligible", "too_short", same_day_release=True)
before_release("ended", "ended", ended=True)
before_release("same_day", "same_day", twice=True)
before_release("pending", "not_yet_due", ahead=30, anchor=lately)
before_release("done_before_due", "done_before_due", ahead=30, contacts=(20, 10, 0), anchor=lately)
for how in EXITS:
    before_release(how, how, how=how)


def _after_release(
    life: Life,
    on: date,
    *,
    contacts: tuple[int, ...] = (),
    how: str = "",
    away: str = "",
    twice: bool = False,
    recalled: bool = False,
) -> str:
    """Released on `on`; contacts so many days later."""
    release = freed(life, on, how=how, leaves_on=on + 10 * DAY, ended=on + 10 * DAY if away else None)
    sentence = sentence_of(life)
    if recalled:
        life.recalled(release, on, returned=on)
        life.custody("recall", on, on + 27 * DAY)
    if away in ("immigration", "hospital"):
        life.detained(away, on + 10 * DAY, on + 60 * DAY)
    elif away:
        life.custody("remand", on + 10 * DAY, on + 60 * DAY)
    for day in contacts:
        rows.around_release(life, sentence, on + day * DAY, phase="after_release")
    return life.released(on, sentence=sentence, supervised=False) if twice else release


after_release = edges_of("CLOCK_POSTRELEASE_CONTACTS", "releases", _after_release)
after_release("on_the_day", "done_in_time", contacts=(3, 14))
after_release("a_day_late", "done_late", contacts=(3, 15))
after_release("twice_on_one_day", "overdue", contacts=(3, 3))
after_release("missing_date", "overdue")
after_release("into_custody", "into_custody", away="remand")
after_release("immigration_detention", "immigration_detention", away="immigration")
after_release("in_hospital", "in_hospital", away="hospital")
after_release("not_eligible", "same_day_recall", recalled=True)
after_release("same_day", "same_day", twice=True)
after_release("pending", "not_yet_due", anchor=lately)
for how in EXITS:
    after_release(how, how, how=how)


def some_days_ago(life: Life) -> date:
    return life.days.open_on_or_after(life.days.as_at - 8 * DAY)


after_release("done_before_due", "done_before_due", contacts=(1, 2), anchor=some_days_ago)

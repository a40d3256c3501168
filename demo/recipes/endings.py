"""SL012, SL013, SL031, SL033, OM020, OM039 and INT001 to INT005: what was done by the end of a sentence."""

from datetime import date

from demo.life import Life
from demo.recipes import further_rows as rows
from demo.recipes.lives import DAY, freed, inside, ordered
from demo.recipes.planted import Adding, edges_of, lately

LEAVINGS = ("died", "transferred_out", "quashed")


def _leavings(edge: Adding, **more: object) -> None:
    for how in LEAVINGS:
        edge(how, how, how=how, **more)


def _year_before(life: Life, on: date) -> date:
    return life.days.open_on_or_after(on - 365 * DAY)


# --- SL012: one rehabilitative activity between the sentence for a sexual offence and its last day


def _sexual(
    life: Life,
    on: date,
    *,
    completed: int | None = None,
    programme: str = "MAPS",
    outcome: str = "completed_successfully",
    how: str = "",
    licence: bool = False,
    in_prison: bool = False,
    twice: bool = False,
) -> str:
    """An order (or licence) that ended on `on`; `completed` is days from that day."""
    start = _year_before(life, on)
    if in_prison:
        return _died_out(life, on)
    if licence:
        freed(life, start, ended=on, offence="sexual")
        sentence = str(life.rows["sentences"][-1]["sentence_id"])
    else:
        sentence = ordered(life, start, how=how, leaves_on=on, ended=on, offence="sexual")
    if twice:
        sentence = life.order(start, months=24, ended=on, supervised=False, offence="sexual")
    if completed is not None:
        end = on + completed * DAY
        basis = {"basis": "rehabilitation_activity", "imposed": start, "started": start + 60 * DAY}
        rows.episode(life, sentence, programme=programme, ended=end, outcome=outcome, **basis)
    return sentence


def _died_out(life: Life, on: date) -> str:
    """A custodial sentence that ended in prison, without any release."""
    sentence = inside(life, on, served=300)
    row = life.rows["sentences"][-1]
    row |= {"offence_group": "sexual", "ended_on": on, "end_reason": "other"}
    life.rows["custody_periods"][-1]["end_on"] = on
    return sentence


sexual = edges_of("SL012", "sentences", _sexual)
sexual("on_the_day", "completed", completed=0)
sexual("a_day_late", "not_completed", completed=1)
sexual("on_licence", "completed", completed=-40, licence=True, programme="HORIZON")
sexual("left_the_programme", "not_completed", completed=-20, outcome="not_completed")
sexual("nothing_ordered", "not_completed")
sexual("not_eligible", "never_released", in_prison=True)
sexual("same_day", "same_day", completed=-9, twice=True)
_leavings(sexual, completed=-30)


# --- SL013: every requirement completed by the end of the order


def _required(
    life: Life,
    on: date,
    *,
    kinds: tuple[tuple[str, int | None, str], ...],
    how: str = "",
    end_reason: str = "completed",
    twice: bool = False,
) -> str:
    """An order that ended on `on`; each kind with the days from then to its end and its reason to end."""
    start = _year_before(life, on)
    sentence = ordered(life, start, how=how, leaves_on=on, ended=on, end_reason=end_reason)
    if twice:
        sentence = life.order(start, months=24, ended=on, end_reason=end_reason, supervised=False)
    for kind, ended, reason in kinds:
        rows.requirement(
            life,
            sentence,
            kind,
            start,
            ended=None if ended is None else on + ended * DAY,
            reason=reason or None,
        )
    if twice:
        first = str(life.rows["sentences"][0]["sentence_id"])
        rows.requirement(life, first, "unpaid_work", start, ended=on, reason="completed")
    return sentence


ACTIVITY_DONE = (("rehabilitation_activity", 0, "completed"),)
required = edges_of("SL013", "sentences", _required)
required("on_the_day", "all_completed", kinds=(*ACTIVITY_DONE, ("unpaid_work", -90, "completed")))
required("a_day_late", "not_completed", kinds=(("unpaid_work", 1, "completed"),))
required("one_of_two", "not_completed", kinds=(*ACTIVITY_DONE, ("unpaid_work", 0, "not_completed")))
required(
    "removed_by_a_court", "all_completed", kinds=(*ACTIVITY_DONE, ("unpaid_work", -9, "removed_by_court"))
)
required("missing_date", "not_completed", kinds=(("accredited_programme", None, ""),))
required("not_eligible", "no_requirement_left", kinds=(("curfew", 0, "completed"),))
required(
    "revoked_for_good_progress",
    "revoked_incomplete",
    kinds=(("unpaid_work", 0, "revoked"),),
    end_reason="revoked_good_progress",
)
required("same_day", "same_day", kinds=ACTIVITY_DONE, twice=True)
_leavings(required, kinds=ACTIVITY_DONE)


# --- SL031 and SL033: programmes started and completed by the end; INT001 to INT003: completions


def _programme(
    life: Life,
    on: date,
    *,
    starts: int | None = None,
    ends: int | None = None,
    outcome: str | None = "completed_successfully",
    how: str = "",
    programme: str = "TSP",
    basis: str = "order",
    eligible: str | None = "yes",
    where: str = "community",
) -> str:
    """An episode in an order that ended on `on`; the numbers are days from that day."""
    start = _year_before(life, on)
    sentence = ordered(life, start, how=how, leaves_on=on, ended=on)
    return rows.episode(
        life,
        sentence,
        programme=programme,
        basis=basis,
        imposed=start,
        eligible=eligible,
        where=where,
        started=None if starts is None else on + starts * DAY,
        ended=None if ends is None else on + ends * DAY,
        outcome=outcome if ends is not None else None,
    )


started = edges_of("SL031", "programme_episodes", _programme)
started("on_the_day", "started", starts=0)
started("a_day_late", "started_late", starts=1)
started("never", "not_started")
started("missing_date", "completed_without_start", ends=-20)
started("eligibility_missing", "eligibility_not_recorded", starts=-90, eligible=None)
started("not_eligible", "not_eligible", starts=-90, eligible="no")
started("voluntary", "voluntary", starts=-90, basis="voluntary")
_leavings(started, starts=-90)

completed = edges_of("SL033", "programme_episodes", _programme)
completed("on_the_day", "completed", starts=-120, ends=0)
completed("a_day_late", "completed_late", starts=-120, ends=1)
completed("ineligible_and_completed", "completed", starts=-120, ends=-5, eligible="no")
completed("left_the_programme", "not_completed", starts=-120, ends=-60, outcome="not_completed")
completed("missing_date", "not_completed", starts=-120)
completed("eligibility_missing", "eligibility_not_recorded", starts=-120, ends=0, eligible=None)
completed("never_started", "not_started")
completed("not_eligible", "wholly_in_custody", starts=-120, ends=-5, where="custody")
completed("voluntary", "voluntary", starts=-120, ends=-5, basis="voluntary")
_leavings(completed, starts=-120, ends=0)

for measure, programme in (("INT001", "HORIZON"), ("INT002", "BBR"), ("INT003", "TSP")):
    count = edges_of(measure, "programme_episodes", _programme)
    of = {"programme": programme, "starts": -120}
    count("on_the_day", "completed", ends=0, **of)
    count("left", "not_completed", ends=0, outcome="removed", **of)
    count("missing_outcome", "outcome_not_recorded", ends=0, outcome=None, **of)
    count("in_custody", "wholly_in_custody", ends=0, where="custody", **of)
    _leavings(count, ends=0, **of)


# --- OM020: orders and licences that ended successfully


def _over(
    life: Life,
    on: date,
    *,
    end_reason: str = "completed",
    how: str = "",
    recalled: bool = False,
    twice: bool = False,
    named: bool = True,
    running: bool = False,
) -> str:
    start = _year_before(life, on)
    if running:
        return freed(life, start, supervision_days=(on - start).days + 20)
    if recalled:
        release = freed(life, start, supervision_days=700, ended=on)
        life.recalled(release, on, returned=on)
        life.custody("recall", on, None)
        return release
    sentence = ordered(life, start, how=how, leaves_on=on, ended=on, end_reason=end_reason)
    if not named:
        life.rows["sentences"][-1]["end_reason"] = None
    return life.order(start, months=24, ended=on, supervised=False) if twice else sentence


# --- OM039: the final review of the assessment


def _reviewed(
    life: Life,
    on: date,
    *,
    done: int | None = None,
    due: bool = True,
    later: int = 0,
    tier: int | None = 3,
    prolific: bool = False,
    stage: str = "termination",
    how: str = "",
    twice: bool = False,
) -> str:
    """A final review due on `on`, the end of the order, or `later`; `done` is days from then."""
    start = _year_before(life, on)
    sentence = ordered(life, start, how=how, leaves_on=on, ended=on)
    day = None if done is None else on + done * DAY
    for _ in range(2 if twice else 1):
        made = rows.assessment(
            life,
            sentence,
            due=on + later * DAY if due else None,
            done=day,
            recorded=day or on,
            tier=tier,
            prolific=prolific,
            stage=stage,
        )
    return made


final = edges_of("OM039", "assessments", _reviewed)
final("on_the_day", "completed_in_time", done=0)
final("a_day_late", "completed_late", done=1)
final("never", "not_completed")
final("missing_date", "no_due_date", done=0, due=False)
final("tier_missing", "tier_unknown", done=0, tier=None)
final("tier_2_with_a_due_day", "completed_in_time", done=0, tier=2)
final("not_eligible", "outside_tiers", done=0, tier=1)
final("prolific_in_tier_1", "completed_in_time", done=0, tier=1, prolific=True)
final("pending", "not_yet_due", later=9, anchor=lately)
final("same_day", "same_day", done=0, twice=True)
_leavings(final, done=0)


over = edges_of("OM020", "sentences", _over)
over("on_the_day", "completed")
over("good_progress", "completed", end_reason="revoked_good_progress")
over("breached", "breached", end_reason="revoked_breach")
over("not_eligible", "ended_otherwise", end_reason="other")
over("missing_date", "end_not_recorded", named=False)
over("same_day", "same_day", twice=True)
_leavings(over)
edges_of("OM020", "releases", _over)("recalled", "recalled", recalled=True)
edges_of("OM020", "releases", _over)("pending", "not_yet_due", anchor=lately, running=True)

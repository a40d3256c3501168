"""CRS SL002: at least one intervention appointment attended, by the end of a suitable referral."""

from datetime import date

from demo.life import Life
from demo.recipes.lives import DAY, ordered
from demo.recipes.planted import edges_of, lately


def _ended(
    life: Life,
    on: date,
    *,
    attended: int | None = None,
    outcome: str = "attended",
    suitable: str | None = "yes",
    end_reason: str = "completed",
    is_open: bool = False,
    how: str = "",
) -> str:
    """A referral that ended on `on`, 60 days after it was made; `attended` is days from its end."""
    made = life.days.open_on_or_after(on - 60 * DAY)
    ordered(life, life.days.open_on_or_after(made - 56 * DAY), how=how, leaves_on=on)
    referral = life.referral(made)
    row = life.rows["crs_referrals"][-1]
    row |= {"suitable": suitable, "ended_on": None if is_open else on}
    row |= {"end_reason": None if is_open else end_reason}
    life.assessment(life.days.add(made, 6), referral)
    if attended is not None:
        life.assessment(on + attended * DAY, referral, purpose="intervention", outcome=outcome)
    return referral


ended = edges_of("CRS_SL002", "crs_referrals", _ended)
ended("on_the_day", "attended", attended=0)
ended("attended_late", "attended", attended=-20, outcome="attended_late")
ended("a_day_late", "not_attended", attended=1)
ended("missed", "not_attended", attended=-20, outcome="unacceptable_absence")
ended("assessment_only", "not_arranged")
ended("suitable_and_cancelled", "not_arranged", end_reason="cancelled")
ended("not_eligible", "not_suitable", suitable="no", end_reason="not_suitable")
ended("missing", "not_assessed", suitable=None, end_reason="other")
ended("pending", "open", anchor=lately, attended=-30, is_open=True)
for how in ("died", "transferred_out", "quashed"):
    ended(how, how, attended=-10, how=how)
